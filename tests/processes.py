"""Work timed against work, and commands that a test stops as a terminal would."""

import signal
from collections.abc import Callable

# Short work, long work, and how many times longer the second may take (fixture ``in_proportion``).
Proportion = Callable[[Callable[[], object], Callable[[], object], float], bool]


def hears_ctrl_c() -> None:
    """For ``preexec_fn``: a shell that runs tests in the background has children ignore SIGINT."""
    signal.signal(signal.SIGINT, signal.default_int_handler)

"""Work timed against work, and commands that a test stops as a terminal would."""

import signal
from collections.abc import Callable

# Short work, long work, and how many times longer the second may take (fixture ``in_proportion``).
Proportion = Callable[[Callable[[], object], Callable[[], object], float], bool]

# How a command ends that Ctrl-C stopped; a shell says 130 for both. Python itself ends by the signal,
# whatever exit code is asked for, where it came while code was made from a string, as by a dataclass.
STOPPED = (130, -signal.SIGINT)


def hears_ctrl_c() -> None:
    """For ``preexec_fn``: a shell that runs tests in the background has children ignore SIGINT."""
    signal.signal(signal.SIGINT, signal.default_int_handler)

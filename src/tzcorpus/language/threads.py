"""Small matrix products on one thread.

More threads than one cost several times the processor time and save none: a product is done before the
other threads have seen that it began, and on a busy machine it waits for them.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any


def one_thread() -> AbstractContextManager[Any]:
    """While this is held, numpy's matrix products run on one thread."""
    limited: AbstractContextManager[Any] = _libraries().limit(limits=1, user_api="blas")
    return limited


@cache
def _libraries() -> Any:
    """The libraries at hand; looking for them takes longer than what is done with them."""
    import numpy  # noqa: F401 - its library must be loaded to be found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()

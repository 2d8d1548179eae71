"""Where a pure function runs: in this process, or in a pool of processes."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from tzcorpus.errors import TzcorpusError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Tasks handed to the pool ahead of the one whose result is due, per worker: enough to keep workers busy,
# few enough that memory stays flat over an endless input.
_AHEAD = 4


class Executor(Protocol):
    """Applies a function to each item, in order, lazily."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Results in the order of ``items``."""
        ...


class InProcess:
    """One item after the other, here."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Results in the order of ``items``."""
        return map(function, items)


class Processes:
    """A pool of ``jobs`` processes; ``function`` must be importable and items picklable.

    Raises `TzcorpusError` where a worker dies: what was yielded before stands.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Results in the order of ``items``."""
        import multiprocessing
        from concurrent.futures import Future, ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        # spawn: a fork of a process with threads (progress bars, numpy) may hang
        context = multiprocessing.get_context("spawn")
        source = iter(items)
        waiting: deque[Future[Result]] = deque()
        with ProcessPoolExecutor(self.jobs, mp_context=context) as pool:
            try:
                for item in itertools.islice(source, self.jobs * _AHEAD):
                    waiting.append(pool.submit(function, item))
                while waiting:
                    yield waiting.popleft().result()
                    for item in itertools.islice(source, 1):
                        waiting.append(pool.submit(function, item))
            except BrokenProcessPool as error:
                raise TzcorpusError(
                    "a worker process died (killed, or out of memory)",
                    hint="run again with fewer --jobs; finished outputs are kept",
                ) from error
            finally:
                for future in waiting:
                    future.cancel()


def executor_for(jobs: int) -> Executor:
    """`InProcess` for one job, `Processes` for more."""
    return InProcess() if jobs <= 1 else Processes(jobs)

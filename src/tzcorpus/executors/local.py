"""One machine: in this process, or in a pool of processes."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tzcorpus.errors import TzcorpusError
from tzcorpus.executors.tasks import COLLECT, Done, Function, Row, Task, cut, perform

if TYPE_CHECKING:
    from tzcorpus.executors.store import Store

Item = TypeVar("Item")
Result = TypeVar("Result")
Shard = tuple[Task, ...]

# Tasks handed to the pool ahead of the one whose result is due, per worker: enough to keep workers busy,
# few enough that memory stays flat over an endless input.
_AHEAD = 4
# A shard whose worker dies is tried this many times alone before it is cut in two, or its one task blamed.
_TRIES = 3
# Seconds between two looks of a worker at whether its parent still lives.
_LOOK = 0.5
# A fork of a process with threads (progress bars, numpy) may hang.
_START = "spawn"
_DIED = "the process died at it (killed, or out of memory)"


class Executor(Protocol):
    """Runs tasks and leaves their rows in a store."""

    def run(self, function: Function, tasks: Sequence[Task], store: Store) -> Iterator[Done]:
        """Says each time some more tasks are finished; all are at the end."""
        ...


class InProcess:
    """One item after the other, here."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Results in the order of ``items``."""
        return map(function, items)

    def run(self, function: Function, tasks: Sequence[Task], store: Store) -> Iterator[Done]:
        """Says how many tasks each finished shard had."""
        for shard in cut(tasks):
            yield store.write(perform(function, shard))


class Processes:
    """A pool of ``jobs`` processes; functions must be importable and items picklable."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Results in the order of ``items``, lazily.

        Raises `TzcorpusError` where a worker dies: what was yielded before stands.
        """
        from concurrent.futures import Future
        from concurrent.futures.process import BrokenProcessPool

        source = iter(items)
        waiting: deque[Future[Result]] = deque()
        with _pool(self.jobs) as pool:
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

    def run(self, function: Function, tasks: Sequence[Task], store: Store) -> Iterator[Done]:
        """Says how many tasks each finished shard had. A shard whose worker dies is tried again alone; a
        task that kills each time becomes a row with that error.
        """
        work = partial(_shard, function, store.folder)
        left = deque(cut(tasks))
        if len(left) == 1:
            yield from InProcess().run(function, tasks, store)
            return
        while left:
            suspects: list[Shard] = []
            yield from self._round(work, left, suspects, most=2 * self.jobs)
            yield from self._alone(work, deque(suspects), store)

    def _round(
        self, work: Callable[[Shard], Done], left: deque[Shard], suspects: list[Shard], *, most: int
    ) -> Iterator[Done]:
        """Work until ``left`` is empty or a worker dies; then what was in hand, ``most`` shards, are
        ``suspects``.
        """
        from concurrent.futures import FIRST_COMPLETED, Future, wait
        from concurrent.futures.process import BrokenProcessPool

        at_hand: dict[Future[Done], Shard] = {}
        pool = _pool(min(self.jobs, len(left)))
        try:
            while left or at_hand:
                with nullcontext() if at_hand else _deaf():
                    while left and len(at_hand) < most:
                        at_hand[pool.submit(work, left[0])] = left[0]
                        left.popleft()
                done, _ = wait(at_hand, return_when=FIRST_COMPLETED)
                for future in done:
                    finished = future.result()
                    del at_hand[future]
                    yield finished
        except BrokenProcessPool:
            suspects += at_hand.values()
        finally:
            _end(pool)

    def _alone(self, work: Callable[[Shard], Done], shards: deque[Shard], store: Store) -> Iterator[Done]:
        """One after the other in a pool of one, so that it is known which shard kills."""
        deaths: Counter[Shard] = Counter()
        while shards:
            killers: list[Shard] = []
            yield from Processes(1)._round(work, shards, killers, most=1)
            for shard in killers:
                deaths[shard] += 1
                if deaths[shard] < _TRIES:
                    shards.appendleft(shard)
                elif len(shard) > 1:
                    middle = len(shard) // 2
                    shards.extendleft((shard[middle:], shard[:middle]))
                else:
                    yield store.write([Row(shard[0].key, shard[0].id, b"", _DIED, 1)])


def _shard(function: Function, folder: Path, shard: Shard) -> Done:
    from tzcorpus.executors.store import Store

    return Store(folder).write(perform(function, shard))


def _pool(jobs: int) -> Any:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context(_START)
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(os.getpid(),))


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes started here do not hear Ctrl-C, from their first instant on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(pool: Any) -> None:
    """Stop a pool now: what its workers have in hand is not wanted, or is there already."""
    workers = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()


def _start(parent: int) -> None:
    """Of a worker: Ctrl-C is for the parent to handle, and without a parent there is nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*COLLECT)

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def executor_for(jobs: int) -> InProcess | Processes:
    """`InProcess` for one job, `Processes` for more."""
    return InProcess() if jobs <= 1 else Processes(jobs)

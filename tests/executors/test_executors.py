from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Iterator

import pytest

from tzcorpus.errors import TzcorpusError
from tzcorpus.executors import Executor, InProcess, Processes, executor_for


def square(number: int) -> int:
    return number * number


def die(number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("executor", [InProcess(), Processes(2)])
def test_results_keep_the_order_of_items(executor: Executor) -> None:
    assert list(executor.map(square, range(50))) == [n * n for n in range(50)]


@pytest.mark.parametrize("executor", [InProcess(), Processes(2)])
def test_items_are_drawn_as_needed(executor: Executor) -> None:
    drawn: list[int] = []

    def endless() -> Iterator[int]:
        for number in itertools.count():
            drawn.append(number)
            yield number

    results = executor.map(square, endless())
    assert [next(results) for _ in range(3)] == [0, 1, 4]
    if isinstance(executor, Processes):
        results.close()  # type: ignore[attr-defined]
    assert len(drawn) <= 12


def test_a_worker_that_is_killed_ends_the_run_in_words() -> None:
    with pytest.raises(TzcorpusError, match="a worker process died"):
        list(Processes(2).map(die, range(20)))


def test_one_job_needs_no_pool() -> None:
    assert isinstance(executor_for(1), InProcess)
    assert isinstance(executor_for(2), Processes)

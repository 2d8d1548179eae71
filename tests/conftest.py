"""What all tests share."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from threadpoolctl import threadpool_limits

from processes import Proportion

# The machines are shared and noisy: no example fails for its time. CI draws the same examples every time, so
# that a change is judged by what it changes; at a desk they are drawn anew.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

# nothing in the tests reaches for a hub
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_OFFLINE", "1")

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
_TRIES = 5


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real articles. They are somebody's copyright and no part of this project."""
    if not SEEDS.is_dir():
        pytest.skip("the real articles (../shared/seeds) are not on this machine")
    return SEEDS


@pytest.fixture
def in_proportion() -> Proportion:
    """Does the long work take at most so many times the short one's processor time?

    The best of several tries with the garbage collector off: a quadratic path fails every one, the load of
    the machine and the heap of the tests before do not.
    """

    def seconds(work: Callable[[], object]) -> float:
        gc.collect()
        gc.disable()
        try:
            with threadpool_limits(limits=1):  # threads that wait for a core would count as work
                start = time.process_time()
                work()
                return time.process_time() - start
        finally:
            gc.enable()

    def check(short: Callable[[], object], long: Callable[[], object], ratio: float) -> bool:
        seconds(short)
        return any(seconds(long) < ratio * max(seconds(short), 0.01) for _ in range(_TRIES))

    return check


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where TZCORPUS_NO_SKIP is set (CI), a suite that cannot run fails: skipping is never silent."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("TZCORPUS_NO_SKIP"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not skip here: {reason}"
    return report  # type: ignore[return-value]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The same for a file that skips itself whole."""
    report = yield
    if report.skipped and os.environ.get("TZCORPUS_NO_SKIP"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} may not skip here: {reason}"
    return report  # type: ignore[return-value]

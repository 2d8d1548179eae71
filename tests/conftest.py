"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# nothing in the tests reaches for a hub
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_OFFLINE", "1")

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real articles. They are somebody's copyright and no part of this project."""
    if not SEEDS.is_dir():
        pytest.skip("the real articles (../shared/seeds) are not on this machine")
    return SEEDS


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where TZCORPUS_NO_SKIP is set (CI), a suite that cannot run fails: skipping is never silent."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("TZCORPUS_NO_SKIP"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not skip here: {reason}"
    return report  # type: ignore[return-value]

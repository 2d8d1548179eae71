"""One real Label Studio for the whole run, from the template that its first start makes."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest
from desk_page import CHROMIUM

from tzcorpus.review.desk import Desk, running


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A running server with an account and a token; installed on first use into the user's cache."""
    if importlib.util.find_spec("label_studio_sdk") is None:
        pytest.skip("needs label-studio-sdk: make env-all")
    # a port that nobody asked for: a desk of the person who runs the tests may be up on 8080
    with running(tmp_path_factory.mktemp("desk"), port=18473) as desk:
        yield desk


@pytest.fixture(scope="session")
def chromium() -> None:
    """Is there a browser to drive?"""
    if importlib.util.find_spec("playwright") is None:
        pytest.skip("needs playwright: make env-all")
    if not CHROMIUM.is_file():
        pytest.skip(f"needs {CHROMIUM}: apt-get install chromium")

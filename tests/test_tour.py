"""docs/tour.ipynb runs from the first cell to the last, on a small dataset, and says what it should."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from docs_workplace import make_dataset

ROOT = Path(__file__).parents[1]
TOUR = ROOT / "docs" / "tour.ipynb"


@pytest.fixture(scope="module")
def tour() -> Any:
    return pytest.importorskip("nbformat").read(TOUR, as_version=4)


def printed(cell: Any) -> str:
    return "".join(out.get("text", "") for out in cell.get("outputs", []))


@pytest.mark.extras
def test_the_kept_outputs_hold_no_error_and_no_path_of_a_machine(tour: Any) -> None:
    for cell in tour.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.get("text")
    assert not re.search(r"/(home|root|tmp|work|Users)/", TOUR.read_text(encoding="utf-8"))


@pytest.mark.extras
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore:Proactor:RuntimeWarning")
def test_the_notebook_runs(tour: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    make_dataset(tmp_path)
    monkeypatch.setenv("DATASET", str(tmp_path / "build" / "dataset"))
    nbclient.NotebookClient(tour, timeout=200, resources={"metadata": {"path": str(tmp_path)}}).execute()
    code = [cell for cell in tour.cells if cell.cell_type == "code"]
    assert "COMPANY" in printed(code[1])
    trained = next(match for cell in code if (match := re.search(r"loss (\d+) → (\d+)", printed(cell))))
    assert int(trained[2]) < int(trained[1])
    assert any("image/svg+xml" in output.get("data", {}) for output in code[-1].outputs)

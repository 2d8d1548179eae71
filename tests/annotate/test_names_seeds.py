"""The command that measures names on the two real articles beside the checkout."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="there is no ../shared/seeds beside this checkout")
def test_names_of_the_real_articles_are_found():
    command = [sys.executable, "benchmarks/seeds_names.py"]
    out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    company, park = (float(figure) for figure in re.findall(r"F1 ([\d.]+)", out))
    assert company >= 0.92
    assert park >= 0.96

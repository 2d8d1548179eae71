"""Headless Chromium and Tesseract: from HTML to a picture, the boxes of its characters, and OCR output.

Used: Chromium 156, Tesseract 5.3.0 with chi_sim 4.1 (the small integer model), Noto CJK fonts, all from
Debian. Another version reads other characters.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--virtual-time-budget=3000",
)  # fmt: skip
# --window-size is the outer size; without this reserve the page's foot is not painted.
RESERVE = 160
SECONDS = 180
BOXES = re.compile(r'<script type="application/json" id="boxes">(.*?)</script>', re.S)


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed character with its box in picture pixels."""

    key: str
    index: int
    char: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def x(self) -> float:
        """Centre."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """Centre."""
        return (self.top + self.bottom) / 2


def browser() -> str:
    """The browser's program. Raises FileNotFoundError with the package to install."""
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    raise FileNotFoundError("no Chromium found; install the package chromium")


def chromium(folder: Path, *arguments: str) -> str:
    """Runs the browser with a profile of its own; its standard output."""
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [browser(), *FLAGS, f"--user-data-dir={profile}", *arguments],
            cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=True,
        )  # fmt: skip
    return done.stdout


def shoot(html: str, folder: Path, *, scale: float, width: int) -> list[Cell]:
    """Writes ``page.png`` into a folder; returns the boxes of its characters."""
    (folder / "page.html").write_text(html, encoding="utf-8")
    url = (folder / "page.html").resolve().as_uri()
    factor = f"--force-device-scale-factor={scale}"
    dom = chromium(folder, factor, f"--window-size={width + RESERVE},4000", "--dump-dom", url)
    found = BOXES.search(dom)
    if found is None:
        raise RuntimeError("the page's script did not run; open page.html in a browser and see its console")
    data = json.loads(found.group(1))
    height = max(cell[4] for cells in data["blocks"].values() for cell in cells)
    chromium(folder, factor, f"--window-size={width},{int(height) + RESERVE}", "--screenshot=page.png", url)
    return [
        Cell(key, n, cell[0], *(v * scale for v in cell[1:]))
        for key, cells in data["blocks"].items()
        for n, cell in enumerate(cells)
    ]


def tesseract(folder: Path, outputs: tuple[str, ...] = ("txt", "hocr")) -> None:
    """Reads ``page.png``: writes ``page.txt``, ``page.hocr`` … beside it."""
    subprocess.run(
        ["tesseract", "page.png", "page", "-l", "chi_sim", "--psm", "3", *outputs],
        cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip

"""Headless Chromium and Tesseract: from HTML to a picture, the boxes of its characters, and OCR output.

Used: Chromium 156, Tesseract 5.3.0 with chi_sim 4.1 (the small integer model), Noto CJK fonts, all from
Debian. Another version reads other characters.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import struct
import subprocess
import tempfile
import zlib
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
# White left below the last line, in CSS pixels.
FOOT = 44
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
    crop_foot(folder / "page.png", round((height + FOOT) * scale))
    return [
        Cell(key, n, cell[0], *(v * scale for v in cell[1:]))
        for key, cells in data["blocks"].items()
        for n, cell in enumerate(cells)
    ]


def crop_foot(path: Path, height: int) -> None:
    """Cuts a PNG picture to its first ``height`` rows. A row is coded against the one above it, so that the
    rows kept need no recoding; 8-bit pictures without interlacing, as the browser writes them.
    """
    data, at, chunks = path.read_bytes(), 8, list[tuple[bytes, bytes]]()
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += size + 12
    width, rows, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks[0][1])
    if rows <= height:
        return
    stride = 1 + width * {0: 1, 2: 3, 4: 2, 6: 4}[colour] * depth // 8
    pixels = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    new = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, *rest)),
        *[chunk for chunk in chunks if chunk[0] not in (b"IHDR", b"IDAT", b"IEND")],
        (b"IDAT", zlib.compress(pixels[: stride * height])),
        (b"IEND", b""),
    ]
    coded = [struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in new]
    path.write_bytes(data[:8] + b"".join(coded))


def tesseract(folder: Path, outputs: tuple[str, ...] = ("txt", "hocr")) -> None:
    """Reads ``page.png``: writes ``page.txt``, ``page.hocr`` … beside it."""
    subprocess.run(
        ["tesseract", "page.png", "page", "-l", "chi_sim", "--psm", "3", *outputs],
        cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip

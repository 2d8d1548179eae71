"""Sets articles as newspaper pages, reads them with OCR, and derives the gold from the page itself.

    python scripts/render_pages.py corpus/source/r01-first-voyage.md --layout three-rule -o corpus/raw

Writes ``page.txt``, ``page.hocr`` and ``gold.json`` into a folder named for the article. Needs Chromium,
Tesseract with chi_sim and the Noto CJK fonts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

from corpus_source import Article, load
from page_browser import Cell, shoot, tesseract
from page_gold import Trace, gold, solid, verify
from page_hocr import read_lines
from page_html import Page, make_page
from page_layouts import BY_NAME, Layout
from page_match import match

OUTPUTS = ("page.txt", "page.hocr", "page.alto.xml", "page.tsv")


def trace_page(page: Page, cells: list[Cell], folder: Path) -> Trace:
    """The owner of every character that the engine read."""
    printed: dict[str, str] = {}
    for cell in cells:
        printed[cell.key] = printed.get(cell.key, "") + cell.char
    for key, text in page.texts.items():
        if printed.get(key, "") != solid(text):
            raise ValueError(
                f"{page.article.id}: block {key} ({page.roles[key]}) is not printed as it stands"
            )
    raw = (folder / "page.txt").read_text(encoding="utf-8")
    lines = read_lines(raw, (folder / "page.hocr").read_bytes())
    trace = Trace(raw, match(lines, cells), dict(page.roles), dict(page.texts))
    verify(trace)
    return trace


def render(article: Article, layout: Layout, folder: Path, *, keep_picture: bool = False) -> Trace:
    """Makes the page of one article in ``folder``."""
    page = make_page(article, layout)
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        cells = shoot(page.html, work, scale=layout.scale, width=page.width)
        outputs = ("txt", "hocr", *article.meta.get("outputs", "").split())
        tesseract(work, outputs)
        if "alto" in outputs:
            (work / "page.xml").rename(work / "page.alto.xml")
        trace = trace_page(page, cells, work)
        folder.mkdir(parents=True, exist_ok=True)
        for name in (*OUTPUTS, *(("page.png", "page.html") if keep_picture else ())):
            if (work / name).exists():
                shutil.copyfile(work / name, folder / name)
    write_json(folder / "gold.json", gold(trace, "page.txt"))
    return trace


def write_json(path: Path, data: object) -> None:
    """JSON with one block or fix a line."""
    path.write_text(compact(data) + "\n", encoding="utf-8")


def compact(data: object, depth: int = 0) -> str:
    """JSON, indented down to lists of records and no further."""
    pad = " " * (depth + 1)
    if isinstance(data, dict) and any(isinstance(v, dict | list) for v in data.values()) and depth < 3:
        body = ",\n".join(f"{pad}{json.dumps(k)}: {compact(v, depth + 1)}" for k, v in data.items())
        return f"{{\n{body}\n{' ' * depth}}}"
    if isinstance(data, list) and data and isinstance(data[0], dict):
        body = ",\n".join(pad + json.dumps(v, ensure_ascii=False) for v in data)
        return f"[\n{body}\n{' ' * depth}]"
    return json.dumps(data, ensure_ascii=False)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--layout", choices=sorted(BY_NAME), default="three-rule")
    parser.add_argument("-o", "--output", type=Path, default=Path("corpus/raw"))
    parser.add_argument("--keep-picture", action="store_true", help="leave page.png and page.html there too")
    options = parser.parse_args()
    for source in options.sources:
        article = load(source)
        folder = options.output / article.id
        trace = render(article, BY_NAME[options.layout], folder, keep_picture=options.keep_picture)
        lost = sum(not found for found in trace.items().values())
        print(f"{folder}: {len(trace.raw)} characters, {lost} blocks lost")


if __name__ == "__main__":
    main()

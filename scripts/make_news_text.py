"""Makes src/tzcorpus/clean/data/news.txt.xz, the text that `tzcorpus.clean.news` counts.

    python scripts/make_news_text.py

Articles of the splits train and dev (corpus/source) and the texts of scripts/names_train_zh.json, names
unmarked: all written for this project. The split test is left out. The same input gives the same bytes.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import corpus_source as source
from tzcorpus.clean.news import FILE

ROOT = Path(__file__).parent.parent
OTHER = ROOT / "scripts/names_train_zh.json"
OUT = ROOT / "src/tzcorpus/clean/data" / FILE
SPLITS = ("train", "dev")
_MARK = re.compile(r"\[([^\]]+)\][CP]")


def articles() -> Iterator[str]:
    """The blocks of the articles, a line each."""
    manifest = (ROOT / "corpus/manifest.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = {entry["id"] for entry in map(json.loads, manifest) if entry["split"] in SPLITS}
    for path in source.sources(ROOT / "corpus/source"):
        if path.stem in wanted:
            yield from map(source.zh_text, source.check_file(path)[0].blocks)


def others() -> Iterator[str]:
    """The other texts, a line each."""
    data: dict[str, Any] = json.loads(OTHER.read_text(encoding="utf-8"))
    for entry in data["docs"]:
        yield _MARK.sub(r"\1", entry["text"])


def main() -> None:
    text = "\n".join((*articles(), *others())) + "\n"
    OUT.write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    print(f"{OUT}: {len(text):,} characters, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

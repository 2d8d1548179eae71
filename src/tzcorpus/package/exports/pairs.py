"""Sentence pairs for translators: TMX 1.4, and two aligned text files with ids (Moses)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tzcorpus import __version__
from tzcorpus.package.exports.base import Exported, Lines, Options, Passages
from tzcorpus.package.rows import sentence_rows

TMX_NAME = "corpus.tmx"
_UNBEADED = "passages with both sides but no pair"
# Characters that XML 1.0 cannot hold, not even as a reference.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def _pairs(passages: Passages, files: Lines) -> Iterator[tuple[str, dict[str, object], str, str]]:
    """``(split, row of sentences, zh, en)``."""
    for split, aligned in passages:
        count = 0
        for row in sentence_rows(aligned):
            count += 1
            yield split, row, row["translation"]["zh"], row["translation"]["en"]
        if not count and aligned.zh is not None and aligned.en is not None:
            files.lost[_UNBEADED] += 1
        files.items += count


def export_tmx(passages: Passages, out: Path, options: Options) -> Exported:
    """Write ``corpus.tmx``: a unit a bead with sentences on both sides, its id as ``tuid``; document, split,
    score and bead as ``prop``. Characters that XML cannot hold are left out and counted.
    """
    files = Lines(out)
    files.add(TMX_NAME, _header())
    for split, row, zh, en in _pairs(passages, files):
        properties = {
            "document": row["document"],
            "passage": row["passage"],
            "split": split,
            "score": row["score"],
            "bead": row["bead"],
        }
        props = "".join(
            f'<prop type="x-{key}">{_text(str(value), files)}</prop>' for key, value in properties.items()
        )
        files.add(
            TMX_NAME,
            f"<tu tuid={quoteattr(_text(str(row['id']), files, raw=True))}>{props}"
            f'<tuv xml:lang="zh"><seg>{_text(zh, files)}</seg></tuv>'
            f'<tuv xml:lang="en"><seg>{_text(en, files)}</seg></tuv></tu>\n',
        )
    files.add(TMX_NAME, "</body>\n</tmx>\n")
    return files.write()


def _header() -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="tzcorpus" creationtoolversion="{__version__}" datatype="plaintext" '
        'segtype="sentence" adminlang="en" srclang="zh" o-tmf="tzcorpus"/>\n<body>\n'
    )


def _text(text: str, files: Lines, *, raw: bool = False) -> str:
    legal, removed = _ILLEGAL.subn("", text)
    if removed:
        files.lost["characters that XML cannot hold"] += removed
    return legal if raw else escape(legal, {"\r": "&#13;"})


def export_moses(passages: Passages, out: Path, options: Options) -> Exported:
    """Write ``<split>.zh``, ``<split>.en`` and ``<split>.ids``: a sentence pair a line in each."""
    files = Lines(out)
    for split, row, zh, en in _pairs(passages, files):
        for name, text in (("zh", zh), ("en", en), ("ids", str(row["id"]))):
            files.add(f"{split}.{name}", _LINE_ENDS.sub(" ", text).strip() + "\n")
    return files.write()

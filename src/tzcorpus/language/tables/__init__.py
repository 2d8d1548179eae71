"""Tables of words that the rules read: TSV files beside this module, each with its source in the header.

Lines that start with ``#`` are comments, the first other line names the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from tzcorpus.errors import FormatError


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of the table ``name`` (without ``.tsv``), in the order of the file.

    Raises `FormatError` with the line number where a row has not as many cells as the header.

    >>> rows("legal_forms")[0]
    ('股份有限公司', 'legal')
    """
    return parse(files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8"), where=f"{name}.tsv")


def parse(text: str, *, where: str) -> tuple[tuple[str, ...], ...]:
    """The rows below the header of a TSV text. Raises `FormatError`."""
    width = 0
    out: list[tuple[str, ...]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if not width:
            width = len(cells)
        elif len(cells) != width:
            raise FormatError(
                f"{len(cells)} cells", where=f"{where}:{number}", expected=f"{width} cells between tabs"
            )
        else:
            out.append(cells)
    return tuple(out)


@cache
def column(name: str, *, where: tuple[int, str] | None = None) -> frozenset[str]:
    """The first cells of a table; ``where`` keeps only rows whose cell of that index has that value.

    >>> "集团" in column("legal_forms", where=(1, "group"))
    True
    """
    return frozenset(row[0] for row in rows(name) if where is None or row[where[0]] == where[1])


def one_of(words: Iterable[str]) -> str:
    """A pattern for the longest of ``words`` at a place. Words of one first character stand together, so that
    most of them are never tried.

    >>> one_of(["银行", "公司", "银联", "公"])
    '公(?:司|)|银(?:联|行)'
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests[first])})" for first in sorted(rests))

"""brat standoff: a ``.txt`` and an ``.ann`` file for each side of a passage, and the ``annotation.conf``.

Offsets are code points, as brat counts. A span that crosses a line end becomes a discontinuous one: brat
allows no line feed inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tzcorpus.package.exports.base import Exported, Lines, Options, Passages, safe_name, sides
from tzcorpus.package.rows import entity_out
from tzcorpus.records import LABELS, Entity, Passage

_CONF = (
    "[entities]\n" + "".join(f"{label}\n" for label in LABELS) + "\n[relations]\n\n[events]\n\n[attributes]\n"
)
_NOTED = ("entity", "amount", "low", "high", "currency", "approx", "bound", "kind", "per")


def export_brat(passages: Passages, out: Path, options: Options) -> Exported:
    """Write ``<split>/<passage>.txt`` and ``.ann``; names and values stand in annotator notes."""
    files = Lines(out)
    files.add("annotation.conf", _CONF)
    for split, aligned in passages:
        for side in sides(aligned):
            stem = f"{split}/{safe_name(side.id)}"
            files.add(f"{stem}.txt", side.text)
            files.add(f"{stem}.ann", "".join(_lines(side)))
            files.items += 1
    return files.write()


def _lines(side: Passage) -> Iterator[str]:
    for number, entity in enumerate(side.entities, start=1):
        parts = list(_parts(side.text, entity))
        spans = ";".join(f"{start} {end}" for start, end in parts)
        surface = " ".join(side.text[start:end] for start, end in parts)
        yield f"T{number}\t{entity.label} {spans}\t{surface}\n"
        note = _note(entity)
        if note:
            yield f"#{number}\tAnnotatorNotes T{number}\t{note}\n"


def _parts(text: str, entity: Entity) -> Iterator[tuple[int, int]]:
    """The entity's span without the line ends inside of it."""
    start = entity.span.start
    for line in text[start : entity.span.end].split("\n"):
        if line:
            yield start, start + len(line)
        start += len(line) + 1


def _note(entity: Entity) -> str:
    row = entity_out(entity)
    stated = ((key, row[key]) for key in _NOTED if row[key] is not None and row[key] is not False)
    return " ".join(" ".join(f"{key}={value}".split()) for key, value in stated)

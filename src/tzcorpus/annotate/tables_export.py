"""Tables for economists: one row an entity, and what stands together in one sentence."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from pathlib import Path

from tzcorpus.errors import OutputError
from tzcorpus.io import open_atomic
from tzcorpus.records import Entity, Label, Passage, Span


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A firm or park over the whole corpus. ``aliases`` are its other surfaces, the most frequent first, and
    ``documents`` counts documents; ``english`` is the name on the English side, empty where none is known.
    """

    canonical: str
    label: Label
    mentions: int
    documents: int
    aliases: str
    english: str = ""


@dataclass(frozen=True, slots=True)
class TogetherRow:
    """One firm, park and amount of one sentence; a column is empty where the sentence has none of its kind.

    ``amount``, ``low`` and ``high`` are decimals as strings in units of ``currency``. ``start`` and ``end``
    are the sentence's offsets in the passage's text.
    """

    document: str
    passage: str
    start: int
    end: int
    company: str
    park: str
    money: str
    amount: str
    low: str
    high: str
    currency: str


def entity_table(passages: Iterable[Passage], *, english: Mapping[str, str] | None = None) -> list[EntityRow]:
    """One row an entity, the most mentioned first. ``english`` gives the English name of a canonical one."""
    surfaces: dict[tuple[str, Label], Counter[str]] = {}
    documents: dict[tuple[str, Label], set[str]] = {}
    for passage in passages:
        for entity in passage.entities:
            if entity.label != "MONEY":
                key = (entity.entity or entity.surface, entity.label)
                surfaces.setdefault(key, Counter())[entity.surface] += 1
                documents.setdefault(key, set()).add(passage.document)
    rows = [
        EntityRow(
            name,
            label,
            sum(counts.values()),
            len(documents[name, label]),
            " | ".join(surface for surface, _ in counts.most_common() if surface != name),
            (english or {}).get(name, ""),
        )
        for (name, label), counts in surfaces.items()
    ]
    return sorted(rows, key=lambda row: (-row.mentions, row.label, row.canonical))


def together_table(passages: Iterable[Passage]) -> Iterator[TogetherRow]:
    """Every combination of firm, park and amount in each sentence that holds at least two of the kinds."""
    for passage in passages:
        for sentence in passage.sentences or (Span(0, len(passage.text)),):
            inside = [e for e in passage.entities if _within(e, sentence)]
            kinds = [[e for e in inside if e.label == label] for label in ("COMPANY", "PARK", "MONEY")]
            if sum(map(bool, kinds)) > 1:
                yield from _combine(passage, sentence, *kinds)


def _within(entity: Entity, sentence: Span) -> bool:
    return sentence.start <= entity.span.start and entity.span.end <= sentence.end


def _combine(
    passage: Passage, sentence: Span, firms: list[Entity], parks: list[Entity], money: list[Entity]
) -> Iterator[TogetherRow]:
    def names(entities: list[Entity]) -> list[str]:
        return list(dict.fromkeys(e.entity or e.surface for e in entities)) or [""]

    for firm in names(firms):
        for park in names(parks):
            for one in money or (None,):
                value = one.value if one else None
                yield TogetherRow(
                    document=passage.document,
                    passage=passage.id,
                    start=sentence.start,
                    end=sentence.end,
                    company=firm,
                    park=park,
                    money=one.surface if one else "",
                    amount=_plain(value.amount if value else None),
                    low=_plain(value.low if value else None),
                    high=_plain(value.high if value else None),
                    currency=(value.currency or "") if value else "",
                )


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else format(amount, "f")


def write_table(path: str | Path, rows: Sequence[EntityRow] | Sequence[TogetherRow]) -> int:
    """Write rows as CSV (UTF-8 with a byte order mark, for spreadsheets) or, for ``.parquet``, as Parquet;
    returns how many. Raises `OutputError` for another ending.
    """
    target = Path(path)
    if target.suffix not in (".csv", ".parquet"):
        raise OutputError(f"ending {target.suffix!r}", where=str(path), expected=".csv or .parquet")
    columns = [field.name for field in fields(rows[0])] if rows else []
    with open_atomic(target) as stream:
        if target.suffix == ".parquet":
            import pyarrow
            import pyarrow.parquet

            pyarrow.parquet.write_table(pyarrow.Table.from_pylist([asdict(row) for row in rows]), stream)
        else:
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, columns)
            writer.writeheader()
            writer.writerows(asdict(row) for row in rows)
            stream.write(text.getvalue().encode("utf-8-sig"))
    return len(rows)

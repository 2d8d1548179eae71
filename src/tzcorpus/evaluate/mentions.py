"""Gold and system output for `tzcorpus evaluate ner`, from records or from plain JSON lines.

A file of JSON lines holds one of three things:

- passages, as `tzcorpus annotate` writes them, each with its document's id;
- texts: ``{"id": …, "entities": […]}``, with ``"document"`` where several texts are one document, and best
  with ``"text"``, which the spans are then held against;
- the entities of one text, as ``tzcorpus annotate --text -o DIR`` writes them: the file is the text.

An entity has ``start``, ``end`` (code points, half-open), ``label``, and may have ``text``, ``entity`` (the
fullest name), ``value`` (of money), ``alt`` (other spans that are right: ``[[2, 6]]``) and ``tier``
(``"core"`` or ``"optional"``). A folder stands for its ``.jsonl`` files.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import msgspec

from tzcorpus.errors import FormatError, InputError, TzcorpusError
from tzcorpus.evaluate.spans import Mention, Pair, mentions
from tzcorpus.io import parse_line, read_lines
from tzcorpus.records import LABELS, Entity, Label, Money, Passage, Span


@dataclass(frozen=True, slots=True)
class Text:
    """The mentions of one text and the document it is part of."""

    document: str
    mentions: tuple[Mention, ...]


def read_texts(path: str | Path) -> dict[str, Text]:
    """The texts of a file or folder by id.

    Raises `InputError` where there is nothing, `FormatError` with file and line where a line is none of
    the three kinds, and where an id stands twice.
    """
    place = Path(path)
    if (place / "passages").is_dir():
        raise InputError("a packaged dataset", where=str(path), expected="passages as JSON lines")
    files = sorted(place.glob("*.jsonl")) if place.is_dir() else [place]
    if not files:
        raise InputError("no .jsonl file", where=str(path), expected="a file or folder of JSON lines")
    found: dict[str, Text] = {}
    for file in files:
        for where, name, text in _texts(file):
            if name in found:
                raise FormatError(f"the text {name!r} stands twice", where=where, expected="each text once")
            found[name] = text
    return found


def _texts(file: Path) -> Iterator[tuple[str, str, Text]]:
    loose: list[Mention] = []
    empty = True
    for where, line in read_lines(file):
        empty = False
        data = _object(line, where)
        if "record" in data:
            record = parse_line(line, where=where)
            if not isinstance(record, Passage):
                raise FormatError(f"a {data['record']} record", where=where, expected="passage records")
            yield where, record.id, Text(record.document, tuple(mentions(record.entities)))
        elif "entities" in data:
            name = str(data.get("id", file.stem))
            text = data.get("text")
            entities = tuple(
                _held_against(_mention(one, where), text, where) for one in _items(data["entities"], where)
            )
            yield where, name, Text(str(data.get("document", name)), entities)
        else:
            loose.append(_mention(data, where))
    if loose or empty:  # an empty file is a text in which nothing was found
        yield str(file), file.stem, Text(file.stem, tuple(loose))


def _object(line: bytes, where: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON ({error})", where=where, expected="one JSON object a line") from error
    if not isinstance(data, dict):
        raise FormatError(f"JSON {type(data).__name__}", where=where, expected="one JSON object a line")
    return data


def _items(value: object, where: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise FormatError("entities is not a list of objects", where=where, expected='"entities": [{…}]')
    return value


def _mention(data: Mapping[str, Any], where: str) -> Mention:
    label = data.get("label")
    if label not in LABELS:
        raise FormatError(f"label {label!r}", where=where, expected=f"one of {', '.join(LABELS)}")
    tier = data.get("tier", "core")
    if tier not in ("core", "optional"):
        raise FormatError(f"tier {tier!r}", where=where, expected="core or optional")
    others = data.get("alt") or []
    if not isinstance(others, list):
        raise FormatError(f"alt {others!r}", where=where, expected="a list of spans such as [[2, 6]]")
    name = data.get("entity")
    return Mention(
        _span((data.get("start"), data.get("end")), where),
        cast(Label, label),
        str(data.get("text", data.get("surface", ""))),
        None if name is None else str(name),
        _value(data.get("value"), where),
        alternatives=tuple(_span(other, where) for other in others),
        optional=tier == "optional",
    )


def _held_against(mention: Mention, text: object, where: str) -> Mention:
    """The mention with its surface as the text has it. Raises `FormatError` where it says another."""
    if not isinstance(text, str):
        return mention
    start, end = mention.span.start, mention.span.end
    surface = text[start:end]
    for span in (mention.span, *mention.alternatives):
        if span.end > len(text):
            raise FormatError(
                f"span {span.start}:{span.end} in a text of {len(text)} characters", where=where,
                expected="code points of the text, the end not included",
            )  # fmt: skip
    if "".join(mention.surface.split()) not in ("", "".join(surface.split())):  # blanks are often tidied
        raise FormatError(
            f"{mention.surface!r} at {start}:{end}, where the text has {surface!r}", where=where,
            expected="code points of the text, the end not included",
        )  # fmt: skip
    return replace(mention, surface=surface)


def _value(data: Any, where: str) -> Money | None:
    if data is None:
        return None
    try:
        return msgspec.convert(data, type=Money, strict=False)
    except msgspec.ValidationError as error:
        raise FormatError(f"value: {error}", where=where) from error


def _span(pair: Any, where: str) -> Span:
    match pair:
        case (int(start), int(end)) if start == end:
            raise FormatError(f"span {start}:{end} is empty", where=where, expected="an end behind the start")
        case (int(start), int(end)):
            try:
                return Span(start, end)
            except TzcorpusError as error:
                raise FormatError(str(error), where=where) from error
    raise FormatError(f"span {pair!r}", where=where, expected="start and end, two whole numbers")


def pairs(gold: Mapping[str, Text], system: Mapping[str, Text], *, where: str = "") -> list[Pair]:
    """Gold and system mentions a document; the texts of one document are laid end to end.

    Raises `InputError` where a text is on one side only.
    """
    alone = sorted(gold.keys() ^ system.keys())
    if alone:
        side = "gold" if alone[0] in gold else "the system's output"
        raise InputError(
            f"{len(alone)} texts are on one side only (such as {alone[0]}, only in {side})", where=where,
            expected="the same texts in both",
        )  # fmt: skip
    documents: defaultdict[str, tuple[list[Mention], list[Mention]]] = defaultdict(lambda: ([], []))
    ends: defaultdict[str, int] = defaultdict(int)
    for name, text in gold.items():
        mine = documents[text.document]
        at = ends[text.document]
        both = (text.mentions, system[name].mentions)
        for collected, found in zip(mine, both, strict=True):
            collected += [_shifted(mention, at) for mention in found]
        spans = [span for found in both for m in found for span in (m.span, *m.alternatives)]
        ends[text.document] = at + 1 + max((span.end for span in spans), default=0)
    return list(documents.values())


def _shifted(mention: Mention, by: int) -> Mention:
    def moved(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    return Mention(
        moved(mention.span), mention.label, mention.surface, mention.entity, mention.value,
        tuple(map(moved, mention.alternatives)), mention.optional,
    )  # fmt: skip


def surfaces(texts: Iterable[Text]) -> frozenset[str]:
    """The names in training texts, for what a system has seen."""
    return frozenset(m.surface for text in texts for m in text.mentions if m.label != "MONEY")


def surfaces_of(entities: Iterable[Entity]) -> frozenset[str]:
    """The same of records."""
    return frozenset(entity.surface for entity in entities if entity.label != "MONEY")

"""Label Studio's JSON export to annotations. Nothing the server says is believed without our own text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from tzcorpus.records import LABELS, AlignedPassage, Document, Language
from tzcorpus.review.config import CHOICE_CONTROL, CHOICES, CONTROLS, RELATIONS, SAME_ENTITY, SIDES
from tzcorpus.review.layers import (
    Annotation,
    Mark,
    Relation,
    Tables,
    anchored,
    digest_of,
    in_order,
    text_digest,
)
from tzcorpus.review.push import region_id

ORIGINS = ("prediction", "prediction-changed", "manual")
# Without width: the mouse takes them along unseen.
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_SIDE_OF = {control: side for side, control in CONTROLS.items()}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that came back and does not add up. An ``error`` was not taken over; a ``warning`` was,
    as our text has it.
    """

    level: Literal["error", "warning"]
    passage: str
    annotator: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.level, self.passage, self.annotator, self.message) if part)


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull brought: annotations (skips among them, marked), problems, and the annotations of
    ``quarantined`` tasks, untouched, whose text is not ours. ``untouched`` are passages nobody did;
    ``seen`` are all passages that the export speaks of.
    """

    annotations: tuple[Annotation, ...] = ()
    problems: tuple[Problem, ...] = ()
    quarantined: tuple[Mapping[str, Any], ...] = ()
    untouched: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def skips(self) -> tuple[Annotation, ...]:
        """The annotations that say "skip"."""
        return tuple(annotation for annotation in self.annotations if annotation.skipped)

    def layers(self) -> dict[str, tuple[Annotation, ...]]:
        """The annotations by annotator."""
        out: dict[str, list[Annotation]] = {}
        for annotation in self.annotations:
            out.setdefault(annotation.annotator, []).append(annotation)
        return {name: tuple(out[name]) for name in sorted(out)}


@dataclass(slots=True)
class _Collector:
    """What `from_tasks` fills."""

    labels: Sequence[str]
    names: Mapping[str, str]
    annotations: dict[tuple[str, str], Annotation] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    quarantined: list[Mapping[str, Any]] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)


def from_tasks(
    tasks: Iterable[Mapping[str, Any]],
    aligned: Iterable[AlignedPassage],
    *,
    labels: Sequence[str] = LABELS,
    annotators: Mapping[str, str] | None = None,
    documents: Mapping[str, Document] | None = None,
) -> Pulled:
    """The annotations in exported tasks (JSON export, or the task list with its annotations).

    Every offset is checked against the passage of the same id in ``aligned``, and the surface is sliced
    from our text. A task whose texts differ from ours is quarantined as a whole. ``annotators`` gives the
    layer name of a user id or e-mail address; others keep theirs. With ``documents`` the marks also carry
    their raw spans.
    """
    ours = {passage.id: passage for passage in aligned}
    into = _Collector(labels, annotators or {})
    seen: set[str] = set()
    for task in tasks:
        _take_task(task, ours, seen, into)
    tables = Tables(documents or {})
    annotations = [
        anchored(annotation, ours[annotation.passage], tables) for annotation in into.annotations.values()
    ]
    return Pulled(
        tuple(sorted(annotations, key=lambda each: (each.annotator, each.passage))),
        tuple(into.problems),
        tuple(into.quarantined),
        tuple(into.untouched),
        tuple(sorted(seen)),
    )


def _take_task(
    task: Mapping[str, Any], ours: Mapping[str, AlignedPassage], seen: set[str], into: _Collector
) -> None:
    data = task.get("data")
    data = data if isinstance(data, Mapping) else {}
    passage_id = str(data.get("passage_id", ""))
    done = [each for each in task.get("annotations") or () if isinstance(each, Mapping)]
    refusal = _refusal(passage_id, data, ours)
    if refusal:
        level: Literal["error", "warning"] = "error" if done else "warning"
        into.problems.append(Problem(level, passage_id or f"task {task.get('id')}", "", refusal))
        if done:
            into.quarantined.append(dict(task))
        return
    if passage_id in seen:
        into.problems.append(Problem("warning", passage_id, "", "the server holds more than one task for it"))
    seen.add(passage_id)
    if task.get("drafts"):
        into.problems.append(Problem("warning", passage_id, "", "a draft was not submitted and is left out"))
    if not done:
        into.untouched.append(passage_id)
    for each in done:
        if each.get("drafts"):
            name = _annotator(each, into.names)
            into.problems.append(
                Problem("warning", passage_id, name, "a draft over the annotation is left out")
            )
        _keep_latest(_annotation(each, ours[passage_id], into), into)


def _refusal(passage_id: str, data: Mapping[str, Any], ours: Mapping[str, AlignedPassage]) -> str:
    if not passage_id:
        return "the task has no passage_id"
    if passage_id not in ours:
        return "no passage of ours has this id"
    texts = [data.get(side) for side in SIDES]
    if not all(isinstance(text, str) for text in texts):
        return "the task does not hold both texts"
    if digest_of(str(texts[0]), str(texts[1])) != text_digest(ours[passage_id]):
        return "the text on the server differs from ours; its annotations are set aside"
    return ""


def _keep_latest(annotation: Annotation, into: _Collector) -> None:
    """One annotator has one say on a passage: the latest."""
    key = (annotation.passage, annotation.annotator)
    before = into.annotations.get(key)
    if before is not None:
        message = f"annotated twice ({before.annotation} and {annotation.annotation}); the later one counts"
        into.problems.append(Problem("warning", *key, message))
        if _age(annotation) < _age(before):
            return
    into.annotations[key] = annotation


def _age(annotation: Annotation) -> tuple[str, int, str]:
    return annotation.updated_at, len(annotation.annotation), annotation.annotation


def _annotator(annotation: Mapping[str, Any], names: Mapping[str, str]) -> str:
    who = annotation.get("completed_by")
    if isinstance(who, Mapping):
        keys = [str(who[key]) for key in ("email", "id") if who.get(key) is not None]
    else:
        keys = [] if who is None else [str(who)]
    return next((names[key] for key in keys if key in names), keys[0] if keys else "unknown")


def _annotation(data: Mapping[str, Any], aligned: AlignedPassage, into: _Collector) -> Annotation:
    who = _annotator(data, into.names)

    def report(level: Literal["error", "warning"], message: str) -> None:
        into.problems.append(Problem(level, aligned.id, who, message))

    results = [each for each in data.get("result") or () if isinstance(each, Mapping)]
    marks = {side: _marks(side, results, aligned, into.labels, report) for side in SIDES}
    for each in results:
        kind, control = each.get("type"), each.get("from_name")
        if kind == "relation" or (kind == "choices" and control == CHOICE_CONTROL):
            continue
        if kind != "labels" or _SIDE_OF.get(str(control)) != each.get("to_name"):
            report("error", f"region {each.get('id')}: {kind} from {control!r} to {each.get('to_name')!r}")
    known = {mark.id: side for side in SIDES for mark in marks[side]}
    return in_order(
        Annotation(
            passage=aligned.id,
            sha256=text_digest(aligned),
            annotator=who,
            annotation=str(data.get("id", "")),
            skipped=bool(data.get("was_cancelled")),
            zh=tuple(marks["zh"]),
            en=tuple(marks["en"]),
            relations=tuple(_relations(results, known, report)),
            choices=tuple(_choices(results, report)),
            updated_at=str(data.get("updated_at") or ""),
        )
    )


Report = Callable[[Literal["error", "warning"], str], None]


def _marks(
    side: Language,
    results: Sequence[Mapping[str, Any]],
    aligned: AlignedPassage,
    labels: Sequence[str],
    report: Report,
) -> list[Mark]:
    passage = aligned.zh if side == "zh" else aligned.en
    text = passage.text if passage else ""
    sources = {region_id(aligned, side, e): e.source for e in passage.entities} if passage else {}
    marks: list[Mark] = []
    for each in results:
        if each.get("type") == "labels" and (each.get("from_name"), each.get("to_name")) == (
            CONTROLS[side],
            side,
        ):
            fault, mark = _mark(each, text, labels, sources)
            if fault or mark is None:
                report("error", f"{side} region {each.get('id')}: {fault}")
                continue
            _compare_text(each, mark, side, report)
            marks.append(mark)
    return _lint(sorted(marks), side, report)


def _mark(
    region: Mapping[str, Any], text: str, labels: Sequence[str], sources: Mapping[str, str]
) -> tuple[str, Mark | None]:
    """``(fault, mark)``: one of the two is empty."""
    value = region.get("value")
    value = value if isinstance(value, Mapping) else {}
    start, end, names = value.get("start"), value.get("end"), value.get("labels")
    if type(start) is not int or type(end) is not int:  # True is an int to isinstance
        return f"offsets {start!r}:{end!r} are not whole numbers", None
    if not 0 <= start < end <= len(text):
        return f"span {start}:{end} is empty or outside of the text of {len(text)} characters", None
    if not isinstance(names, Sequence) or isinstance(names, str) or len(names) != 1:
        return f"labels {names!r}; expected exactly one", None
    if names[0] not in labels:
        return f"unknown label {names[0]!r}", None
    if not isinstance(region.get("id"), str) or not region["id"]:
        return "no id", None
    identifier = str(region["id"])
    origin = region.get("origin")
    if origin not in ORIGINS:
        origin = "prediction" if identifier in sources else "manual"
    source = sources.get(identifier) or ("" if origin == "manual" else _said_source(region))
    return "", Mark(start, end, names[0], identifier, text[start:end], origin, source)


def _said_source(region: Mapping[str, Any]) -> str:
    """Who predicted the region, as the push said: the rules may have changed since."""
    meta = region.get("meta")
    said = meta.get("text") if isinstance(meta, Mapping) else None
    return str(said[0]) if isinstance(said, Sequence) and not isinstance(said, str) and said else ""


def _compare_text(region: Mapping[str, Any], mark: Mark, side: str, report: Report) -> None:
    said = region["value"].get("text")
    if isinstance(said, str) and "".join(said.split()) != "".join(mark.surface.split()):
        report(
            "warning",
            f"{side} {mark.start}:{mark.end}: the server says {said!r}, ours is {mark.surface!r} and counts",
        )


def _lint(marks: Sequence[Mark], side: str, report: Report) -> list[Mark]:
    """Drop exact doubles, and say what looks like a slip of the mouse."""
    kept: list[Mark] = []
    for mark in marks:
        where = f"{side} {mark.start}:{mark.end} {mark.label} {mark.surface!r}"
        if kept and (kept[-1].start, kept[-1].end, kept[-1].label) == (mark.start, mark.end, mark.label):
            report("warning", f"{where} stands there twice; one is kept")
            continue
        if mark.surface != mark.surface.strip().strip(_INVISIBLE):
            report("warning", f"{where} has white space or invisible characters at an end")
        kept.append(mark)
    for one, other in pairwise(kept):
        if other.start < one.end:
            report(
                "warning",
                f"{side} {one.start}:{one.end} {one.label} overlaps {other.start}:{other.end} {other.label}",
            )
    return kept


def _relations(
    results: Sequence[Mapping[str, Any]], known: Mapping[str, Language], report: Report
) -> Iterator[Relation]:
    for each in results:
        if each.get("type") != "relation":
            continue
        source, target = str(each.get("from_id")), str(each.get("to_id"))
        if source not in known or target not in known:
            report("error", f"a relation from {source} to {target} misses an end")
            continue
        if each.get("direction") == "left":
            source, target = target, source
        # an arrow without a label between the two languages says what most of them say
        bare = SAME_ENTITY if known[source] != known[target] else ""
        for label in each.get("labels") or [bare]:
            if label and label not in RELATIONS:
                report("error", f"unknown relation {label!r}")
            else:
                yield Relation(source, target, str(label))


def _choices(results: Sequence[Mapping[str, Any]], report: Report) -> Iterator[str]:
    for each in results:
        if each.get("type") == "choices" and each.get("from_name") == CHOICE_CONTROL:
            value = each.get("value")
            for choice in (value.get("choices") if isinstance(value, Mapping) else None) or ():
                if choice in CHOICES:
                    yield str(choice)
                else:
                    report("error", f"unknown choice {choice!r}")

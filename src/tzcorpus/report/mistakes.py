"""Gold against system for the page of errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tzcorpus.errors import InputError
from tzcorpus.evaluate.spans import Mention, Pair, Report, confusion, evaluate, mentions
from tzcorpus.records import Passage, Span
from tzcorpus.report.loading import Material, sides
from tzcorpus.report.views import money_words

View = dict[str, Any]
# between the texts of two passages of a document, so that no span reaches from one into the other
_APART = 1


def compare(gold: Material, system: Material, *, where: str) -> View:
    """Scores by language and label with 95 % intervals over documents, and every mistake with its passage.

    Raises `InputError` where the two do not hold the same passages.
    """
    wanted = {passage.id: passage for passage in sides(gold.passages)}
    found = {passage.id: passage for passage in sides(system.passages)}
    alone = sorted(wanted.keys() ^ found.keys())
    if alone or not wanted:
        raise InputError(
            f"{len(alone)} passages are on one side only" + (f" (such as {alone[0]})" if alone else ""),
            where=where, expected="gold with the same passages as what is scored",
            hint="build both from the same corpus with the same settings",
        )  # fmt: skip
    for key, passage in wanted.items():
        if passage.text != found[key].text:
            raise InputError(
                f"passage {key} has another text than the gold's", where=where,
                expected="the same cleaning on both sides",
                hint="build both with the same version and settings",
            )  # fmt: skip
    scores = [
        row
        for language in ("zh", "en")
        if any(passage.language == language for passage in wanted.values())
        for row in _rows(evaluate(_documents(wanted, found, language)), language)
    ]
    return {
        "scores": scores,
        "mistakes": [view for key in wanted for view in _mistakes(wanted[key], found[key])],
    }


def _documents(wanted: dict[str, Passage], found: dict[str, Passage], language: str) -> list[Pair]:
    """Gold and found mentions by document, the offsets of its passages made disjoint."""
    by_document: dict[str, tuple[list[Mention], list[Mention]]] = {}
    ends: dict[str, int] = {}
    for key, passage in wanted.items():
        if passage.language != language:
            continue
        at = ends.get(passage.document, 0)
        gold, system = by_document.setdefault(passage.document, ([], []))
        gold += _moved(mentions(passage.entities), at)
        system += _moved(mentions(found[key].entities), at)
        ends[passage.document] = at + len(passage.text) + _APART
    return list(by_document.values())


def _moved(found: Sequence[Mention], by: int) -> list[Mention]:
    return [replace(m, span=Span(m.span.start + by, m.span.end + by)) for m in found]


def _rows(report: Report, language: str) -> list[View]:
    rows = []
    for label, scores in report.scores.items():
        strict = scores["strict"]
        low, high = report.interval[label]
        rows.append(
            {
                "language": language, "label": label, "gold": strict.gold, "predicted": strict.predicted,
                "precision": strict.precision, "recall": strict.recall, "f1": strict.f1,
                "low": low, "high": high, "partial": scores["partial"].f1,
                "values": [report.values.right, report.values.total] if label in ("MONEY", "all") else None,
            }
        )  # fmt: skip
    return rows


def _mistakes(gold: Passage, system: Passage) -> list[View]:
    pair: Pair = (mentions(gold.entities), mentions(system.entities))
    return [
        {
            "passage": gold.id,
            "document": gold.document,
            "language": gold.language,
            "kind": mistake.kind,
            "text": gold.text,
            "gold": _mention(mistake.gold),
            "system": _mention(mistake.predicted),
        }
        for mistake in confusion(pair)
    ]


def _mention(mention: Mention | None) -> View | None:
    if mention is None:
        return None
    return {
        "span": [mention.span.start, mention.span.end],
        "label": mention.label,
        "text": mention.surface,
        "value": money_words(mention.value) if mention.value else None,
    }

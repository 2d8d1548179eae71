"""What the desk shows below the two texts: amounts with their values, and figures that do not agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tzcorpus.records import AlignedPassage, Entity, Finding, Money, Passage, Span

# Findings in which the two figures do not say the same.
DISAGREE = frozenset({"missing", "power-of-ten", "differs", "unit", "currency"})
NOTHING = "–"  # the server wants every field to be there, and not empty
_LONG = re.compile(r"(?<![\d.])\d{5,}")


def values_text(aligned: AlignedPassage) -> str:
    """One line an amount: linked ones side by side with their value, or with both where they differ."""
    return "\n".join(_value_lines(aligned)) or NOTHING


def _value_lines(aligned: AlignedPassage) -> Iterator[str]:
    zh, en = _money(aligned.zh), _money(aligned.en)
    for link in aligned.links:
        if link.zh in zh and link.en in en:
            first, second = zh.pop(link.zh), en.pop(link.en)
            one, other = _line(first), _line(second)
            if one == other:
                yield f"{first.surface} | {second.surface} = {one}"
            else:
                yield f"{first.surface} = {one} | {second.surface} = {other}"
    yield from (f"zh only: {entity.surface} = {_line(entity)}" for entity in zh.values())
    yield from (f"en only: {entity.surface} = {_line(entity)}" for entity in en.values())


def _money(passage: Passage | None) -> dict[int, Entity]:
    entities = passage.entities if passage is not None else ()
    return {number: entity for number, entity in enumerate(entities) if entity.value is not None}


def _line(entity: Entity) -> str:
    return money_line(entity.value) if entity.value is not None else NOTHING


def money_line(value: Money) -> str:
    """A value as a person reads it.

    >>> money_line(Money(Decimal("3.5E8"), currency="CNY", approx=True))
    '~CNY 350,000,000'
    """
    currency = f"{value.currency or '?'} "
    hedge = "~" if value.approx else ""
    per = f" per {value.per}" if value.per else ""
    kind = " (scale)" if value.kind == "scale" else ""
    if value.amount is not None:
        text = _figure(value.amount)
    elif value.low is not None or value.high is not None:
        text = f"{_figure(value.low)}…{_figure(value.high)}"
    else:
        text = "?"
    return f"{hedge}{currency}{text}{per}{kind}"


def _figure(number: Decimal | None) -> str:
    return "" if number is None else f"{number:,f}"


def findings_text(aligned: AlignedPassage) -> str:
    """What to look at: a line for each figure that does not agree, and how many do."""
    findings = aligned.findings
    if not findings:
        return NOTHING
    agreed = sum(finding.kind == "agrees" for finding in findings)
    lines = [_finding_line(each, aligned) for each in findings if each.kind != "agrees"]
    return "\n".join([*lines, f"{agreed} {'figure agrees' if agreed == 1 else 'figures agree'}"])


def _finding_line(finding: Finding, aligned: AlignedPassage) -> str:
    zh = _quoted(aligned.zh, finding.zh, finding.zh_value)
    en = _quoted(aligned.en, finding.en, finding.en_value)
    sign = "⚠" if finding.kind in DISAGREE else "·"
    if finding.kind == "missing" and not (zh and en):
        return f"{sign} missing in {'English' if zh else 'Chinese'}: {zh or en}"
    return f"{sign} {finding.kind}: {zh or NOTHING} | {en or NOTHING}"


def _quoted(passage: Passage | None, span: Span | None, value: str | None) -> str:
    surface = passage.text[span.start : span.end] if passage is not None and span is not None else ""
    shown = _LONG.sub(lambda digits: f"{int(digits[0]):,}", value or "")
    return f"{surface} ({shown})" if surface and shown and surface != shown else surface or shown


def uncertainty_score(aligned: AlignedPassage) -> float:
    """0 to 1, lowest for what should be looked at first: the least certain entity, and halved where figures
    disagree. 1 where there is nothing to doubt.
    """
    sides: Sequence[Passage | None] = (aligned.zh, aligned.en)
    scores = [entity.score for passage in sides if passage is not None for entity in passage.entities]
    least = min(scores, default=1.0)
    return least / 2 if any(finding.kind in DISAGREE for finding in aligned.findings) else least

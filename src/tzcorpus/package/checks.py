"""Does an aligned passage add up? One line a fault; the writer and `validate` ask the same questions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from tzcorpus.package.features import DECIMAL_PRECISION, DECIMAL_SCALE
from tzcorpus.records import LABELS, AlignedPassage, Entity, Money, Passage, Span

_LARGEST = Decimal(10) ** (DECIMAL_PRECISION - DECIMAL_SCALE)
_BOUNDS = (None, "lower", "upper")
_KINDS = ("amount", "scale")


def faults(aligned: AlignedPassage) -> list[str]:
    """What is wrong with the passage, a line each, without its id; empty when nothing is."""
    return list(_faults(aligned))


def _faults(aligned: AlignedPassage) -> Iterator[str]:
    if not aligned.id:
        yield "the passage has no id"
    if aligned.zh is None and aligned.en is None:
        yield "neither side has a text"
    for language, side in (("zh", aligned.zh), ("en", aligned.en)):
        if side is not None:
            if side.language != language:
                yield f"{language}: the passage says its language is {side.language}"
            yield from (f"{language}: {fault}" for fault in side_faults(side))
    yield from _bead_faults(aligned)
    yield from _link_faults(aligned)
    yield from _finding_faults(aligned)


def side_faults(passage: Passage) -> Iterator[str]:
    """The faults of one side: characters, sentences, words, entities."""
    text = passage.text
    if not text.strip():
        yield "the text is empty"
    if not encodable(text):
        yield "the text holds half of a surrogate pair, which UTF-8 cannot write"
    size = len(text)
    for name, spans in (("sentence", passage.sentences), ("word", passage.words)):
        yield from (
            f"{name} {show(span)} is empty or outside of the text"
            for span in spans
            if not 0 <= span.start < span.end <= size
        )
        yield from (
            f"{name}s {show(one)} and {show(other)} overlap or stand in the wrong order"
            for one, other in pairwise(spans)
            if other.start < one.end
        )
    seen: set[tuple[Span, str]] = set()
    for entity in passage.entities:
        yield from entity_faults(entity, text)
        if (entity.span, entity.label) in seen:
            yield f"entity {show(entity.span)} {entity.label} stands there twice"
        seen.add((entity.span, entity.label))


def entity_faults(entity: Entity, text: str) -> Iterator[str]:
    """The faults of one entity of ``text``."""
    name = f"entity {show(entity.span)}"
    if bad(entity.span, text):
        yield f"{name} is empty or outside of the text"
        return
    found = text[entity.span.start : entity.span.end]
    if found != entity.surface:
        yield f"{name} says {entity.surface!r} where the text says {found!r}"
    if found != found.strip():
        yield f"{name} {found!r} has white space at an end"
    if entity.label not in LABELS:
        yield f"{name} has the unknown label {entity.label!r}"
    if not 0 <= entity.score <= 1:
        yield f"{name} has the score {entity.score}; expected 0 to 1"
    if entity.same_as is not None and bad(entity.same_as, text):
        yield f"{name} names the same amount at {show(entity.same_as)}, outside of the text"
    if entity.value is not None:
        if entity.label != "MONEY":
            yield f"{name} is a {entity.label} with an amount of money"
        yield from (f"{name} {found!r}: {fault}" for fault in money_faults(entity.value))


def money_faults(value: Money) -> Iterator[str]:
    """The faults of one value."""
    numbers = {"amount": value.amount, "low": value.low, "high": value.high}
    for name, number in [*numbers.items(), *(("alternative", number) for number in value.alternatives)]:
        if number is not None:
            yield from (f"{name} {number} {fault}" for fault in _number_faults(number))
    finite = {name: number for name, number in numbers.items() if number is not None and number.is_finite()}
    if "low" in finite and "high" in finite and finite["low"] > finite["high"]:
        yield f"low {value.low} is above high {value.high}"
    if value.currency is not None and not _is_currency(value.currency):
        yield f"currency {value.currency!r} is not an ISO 4217 code"
    if value.bound not in _BOUNDS:
        yield f"bound {value.bound!r} is neither lower nor upper"
    if value.kind not in _KINDS:
        yield f"kind {value.kind!r} is neither amount nor scale"


def _number_faults(number: Decimal) -> Iterator[str]:
    if not number.is_finite():
        yield "is not a number"
    elif abs(number) >= _LARGEST:
        yield f"has more than {DECIMAL_PRECISION - DECIMAL_SCALE} digits before the point"
    else:
        exponent = number.normalize().as_tuple().exponent
        if isinstance(exponent, int) and exponent < -DECIMAL_SCALE:
            yield f"has more than {DECIMAL_SCALE} digits behind the point"


def encodable(text: str) -> bool:
    """Can UTF-8 write the text? Half of a surrogate pair it cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_currency(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()


def _bead_faults(aligned: AlignedPassage) -> Iterator[str]:
    counts = {"zh": _count(aligned.zh, "sentences"), "en": _count(aligned.en, "sentences")}
    used: dict[str, set[int]] = {"zh": set(), "en": set()}
    for bead in aligned.beads:
        if not bead.zh and not bead.en:
            yield "a bead without sentences"
        for language, numbers in (("zh", bead.zh), ("en", bead.en)):
            for number in numbers:
                if not 0 <= number < counts[language]:
                    yield f"a bead names {language} sentence {number} of {counts[language]}"
                elif number in used[language]:
                    yield f"{language} sentence {number} stands in two beads"
                used[language].add(number)


def _link_faults(aligned: AlignedPassage) -> Iterator[str]:
    zh = aligned.zh.entities if aligned.zh else ()
    en = aligned.en.entities if aligned.en else ()
    for link in aligned.links:
        if not (0 <= link.zh < len(zh) and 0 <= link.en < len(en)):
            yield f"a link joins entities {link.zh} and {link.en} of {len(zh)} and {len(en)}"
        elif zh[link.zh].label != en[link.en].label:
            yield f"a link joins a {zh[link.zh].label} with a {en[link.en].label}"


def _finding_faults(aligned: AlignedPassage) -> Iterator[str]:
    texts = {"zh": aligned.zh.text if aligned.zh else "", "en": aligned.en.text if aligned.en else ""}
    for finding in aligned.findings:
        for language, span in (("zh", finding.zh), ("en", finding.en)):
            if span is not None and bad(span, texts[language]):
                yield f"finding {finding.kind} points at {language} {show(span)}, outside of the text"


def _count(side: Passage | None, name: str) -> int:
    return len(getattr(side, name)) if side is not None else 0


def bad(span: Span, text: str) -> bool:
    """Is the span empty, or does it end past the text?"""
    return not 0 <= span.start < span.end <= len(text)


def show(span: Span) -> str:
    """The span as messages write it."""
    return f"{span.start}:{span.end}"

"""The number check over an aligned passage: bead by bead, spans in the passages' texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tzcorpus.align.numbers import judged
from tzcorpus.records import AlignedPassage, Finding, Passage, Span


def check(aligned: AlignedPassage) -> tuple[Finding, ...]:
    """Findings of every filled bead. A figure that moved into a neighbouring bead of the passage agrees."""
    if aligned.zh is None or aligned.en is None:
        return ()
    findings: list[tuple[Finding, bool]] = []
    for bead in aligned.beads:
        if not (bead.zh and bead.en):
            continue
        zh_at, zh = _text(aligned.zh, bead.zh)
        en_at, en = _text(aligned.en, bead.en)
        moved = (
            (replace(f, zh=_moved(f.zh, zh_at), en=_moved(f.en, en_at)), minor) for f, minor in judged(zh, en)
        )
        findings += (pair for pair in moved if not _of_a_name(pair[0], aligned.zh, aligned.en))
    return tuple(_reconciled(findings))


def _of_a_name(finding: Finding, zh: Passage, en: Passage) -> bool:
    """Is it a figure without a counterpart inside a name? 七十九科技 may well be “Qishijiu Technology”."""
    if finding.kind != "missing":
        return False
    sides = ((finding.zh, zh), (finding.en, en))
    return any(
        entity.label != "MONEY" and entity.span.start <= span.start and span.end <= entity.span.end
        for span, passage in sides
        if span is not None
        for entity in passage.entities
    )


def _text(passage: Passage, sentences: Sequence[int]) -> tuple[int, str]:
    start, end = passage.sentences[sentences[0]].start, passage.sentences[sentences[-1]].end
    return start, passage.text[start:end]


def _moved(span: Span | None, by: int) -> Span | None:
    return Span(span.start + by, span.end + by) if span else None


def _reconciled(found: Sequence[tuple[Finding, bool]]) -> list[Finding]:
    """Pairs of a figure missed in English and the same figure missed in Chinese become agreements; what is
    then still missing and of no weight is left out.
    """
    findings = [finding for finding, _ in found]
    out = list(findings)
    for place, finding in enumerate(findings):
        if finding.kind != "missing" or finding.zh is None:
            continue
        for other, partner in enumerate(out):
            if partner.kind == "missing" and partner.zh is None and partner.en_value == finding.zh_value:
                out[place] = replace(
                    finding, kind="agrees", en=partner.en, en_value=partner.en_value, message=""
                )
                out[other] = replace(
                    partner, kind="agrees", zh=finding.zh, zh_value=finding.zh_value, message=""
                )
                break
    kept: list[Finding] = []
    for finding, (_, minor) in zip(out, found, strict=True):
        if finding not in kept and not (minor and finding.kind == "missing"):
            kept.append(finding)
    return kept

"""The passages of a Chinese document beside those of its English one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tzcorpus.align import beads as sentence_beads
from tzcorpus.align import documents, entities
from tzcorpus.align import passages as pairing
from tzcorpus.align.beads import Text
from tzcorpus.align.checks import check
from tzcorpus.align.passages import Flow, Group
from tzcorpus.align.settings import AlignSettings
from tzcorpus.errors import InputError
from tzcorpus.records import BODY_ROLES, AlignedPassage, Bead, Passage

METHOD = "lexical"


def align_documents(
    zh: Sequence[Passage], en: Sequence[Passage], settings: AlignSettings = AlignSettings()
) -> tuple[AlignedPassage, ...]:
    """Every passage of both documents in exactly one aligned passage, in the order of the Chinese side;
    passages split or merged on one side come together, one without a partner stands alone.
    """
    return align_all([(zh, en)], settings)[0]


def align_all(
    pairs: Sequence[tuple[Sequence[Passage], Sequence[Passage]]],
    settings: AlignSettings = AlignSettings(),
) -> tuple[tuple[AlignedPassage, ...], ...]:
    """`align_documents` for each pair of documents, with what the whole set teaches."""
    runs = [_runs(zh, en) for zh, en in pairs]
    texts = [
        Text(zh.sentences, en.sentences, zh.breaks, en.breaks)
        for of_document in runs
        for zh, en in of_document
    ]
    found = iter(sentence_beads.align_texts(texts, settings))
    out = []
    for of_document in runs:
        beads = [next(found) for _ in of_document]
        _refuse_strangers(beads, settings)
        aligned = [_aligned(zh, en, of) for (zh, en), of in zip(of_document, beads, strict=True)]
        ordered = sorted((a for part in aligned for a in part), key=_reading_order)
        out.append(tuple(replace(a, findings=check(a)) for a in entities.link(ordered)))
    return tuple(out)


def _refuse_strangers(runs: Sequence[Sequence[Bead]], settings: AlignSettings) -> None:
    """Raise `InputError` where the two sides are not translations of each other."""
    beads = [bead for run in runs for bead in run]
    sentences = max(sum(len(bead.zh) for bead in beads), sum(len(bead.en) for bead in beads))
    if sentences < documents.FEWEST_SENTENCES:
        return
    share = documents.agreement(beads)
    if share < settings.least_agreement:
        raise InputError(
            f"the English side does not translate this document: only {share:.0%} of its sentences have a "
            "sure partner",
            expected=f"at least {settings.least_agreement:.0%}",
            hint="check that it is the same article, or lower align.least_agreement",
        )


def _runs(zh: Sequence[Passage], en: Sequence[Passage]) -> list[tuple[Flow, Flow]]:
    """What is aligned as one row: the body of the page; captions and the like role by role."""
    roles = dict.fromkeys(p.role for p in (*zh, *en) if p.role not in BODY_ROLES)
    body = (
        pairing.flow([p for p in zh if p.role in BODY_ROLES]),
        pairing.flow([p for p in en if p.role in BODY_ROLES]),
    )
    rest = [
        (
            pairing.flow([p for p in zh if p.role == role]),
            pairing.flow([p for p in en if p.role == role]),
        )
        for role in roles
    ]
    return [body, *rest]


def _aligned(zh: Flow, en: Flow, beads: Sequence[Bead]) -> list[AlignedPassage]:
    return [_one(group, zh, en) for group in pairing.groups(zh, en, beads)]


def _one(group: Group, zh: Flow, en: Flow) -> AlignedPassage:
    left = pairing.merged([zh.passages[p] for p in group.zh])
    right = pairing.merged([en.passages[p] for p in group.en])
    beads = pairing.numbered_within(group, zh, en)
    filled = [bead.score for bead in beads if bead.zh and bead.en]
    named = left or right
    return AlignedPassage(
        id=named.id if named else "",
        zh=left,
        en=right,
        beads=beads,
        method=METHOD if filled else "",
        score=sum(filled) / len(beads) if filled else 0.0,
    )


def _reading_order(aligned: AlignedPassage) -> tuple[int, int]:
    side = aligned.zh or aligned.en
    return (side.article, min(side.blocks, default=0)) if side else (0, 0)

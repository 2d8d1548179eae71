"""A small corpus built by hand: astral characters, values of every kind, both sides, one side, overlaps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tzcorpus.records import (
    AlignedPassage,
    Bead,
    Block,
    Box,
    Document,
    Edit,
    Entity,
    EntityLink,
    Finding,
    Money,
    Passage,
    Source,
    Span,
    Suspect,
)

ZH = "𠮷田晨帆泵业投资近3.5亿元（约合4900万美元）。项目落在滨江产业园。"
EN = (
    "Jitian Chenfan Pumps put in nearly 350 million yuan (about US$49 million). "
    "It sits in Binjiang Industrial Park."
)
RAW = ZH[:9] + "\n图为厂区。\n" + ZH[9:]


def entity(text: str, surface: str, label: str, **more: Any) -> Entity:
    start = text.index(surface)
    return Entity(Span(start, start + len(surface)), label, surface, **more)


def sentences(text: str, *ends: str) -> tuple[Span, ...]:
    out, at = [], 0
    for end in ends:
        while text[at].isspace():
            at += 1
        stop = text.index(end, at) + len(end)
        out.append(Span(at, stop))
        at = stop
    return tuple(out)


YUAN = Money(Decimal("3.5E+8"), high=Decimal("350000000.00"), currency="CNY", approx=True)
DOLLARS = Money(Decimal(49_000_000), currency="USD", approx=True, per="年", alternatives=(Decimal("4.9"),))


def pair(document: str = "d1", number: int = 0, **more: Any) -> AlignedPassage:
    # no text is in two splits
    tail = "" if document == "d1" else f" {document}"
    zh = Passage(
        f"{document}.zh.{number}", document, "zh", ZH + tail, blocks=(0,),
        sentences=sentences(ZH, "）。", "。"),
        words=(Span(0, 2), Span(2, 6)),
        entities=(
            entity(ZH, "𠮷田晨帆泵业", "COMPANY", entity="𠮷田晨帆泵业有限公司", source="rule:suffix",
                   score=0.75),
            entity(ZH, "近3.5亿元", "MONEY", value=YUAN, source="rule:money",
                   same_as=Span(ZH.index("4900"), ZH.index("4900") + 7)),
            entity(ZH, "4900万美元", "MONEY", value=DOLLARS, source="rule:money"),
            entity(ZH, "滨江产业园", "PARK", source="gold"),
        ),
    )  # fmt: skip
    en = Passage(
        f"{document}.en.{number}", f"{document}-en", "en", EN + tail, blocks=(0,), article=1, role="caption",
        sentences=sentences(EN, ").", "."),
        entities=(
            entity(EN, "Jitian Chenfan Pumps", "COMPANY", source="rule:suffix"),
            entity(EN, "nearly 350 million yuan", "MONEY", value=YUAN, source="rule:money"),
            entity(EN, "US$49 million", "MONEY", value=DOLLARS, source="rule:money"),
            entity(EN, "Binjiang Industrial Park", "PARK", source="gold"),
        ),
    )  # fmt: skip
    aligned = AlignedPassage(
        f"{document}.{number}", zh, en,
        beads=(Bead((0,), (0,), 0.875), Bead((1,), (1,), 0.5)),
        links=tuple(EntityLink(k, k, 0.5, "dictionary") for k in range(4)),
        findings=(Finding("agrees", Span(9, 13), Span(28, 40), "350000000", "350000000", "ok"),),
        method="lexicon", score=0.75,
    )  # fmt: skip
    return replace(aligned, **more)


def one_sided(document: str = "d1", number: int = 9, language: str = "zh") -> AlignedPassage:
    text = {"zh": "本报讯 记者 晨帆", "en": "Our reporter writes."}[language]
    name = document if language == "zh" else f"{document}-en"
    side = Passage(f"{name}.{number}", name, language, text, sentences=(Span(0, len(text)),))
    bead = Bead((0,), ()) if language == "zh" else Bead((), (0,))
    return AlignedPassage(f"{name}.{number}", **{language: side}, beads=(bead,))


def documents(name: str = "d1") -> list[Document]:
    cut = 9
    tail = cut + len("\n图为厂区。\n")
    zh = Document(
        name, RAW, "zh", Source("pages/𠮷.txt", "a" * 64, title="标题", date="2026-03-04", page="05"),
        blocks=(
            Block("paragraph", (Span(0, cut), Span(tail, len(RAW))), box=Box(1, 2, 3, 4.5), confidence=0.5),
            Block("caption", (Span(cut, tail),)),
        ),
        edits=(Edit(Span(cut, cut + 1), "", "wrap"), Edit(Span(tail - 1, tail), "", "wrap", 0.5)),
        suspects=(Suspect(Span(0, 1), "rare", "𠮷?", ("吉",)),),
    )  # fmt: skip
    en = Document(f"{name}-en", EN, "en", blocks=(Block("paragraph", (Span(0, len(EN)),)),))
    return [zh, en]


def corpus() -> dict[str, Any]:
    """Arguments for `write_dataset`: three pairs of documents, one in each split."""
    return {
        "aligned": [
            pair("d1"),
            one_sided("d1"),
            pair("d1", 1),
            pair("d2"),
            pair("d3"),
            one_sided("d3", 5, "en"),
        ],
        "documents": [document for name in ("d1", "d2", "d3") for document in documents(name)],
        "splits": {"d1": "train", "d2": "dev", "d3": "test"},
    }

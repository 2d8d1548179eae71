"""A small corpus of ours, and a hostile one, as records."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tzcorpus.clean.cleaner import clean
from tzcorpus.records import (
    AlignedPassage,
    Bead,
    Block,
    Box,
    Document,
    Entity,
    EntityLink,
    Finding,
    Label,
    Money,
    Passage,
    Source,
    Span,
)
from tzcorpus.report.loading import Material

RAW = """走进晨帆泵业股份有限公司的车间，三条新线正在调试。去年，公司投资3 .5亿元在青屿湾经

图为工人调试新线。

何小舟 摄

开区建成新厂，年产水泵12万台。
"""
# everything that a page could run, in every place that holds text
HOSTILE = (
    '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">\'"><svg onload=hacked=1>'
    "<!-- ]]> \u2028 {{7*7}} ${window.hacked=1} &lt;b&gt; 𠮷"
)


def document(*, identifier: str = "page", raw: str = RAW, title: str = "泵") -> Document:
    return clean(Document(id=identifier, raw=raw, source=Source(path=f"{identifier}.txt", title=title)))


def laid_out() -> Document:
    one = document(identifier="boxed")
    blocks = tuple(
        replace(block, box=Box(10, 100 * number, 400, 100 * number + 80))
        for number, block in enumerate(one.blocks)
    )
    return replace(one, blocks=blocks)


def aligned(number: int = 0, *, company: Label = "COMPANY") -> AlignedPassage:
    text, english = "晨帆泵业投资3.5亿元。", "Chenfan Pump put 35 million yuan into it."
    zh = Passage(
        f"p{number}.zh", "page", "zh", text, sentences=(Span(0, len(text)),),
        entities=(
            Entity(Span(0, 4), company, text[:4], "晨帆泵业股份有限公司"),
            Entity(Span(6, 11), "MONEY", text[6:11], value=Money(Decimal(350000000), currency="CNY")),
        ),
    )  # fmt: skip
    en = Passage(
        f"p{number}.en", "page.en", "en", english, sentences=(Span(0, len(english)),),
        entities=(
            Entity(Span(0, 12), "COMPANY", english[:12]),
            Entity(Span(17, 32), "MONEY", english[17:32], value=Money(Decimal(35000000), currency="CNY")),
        ),
    )  # fmt: skip
    finding = Finding("power-of-ten", Span(6, 11), Span(17, 32), message="350000000 against 35000000")
    bead, link = Bead((0,), (0,), 0.9), EntityLink(0, 0, 0.8, "names")
    return AlignedPassage(f"p{number}", zh, en, (bead,), (link,), (finding,), "lexical", 0.9)


def material(passages: int = 45) -> Material:
    return Material(
        tuple(("train", aligned(number)) for number in range(passages)),
        (("train", document()), ("train", laid_out())),
    )


def hostile() -> Material:
    raw = f"{HOSTILE}\n\n{HOSTILE}\n"
    whole = (Span(0, len(raw)),)
    bad = Document(
        HOSTILE,
        raw,
        source=Source(title=HOSTILE, path=HOSTILE),
        blocks=(Block("paragraph", whole, box=Box(0, 0, 9, 9)),),
    )
    entity = Entity(Span(0, 9), "COMPANY", HOSTILE[:9], HOSTILE, source=HOSTILE)
    side = Passage(HOSTILE, HOSTILE, "zh", HOSTILE, sentences=(Span(0, len(HOSTILE)),), entities=(entity,))
    finding = Finding("differs", Span(0, 3), message=HOSTILE)
    return Material(
        (("train", AlignedPassage(HOSTILE, side, None, findings=(finding,), method=HOSTILE)),),
        (("train", bad),),
    )

"""What does not add up in a source file: links, values, spans, marks, languages.

Each check yields `Problem`s with line number and remedy. Checks of values compare what is written with
what is annotated only where the form is plain (a number, a magnitude word); anything else is left to
the reader.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from corpus_model import SIDES, Article, Mention, Sentence, Side, block_text, body_blocks
from corpus_parse import Problem

LABELS = ("COMPANY", "PARK")
META = ("id", "kind", "title", "title_en", "date", "paper", "page", "topic", "split")
# layout and profile set aside the turn; outputs names further formats of the engine (alto tsv)
OPTIONAL = ("layout", "profile", "outputs", "note")
HAN = re.compile(r"[\u3400-\u9fff]")
ZH_END = re.compile(r"[。！？…][”’」』）》〉】]*$")
EN_END = re.compile(r"[.!?…][\"'”’)\]]*$")
ZH_HALF = re.compile(r"(?<=[\u3400-\u9fff])[,;:?!()\"']|[,;:?!()\"'](?=[\u3400-\u9fff])")
ZH_BLANK = re.compile(r"[\u3400-\u9fff，。；：！？、“”][ \t\u3000]+[\u3400-\u9fff，。；：！？、“”]")
# Two sentences in one English line: a longer lower-case word, a full stop, a capital.
EN_TWO = re.compile(r"(?<![A-Z])\b[a-z]{3,}[.!?] +(?=[A-Z][a-z])")
ZH_MONEY = re.compile(r"[\d一二三四五六七八九十百千两数几][万亿]*(?:人民币|[美欧日港澳]元|元)")
EN_MONEY = re.compile(
    r"(?:US\$|RMB|CNY|€|\$) ?\d|\d (?:(?:thousand|million|billion|trillion) )?(?:yuan|euros?|dollars)"
)
PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("‘", "’"), ("「", "」"))
ZH_UNITS = {
    "": 1,
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
    "千": 10**3,
    "百万": 10**6,
    "千万": 10**7,
    "百亿": 10**10,
    "千亿": 10**11,
}
EN_UNITS = {
    "": 1,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "m": 10**6,
    "bn": 10**9,
}
ZH_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?余?多?(万亿|百亿|千亿|百万|千万|千|万|亿)?余?多?")
EN_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)[- ]?(thousand|million|billion|trillion|bn|m)?\b", re.IGNORECASE)


def plain_values(surface: str, side: Side) -> list[Decimal]:
    """The amounts that the digits of a surface spell, with their magnitude words; empty without digits."""
    pattern, units = (ZH_NUMBER, ZH_UNITS) if side == "zh" else (EN_NUMBER, EN_UNITS)
    found = [
        (Decimal(m.group(1).replace(",", "")), (m.group(2) or "").lower()) for m in pattern.finditer(surface)
    ]
    last = next((unit for _, unit in reversed(found) if unit), "")
    # "3–5亿元" lends its magnitude to the first number
    return [n * units[unit or last] for n, unit in found]


class Checker:
    """Runs all checks over one article."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.found: list[Problem] = []

    def add(self, line: int, message: str, remedy: str) -> None:
        self.found.append(Problem(self.article.path, line, message, remedy))

    def run(self) -> list[Problem]:
        """All problems, by line."""
        for check in (
            self.meta,
            self.names,
            self.structure,
            self.lines,
            self.refs,
            self.values,
            self.forgotten,
        ):
            check()
        return sorted(set(self.found), key=lambda p: (p.line, p.message))

    def sentences(self) -> Iterator[tuple[str, Side, Sentence]]:
        """Every sentence with the role of its block and its side."""
        for block in self.article.blocks:
            for side in SIDES:
                for sentence in block.sentences(side):
                    yield block.role, side, sentence

    def meta(self) -> None:
        """Metadata complete and well formed."""
        meta = self.article.meta
        for key in META:
            if not meta.get(key):
                self.add(1, f"front matter lacks {key}", f"add {key} = …")
        for key in set(meta) - set(META) - set(OPTIONAL):
            self.add(1, f"unknown field {key} in the front matter", f"fields are {' '.join(META + OPTIONAL)}")
        forms = {
            "id": r"[a-z0-9-]+", "kind": "reported|invented", "date": r"\d{4}-\d\d-\d\d",
            "split": "train|dev|test",
        }  # fmt: skip
        for key, form in forms.items():
            if meta.get(key) and not re.fullmatch(form, meta[key]):
                self.add(1, f"{key} = {meta[key]!r}", f"it must match {form}")
        stem = Path(self.article.path).stem
        if meta.get("id") and meta["id"] != stem:
            self.add(1, f"id {meta['id']!r} in file {stem}.md", "give file and id the same name")

    def names(self) -> None:
        """Entities known, used, and standing in the text in their fullest form."""
        used: dict[str, dict[Side, set[str]]] = defaultdict(lambda: {"zh": set(), "en": set()})
        for _, side, sentence in self.sentences():
            for mention in sentence.mentions:
                used[mention.ref][side].add(mention.surface)
        for name in self.article.names.values():
            if name.label not in LABELS:
                self.add(
                    name.line, f"entity {name.id}: unknown label {name.label!r}", f"use {' or '.join(LABELS)}"
                )
            if name.id in ("m", "-"):
                self.add(name.line, f"entity id {name.id!r} is reserved", "choose another")
            if name.id not in used:
                self.add(name.line, f"entity {name.id} is never used", "mark its mentions or take it out")
                continue
            for side in SIDES:
                if used[name.id][side] and name.form(side) not in used[name.id][side]:
                    self.add(
                        name.line,
                        f"entity {name.id}: its {side} form {name.form(side)!r} is no mention of the text",
                        f"give the fullest form that is marked: {max(used[name.id][side], key=len)}",
                    )

    def structure(self) -> None:
        """A headline and paragraphs in each article; beads with a side."""
        blocks = self.article.blocks
        for number in sorted({b.article for b in blocks}):
            mine = [b for b in blocks if b.article == number]
            for role in ("headline", "paragraph"):
                if not any(b.role == role and not b.box for b in mine):
                    self.add(mine[0].line, f"article {number + 1} of the page has no {role}", f"add @{role}")
        for n in body_blocks(self.article):
            if not blocks[n].sentences("zh"):
                self.add(blocks[n].line, f"@{blocks[n].role} without a zh line", "add one")
            if not blocks[n].sentences("en") and blocks[n].role != "kicker":
                self.add(
                    blocks[n].line,
                    f"@{blocks[n].role} without any en line",
                    "translate at least one sentence",
                )
        for block in blocks:
            for opener, closer in PAIRS:
                text = block_text(block, "zh")
                if text.count(opener) != text.count(closer):
                    self.add(
                        block.line, f"{opener} and {closer} do not pair in this block", "close what is open"
                    )

    def lines(self) -> None:
        """Each line in its own language, one sentence, ended, with Chinese marks."""
        for role, side, sentence in self.sentences():
            check = self.zh_line if side == "zh" else self.en_line
            check(role, sentence)

    def zh_line(self, role: str, sentence: Sentence) -> None:
        text, line = sentence.text, sentence.line
        if not HAN.search(text) and role in ("paragraph", "headline", "subhead", "kicker"):
            self.add(line, f"no Chinese in a zh line: {text[:30]!r}", "swap the sides?")
        if role == "paragraph":
            if not ZH_END.search(text):
                self.add(line, f"sentence without a final mark: …{text[-12:]}", "end it with 。！？ or …")
            if self.inner_end(text):
                self.add(
                    line,
                    f"two sentences in one zh line at …{self.inner_end(text)}",
                    "give each its own zh line",
                )
        half = ZH_HALF.search(text)
        if half and role not in ("table", "furniture"):
            self.add(line, f"half-width {half.group()!r} beside Chinese", "use the full-width mark")
        if ZH_BLANK.search(text) and role in ("paragraph", "caption", "pullquote"):
            self.add(line, f"blank inside Chinese: {ZH_BLANK.search(text).group()!r}", "take it out")  # type: ignore[union-attr]

    def en_line(self, role: str, sentence: Sentence) -> None:
        text, line = sentence.text, sentence.line
        if HAN.search(text):
            self.add(line, f"Chinese in an en line: {text[:30]!r}", "swap the sides?")
        if role == "paragraph":
            if not EN_END.search(text):
                self.add(line, f"sentence without a final mark: …{text[-20:]}", "end it with . ! or ?")
            two = EN_TWO.search(re.sub(r"“[^”]*”|\"[^\"]*\"", "", text))
            if two and two.group().split()[0].rstrip(".") not in ("approx", "dept"):
                self.add(
                    line, f"two sentences in one en line at {two.group()!r}", "give each its own en line"
                )

    @staticmethod
    def inner_end(text: str) -> str:
        """The text before a final mark that stands outside quotes and before the end of the line."""
        depth = 0
        for n, ch in enumerate(text):
            depth += (ch in "“‘（《「") - (ch in "”’）》」")
            if depth == 0 and ch in "。！？" and text[n + 1 :].strip("。！？…”’」』）》〉】"):
                return text[max(0, n - 8) : n + 1]
        return ""

    def refs(self) -> None:
        """Every reference leads somewhere, and the surface is a form of the name."""
        for _, side, sentence in self.sentences():
            for m in sentence.mentions:
                if m.ref in ("m", "-"):
                    continue
                name = self.article.names.get(m.ref)
                if name is None:
                    self.add(
                        m.line,
                        f"[{m.surface}]({m.ref}): no such entity",
                        "add it to [entities] or mend the ref",
                    )
                elif m.surface not in name.also and not shortens(m.surface, name.form(side)):
                    self.add(
                        m.line, f"[{m.surface}]({m.ref}) is no form of {name.form(side)!r}",
                        f'mend the ref, or add also = ["{m.surface}"] to {m.ref}',
                    )  # fmt: skip
                if sentence.text[m.start : m.end] != m.surface:  # pragma: no cover - guards the parser
                    self.add(m.line, f"span of {m.surface!r} reads otherwise", "report the parser")

    def values(self) -> None:
        """Surfaces say their value; mentions that share an id share their value."""
        groups: dict[str, dict[Side, list[Mention]]] = defaultdict(lambda: {"zh": [], "en": []})
        planted: set[str] = set()
        for block in self.article.blocks:
            for bead in block.beads:
                for side in SIDES:
                    for m in (m for s in bead.side(side) for m in s.mentions if m.ref == "m"):
                        self.value_of(m, side)
                        if m.same:
                            groups[m.same][side].append(m)
                            planted |= {m.same} if bead.planted else set()
        for same, sides in groups.items():
            self.same_value(same, sides, planted=same in planted)

    def value_of(self, m: Mention, side: Side) -> None:
        value = m.value
        assert value is not None
        stated = {n for n in (value.low, value.high) if n is not None}
        if value.amount is not None:
            stated = {value.amount}
        if not stated:
            self.add(m.line, f"[{m.surface}]: money without amount, low or high", "give what the text says")
        spelt = plain_values(m.surface, side)
        if spelt and stated and not stated & {*spelt, sum(spelt)}:
            self.add(
                m.line,
                f"[{m.surface}] spells {spelt[0]:f}, annotated {sorted(stated)[0]:f}",
                "mend the value",
            )
        if value.low is not None and value.high is not None and value.low > value.high:
            self.add(m.line, f"[{m.surface}]: low above high", "swap them")

    def same_value(self, same: str, sides: dict[Side, list[Mention]], *, planted: bool) -> None:
        every = sides["zh"] + sides["en"]
        line = every[-1].line
        if len(every) < 2:
            self.add(line, f"#{same} stands on one mention only", "mark its partner or take the id out")
        if planted or not (sides["zh"] and sides["en"]):
            return
        zh, en = (amounts(sides[side]) for side in SIDES)
        if zh != en:
            self.add(
                line, f"#{same}: zh says {spell(zh)}, en says {spell(en)}",
                "mend one side, or mark the bead !planted KIND",
            )  # fmt: skip

    def forgotten(self) -> None:
        """Names and amounts that stand in the text without a mark."""
        surfaces: dict[Side, set[str]] = {"zh": set(), "en": set()}
        for _, side, sentence in self.sentences():
            surfaces[side] |= {
                m.surface for m in sentence.mentions if m.ref not in ("m", "-") and len(m.surface) > 2
            }
        for name in self.article.names.values():
            for side in SIDES:
                surfaces[side] |= {name.form(side)} - {""}
        for _, side, sentence in self.sentences():
            bare = unmarked(sentence)
            for surface in sorted(surfaces[side], key=len, reverse=True):
                if found := re.search(rf"(?<![A-Za-z]){re.escape(surface)}(?![A-Za-z])", bare):
                    self.add(sentence.line, f"{found.group()!r} stands unmarked", "mark it, or write [it](-)")
                    break
            if found := (ZH_MONEY if side == "zh" else EN_MONEY).search(bare):
                self.add(
                    sentence.line, f"money {found.group()!r} stands unmarked", "mark it, or write [it](-)"
                )


def unmarked(sentence: Sentence) -> str:
    """The text with every mention blotted out."""
    text = sentence.text
    for m in sentence.mentions:
        text = text[: m.start] + "\x00" * (m.end - m.start) + text[m.end :]
    return text


def shortens(surface: str, full: str) -> bool:
    """Whether the letters of a surface stand in the fullest form, in that order."""
    letters = iter(full.lower())
    return bool(full) and all(ch in letters for ch in surface.lower() if ch.isalnum())


def amounts(group: list[Mention]) -> frozenset[tuple[str, Decimal | None, str]]:
    """What a group of mentions states, by currency; bounds speak where there is no amount."""
    out = set()
    for m in group:
        assert m.value is not None
        value = m.value
        stated = (
            value.amount if value.amount is not None else value.low if value.low is not None else value.high
        )
        out.add((value.currency, stated, value.kind))
    return frozenset(out)


def spell(group: frozenset[tuple[str, Decimal | None, str]]) -> str:
    return " and ".join(
        f"{amount:f} {currency} ({kind})" for currency, amount, kind in sorted(group, key=str)
    )


def check(article: Article) -> list[Problem]:
    """Everything that does not add up in one article."""
    return Checker(article).run()

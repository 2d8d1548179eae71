"""Articles with their names replaced, so that a recogniser learns where names stand and not which they are.

Firms get a new brand, and sometimes another trade, the same in every form of the name; parks another town or
brand; persons and towns that jieba's small tagger sees outside the gold names get new names as well.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tzcorpus.annotate.aliases_zh import parts
from tzcorpus.annotate.lac import load_tagger
from tzcorpus.annotate.names_lexicon import (
    jargon,
    known_firms,
    places,
    role_nouns,
    signs,
    strong_tails,
    titles,
    trades,
)
from tzcorpus.evaluate.spans import Mention
from tzcorpus.language.tables import column, rows
from tzcorpus.records import Span

# Characters that brands are made of, written down for this purpose.
BRAND = (
    "晨帆澄屿流潮望澜恒瑞华盛宏远鑫源泰康博锐智腾鸿达利丰天宇海星金龙东方正大新创卓越科信德诚嘉美佳润安顺永和兴旺盈"
    "迅捷飞跃凯胜雅致思维联众合力同济光明启航云峰青禾川朗沃尔蓝图景格灵深瞳翼菲曦芯岩能精微纳巨鼎旭辉升阳聚拓普谷雨松鹤岭南"
    "洛河柏杉榆槿棠薇荻芷蔚岚峻嵘屹骁骏驰驭翎翔隼鹭鲲鹏麒麟犀虎狮象鲸贝珊瑚琅玥琦瑾瑜璟砺磐硕禹禄祺穗筑箭纬络羡聆舜舟艾苇"
    "茂荣莱菱葵蒲蕴虹蜂衡觉誉诺谊赛路轩辰迈逸道遥邦郁酷铂铭锋锦镜长阔隆霖霄韬顶颂飒馨驿鸣麦黎齐"
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国志文斌玉海燕红梅晓春宇"
    "浩然子涵欣怡雨梓嘉俊思一鸣立福根宝青秋月雪波翔若"
)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施洪季俞柳项阮樊古桑宗"
)
TRANSLITERATION = "".join(sorted(column("transliteration")))
TAILS, TRADES = sorted(strong_tails()), sorted(trades())
TOWNS = sorted({row[1] for row in rows("places") if len(row[1]) == 2})
FIRMS = sorted(name for name in known_firms() if not name.isascii() and len(name) > 1)
LATIN = "ABCDEFGHIJKLMNOPRSTVWXZ"
ZONES = {
    kind: sorted(word for word, of in rows("zones") if of == kind and len(word) > 2)
    for kind in ("zone", "park")
}
# How often a trade changes with the brand, a town for another, and a zone word for another of its kind.
_TRADE, _TOWN, _ZONE = 0.3, 0.3, 0.3
# Ordinary words as brands: neither so rare that jieba's count is an accident nor grammar.
_LEAST, _MOST = 30, 3000
Text = tuple[str, list[Mention]]


@cache
def ordinary_words() -> tuple[str, ...]:
    """Words of two and three characters of jieba's dictionary that a firm may be called by."""
    spec = find_spec("jieba")
    lines = (
        (Path((spec.origin if spec else None) or "jieba").parent / "dict.txt").read_text("utf-8").splitlines()
    )
    cells = [line.split(" ") for line in lines]
    none = jargon() | trades() | places() | role_nouns() | titles() | signs() | known_firms()
    return tuple(
        sorted(
            cell[0]
            for cell in cells
            if 2 <= len(cell[0]) <= 3
            and _LEAST <= int(cell[1]) <= _MOST
            and cell[2] in ("n", "nz", "a", "z", "i", "s")
            and cell[0] not in none
        )
    )


class Renamer:
    """Draws new names from a seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.towns = frozenset(TOWNS)

    def _letters(self, pool: str, size: int) -> str:
        return "".join(self.draw.choice(pool) for _ in range(size))

    def brand(self) -> str:
        kind = self.draw.random()
        if kind < 0.5:
            return self._letters(BRAND, 2)
        if kind < 0.58:
            return self._letters(BRAND, 3)
        if kind < 0.7:
            return self._letters(TRANSLITERATION, self.draw.choice((3, 3, 4)))
        if kind < 0.82:
            return self.draw.choice(ordinary_words())
        if kind < 0.86:
            return self._letters(LATIN, self.draw.choice((2, 3, 3)))
        return self.draw.choice(FIRMS)

    def person(self) -> str:
        if self.draw.random() < 0.08:
            return self._letters(TRANSLITERATION, self.draw.choice((2, 3, 3, 4)))
        given = "".join(
            self.draw.choice(GIVEN if self.draw.random() < 0.7 else BRAND)
            for _ in range(self.draw.choice((1, 2, 2)))
        )
        return self.draw.choice(SURNAMES) + given

    def firms(self, names: Iterable[str]) -> dict[str, str]:
        """New names for the firms of one document; what shares a brand goes on sharing one."""
        brands: dict[str, str] = {}
        others: dict[str, str] = {}
        out: dict[str, str] = {}
        for name in names:
            part = parts(name, "COMPANY")
            brand = part.brand or ("" if part.trade or part.form else name)
            if name.isascii() or not brand:
                continue
            brands[brand] = self._new(brand, brands)
            new = name.replace(brand, brands[brand], 1)
            pool = TRADES if part.form else TAILS
            if part.trade in pool and self.draw.random() < _TRADE:
                new = new.replace(part.trade, others.setdefault(part.trade, self.draw.choice(pool)))
            out[name] = new
        return out

    def parks(self, names: Iterable[str]) -> dict[str, str]:
        """New names for the parks of one document: a town for a town, a brand for a brand."""
        brands: dict[str, str] = {}
        towns: dict[str, str] = {}
        out: dict[str, str] = {}
        for name in names:
            part, new = parts(name, "PARK"), name
            if part.place in self.towns:
                new = new.replace(part.place, towns.setdefault(part.place, self.draw.choice(TOWNS)), 1)
            if part.brand and part.quality >= 2 and part.brand in new:
                brands.setdefault(part.brand, self._letters(BRAND, 2))
                new = new.replace(part.brand, brands[part.brand], 1)
            for pool in ZONES.values():
                if part.form in pool and new != name and self.draw.random() < _ZONE:
                    new = new.removesuffix(part.form) + self.draw.choice(pool)
            out[name] = new
        return out

    def _new(self, brand: str, brands: dict[str, str]) -> str:
        for known, new in brands.items():
            if known == brand:
                return new
            if known in brand and len(known) > 1:
                return brand.replace(known, new)
            if brand in known and len(brand) > 1:
                return new[: max(2, len(brand))]
        return self.brand()

    def copy(self, texts: Sequence[Text]) -> list[Text]:
        """The texts of one document with other names."""
        firms = self.firms(
            dict.fromkeys(m.surface for _, gold in texts for m in gold if m.label == "COMPANY")
        ) | self.parks(dict.fromkeys(m.surface for _, gold in texts for m in gold if m.label == "PARK"))
        found = load_tagger().all_chunks([text for text, _ in texts])
        others: dict[str, str] = {}
        out: list[Text] = []
        for (text, gold), chunks in zip(texts, found, strict=True):
            swaps = [(m.span, firms.get(m.surface, m.surface), m) for m in gold]
            for chunk in chunks:
                surface = text[chunk.span.start : chunk.span.end]
                if any(m.span.start < chunk.span.end and chunk.span.start < m.span.end for m in gold):
                    continue
                if chunk.tag == "PER" and 2 <= len(surface) <= 4 and _han(surface):
                    swaps.append((chunk.span, others.setdefault(surface, self.person()), None))
                elif chunk.tag == "LOC" and surface in self.towns and self.draw.random() < _TOWN:
                    swaps.append((chunk.span, others.setdefault(surface, self.draw.choice(TOWNS)), None))
            out.append(_swapped(text, swaps))
        return out


def _han(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)


def _swapped(text: str, swaps: Sequence[tuple[Span, str, Mention | None]]) -> Text:
    out, at = "", 0
    gold: list[Mention] = []
    for span, new, mention in sorted(swaps, key=lambda swap: swap[0]):
        out += text[at : span.start]
        if mention is not None:
            gold.append(Mention(Span(len(out), len(out) + len(new)), mention.label, new))
        out += new
        at = span.end
    return out + text[at:], gold

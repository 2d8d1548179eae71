"""English documents with other names of firms and persons, so that a recogniser learns where names stand and
not which they are.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from pypinyin import lazy_pinyin

from names_renamed import BRAND, GIVEN, LATIN, SURNAMES
from tzcorpus.annotate.aliases_en import parts
from tzcorpus.annotate.english_words import common, counties, places, trade_words
from tzcorpus.evaluate.spans import Mention
from tzcorpus.language.tables import column, rows
from tzcorpus.records import Span

Text = tuple[str, list[Mention]]
FIRMS = sorted(name for name in column("firms", where=(1, "en")) if len(name) > 2)
TOWNS = sorted({row[3] for row in rows("places") if row[2] != "province"})
# Words that brands in translation are made of, written down for this purpose.
KINDS = (
    "Blue Golden Silver Green Red White Black Great Little Old New Double Triple Eastern Northern Southern "
    "Western Bright Clear Deep High Swift Noble Royal Iron Stone Crystal Amber Jade Copper Five Seven Nine "
    "Eight Three First Wild Quiet Rising Morning Evening Autumn Spring Winter Summer Snow Cloud River "
    "Mountain Sea"
).split()
THINGS = (
    "Crane Whale Sparrow Horse Ox Tiger Dragon Phoenix Lotus Pine Bamboo Plum Orchid Willow Maple Peak River "
    "Bridge Gate Harbor Lantern Bell Drum Wheel Anchor Sail Star Moon Sun Sky Cloud Rain Wind Wave Spring "
    "Field Valley Stone Kite Fern Poplar Heron Falcon Otter Bear Deer Fox Rabbit Bee Ant Swallow Swan Carp "
    "Needle Loom Kiln Anvil Furnace Arrow Shield"
).split()
# Syllables that foreign brands begin and end with.
STARTS = (
    "Al Bel Bor Cal Cor Dan Del Dor El Fal Far Gel Hal Hart Kel Kor Lan Lind Lor Mar Mel Nor Ol Pel Quin Ral "
    "Ros Sal Sel Stein Tal Thor Ul Val Ver Vol Wal Wes Zel Brand Schaff Gröb Bau Frey"
).split()
ENDS = (
    "a o ax ex is us on en ia ex ton ler man berg mann dale ley ic ix ert ard ino elli etti eaux ium ora ens "
    "ström tec"
).split()


class Renamer:
    """Draws new names from a seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def _pinyin(self, pool: str, size: int) -> str:
        return (
            "".join(lazy_pinyin("".join(self.draw.choice(pool) for _ in range(size))))
            .replace("ü", "u")
            .capitalize()
        )

    def brand(self) -> str:
        kind, draw = self.draw.random(), self.draw
        if kind < 0.5:
            return self._pinyin(BRAND, 2 if draw.random() < 0.85 else 3)
        if kind < 0.58:
            return " ".join((self._pinyin(BRAND, 1), self._pinyin(BRAND, 1).lower().capitalize()))
        if kind < 0.68:
            return f"{draw.choice(KINDS)} {draw.choice(THINGS)}"
        if kind < 0.72:
            return draw.choice((*KINDS, *THINGS)) + draw.choice(THINGS).lower()
        if kind < 0.74:
            return draw.choice(THINGS)
        if kind < 0.84:
            return draw.choice(STARTS) + draw.choice(ENDS)
        if kind < 0.9:
            return "".join(draw.choice(LATIN) for _ in range(draw.choice((2, 3, 3, 4))))
        return draw.choice(FIRMS)

    def firms(self, names: Sequence[str]) -> dict[str, str]:
        """New names for the firms of one document; what shares a brand goes on sharing one."""
        brands: dict[str, str] = {}
        towns: dict[str, str] = {}
        out: dict[str, str] = {}
        for name in sorted(names, key=len):
            part = parts(name)
            brand = " ".join(part.brand)
            if not brand or all(word in trade_words() or word in common() for word in part.brand):
                known = [old for old in brands if re.search(rf"(?<!\w){re.escape(old)}(?!\w)", name)]
                brand = max(known, key=len) if known else ""
            if not brand:
                out[name] = name
                continue
            if brand not in brands:
                inner = [old for old in brands if re.search(rf"(?<!\w){re.escape(old)}(?!\w)", brand)]
                brands[brand] = (
                    brand.replace(max(inner, key=len), brands[max(inner, key=len)]) if inner else self.brand()
                )
            new = name.replace(brand, brands[brand], 1)
            for place in part.place:
                if place in counties() or place in TOWNS:
                    new = new.replace(place, towns.setdefault(place, self.draw.choice(TOWNS)), 1)
            out[name] = new
        return out

    def copy(self, texts: Sequence[Text]) -> list[Text]:
        """The texts of one document with other names of firms and persons."""
        firms = self.firms(
            list(dict.fromkeys(m.surface for _, gold in texts for m in gold if m.label == "COMPANY"))
        )
        surnames = {lazy_pinyin(one)[0].capitalize() for one in SURNAMES}
        person = re.compile(rf"(?<![\w-])({'|'.join(sorted(surnames))}) ([A-Z][a-z]+)(?![\w-])")
        people: dict[str, str] = {}
        for text, _ in texts:
            for match in person.finditer(text):
                if match[2] not in places() and match[2] not in trade_words() and match[2] not in common():
                    people.setdefault(match[1], self.draw.choice(sorted(surnames)))
                    people.setdefault(match[2], self._pinyin(GIVEN + BRAND, self.draw.choice((1, 2, 2))))
        word = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, people)) or '(?!)'})(?![\w-])")
        return [_swapped(text, gold, firms, word, people) for text, gold in texts]


def _swapped(
    text: str, gold: Sequence[Mention], firms: dict[str, str], word: re.Pattern[str], people: dict[str, str]
) -> Text:
    out, at = "", 0
    names: list[Mention] = []
    for m in sorted(gold, key=lambda mention: mention.span):
        out += word.sub(lambda match: people[match.group()], text[at : m.span.start])
        new = firms.get(m.surface, m.surface)
        names.append(Mention(Span(len(out), len(out) + len(new)), m.label, new))
        out += new
        at = m.span.end
    return out + word.sub(lambda match: people[match.group()], text[at:]), names

"""COMPANY and PARK in English text: the classes of the Chinese rules, on translations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from tzcorpus.annotate.english_agents import find_agents
from tzcorpus.annotate.english_context import count_single_words, find_in_english_context
from tzcorpus.annotate.english_known import find_known, other_head
from tzcorpus.annotate.english_lists import find_in_english_lists
from tzcorpus.annotate.english_pair import find_by_brands, known_brands
from tzcorpus.annotate.english_pinyin import find_by_pinyin, pinyin_brands
from tzcorpus.annotate.english_words import (
    UNITS,
    Word,
    bodies,
    common,
    counties,
    document_places,
    is_town,
    places,
    title_case,
    trade_words,
    words_before,
)
from tzcorpus.annotate.names_found import Found, to_entity
from tzcorpus.annotate.overlaps import resolve
from tzcorpus.language.tables import column, rows
from tzcorpus.records import Entity, Span

SCORES = {
    "legal": 0.98,
    "group": 0.92,
    "bank": 0.92,
    "house": 0.85,
    "grid": 0.85,
    "zone": 0.95,
    "park": 0.92,
    "city": 0.85,
    "short": 0.9,
}


def _either(words: frozenset[str] | list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)).replace(r"\ ", r"[ \u00a0]")


_FORM_KINDS = {row[0]: row[1] for row in rows("english_forms")}
_FORM = f"(?:{_either(list(_FORM_KINDS))})"
_LEGAL = f"(?:{_either([form for form, kind in _FORM_KINDS.items() if kind == 'legal'])})"
# Group LLC, Group Co., Ltd., Holdings (Guangdong) Limited
_FORMS = re.compile(rf"(?<![\w&-]){_FORM}(?:(?: \([A-Z][\w’' -]{{2,20}}\))?,? {_LEGAL})*(?![\w-]|\.\w)")
_ZONE_KINDS = {row[0]: row[1] for row in rows("english_zones")}
_ZONES = re.compile(rf"(?<![\w-])(?:{_either(list(_ZONE_KINDS))})(?![\w-])")
_TAILS = re.compile(rf"(?<![\w&-])(?:{_either(column('english_trades'))})(?![\w-])")
# the place of a branch stays outside: Bank of Taizhou| Linhai Branch
_BANK_OF = re.compile(
    r"(?<![\w-])(?:[A-Z][\w-]+ (?:and Commercial )?)?Bank of (?:the )?[A-Z]\w+"
    r"(?: [A-Z]\w+(?!\w|(?: [A-Z]\w+)? (?:[Ss]ub-)?[Bb]ranch))?"
)
_NO_BANKS = re.compile(r"People[’']s Bank|World Bank|Central Bank|Development Bank of Asia|Investment Bank$")
# heads of groups of people
_NO_GROUPS = frozenset(
    "Working Leading Steering Task Focus Study Research Expert Age Ethnic Industry Enterprise Business "
    "The This Our "
    "Interest Advisory Small Large Core Coordination Project Support Special Investment Industrial "
    "Minority".split()
)
_GARDENS = frozenset(
    "National Forest Wetland Theme Amusement Geological Central Country Water Botanical People Memorial "
    "Ecological "
    "Sports Cultural Children Car Ocean Provincial City".split()
)
_GRADES = re.compile(
    r"(?:National|State|Provincial|Municipal|County|City)(?:-[Ll]evel)?|(?:National|State|"
    r"Provincial)-[Ll]evel"
)
# posts and determiners, wherever they stand
_NEVER_FIRST = frozenset(
    "The A An This That Our Its His Her Their Chairman Chairwoman President CEO Founder Director Manager "
    "Secretary Mr Ms "
    "Mrs Dr Professor Engineer Executive Deputy Vice Mayor Photo Source In At On By For From With Of And "
    "To As Both And "
    "and of & When While After Before Since Under Over Inside Near Monday Tuesday Wednesday Thursday "
    "Friday Saturday "
    "Sunday January February March April June July August September October November December Meanwhile "
    "According".split()
)
# ordinary words that names begin with
_OPENERS = frozenset(
    "State South North East West New United First General Great Central Future Super Smart Green Blue Red "
    "White Black "
    "Global International National Modern Deep Light Power Native Sea Ocean Land Northern Southern "
    "Eastern Western".split()
)
_SENTENCE_HEAD = re.compile(r"(?:^|[.!?:;”\"“‘\n•—–-])[\s“‘\"]*$")
# behind a short name: what only a firm has
_FIRM_AFTER = re.compile(
    r"(?:['’]s)?,? (?:chairman|chairwoman|president|CEO|founder|general manager|deputy general manager|"
    r"vice president|"
    r"vice-president|executive|head of|manager|director|plant|factory|workshop|project|headquarters|"
    r"signed|invested|"
    r"plans|employees|staff|shares|said|has|was founded|is a|will)|, (?:a|an|the) [^,.]{0,60}(?:maker|"
    r"company|firm|manufacturer|"
    r"supplier|producer|enterprise|developer|start-?up)"
)
_FIRM_BEFORE = re.compile(
    r"(?:chairman|chairwoman|president|CEO|founder|manager|director|head|official|officer|engineer|"
    r"secretary|staff|"
    r"companies|firms|enterprises|company|firm|enterprise|maker|supplier|manufacturer|producer|projects?|"
    r"such as|like|"
    r"including|by|at|from|with|of|and)(?: of| at| with| in)? (?:the )?$"
)


def find_english(
    text: str,
    local: frozenset[str] | None = None,
    counts: Mapping[str, int] | None = None,
    brands: Mapping[str, int] | None = None,
) -> list[Entity]:
    """The firms and parks named in English ``text``, in order, without overlaps.

    ``local`` are places that only the document knows; by default they are learnt from ``text``;
    ``counts`` is what `count_single_words` says of the document, ``brands`` what `pinyin_brands` does.
    """
    ordinary = _ordinary(text)
    known = places() | (document_places([text]) if local is None else local)
    found = [
        *_forms(text, known),
        *_banks(text),
        *_zones(text, known),
        *_short(text, ordinary, known),
        *find_known(text),
        *find_agents(text, ordinary, known),
        *find_in_english_context(
            text, ordinary, known, count_single_words([text]) if counts is None else counts
        ),
    ]
    found += find_by_pinyin(text, ordinary, known, pinyin_brands([text], known) if brands is None else brands)
    found += find_in_english_lists(text, found, ordinary, known)
    readings = [one for one in find_by_brands(text, known_brands()) if one.surface.split()[0] not in ordinary]
    return list(resolve([*(to_entity(text, one) for one in found), *readings]))


_STYLE = r"(?<!\w)(?:Ltd|Co|Inc|Corp){dot}(?=[;)]|,? [a-z])"
_BARE_FORM = re.compile(_STYLE.format(dot=""))
_DOTTED_FORM = re.compile(_STYLE.format(dot=r"\."))
_SENTENCE_END = re.compile(r"[”\"’)]*(?:\s*$|\s+[^\sa-z])")
_LAST_FORM = re.compile(r"(?<!\w)(?:Ltd|Co|Inc|Corp)\.$")


def without_stops(texts: Sequence[str], names: Sequence[Sequence[Entity]]) -> list[list[Entity]]:
    """The names without the full stop of their sentence, in a document that writes such forms without
    one."""
    bare = any(map(_BARE_FORM.search, texts)) and not any(map(_DOTTED_FORM.search, texts))
    return [
        [_shorter(e) if bare and _ends_sentence(text, e) else e for e in mine]
        for text, mine in zip(texts, names, strict=True)
    ]


def _ends_sentence(text: str, entity: Entity) -> bool:
    return _LAST_FORM.search(entity.surface) is not None and not re.match(
        r",| [a-z]", text[entity.span.end :][:2]
    )


def _shorter(entity: Entity) -> Entity:
    surface = entity.surface[:-1]
    return replace(entity, span=Span(entity.span.start, entity.span.end - 1), surface=surface, entity=surface)


def _ordinary(text: str) -> frozenset[str]:
    """Words that the text itself also writes in lower case."""
    return frozenset(word.capitalize() for word in re.findall(r"(?<![\w-])[a-z]{3,}(?![\w-])", text))


def _trimmed(text: str, words: list[Word]) -> list[Word]:
    """Without posts and determiners at the head, and at the head of a sentence or in a headline without
    ordinary words.
    """
    while words and (
        words[0].text in _NEVER_FIRST
        or (words[0].text in common() and words[0].text not in _OPENERS and _opens(text, words[0].start))
    ):
        words = words[1:]
    return words


def _opens(text: str, at: int) -> bool:
    """Would any word have a capital at ``at``: the head of a sentence, or a headline?"""
    return _SENTENCE_HEAD.search(text[max(0, at - 8) : at]) is not None or title_case(text, at)


def _is_brand(word: Word, known: frozenset[str]) -> bool:
    return (
        word.text not in common()
        and word.text not in trade_words()
        and word.text not in known
        and word.text not in UNITS
        and not word.text.startswith("(")
        and word.text not in ("and", "of", "&")
    )


def _forms(text: str, known: frozenset[str]) -> Iterator[Found]:
    floor = 0
    for match in _FORMS.finditer(text):
        kind = _FORM_KINDS.get(match.group().replace("\u00a0", " "), "legal")
        at = match.start()
        # X Group Co., Ltd.: the words run up to the form over blanks and one comma
        end = len(text[:at].rstrip(" ,"))
        words = [word for word in words_before(text, end) if word.start >= floor]
        words = _trimmed(text, words)
        if not words or not _named(words, kind, known):
            continue
        if kind == "bank" and _NO_BANKS.search(text[words[0].start : match.end()]):
            continue
        if kind in ("bank", "group", "house", "grid") and other_head(text, match.end()):
            continue
        floor = match.end()
        yield _made(text, words, match.end(), kind, "COMPANY")


def _named(words: list[Word], kind: str, known: frozenset[str]) -> bool:
    if kind == "legal":
        return True
    if kind == "group":
        return not all(word.text in _NO_GROUPS or word.text in common() for word in words) and any(
            _is_brand(word, known) or word.text in known for word in words
        )
    if kind in ("bank", "grid"):
        return any(_is_brand(word, known) or word.text in known for word in words)
    return any(_is_brand(word, known) for word in words) or (len(words) > 1 and words[0].text in known)


def _made(text: str, words: list[Word], end: int, kind: str, label: str) -> Found:
    rule = f"english-{kind}"
    return Found(words[0].start, end, "PARK" if label == "PARK" else "COMPANY", rule, SCORES[kind])


def _banks(text: str) -> Iterator[Found]:
    for match in _BANK_OF.finditer(text):
        before = text[max(0, match.start() - 9) : match.start()]
        if not _NO_BANKS.search(match.group()) and not re.search("People['’]s $", before):
            yield Found(match.start(), match.end(), "COMPANY", "english-bank", SCORES["bank"])


# a part of a free trade zone with the whole name behind it
_FREE_TRADE = re.compile(
    r"(?<![\w-])(?:[A-Z]\w+ ){1,3}(?:Port )?Area of the China \([A-Z]\w+\) (?:Pilot )?Free Trade Zone"
)


def _zones(text: str, known: frozenset[str]) -> Iterator[Found]:
    for match in _FREE_TRADE.finditer(text):
        yield Found(match.start(), match.end(), "PARK", "english-zone", SCORES["zone"])
    floor = 0
    anchors = list(_ZONES.finditer(text))
    for number, match in enumerate(anchors):
        if number + 1 < len(anchors) and _goes_on(text[match.end() : anchors[number + 1].start()], match):
            continue
        head = match.group().replace("\u00a0", " ")
        kind = _ZONE_KINDS[head]
        words = [w for w in words_before(text, len(text[: match.start()].rstrip(" "))) if w.start >= floor]
        words = _trimmed(text, words)
        while words and _GRADES.fullmatch(words[0].text):
            words = _trimmed(text, words[1:])
        if not words or re.match(
            r" [A-Z]\w+ (?:Co\.|Group)|(?: [A-Z]\w+)* Co\.", text[match.end() : match.end() + 60]
        ):
            continue
        if head == "Park" and (
            words[-1].text in _GARDENS or not any(_is_brand(word, known) for word in words)
        ):
            continue
        if not any(_is_brand(word, known) or word.text in known for word in words):
            continue
        floor = match.end()
        yield _made(text, words, match.end(), kind, "PARK")


def _goes_on(between: str, match: re.Match[str]) -> bool:
    """Do only trade words stand between two zone words (Smart Valley | Robot | Industrial Park)?"""
    if _ZONE_KINDS[match.group().replace("\u00a0", " ")] == "zone":
        return False
    return len(between) < 40 and all(word in trade_words() for word in between.split()) and between[:1] == " "


# trades that, behind a place or an unknown word, are a place themselves
_SITES = frozenset(("Port", "Airport"))
_ZONE_WORDS = frozenset("Zone Park Area City Valley Base Cluster Town".split())


@cache
def _tail_kinds() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("english_trades")}


# Serga Grain| and Oil
_AND_TRADE = re.compile(r" (?:and|&) ([A-Z][a-z]+)(?![\w-]| [A-Z])")


# Standard Chartered Leasing| (Tianjin)
_BRANCH = re.compile(r" \(([A-Z][a-z]+)\)")


def _short(text: str, ordinary: frozenset[str], known: frozenset[str]) -> Iterator[Found]:
    """Brand + trade: Chenfan Pumps, Haite Photonics."""
    floor = 0
    for match in _TAILS.finditer(text):
        if match.group() in _SITES:
            continue
        after = re.match(r"[ \u00a0]([A-Z][\w-]+)", text[match.end() : match.end() + 40])
        if after and (after[1] in trade_words() or after[1] in bodies() or after[1] in _ZONE_WORDS):
            continue
        words = [w for w in words_before(text, len(text[: match.start()].rstrip(" "))) if w.start >= floor]
        words = _behind_zone(text, _trimmed(text, words), match.start())
        brands = [word for word in words if _is_brand(word, known) and word.text not in ordinary]
        if not brands and len(words) == 1 and words[0].text in counties():
            brands = words  # a county's name alone is more likely a brand
        of_a_town = not brands and is_town(words, known)
        if of_a_town:
            brands = words
        if not brands or words[0].start == match.start() or any(word.text in bodies() for word in words):
            continue
        while (
            words
            and words[0].text in ordinary
            and words[0].text not in places()
            and _opens(text, words[0].start)
        ):
            words = words[1:]
        if not words or text[match.start() - 1] != " ":
            continue
        if of_a_town:  # Songyuan Chemicals: named so more than once, with the capital
            strong = text.count(text[words[0].start : match.end()]) > 1
        else:
            kind = _tail_kinds().get(match.group().replace("\u00a0", " "))
            strong = kind == "tail" or any(_unknown(word) for word in brands)
        evidence = bool(_FIRM_AFTER.match(text, match.end())) + bool(
            _FIRM_BEFORE.search(text[max(0, words[0].start - 24) : words[0].start])
        )
        if (strong and not title_case(text, match.start())) or evidence:
            more = _AND_TRADE.match(text, match.end())
            floor = more.end() if more and more[1] in trade_words() else match.end()
            branch = _BRANCH.match(text, floor)
            floor = branch.end() if branch and branch[1] in known else floor
            yield Found(words[0].start, floor, "COMPANY", "english-short", 0.8)


def _behind_zone(text: str, words: list[Word], end: int) -> list[Word]:
    """Without a park in front: Jining Industrial Park| Kestrum Cloud, a line of a list."""
    if len(words) < 3:
        return words
    stops = [match.end() for match in _ZONES.finditer(text, words[0].start, end)]
    behind = [word for word in words if stops and word.start >= stops[-1]]
    return behind or words


def _unknown(word: Word) -> bool:
    """Is the word in none of our lists and spelt unlike English ones: pinyin, or foreign to it?"""
    return len(word.text) > 3 and word.text not in common() and word.text.capitalize() == word.text

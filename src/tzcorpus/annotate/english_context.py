"""English firms that only what stands beside them gives away: a post, a plant, an appositive, a trade."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tzcorpus.annotate.english_words import UNITS, bodies, common, trade_words
from tzcorpus.annotate.names_found import Found

SCORE = 0.7
# a word of letters that pinyin cannot spell is a foreign name
_PINYIN = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ao|ai|"
    r"an|en|er|ei|ia|"
    r"ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u|v))+"
)
# Longer words are no names in pinyin (and could be cut into syllables in too many ways).
_LONGEST_SPELT = 24
_SINGLE = re.compile(r"(?<![\w-])[A-Z][a-z]{4,}(?![\w-])")
_FOREIGN = re.compile(
    r"(?:\b(?:from|by|with|at|to|replace|replaced|replacing|buy|bought|than|of|rival|customer|supplier|"
    r"client|maker|company|customer,|supplier,|client,|partner|partner,|"
    r"firm|brand|giant|partner) )([A-Z][a-z]{4,})(?![\w-]| [A-Z])"
)


_COUNTRIES = (
    "Germany|Japan|France|Italy|Britain|Switzerland|Sweden|Norway|Denmark|Finland|Austria|Belgium|Spain|"
    "America|South Korea|Korea|Singapore|Thailand|Vietnam|Malaysia|Indonesia|India|Israel|Poland|Hungary|"
    "Turkey|Brazil|the Netherlands|the United States|the US"
)
# Japan's SUNO, Germany's Lankmann
_ABROAD = re.compile(rf"(?<!\w)(?:{_COUNTRIES})['’]s ([A-Z]\w{{3,}})(?![\w-]| [A-Z])")
# Somnelle of France
_OF_COUNTRY = re.compile(
    rf"(?<![\w-])((?:Groupe )?[A-Z][a-zà-ÿ]{{4,}}(?: [A-Z][a-zà-ÿ]{{3,}})?),? of (?:{_COUNTRIES})(?!\w)"
)
_NAME = r"[A-Z][a-z]{3,}(?:[ \u00a0][A-Z][a-z]{3,}){0,2}"
_POST = (
    r"(?:[Cc]hair(?:wo)?man|[Ff]ounder|CEO|CTO|CFO|[Gg]eneral [Mm]anager|[Tt]echnician|[Ee]ngineer|"
    r"(?:[Ww]orkshop|[Ss]ales|[Pp]lant|[Tt]echnical|[Mm]arketing|[Pp]roduction) (?:[Dd]irector|[Mm]anager)|"
    r"[Ss]hareholders?|[Ee]mployees?)"
)
_OWN = (
    r"(?:plants?|factory|workshop|production line|assembly line|shares|share price|chair(?:wo)?man|founder|"
    r"general manager|chief executive|CEO|employees|shareholders|headquarters|order book|board of directors|"
    r"parent company)"
)
_KIND = r"(?:maker|company|firm|manufacturer|supplier|start-?up|producer)"
_DOES = (
    r"(?:employs|went public|went bankrupt|filed for bankruptcy|was founded in|was set up in|will invest|"
    r"has invested|invested|raised [\d\w]+ million)"
)
# each with the name as its first group
_SIGNS = (
    re.compile(rf"(?<![\w-]){_POST} (?:of|at) ({_NAME})(?![\w-]| [A-Z&])"),
    re.compile(rf"(?<![\w-])({_NAME})['’]s (?:[a-z]+ ){{0,2}}{_OWN}(?![\w-])"),
    re.compile(rf"(?<![\w-])({_NAME}), (?:a|an|the)(?: [\w-]+){{0,5}} {_KIND}(?![\w-])"),
    re.compile(rf"(?<![\w-])({_NAME}) {_DOES}(?![\w-])"),
)


def _is_pinyin(word: str) -> bool:
    return len(word) <= _LONGEST_SPELT and _PINYIN.fullmatch(word.lower()) is not None


def count_single_words(texts: Sequence[str]) -> Counter[str]:
    """How often each capitalised word that stands for a foreign firm may do so in a document."""
    return Counter(word for text in texts for word in _SINGLE.findall(text))


def find_in_english_context(
    text: str, ordinary: frozenset[str], known: frozenset[str], counts: Mapping[str, int]
) -> Iterator[Found]:
    """Firms named by unknown words beside a sign of a firm. ``ordinary`` are words that the text also writes
    in lower case, ``known`` places, ``counts`` what `count_single_words` says of the document.
    """
    for sign in _SIGNS:
        for match in sign.finditer(text):
            if _is_firm(match[1].split(), ordinary, known):
                yield Found(match.start(1), match.end(1), "COMPANY", "english-context", SCORE)
    yield from _foreign(text, ordinary, known, counts)
    for pattern in (_ABROAD, _OF_COUNTRY):
        for match in pattern.finditer(text):
            if _is_firm(match[1].split(), ordinary, known):
                yield Found(match.start(1), match.end(1), "COMPANY", "english-foreign", SCORE)


def _is_firm(words: list[str], ordinary: frozenset[str], known: frozenset[str]) -> bool:
    """Is one word in none of our lists, and none of them a body's, a unit's or the head of a sentence?"""
    if any(word in bodies() or word in UNITS for word in words):
        return False
    if words[0] in common() or words[0] in ordinary:
        return False
    return any(word not in known and word not in common() and word not in trade_words() for word in words)


def _foreign(
    text: str, ordinary: frozenset[str], known: frozenset[str], counts: Mapping[str, int]
) -> Iterator[Found]:
    """A foreign firm by one word, behind a word of trade: buys from Quorvia."""
    for match in _FOREIGN.finditer(text):
        name = match[1]
        if name in known or name in common() or name in ordinary or name in trade_words() or name in bodies():
            continue
        if counts[name] > 1 and not _is_pinyin(name):
            yield Found(match.start(1), match.end(1), "COMPANY", "english-foreign", SCORE)

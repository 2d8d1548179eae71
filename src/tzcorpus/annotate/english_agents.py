"""English firms named by one or two unknown words that act, own or are owned as only firms do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tzcorpus.annotate.english_words import UNITS, bodies, common, counties, trade_words
from tzcorpus.annotate.names_found import Found
from tzcorpus.language.tables import rows

SCORE = 0.68
_WORD = r"[A-Z][a-zà-ÿ]{2,}(?:['’](?!s\b)[a-z]{2,})?"
_NAME = rf"{_WORD}(?: {_WORD})?"
# what firms do, and people and towns hardly in these words
_DOES = (
    r"plans to (?:buy|invest|build|list|open|sell|raise|acquire|expand)|plans an?|"
    r"will (?:buy|invest|build|list|open|supply|run the|take over)|"
    r"(?:has )?agreed to (?:buy|sell|supply|invest|acquire)|sold its|sells (?:its|to)|supplies|"
    r"makes (?!up|sure|sense|a living)|produces|manufactures|exports|ships (?!in)|now ships|employs|"
    r"(?:has )?acquired|(?:has )?bought (?:\d|a stake|out|the)|paid \d|raised (?:prices|\d|its|capital)|"
    r"raises|posted|reported (?:a |net |revenue|sales|profit)|(?:has )?won (?:the|a) (?:bid|contract|tender)|"
    r"filed for|went (?:public|bankrupt)|listed on|broke ground|is suing|sued|was sued|is listed|has listed|"
    r"(?:has )?signed (?:a|an|up|the) (?:contract|deal|agreement|order|supply)|leased|licensed|recalled \d|"
    r"laid off|cut (?:\d+ )?jobs|"
    r"opened (?:a|its) (?:plant|factory|shop|store|line|mill|workshop|hotel|office|branch|depot|mine)|"
    r"ordered (?:soon|\d|another)|takes \w+ (?:million|thousand|hundred)|came (?:first|second|third|last)|"
    r"stopped \w+ (?:machines|lines)"
)
_HAS = (
    r"shares?|share price|order book|rival|customers|suppliers|shareholders|board|chairman|chairwoman|"
    r"founder|subsidiary|subsidiaries|parent|headquarters|profits?|turnover|listing|products?|patents?|workforce|"
    r"employees|first order|latest order|orders|base|buyers|stand|booth|vans|trucks|lorries|engineers"
)
_IS = (
    r"rival|competitor|customer|supplier|contractor|subsidiary|parent|shareholder|investor|lender|borrower|"
    r"buyer|seller|firm|company|maker|manufacturer|producer|developer|carmaker|chipmaker|drugmaker|brewer|"
    r"distiller|retailer|operator|start-up|startup|unicorn|exporter|importer|brand|giant|plaintiff|defendant"
)
_OWNS = (
    r"owner|boss|founder|co-founder|shareholders|employees|customers|suppliers|"
    r"chairman|chairwoman|president|CEO"
)
_SIGNS = (
    re.compile(rf"(?<![\w-])(?<![A-Z][a-z] )({_NAME}) (?:{_DOES})(?![\w-])"),
    re.compile(rf"(?<![\w-])({_NAME})['’]s (?:{_HAS})(?![\w-])"),
    re.compile(rf"(?<![\w-])(?:{_IS}) ({_NAME})(?![\w-]| [A-Z])"),
    re.compile(rf"(?<![\w-])(?:{_OWNS}) of ({_NAME})(?![\w-]| [A-Z])"),
    re.compile(rf"(?<![\w-])({_NAME}): (?:revenue|sales|turnover|output|tax)"),
)
_LISTED = 4
# words before a single word that make a person of it, and behind which a place stands
_TITLED = re.compile(r"(?:Mr|Ms|Mrs|Dr|Professor|President|Mayor|Governor|Secretary|Minister|[A-Z][a-z]+) $")
_PLACED = re.compile(
    r"(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|[Aa]cross|[Tt]hroughout|(?:north|south|east|west) of) (?:the )?"
    rf"((?:{_WORD} )?{_WORD})"
)
_SECOND = re.compile(rf"(?<![\w-])[A-Z][a-z]+ ({_WORD})")
# provinces and cities that stand in front of firms' names: with another word they are no first name
_LEADS = frozenset(row[3] for row in rows("places") if row[2] != "county")
# A county's name is a firm's only where the text says it more than once; shorter words are surnames.
_OFTEN = 2
_SHORT = 4


def find_agents(text: str, ordinary: frozenset[str], known: frozenset[str]) -> Iterator[Found]:
    """Firms by what they do or have. ``ordinary`` are words that the text also writes in lower case,
    ``known`` places.
    """
    found = [(number, match) for number, sign in enumerate(_SIGNS) for match in sign.finditer(text)]
    if not found:
        return
    placed = {word for match in _PLACED.finditer(text) for word in match[1].split()}
    seconds = {match[1] for match in _SECOND.finditer(text)}
    counts = Counter(re.findall(_WORD, text))
    for number, match in found:
        words = match[1].split()
        start = match.start(1)
        if words[0] in common() or words[0] in ordinary:
            if len(words) > 1 and _named_inside(text, match[1]):
                continue  # Paper Kite, and not Kite
            start, words = start + len(words[0]) + 1, words[1:]
        if not words or _other(text, start, words, number):
            continue
        last = words[-1]
        person = words[0] not in _LEADS if len(words) > 1 else last in seconds
        if last in placed or (number == 0 and person):
            continue
        if _is_name(words, ordinary, known, counts[last]):
            yield Found(start, match.end(1), "COMPANY", "english-agent", SCORE)


def _named_inside(text: str, name: str) -> bool:
    """Does the text write both words with capitals within a sentence as well?"""
    return re.search(rf"[a-z,;] {re.escape(name)}(?![\w-])", text) is not None


def _other(text: str, start: int, words: list[str], number: int) -> bool:
    """Is it the head of a list's line (Inputs: taxes of), a part of a name, or a person with a title?"""
    if number == _LISTED and words[-1].endswith("s"):
        return True
    if number == 0 and text[max(0, start - 3) : start] == "of ":
        return True  # Academy of Sciences
    return _TITLED.search(text[max(0, start - 20) : start]) is not None


def _is_name(words: list[str], ordinary: frozenset[str], known: frozenset[str], times: int) -> bool:
    if any(word in bodies() or word in UNITS or word in ordinary or word in common() for word in words):
        return False
    last = words[-1]
    if last in trade_words() or (last in known and last not in counties()):
        return False
    return len(last) > _SHORT and (last not in counties() or times >= _OFTEN)

"""Sentences of Chinese and English running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tzcorpus.records import Language, Span

# A Chinese sentence ends with these; closing quotes and brackets that follow belong to it.
_FINAL = "。！？!?｡"
_CLOSERS = "”’」』）)》〉】\"'"
# … ends one only before a closing mark or the end: “他说……好吧” goes on.
_ZH_END = re.compile(
    rf"(?:[{_FINAL}]+[…{_FINAL}]*[{_CLOSERS}]*|…+[{_CLOSERS}]+|[.．]{{3,}}[{_CLOSERS}]+|\n+)"
)
# After a quoted or bracketed final mark these show that the sentence goes on: 《出发！》获奖, “好！”的
_GOES_ON = re.compile(r"[，、；：,;:）)》〉】的地得之和与及]")

# English abbreviations whose full stop is seldom a sentence's: titles, firms, months, units.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen col lt capt sgt rev hon pres gov sen rep st jr sr co ltd inc corp llc plc bros "
    "no nos vol vols fig figs pp p ch sec art ed eds vs etc al e.g i.e cf ca approx est dept univ assn "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "bn mn tn m k kg km cm mm sq ft in lb oz hr min u.s u.k u.n e.u a.m p.m ph.d mt ave rd blvd".split()
)
# Those after which a new sentence is as likely: decided by the next word alone.
_OFTEN_LAST = frozenset(
    "co ltd inc corp llc plc etc a.m p.m u.s u.k u.n e.u bn mn tn m k km kg jr sr".split()
)
_EN_END = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[\"'”’)\]]*)(?=\s|$)|\n+")
_WORD_BEFORE = re.compile(r"([A-Za-z]+(?:\.[A-Za-z]+)*)$")
_STARTS = re.compile(r"\s+[\"'“‘(\[]*(?:[A-Z]|\d|[^\x00-\x7f“‘])")
_OPENERS_OF_SENTENCES = re.compile(
    r"\s+[\"'“‘(\[]*(?:The|A|An|In|On|At|It|He|She|They|We|I|You|This|That|These|Those|But|And|By|For|From|With|"
    r"As|After|Before|When|While|If|So|Its|His|Her|Their|Our|There|Here|Last|Since|To|All|Both|Some|Such|Under|"
    r"Now|Then|However|Meanwhile|Today|According|Over|More|One|Two|What|Who|How|Why)\b"
)
# longest abbreviation looked back for
_LOOK_BACK = 12


def split(text: str, language: Language = "zh") -> tuple[Span, ...]:
    """Spans of the sentences of ``text`` without the white space around them; together they hold every
    other character. A line feed ends a sentence.

    >>> text = "“好！”他说。船开了……”"
    >>> [text[s.start:s.end] for s in split(text)]
    ['“好！”', '他说。', '船开了……”']
    """
    ends = _zh_ends(text) if language == "zh" else _en_ends(text)
    spans: list[Span] = []
    start = 0
    for end in (*ends, len(text)):
        piece = text[start:end]
        left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
        if left < right:
            spans.append(Span(start + left, start + right))
        start = max(start, end)
    return tuple(spans)


def _zh_ends(text: str) -> Iterator[int]:
    for match in _ZH_END.finditer(text):
        closed = match.group()[-1] in _CLOSERS
        if closed and _GOES_ON.match(text, match.end()):
            continue
        if match.group().endswith(("》", "〉", "】")):
            continue  # a title with a mark of its own
        yield match.end()


def _en_ends(text: str) -> Iterator[int]:
    for match in _EN_END.finditer(text):
        if match["mark"] is None:
            yield match.end()
        elif match["mark"] != "." or match["close"]:
            if match.end() == len(text) or _STARTS.match(text, match.end()):
                yield match.end()
        elif _full_stop_ends(text, match.start(), match.end()):
            yield match.end()


def _full_stop_ends(text: str, dot: int, end: int) -> bool:
    """Does the full stop at ``dot`` end a sentence?"""
    if end == len(text):
        return True
    if not _STARTS.match(text, end):
        return False
    before = _WORD_BEFORE.search(text, max(0, dot - _LOOK_BACK), dot)
    if before is None:
        return True
    word = before.group().lower()
    initial = len(word) == 1 and before.group().isupper() and text[dot - 2 : dot - 1] in ("", " ", ".")
    if initial:  # J. Smith, and “plan B. The” is the rarer case
        return _OPENERS_OF_SENTENCES.match(text, end) is not None
    if word not in _ABBREVIATIONS:
        return True
    return word in _OFTEN_LAST and _OPENERS_OF_SENTENCES.match(text, end) is not None

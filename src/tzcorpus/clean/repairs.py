"""Single characters that only words can judge: look-alikes, and closing quotes that went missing.

A look-alike is corrected where the text as it stands forms no dictionary word around it, one alternative
does, and that word is frequent. What is only likely becomes a suspect with its candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tzcorpus.clean.lexicon import lexicon
from tzcorpus.records import Edit, Span, Suspect

# What OCR reads → what may have stood there; the left side is the rarer of the two in such places. The last
# seven are confusions of train and dev pages for which the rules below find nothing false in 110,000
# characters of texts that were not read by an engine.
_ALIKE = dict(
    zip(
        "夭曰拔般干入末己土藉侍冶剌祟兔戍戌徒辩梢侯拆佳署晴喻园竟栽幕蓝汞笺塔岛崎淅涧颖详胜项必",
        "天日拨船千人未已士籍待治刺崇免成成徙辨捎候折住暑睛嗡圆竞裁慕篮泵签培鸟岖浙润缝诺脏顶芯",
        strict=True,
    )
)
# A character that may be a look-alike.
SPOT = re.compile(f"[{''.join(_ALIKE)}]")
_LONGEST_WORD = 4
# A correction needs a word at least this frequent in jieba's dictionary, a word of two even more; what
# forms a rarer word is a suspect. Verbs that stand before any noun need a word of three.
_FREQUENT = 20
_FREQUENT_PAIR = 1000
_VERBS = "入拔拆栽署辩"
_SPEECH = re.compile(
    r"[ \u3000]?[^，。！？；：“”\n]{2,30}?(?:说|表示|介绍|坦言|回忆|感慨|解释|告诉记者)[，。：]"
)
_FINAL_MARK = re.compile("[。！？]")
_BEFORE_QUOTE = "，：。！？；,:!?;"
_QUOTE = re.compile('[“”"]')
# A quotation without its end is looked at for so many characters.
_LONGEST_QUOTE = 300


def lookalikes(raw: str) -> tuple[list[Edit], list[Suspect]]:
    """Corrections of look-alike characters, and those that are only likely."""
    edits: list[Edit] = []
    suspects: list[Suspect] = []
    for match in SPOT.finditer(raw):
        at = match.start()
        if _stands(raw, at):
            continue
        right = _ALIKE[raw[at]]
        words = _words_at(raw, at, right)
        if any(_is_sure(word, raw[at]) for word in words):
            edits.append(Edit(Span(at, at + 1), right, "lookalikes", 0.9))
        elif words:
            suspects.append(Suspect(Span(at, at + 1), "lookalikes", "may be a look-alike", (right,)))
    return edits, suspects


def _is_sure(word: str, wrong: str) -> bool:
    """Is the word long or frequent enough to be no chance meeting of two neighbours?"""
    count = lexicon().frequency[word]
    if len(word) > 2:
        return count >= _FREQUENT
    return count >= _FREQUENT_PAIR and wrong not in _VERBS


def _stands(raw: str, at: int) -> bool:
    """Does a dictionary word of two to four characters stand around ``at``? The short ones first."""
    words = lexicon().frequency
    end = len(raw)
    for size in range(2, _LONGEST_WORD + 1):
        for start in range(max(0, at - size + 1), min(at, end - size) + 1):
            if raw[start : start + size] in words:
                return True
    return False


def _words_at(raw: str, at: int, character: str) -> list[str]:
    """Dictionary words of two to four characters around ``at`` with ``character`` there."""
    words = lexicon().frequency
    before = raw[max(0, at - _LONGEST_WORD + 1) : at]
    after = raw[at + 1 : at + _LONGEST_WORD]
    found = []
    for i in range(len(before) + 1):
        for j in range(len(after) + 1):
            size = i + 1 + j
            if 2 <= size <= _LONGEST_WORD:
                word = before[len(before) - i :] + character + after[:j]
                if word in words:
                    found.append(word)
    return found


def closing_quotes(raw: str, fragments: Sequence[Span]) -> Iterator[Edit]:
    """The closing quote between a quoted sentence and the words that say who spoke.

    It is certain where the quotation opens after a mark, one final mark alone comes before such words, and
    no other quote stands between, be it a straight one.
    """
    missing = sum(raw.count("“", s.start, s.end) - raw.count("”", s.start, s.end) for s in fragments)
    if missing < 1:
        return
    where = [k for span in fragments for k in range(span.start, span.end) if not raw[k].isspace()]
    text = "".join(raw[k] for k in where)
    marks = list(_QUOTE.finditer(text))
    for k, mark in enumerate(marks):
        following = marks[k + 1] if k + 1 < len(marks) else None
        if mark.group() != "“" or (following and following.group() != "“"):
            continue
        if mark.start() and text[mark.start() - 1] not in _BEFORE_QUOTE:
            continue
        end = min(following.start() if following else len(text), mark.start() + _LONGEST_QUOTE)
        places = [
            stop.end()
            for stop in _FINAL_MARK.finditer(text, mark.end() + 2, end)
            if _SPEECH.match(text, stop.end(), end)
        ]
        if len(places) == 1:
            at = where[places[0] - 1] + 1
            yield Edit(Span(at, at), "”", "closing-quote", 0.9)

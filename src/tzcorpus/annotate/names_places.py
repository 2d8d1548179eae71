"""Places that the document itself shows to be places, for towns that no table holds.

Three kinds of evidence: a unit behind an unknown word (澄屿市委), a zone word behind it (澄屿经开区), and one
unknown beginning shared by names of different firms (澄屿海汇银行, 澄屿晨帆泵业).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tzcorpus.annotate.names_lexicon import is_word, jargon, place_endings, places, role_nouns, tokens, trades
from tzcorpus.records import Entity

_HAN = "[\u4e00-\u9fff]"
_UNIT = re.compile(
    rf"(?=({_HAN}{{2,3}})(?:市(?![场值民面集价占级域盈]|政(?!府))|县(?![域级])|区委|区政府|区长|"
    r"经济技术开发区|经济开发区|经开区|高新区|高新技术产业|新区|综保区|综合保税区|保税区|开发区|港区|工业园区))"
)
# what stands in front of 市 or 县 in other words than names of towns
_NO_NAME = frozenset(
    "上城都全该我本各股门夜超集楼车鱼菜早黑入退面行后开闭救省地两强大名小县州区的了在和与为是到从由对向把将被让给"
    "这那此其有无不及或以之于等多几一二三四五六七八九十百千万亿个家座级型化性类出进赴驻来往"
)


# Candidates weighed in one document; each costs one pass over its text.
_CANDIDATES = 300


def document_places(texts: Sequence[str]) -> frozenset[str]:
    """Unknown words that the texts of one document use as places.

    >>> sorted(document_places(["澄屿市委说，澄屿经开区在扩建。"]))
    ['澄屿']
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(match[1] for match in _UNIT.finditer(text))
    joined = "\n".join(texts) if counts else ""
    counts = Counter(dict(counts.most_common(_CANDIDATES)))
    out: set[str] = set()
    for word in sorted(counts, key=len):
        if any(word.endswith(shorter) for shorter in out) or not _may_be_place(word):
            continue
        if len(word) == 3 and joined.count(word[1:]) > joined.count(word):
            continue
        times = joined.count(word)
        front = _in_front(word, joined) if len(word) == 2 and times > 2 else ""
        if front:
            out.add(front + word)  # 白|鹭湾: never without its first character
        elif times > 1 or _units_behind(word, joined, ("市", "县")):
            out.add(word)
    for word, seen in counts.items():  # 驼铃: an ordinary word, but 驼铃市 and 驼铃新区 stand here
        if seen > 1 and word not in out and _is_word_and_place(word, joined):
            out.add(word)
    return frozenset(out)


def _is_word_and_place(word: str, joined: str) -> bool:
    if len(word) != 2 or not is_word(word) or word in jargon() or word in trades() or word in role_nouns():
        return False
    if any(c in _NO_NAME for c in word) or word in places():
        return False
    return len(_units_behind(word, joined, ("市", "县", "新区", "经开区", "高新区", "开发区"))) > 1


def _in_front(word: str, joined: str) -> str:
    """The one ideograph that stands in front of the word wherever it stands, if there is one that may."""
    front = {match[1] for match in re.finditer(f"(.?){word}", joined)}
    only = front.pop() if len(front) == 1 else ""
    return only if "\u4e00" <= only <= "\u9fff" and only not in _NO_NAME else ""


def _units_behind(word: str, joined: str, units: Iterable[str]) -> set[str]:
    """The units that stand behind the word where it begins a phrase."""
    found: set[str] = set()
    at = joined.find(word)
    while at >= 0:
        before = joined[at - 1] if at else ""
        if not "\u4e00" <= before <= "\u9fff" or before in "在由的和与到从赴":
            found.update(unit for unit in units if joined.startswith(unit, at + len(word)))
        at = joined.find(word, at + 1)
    return found


def _may_be_place(word: str) -> bool:
    if (
        word in places()
        or word in place_endings()
        or is_word(word)
        or word in jargon()
        or any(c in _NO_NAME for c in word)
    ):
        return False
    # 精密制造|城: a part of a trade or of an ordinary word
    return not any(part in trades() or (is_word(part) and len(part) > 1) for part in _parts(word))


def _parts(word: str) -> list[str]:
    return [token.text for token in tokens(word)] if len(word) > 2 else []


def shared_beginnings(entities: Iterable[Entity]) -> frozenset[str]:
    """Unknown two-character beginnings of at least two different names, one of which goes on with a "
    "brand of
    its own.
    """
    from tzcorpus.annotate.aliases_zh import parts

    starts: defaultdict[str, set[str]] = defaultdict(set)
    longer: set[str] = set()
    for entity in entities:
        if entity.label == "MONEY" or len(entity.surface) < 4:
            continue
        part = parts(entity.surface, entity.label)
        if part.place or len(part.brand) < 2:
            continue
        start = part.brand[:2]
        starts[start].add(part.brand + part.trade[:2])
        if (len(part.brand) >= 4 and part.quality >= 2) or (
            part.form and (not part.trade or entity.label == "PARK") and len(part.brand) == 2
        ):
            longer.add(start)
    return frozenset(
        start for start in longer if len(starts[start]) > 1 and not is_word(start) and start not in places()
    )

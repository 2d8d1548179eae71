"""Chinese firms by the word their name ends in: legal forms, groups, banks, utilities, 公司."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tzcorpus.annotate.names_found import Found
from tzcorpus.annotate.names_left import Left, read_left, run_before
from tzcorpus.annotate.names_lexicon import NOWHERE, jargon, tokens, trades
from tzcorpus.language.tables import column, one_of, rows

# Scores are an order among rules, not probabilities: a registered form leaves no doubt.
SCORES = {"legal": 0.99, "group": 0.95, "bank": 0.95, "utility": 0.9, "house": 0.85, "works": 0.85}

_FORMS = {form: kind for form, kind in rows("legal_forms") if kind != "branch"}
_FORM = one_of(_FORMS)
_KIND = f"(?:集团|控股|有限合伙|普通合伙)[）)](?:{_FORM})"
# each branch begins with a character, so that the others are passed over quickly
_ANCHOR = re.compile(rf"(?:（{_KIND}|\({_KIND}|{_FORM})(?:[（(](?:有限合伙|普通合伙|集团)[）)])?")
# 公司 and 银行 are also parts of other words
_RUNS_ON = re.compile(r"化(?!工|学)|制(?!造|药)|法|业(?!务)|家(?!居)|卡|间|账|群|军|化")
_LEGAL_AHEAD = re.compile(rf"(?:{one_of(trades())}){{0,3}}(?:[（(][^（()）]{{1,8}}[）)])?(?:股份|集团)?有限")
# a class of firms or the word itself, not a name; banks that are public bodies
_GENERIC = column("generic", where=(1, "class"))
_PUBLIC_BANKS = column("generic", where=(1, "bank"))


_ABROAD = column("regions", where=(1, "country")) - {"中国", "中华"}
# 玻璃|厂长: another word begins with 厂
_NO_WORKS = frozenset("长房区家商址门方内里外")


def find_forms(text: str, local: frozenset[str] = NOWHERE) -> Iterator[Found]:
    """Firms whose name ends in a form of the table ``legal_forms``."""
    floor = 0
    for match in _ANCHOR.finditer(text):
        if _LEGAL_AHEAD.match(text, match.end()):
            continue  # 铂港控股|（横澳）有限公司 is one name
        form = re.sub(r"[（(].*?[）)]", "", match.group())
        kind = _FORMS[form]
        left = read_left(
            text, match.start(), floor=floor, local=local, kind="legal" if kind == "legal" else "short"
        )
        found = _judge(text, left, match.start(), match.end(), kind, form)
        if found is None and kind == "group":  # 义乌|小商品城|集团: ordinary words behind a place
            left = read_left(text, match.start(), floor=floor, local=local, kind="legal")
            found = _judge(text, left, match.start(), match.end(), kind, form) if left.place else None
        if found is None and kind == "legal":
            found = _phrase(text, match.start(), match.end(), floor, local)
        if found:
            floor = found.end
            yield found


_PHRASE = re.compile("[\u4e00-\u9fff]{2,6}")


def _phrase(text: str, at: int, end: int, floor: int, local: frozenset[str]) -> Found | None:
    """A registered name of place + any words + trade: 北京|慢慢喝|信息技术."""
    left = read_left(text, at, floor=floor, local=local, kind="legal")
    if not left.trade or left.place or left.brand:
        return None
    begin = max(floor, run_before(text, left.start, reach=16))
    run = tokens(text[begin : left.start], local)
    for number in range(len(run) - 1, -1, -1):
        word = run[number]
        brand = text[begin + word.start + len(word.text) : left.start]
        if len(brand) > 6:
            return None
        if (
            word.tag == "ns"
            and len(word.text) > 1
            and _PHRASE.fullmatch(brand)
            and not _NO_PHRASE.search(brand)
        ):
            start = begin + word.start
            return Found(
                start, end, "COMPANY", "name-legal", SCORES["house"], word.text, brand, left.trade, True
            )
    return None


# words that join phrases: they are in no name
_NO_PHRASE = re.compile("[的了在由是与和将把被从向等及]")


def _judge(text: str, left: Left, at: int, end: int, kind: str, form: str) -> Found | None:
    """A name that ends in ``form``, or None where the words in front of it do not make one."""
    before = text[left.start : at]
    if kind == "house" and before.endswith(("子", "分", "总", "母")):
        return None
    if not before or before in _GENERIC or text.startswith(("化", "业务"), end):
        return None
    if kind == "works" and text[end : end + 1] in _NO_WORKS:
        return None
    if not _is_named(left, before, kind):
        return None
    if kind == "bank" and (before in _PUBLIC_BANKS or _RUNS_ON.match(text, end)):
        return None
    full = kind in ("legal", "bank") or len(before) >= 4
    if kind in ("group", "legal") and left.place in _ABROAD and len(left.brand) > 1:
        left = left._replace(start=left.start + len(left.place), place="")  # 法国|维黛集团
    return Found(
        left.start, end, "COMPANY", f"name-{kind}", SCORES[kind], left.place, left.brand, left.trade, full
    )


def _is_named(left: Left, before: str, kind: str) -> bool:
    """Is there a brand, or a place with a trade, in front of the form?"""
    trade = left.trade.strip("（）()")
    if kind == "legal":
        return bool(left.brand or left.place) and (
            left.quality > 0 or bool(left.place) or len(left.brand) > 2
        )
    if kind == "works":  # 浔阳|船舶|修造厂
        return left.quality >= 2 or bool(left.place)
    if kind == "utility":
        return bool(left.place) or left.quality >= 2
    if kind == "bank":
        return (bool(left.place) and len(before) <= 12) or (left.quality >= 1 and left.brand not in jargon())
    if kind == "group":
        if left.place and (left.brand or trade):
            return left.quality > 0 or not left.brand
        return (left.quality >= 1 and len(left.brand) >= 2) or (bool(left.place) and not left.brand)
    # 公司: a brand that is surely one, or a place with a brand or trade
    return left.quality >= 2 or (bool(left.place) and bool(left.brand) and left.quality >= 1)

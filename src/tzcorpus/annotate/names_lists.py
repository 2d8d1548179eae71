"""A list tells of its members: where one item between 、 is a firm, its neighbours built alike are firms "
"too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tzcorpus.annotate.names_brand import quality
from tzcorpus.annotate.names_found import Found
from tzcorpus.annotate.names_left import Left, read_left
from tzcorpus.annotate.names_lexicon import NOWHERE, cued_firms, jargon, places, tokens, trades

SCORE = 0.75
_ITEM_AFTER = re.compile(
    r"[、和与及]([\u4e00-\u9fff]{2,10}?)(?=[、，。；”）！？\n]|等|和|与|$|[\u4e00-\u9fff]家)"
)
_ITEM_BEFORE = re.compile(
    r"(?:^|[、，。；：“（\n！？]|[在由据与和向对为有如])([\u4e00-\u9fff]{2,10})[、和与及]$"
)
# how far back an item may begin
_REACH = 12
# what makes an item something else
_OTHER = re.compile(
    "(?:大学|学院|研究院|研究所|实验室|中心|协会|学会|局|厅|委|政府|医院|园|区|市|县|镇|村|等|们|者|员|项目|产品|基地|城)$"
)
# Lists are followed outwards at most this often: a longer chain without a sure member is no evidence.
_STEPS = 4


def find_in_lists(text: str, found: Sequence[Found], local: frozenset[str] = NOWHERE) -> Iterator[Found]:
    """Neighbours in lists of the firms in ``found``."""
    firms = [one for one in found if one.label == "COMPANY"]
    taken = {(one.start, one.end) for one in found}
    for _ in range(_STEPS):
        more = [item for firm in firms for item in _neighbours(text, firm, local)]
        firms = [item for item in more if (item.start, item.end) not in taken]
        taken |= {(item.start, item.end) for item in firms}
        yield from firms
        if not firms:
            return


def _neighbours(text: str, firm: Found, local: frozenset[str]) -> Iterator[Found]:
    after = _ITEM_AFTER.match(text, firm.end)
    if after:
        yield from _judge(text, after.start(1), after.end(1), local)
    head = text[max(0, firm.start - _REACH) : firm.start]
    before = _ITEM_BEFORE.search(head) if head.endswith(("、", "和", "与", "及")) else None
    if before:
        at = firm.start - len(head)
        yield from _judge(text, at + before.start(1), at + before.end(1), local)


def _judge(text: str, start: int, end: int, local: frozenset[str]) -> Iterator[Found]:
    """The item as a firm: brand + trade in any strength, or one unknown word."""
    item = text[start:end]
    if _OTHER.search(item) or item in jargon() or item in places() or item in trades():
        return
    left = read_left(item, len(item), local=local)
    words = tokens(item, local)
    if (
        left.trade
        and _is_name(left)
        and (left.start == 0 or left.before is None or left.before.tag[:1] in "pvcudr")
    ):
        yield Found(
            start + left.start, end, "COMPANY", "name-list", SCORE, left.place, left.brand, left.trade
        )
    elif item in cued_firms() or (len(words) == 1 and quality(list(words)) >= 3 and len(item) <= 5):
        yield Found(start, end, "COMPANY", "name-list", SCORE, "", item)


def _is_name(left: Left) -> bool:
    if len(left.brand) >= 2:
        return left.quality >= 1
    return len(left.place) in (2, 3) and not left.brand  # 独山|能源, 浙江|医药

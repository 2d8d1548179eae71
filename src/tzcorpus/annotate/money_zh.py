"""Chinese amounts of money.

The text is folded (one character for one), scanned for quantities, and each quantity is looked at with
what stands right before and behind it. Nothing is searched twice, so the work is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from tzcorpus.annotate import money_words_zh as around
from tzcorpus.annotate.money_currencies import Unit, words
from tzcorpus.annotate.money_quantity_zh import (
    SCAN,
    TEAR_CHARACTERS,
    mended,
    read,
    tail_units,
    torn_head,
)
from tzcorpus.annotate.money_reading import Reading, money
from tzcorpus.annotate.money_tails_zh import tail_at
from tzcorpus.language import numerals_zh
from tzcorpus.language.exact import ONE, plus, times
from tzcorpus.records import Entity, Money, Span

SOURCE = "rule:money-zh"
_FORMS = str.maketrans(
    "幣圓銭錢韓歐鎊盧銖約餘數幾過級￥＄￡￠￦個臺鑫", "币圆钱钱韩欧镑卢铢约余数几过级¥$£¢₩个台鑫"
)
_BLANKS = " \t\u00a0\u3000\n"
_MAGNITUDES = frozenset("万亿兆")
_CONNECT = re.compile(r"[ \u3000]?(?:至|到|、|~|～|—{1,2}|–|―|-{1,2}|−|－)[ \u3000]?")
_CN_DIGITS = str.maketrans("一二两三四五六七八九", "1223456789")
_CONNECT_LASTS = frozenset("、至到~～—–―-−－ \u3000")
# A range spans at most three orders of magnitude; beyond that the hyphen joins something else (2025-3亿元).
_RANGE_RATIO = Decimal(1000)
_WORD_PREFIXES = re.compile(r"[币金MBYDRPFKLNS]$|[^\u3400-\u9fffA-Za-z]$")
_SAFE_CODES = frozenset(
    "USD EUR GBP JPY CNY CNH RMB HKD SGD AUD CHF KRW TWD NTD NZD THB INR RUB MYR IDR VND SEK NOK DKK AED SAR ZAR BRL "
    "MXN PLN HUF CZK ILS".split()
)


@dataclass(slots=True)
class _Draft:
    """A mention in the making: offsets of the quantity and of the span as it grows."""

    text: str
    floor: int  # where the mention before ends
    number: int  # where the quantity starts
    start: int
    end: int
    reading: Reading
    unit: Unit | None = None
    implicit: bool = False
    scale: bool = False
    per: str | None = None
    lead: bool = False  # a currency stands in front
    level: bool = False  # 级, 以上 … stand behind
    hedged: bool = False
    quantity: str = ""


def find(text: str) -> list[Entity]:
    """The amounts of money in a Chinese text, in order."""
    folded = numerals_zh.fold(text).translate(_FORMS)
    suffixes, prefixes = words("zh", "sign"), words("zh", "sign")
    drafts: list[_Draft] = []
    before: tuple[int, int] | None = None  # the quantity before, for ranges
    done = 0
    for match in SCAN.finditer(folded):
        start, end = match.span()
        if start < done:
            continue
        if folded.startswith("慕大", end) and folded[end - 1] == "百":
            end -= 1  # 5百慕大元 are five dollars of Bermuda
        here = _skip(folded, end)
        worth_a_look = (
            (here < len(folded) and (folded[here] in suffixes.firsts or folded[here] == "块"))
            or not _MAGNITUDES.isdisjoint(folded[start:end])
            or (start and (folded[start - 1] in prefixes.lasts or folded[start - 1] in _BLANKS))
        )
        draft = _draft(folded, done, start, end) if worth_a_look else None
        if draft is not None:
            draft = _with_range(draft, before, drafts)
        if draft is None:
            before = (start, end)
            continue
        drafts.append(draft)
        before = (draft.number, draft.end)
        done = draft.end
    return [_entity(text, draft) for draft in drafts]


def _entity(text: str, draft: _Draft) -> Entity:
    unit = draft.unit
    value: Money = money(
        draft.reading,
        currency=unit.code if unit else "CNY",
        implicit=draft.implicit,
        scale=draft.scale,
        per=draft.per,
    )
    return Entity(
        Span(draft.start, draft.end), "MONEY", text[draft.start : draft.end], None, value, None, SOURCE
    )


def _skip(text: str, at: int) -> int:
    """Over a blank or a line end, two at most."""
    stop = min(len(text), at + 2)
    while at < stop and text[at] in _BLANKS:
        at += 1
    return at


def _back(text: str, at: int) -> int:
    stop = max(0, at - 2)
    while at > stop and text[at - 1] in _BLANKS:
        at -= 1
    return at


def _draft(text: str, floor: int, start: int, end: int) -> _Draft | None:
    """The mention around the quantity at ``start:end``, or None where it is no money."""
    reading = None if text[start] == "数" else read(text[start:end])
    if reading is None:
        start = _real_start(text, start, end)
        reading = read(text[start:end])
    if reading is None:
        return None
    quantity = text[start:end]
    draft = _Draft(text, floor, start, start, end, reading, quantity=quantity)
    lead = _lead(text, start, quantity)
    if lead is not None and lead[0] < floor:
        lead = None
    behind = _unit_behind(draft, after_lead=lead is not None)
    if behind is None and lead is None:
        return _implicit(draft)
    if behind is not None:
        draft.end, draft.unit = behind
    if lead is not None:
        draft.start, unit, hedge = lead
        draft.lead = True
        if hedge is not None:
            reading = reading.bounded(hedge.bound, approx=hedge.approx)
        draft.unit = unit if draft.unit is None or _generic(text, draft) else draft.unit
    assert draft.unit is not None
    draft.reading = reading.scaled(draft.unit.worth)
    _mend(draft)
    if behind is not None:
        _tail(draft)
    _right(draft)
    _left(draft)
    if draft.reading.bare and not _bare_is_money(draft):
        return None
    return None if _is_denominator(draft) else draft


def _real_start(text: str, start: int, end: int) -> int:
    """数 and 几 that end another word (户数, 总数) are not part of the quantity; a run of words and digits
    that cannot be read is cut before its last figure."""
    if text[start] == "数" and start and text[start - 1] in "总指户人次个倍基参函变系多少件台单岁套":
        return start + 1
    if read(text[start:end]) is None:
        last = re.search(rf"{numerals_zh.ARABIC}[十百千万亿兆余多来]*$", text[start:end])
        if last:
            return start + last.start()
    return start


def _lead(text: str, start: int, quantity: str) -> tuple[int, Unit, around.Hedge | None] | None:
    """A currency in front: 人民币50元, US$, 港币. Words that are also a rate's other side (美元) need a magnitude."""
    at = _back(text, start)
    hedge = None
    hit = words("zh", "sign").before(text, at)
    if hit is None:  # 人民币约5亿元
        hedged = around.hedge_before(text, at, bare=False)
        if hedged is None or not hedged[1].inside:
            return None
        hedge, at = hedged[1], _back(text, hedged[0])
        hit = words("zh", "sign").before(text, at)
        if hit is None:
            return None
    begin, unit = hit
    form = text[begin:at]
    if form.isascii() and form.isalnum():
        if begin and text[begin - 1].isascii() and text[begin - 1].isalnum():
            return None
        if form not in _SAFE_CODES and not set(quantity) & set("万亿兆"):
            return None
    elif not _WORD_PREFIXES.search(form) and not set(quantity) & set("万亿兆"):
        return None
    if form in ("元", "圆", "镑", "欧", "铢", "角", "毛", "分", "毫") or unit.minor:
        return None
    return begin, unit, hedge


def _generic(text: str, draft: _Draft) -> bool:
    """Is the unit behind plain 元, which the currency in front makes precise?"""
    return draft.unit is not None and draft.unit.code == "CNY" and draft.unit.worth == 1


def _unit_behind(draft: _Draft, *, after_lead: bool) -> tuple[int, Unit] | None:
    """End and unit of the currency word behind the quantity, when it is one here."""
    text, at = draft.text, _skip(draft.text, draft.end)
    hit = words("zh", "sign").at(text, at)
    if text.startswith("块", at):
        return _kuai(draft, at)
    if hit is None:
        return None
    end, unit = hit
    form = text[at:end]
    magnitude = bool(set(draft.quantity) & set("万亿兆"))
    if form.isascii() or not around.re.match(r"[\u3400-\u9fff]", form):
        following = text[end : end + 1]
        joined = following.isascii() and following.isalnum()
        if joined or (form not in _SAFE_CODES and form not in ("$", "€", "£", "US$")) or after_lead:
            return None
        return end, unit
    trap = around.AFTER_TRAPS.get(form)
    if trap and trap.match(text, end):
        return None
    if form in around.NEEDS_MAGNITUDE and not magnitude:
        return None
    if form in around.NEEDS_MONEY_WORD:
        return _coin(draft, end, unit, form)
    if form == "人民币" and not set(draft.quantity) & set("十百千万亿兆0123456789"):
        return None  # 李四人民币: the figure is the end of a name
    if form == "元":
        return _yuan(draft, at, end, unit)
    return end, unit


def _coin(draft: _Draft, end: int, unit: Unit, form: str) -> tuple[int, Unit] | None:
    """毛, 角, 分 alone count many things; money only as 五毛钱."""
    text = draft.text
    if form == "圆":
        return (
            (end, unit) if re.match(r"整|$|[，。；）)]|[一二三四五六七八九]角", text[end : end + 2]) else None
        )
    if text.startswith("钱", end):
        window = text[max(0, draft.number - 9) : draft.number]
        none = draft.quantity == "一" and around.NOT_A_CENT.search(window)
        return None if none or around.IDIOM.match(text, draft.number) else (end + 1, unit)
    if form == "毛" and len(draft.quantity) == 1:
        return _mao(draft, end, unit)
    coins = tail_at(text, end, kuai=False) if form in "角毛" else None
    return (end, unit) if coins is not None and text.startswith("钱", coins[0]) else None


def _mao(draft: _Draft, end: int, unit: Unit) -> tuple[int, Unit] | None:
    """六毛 at the end of a clause after a price word; 三毛 the writer is none."""
    text = draft.text
    stop = end + 1 if re.match("[一二三四五六七八九5]", text[end : end + 1]) else end
    window = text[max(0, draft.number - 8) : draft.number]
    if re.match(r"$|[，。；！？、,;!?）)]", text[stop : stop + 1]) and around.MAO_BEFORE.search(window):
        return end, unit
    return None


def _yuan(draft: _Draft, at: int, end: int, unit: Unit) -> tuple[int, Unit] | None:
    text, quantity = draft.text, draft.quantity
    if (len(quantity) == 1 and quantity in "一二两三四五六七八九零") or quantity == "0":
        if not around.SINGLE_YUAN_AFTER.match(text, end) or around.YUAN_TRAPS.match(text, at):
            return None
    elif around.YUAN_TRAPS.match(text, at):
        return None
    hit = words("zh", "sign").at(text, end)  # 3万元欧元: the second word is the precise one
    if hit is not None and hit[0] - end >= 2 and not hit[1].minor and "元" not in text[end : end + 1]:
        if not text[end : hit[0]].isascii() and not re.match(
            r"(?:汇率|升值|债券|贷款|指数)", text[hit[0] : hit[0] + 2]
        ):
            return hit
    return end, unit


def _kuai(draft: _Draft, at: int) -> tuple[int, Unit] | None:
    """块 counts land and screens too: money with 钱, with coins behind it, or at a clause's end after a price word."""
    text = draft.text
    unit = Unit("CNY", ONE)
    end = at + 1
    if re.match(r"多?钱", text[end : end + 2]) or tail_at(text, end, kuai=True):
        return end, unit
    window = text[max(0, draft.number - 8) : draft.number]
    if around.KUAI_AFTER.match(text, end) and around.PRICE_BEFORE.search(window):
        return end, unit
    return None


def _mend(draft: _Draft) -> None:
    """Takes in the head of a figure that scanning tore apart, flagged as repaired."""
    text, start = draft.text, draft.number
    if not start or text[start - 1] not in TEAR_CHARACTERS or not text[start].isdigit() or draft.lead:
        return
    torn = torn_head(text, start)
    if draft.unit is None:
        return
    if torn is None:
        _headless(draft)
        return
    at, head, tear = torn
    if at < draft.floor:
        return
    reading = mended(head, tear, draft.quantity)
    if reading is None:
        return
    draft.reading = reading.scaled(draft.unit.worth)
    if "\n" in tear and not tear.strip():
        return  # kept to the last line's figure; the joined one is among the alternatives
    draft.number = draft.start = at
    lead = _lead(text, at, draft.quantity)
    if lead is not None:
        draft.start, draft.unit, draft.lead = lead[0], lead[1], True


def _headless(draft: _Draft) -> None:
    """ ".2亿元": the figure before the point is lost; the reading without the point is flagged."""
    if draft.text[draft.number - 1] not in ".·．" or draft.unit is None:
        return
    other = read(f"0.{draft.quantity}") if "." not in draft.quantity else None
    value = other.scaled(draft.unit.worth).amount if other is not None else None
    draft.reading = replace(draft.reading, repaired=True, alternatives=() if value is None else (value,))


def _tail(draft: _Draft) -> None:
    """Coins behind: 五元三毛, 8块5, 两美元又三美分; then 钱, 整."""
    assert draft.unit is not None
    last = draft.text[draft.end - 1]
    tail = tail_at(draft.text, draft.end, kuai=last in "块毛")
    if tail is not None and draft.reading.amount is not None:
        draft.end, share = tail
        share = times(share, draft.unit.worth) if last == "毛" else share
        draft.reading = replace(draft.reading, amount=plus(draft.reading.amount, share))
    if draft.text.startswith("多钱", draft.end):
        draft.end += 2
        draft.reading = draft.reading.bounded("lower", approx=True)
    if draft.text.startswith("钱", draft.end) and draft.text[draft.end - 1] in "元块角毛分多0123456789五":
        draft.end += 1
    if draft.text.startswith(("整", "正"), draft.end) and not re.match(
        r"[正整][在式常个体]", draft.text[draft.end : draft.end + 2]
    ):
        draft.end += 1


def _right(draft: _Draft) -> None:
    """以上, 左右, 级, the denominator, and whether the whole is a class."""
    text = draft.text
    per = around.PER_AFTER.match(text, draft.end)
    if per is not None:
        draft.per, draft.end = per["per"], per.end()
    after = around.AFTER.match(text, draft.end)
    if after is not None:
        draft.end = after.end()
        draft.level = True
        if after["about"]:
            draft.reading = draft.reading.bounded(None, approx=True)
        else:
            draft.reading = draft.reading.bounded("lower" if after["lower"] else "upper", approx=False)
            draft.scale = around.CLASS_AFTER.match(text, draft.end) is not None
    elif (level := re.match(r"量级|级(?!别)", text[draft.end : draft.end + 2])) is not None:
        draft.end += 1 if level.group() == "级" else 0
        draft.scale = draft.level = True
    elif _only_units(draft.quantity) and around.CLASS_RIGHT_AFTER.match(text, draft.end):
        draft.scale = True


def _only_units(quantity: str) -> bool:
    """百亿, 十亿: a magnitude without a figure can name a class."""
    return not quantity.strip("十百千万亿")


def _left(draft: _Draft) -> None:
    """Hedges in front go into the span, verbs only into the value; then the denominator."""
    text = draft.text
    for _ in range(2):
        at = _back(text, draft.start)
        hit = around.hedge_before(text, at, bare=draft.reading.bare)
        if hit is None:
            break
        start, hedge = hit
        if start < draft.floor:
            break
        draft.reading = draft.reading.bounded(hedge.bound, approx=hedge.approx)
        draft.hedged = True
        if not hedge.inside:
            break
        draft.start = start
    negative = around.NEGATIVE_BEFORE.search(text[max(0, draft.number - 2) : draft.number])
    if negative and draft.floor < draft.start == draft.number and draft.reading.amount is not None:
        draft.start -= 1
        draft.reading = replace(draft.reading, amount=-draft.reading.amount)
    if draft.per is None:
        draft.per = around.per_before(text, draft.start)


def _bare_is_money(draft: _Draft) -> bool:
    """亿元 without a figure: money as 亿元以上, 上亿元, 亿元级, 百亿元; a header or a denominator as （万元）, 每万元."""
    if draft.level or draft.hedged or draft.scale or draft.lead:
        return True
    text = draft.text
    if len(draft.quantity.strip()) == 1 or draft.quantity in ("万亿",):
        return False
    header = around.HEADER_BEFORE.search(text[max(0, draft.start - 4) : draft.start])
    return header is None or around.HEADER_AFTER.match(text, draft.end) is None


def _is_denominator(draft: _Draft) -> bool:
    return around.DENOMINATOR_BEFORE.search(draft.text[max(0, draft.start - 2) : draft.start]) is not None


def _implicit(draft: _Draft) -> _Draft | None:
    """An amount or a class without a currency word, where the context says money: 投资4120亿, 千亿级."""
    text, quantity = draft.text, draft.quantity
    if not set(quantity) & set("万亿"):
        return None
    draft.implicit = True
    level = re.match(r"量级|级(?!别)", text[draft.end : draft.end + 2])
    if level is not None:
        end = draft.end + level.end()
        large = quantity[-1] == "亿"
        if around.NOT_MONEY_CLASS.match(text, end) or not (large or around.MONEY_CLASS.match(text, end)):
            return None
        if large and quantity == "亿" and not around.MONEY_CLASS.match(text, end):
            return None
        draft.end, draft.scale = (end if level.group() == "级" else draft.end), True
        _left(draft)
        return draft
    if quantity[-1] == "亿" and draft.reading.bare and around.CLASS_RIGHT_AFTER.match(text, draft.end):
        if around.NOT_MONEY_CLASS.match(text, draft.end) or quantity == "亿":
            return None
        draft.scale = True
        _left(draft)
        return draft
    return _implicit_amount(draft)


def _implicit_amount(draft: _Draft) -> _Draft | None:
    text = draft.text
    _left(draft)
    window = text[max(0, draft.start - around.MONEY_WINDOW) : draft.start]
    noun = around.MONEY_AFTER.match(text, draft.end)
    if noun is None:
        if not around.CLAUSE_END.match(text, draft.end):
            return None
        if not around.MONEY_BEFORE.search(window) and not _threshold(draft):
            return None
    bare = draft.reading.bare and not draft.hedged
    if bare and not around.MONEY_BEFORE.search(window) and not _threshold(draft):
        return None
    after = around.AFTER.match(text, draft.end)
    if after is not None:
        _right(draft)
    return None if _is_denominator(draft) else draft


def _threshold(draft: _Draft) -> bool:
    """迈过百亿, with money named shortly before."""
    if "亿" not in draft.quantity:
        return False
    near = draft.text[max(0, draft.start - around.NEAR_WINDOW) : draft.start]
    return around.THRESHOLD_BEFORE.search(near) is not None and around.MONEY_NEAR.search(near) is not None


def _with_range(draft: _Draft, before: tuple[int, int] | None, drafts: list[_Draft]) -> _Draft | None:
    """Joins the quantity before, when a connector alone stands between: 3-5亿元, 3亿元至5亿元."""
    if before is None:
        return draft
    text = draft.text
    at = draft.start if draft.start >= before[1] else draft.number
    if at == 0 or text[at - 1] not in _CONNECT_LASTS:
        return draft
    connect = _CONNECT.fullmatch(text, before[1], at)
    if connect is None:
        return draft
    listed = connect.group().strip() == "、"
    if drafts and drafts[-1].end == before[1]:
        return draft if listed else _join_mentions(drafts, draft)
    return _join_quantity(draft, before, listed=listed)


def _join_mentions(drafts: list[_Draft], draft: _Draft) -> _Draft:
    """3亿元至5亿元: two amounts in one currency are one range, unless 从 … 到 tells of a change."""
    first = drafts[-1]
    text = draft.text
    change = re.search(r"[从由]$", text[: first.start][-1:]) and not text.startswith("不等", draft.end)
    same = first.unit == draft.unit or (first.implicit and draft.unit is not None)
    a, b = first.reading.amount, draft.reading.amount
    if a is None and b is None and first.reading.approx and draft.reading.approx:
        a, b = first.reading.low, draft.reading.high  # 数亿元至数十亿元
    if change or not same or a is None or b is None or not a < b:
        return draft
    drafts.pop()
    draft.start, draft.number = first.start, first.number
    draft.reading = Reading(low=a, high=b, approx=first.reading.approx or draft.reading.approx)
    draft.per = draft.per or first.per
    return draft


def _join_quantity(draft: _Draft, before: tuple[int, int], *, listed: bool) -> _Draft:
    """3-5亿元: the first figure shares the magnitude, unless it is larger than the second without it."""
    text = draft.text
    start = _real_start(text, *before)
    quantity = text[start : before[1]]
    low = _shared(quantity, draft)
    if low is None or (listed and not _neighbours(quantity, draft.quantity)):
        return draft
    if re.search(r"[A-Za-z]$|第$", text[max(0, start - 1) : start]) and not _lead(text, start, quantity):
        return draft
    draft.reading = Reading(
        low=low,
        high=draft.reading.amount,
        approx=draft.reading.approx or listed,
        repaired=draft.reading.repaired,
    )
    draft.start = draft.number = start
    lead = _lead(text, start, quantity)
    if lead is not None and draft.unit is not None:
        draft.start = lead[0]
        draft.unit = lead[1] if _generic(text, draft) else draft.unit
    _left(draft)
    return draft


def _neighbours(first: str, second: str) -> bool:
    """三、四亿元 and 8、9百万元 mean 3 to 4; other lists (3、5亿元) are not a range."""
    a, b = first.translate(_CN_DIGITS), second.translate(_CN_DIGITS)
    return (
        len(a) == 1 and a.isdigit() and b[:1].isdigit() and int(a) + 1 == int(b[0]) and not b[1:2].isdigit()
    )


def _shared(quantity: str, draft: _Draft) -> Decimal | None:
    first, high = read(quantity), draft.reading.amount
    if first is None or first.amount is None or high is None or (draft.unit is None and not draft.implicit):
        return None
    worth = draft.unit.worth if draft.unit else ONE
    plain_low = times(first.amount, worth)
    units = tail_units(draft.quantity)
    if units and not tail_units(quantity):
        shared = read(quantity + units)
        if shared and shared.amount is not None and times(shared.amount, worth) < high:
            return times(shared.amount, worth)
    if plain_low < high and high <= times(plain_low, _RANGE_RATIO):
        return plain_low
    return None

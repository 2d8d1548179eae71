"""English amounts of money."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from tzcorpus.annotate import money_words_en as around
from tzcorpus.annotate.money_currencies import Unit, words
from tzcorpus.annotate.money_quantity_en import SCAN, magnitude, read
from tzcorpus.annotate.money_reading import Reading, money
from tzcorpus.language import numerals_en
from tzcorpus.language.exact import ONE, ZERO, place, plus, times
from tzcorpus.records import Entity, Span

SOURCE = "rule:money-en"
# ISO codes that are read in lower case too and beside any figure.
_SAFE_CODES = frozenset(
    "usd eur gbp jpy cny cnh rmb hkd sgd aud chf krw twd ntd nzd thb inr rub myr idr vnd sek nok dkk aed sar zar brl "
    "mxn pln huf czk ils".split()
)
# Codes that are English words or brands: never in front of a figure.
_WORD_CODES = frozenset("ALL TOP CUP PEN SOS SIT BAM MOP GEL BOB NIO AMD ANG ARS LAK STN ERN US".split())
# Letters in front of $; a letter that is not here leaves the currency open rather than wrong.
_DOLLARS = {
    "us": "USD", "u.s.": "USD", "u.s": "USD", "hk": "HKD", "nt": "TWD", "s": "SGD", "sg": "SGD", "a": "AUD", "au": "AUD",
    "c": "CAD", "ca": "CAD", "can": "CAD", "cdn": "CAD", "nz": "NZD", "r": "BRL", "mex": "MXN", "mx": "MXN", "mop": "MOP", "j": "JMD",
    "ec": "XCD", "bz": "BZD", "tt": "TTD", "n": "NAD", "l": "LRD", "g": "GYD", "fj": "FJD", "bds": "BBD", "z": "ZWL",
    "b": "BND", "ci": "KYD", "bd": "BMD", "si": "SBD", "cad": "CAD", "aud": "AUD", "usd": "USD", "sgd": "SGD", "hkd": "HKD",
}  # fmt: skip
_LEAD = re.compile(
    r"(?:(?<![A-Za-z])(?P<letters>[A-Za-z]{1,3}|[Uu]\.[Ss]\.?)[ \u00a0]?)?\$$|(?P<sign>(?:CN|RMB|JP|J)?[¥￥]|[€£₩₹₽₺₫฿₱₪₴₦₸₮₡₲₵₭₼₾])$"
    r"|(?<![A-Za-z])(?P<code>[A-Za-z]{3}|RM|Rp|Rs\.?|Dhs?\.?)$"
)
_LEAD_WINDOW = 6
_SCALE_LETTERS = {"M": 10**6, "k": 10**3, "K": 10**3, "B": 10**9, "T": 10**12}
_SCALED_CODE = re.compile(r"([MkKBT])(USD|EUR|CNY|RMB|GBP|JPY|HKD|SEK|NOK|DKK|AUD|CAD|CHF)\b")
_CONNECT = re.compile(r"\s*(?:-{1,2}|–|—|~|−|\bto\b|\bthrough\b|\bor\b)\s*", re.IGNORECASE)
_CONNECT_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_CHANGE = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_RANGING = re.compile(
    r"\b(?:rang\w+|anywhere|varying|vary|varies|priced|of|quotes?|costs?|prices|spans?)\s+from\s+$",
    re.IGNORECASE,
)
_RANGE_RATIO = Decimal(1000)
_NEIGHBOURS = Decimal(2)
_LARGE = re.compile(r"(?:million|billion|trillion|mn|bn|tn)$", re.IGNORECASE)
_JOINT = re.compile(r"[\s\u00a0]{0,2}-?[\s\u00a0]{0,2}")
_SPLIT = re.compile(r"\d[\d,]*(?:\.\d+)?$")


@dataclass(slots=True)
class _Draft:
    """A mention in the making."""

    text: str
    floor: int  # where the mention before ends
    number: int
    start: int
    end: int
    quantity: str
    reading: Reading
    unit: Unit
    lead: bool
    scale: bool = False
    per: str | None = None
    hyphen: bool = False
    implicit: bool = False


def find(text: str) -> list[Entity]:
    """The amounts of money in an English text, in order."""
    drafts: list[_Draft] = []
    before: tuple[int, int] | None = None
    done = 0
    for match in SCAN.finditer(text):
        start, end = match.span()
        if start < done:
            continue
        draft = _draft(text, done, start, end)
        if draft is None and drafts and before and drafts[-1].end == before[1] and drafts[-1].lead:
            if _extends(text, drafts[-1], start, end):
                before = (drafts[-1].number, drafts[-1].end)
                done = drafts[-1].end
                continue
        if draft is None:
            before = (start, end)
            continue
        draft = _with_range(draft, before, drafts)
        drafts.append(draft)
        before = (draft.number, draft.end)
        done = draft.end
    return [_entity(text, draft) for draft in drafts]


def _entity(text: str, draft: _Draft) -> Entity:
    value = money(
        draft.reading, currency=draft.unit.code, implicit=draft.implicit, scale=draft.scale, per=draft.per
    )
    return Entity(
        Span(draft.start, draft.end), "MONEY", text[draft.start : draft.end], None, value, None, SOURCE
    )


def _draft(text: str, floor: int, start: int, end: int) -> _Draft | None:
    """The mention around the quantity at ``start:end``, or None where it is no money."""
    lead = _lead(text, start, end)
    if lead is not None and lead[0] < floor:  # the sign belongs to the figure before: 10 $ 30 $
        lead = None
    behind = _unit_behind(text, start, end, leading=lead is not None)
    if lead is None and behind is None:
        return _implicit(text, floor, start, end)
    quantity = text[start:end]
    stop = end
    if lead is None and behind is not None:
        stop = behind[0]
    reading = read(quantity, letters=True)
    if reading is None:
        cut = _readable_end(text, start, end, lead is not None)
        if cut is None:
            return None
        start, end, reading = cut
        stop = end if lead is not None else stop
        quantity = text[start:end]
    unit = lead[1] if lead is not None else behind[1] if behind is not None else Unit(None, ONE)
    draft = _Draft(
        text, floor, start, start, stop, quantity, reading.scaled(unit.worth), unit, lead is not None
    )
    if lead is not None:
        draft.start = lead[0]
        _trailing_code(draft)
    else:
        draft.hyphen = "-" in text[end:stop]
        _drop_article(draft)
    _mend(draft)
    _coins(draft)
    _right(draft)
    _left(draft)
    if _is_denominator(draft):
        return None
    return None if draft.reading.bare and not _bare_is_money(draft) else draft


def _is_denominator(draft: _Draft) -> bool:
    """for every 10,000 yuan of output, in billions of yuan: a unit, not an amount."""
    window = draft.text[max(0, draft.start - 10) : draft.start]
    if around.HEADER_BEFORE.search(window) and around.MANY.match(draft.quantity):
        return True
    return around.DENOMINATOR_BEFORE.search(window) is not None


def _drop_article(draft: _Draft) -> None:
    """The article of "a trillion-yuan city" belongs to the city."""
    article = re.match(r"an?\s+", draft.quantity, re.IGNORECASE)
    if draft.hyphen and article is not None:
        draft.start = draft.number = draft.start + article.end()
        draft.quantity = draft.quantity[article.end() :]
        draft.reading = replace(draft.reading, bare=True)
        return
    counted = around.COUNTED.match(draft.quantity) if draft.hyphen else None
    if counted is not None and around.PLURAL_CLASS.match(draft.text, draft.end):
        draft.start = draft.number = draft.start + counted.start(2)
        draft.quantity = counted[2]
        one = read(counted[2], letters=False)
        draft.reading = one.scaled(draft.unit.worth) if one else draft.reading


def _bare_is_money(draft: _Draft) -> bool:
    """A magnitude without a figure: billion-dollar, the trillion yuan mark; not the header "million yuan"."""
    if around.IDIOM_AFTER.match(draft.text, draft.end):
        return False
    if draft.hyphen or draft.scale or draft.start != draft.number:
        return True
    return around.MARK_AFTER.match(draft.text, draft.end) is not None


def _implicit(text: str, floor: int, start: int, end: int) -> _Draft | None:
    """An investment of 4.1 billion: no currency word, but the clause is about money and ends here."""
    quantity = text[start:end]
    level = around.LEVEL.match(text, end)
    if level is not None and level.group().startswith("-") and _LARGE.search(quantity):
        return _implicit_class(text, floor, start, end, level.end())
    if not _LARGE.search(quantity) or not around.CLAUSE_END.match(text, end):
        return None
    reading = read(quantity, letters=False)
    if reading is None or reading.amount is None or reading.bare:
        return None
    draft = _Draft(text, floor, start, start, end, quantity, reading, Unit("CNY", ONE), False, implicit=True)
    _left(draft)
    window = text[max(0, draft.start - around.MONEY_WINDOW) : draft.start]
    return draft if around.MONEY_BEFORE.search(window) else None


def _implicit_class(text: str, floor: int, start: int, end: int, stop: int) -> _Draft | None:
    """100-billion-level industries."""
    reading = read(text[start:end], letters=False)
    if reading is None or around.CLASS_AFTER.match(text, stop) is None:
        return None
    unit = Unit("CNY", ONE)
    return _Draft(
        text, floor, start, start, stop, text[start:end], reading, unit, False, scale=True, implicit=True
    )


def _readable_end(text: str, start: int, end: int, lead: bool) -> tuple[int, int, Reading] | None:
    """Of a run of several numerals the one that touches the currency: the first after a sign, else the last."""
    pieces = list(numerals_en.readable(text[start:end], start))
    if not pieces:
        return None
    left, right, value, _ = pieces[0] if lead else pieces[-1]
    return left, right, Reading(amount=value)


def _lead(text: str, start: int, end: int) -> tuple[int, Unit] | None:
    """Start and unit of the sign or code in front of the figure, a hedge between them aside."""
    at = start
    while at and start - at < 2 and text[at - 1] in " \u00a0\n":
        at -= 1
    if not at:
        return None
    last = text[at - 1]
    if last.isalnum() and not last.isascii():
        return None
    match = _LEAD.search(text, max(0, at - _LEAD_WINDOW), at)
    if match is None or not text[start].isdigit():
        return None
    if match["sign"]:
        sign = match["sign"].replace("￥", "¥")
        return match.start(), words("sign").units.get(sign, Unit("CNY", ONE))
    if match["code"]:
        return _code_lead(text, match, start, end)
    letters = (match["letters"] or "").lower()
    if not letters:
        return match.start(), Unit("USD", ONE)
    if letters in _DOLLARS and not (letters == "a" and match["letters"] == "a"):
        return match.start(), Unit(_DOLLARS[letters], ONE)
    spaced = text[match.end("letters")] != "$"
    if spaced:  # "for $5": an ordinary word
        return match.end() - 1, Unit("USD", ONE)
    return match.start(), Unit(None, ONE)


def _code_lead(text: str, match: re.Match[str], start: int, end: int) -> tuple[int, Unit] | None:
    code = match["code"]
    unit = words("sign").units.get(code) or words("sign").units.get(code.upper())
    if code in ("Dh", "Dhs", "Dhs.", "Dh."):
        unit = Unit("AED", ONE)
    if unit is None or code in _WORD_CODES:
        return None
    safe = code.lower() in _SAFE_CODES or code in ("RM", "Rp", "Rs", "Rs.", "Dhs", "Dh")
    if not safe and not (code.isupper() and _formal(text[start:end])):
        return None
    return match.start(), unit


def _formal(quantity: str) -> bool:
    """Is the figure written as sums are: with a magnitude, in groups of three, or to the cent?"""
    return bool(magnitude(quantity)) or re.search(r",\d{3}|\.\d\d$", quantity) is not None


@cache
def _first_words() -> frozenset[str]:
    return frozenset(re.split(r"[\s-]", form)[0] for form in words("en").units) | _SAFE_CODES


_WORDS_BEHIND = re.compile(r"[^\W\d_][\w.'’ʻ&-]*(?:[ \u00a0\n][^\W\d_][\w.'’ʻ&-]*|[ ]&){0,5}")


def _unit_behind(text: str, start: int, end: int, *, leading: bool) -> tuple[int, Unit] | None:
    """End and unit of the currency word behind the quantity."""
    joint = _JOINT.match(text, end)
    at = joint.end() if joint else end
    if text[start:end].lower() == "half":  # half a yuan
        article = re.match(r"an?\s+", text[at : at + 4])
        at += article.end() if article else 0
    if at >= len(text) or leading:
        return None
    if not text[at].isalnum() or text[at] > "\u02af":
        return _sign_behind(text, start, end, at)
    match = _WORDS_BEHIND.match(text, at)
    if match is None:
        return None
    scaled = _SCALED_CODE.match(text, at)
    if scaled:
        unit = words("sign").units[scaled[2]]
        return scaled.end(), Unit(unit.code, Decimal(_SCALE_LETTERS[scaled[1]]))
    return _longest_unit(text, start, end, at, match.group())


def _sign_behind(text: str, start: int, end: int, at: int) -> tuple[int, Unit] | None:
    """10 €, 100 ₡, 100元; not the sign that leads the next figure."""
    hit = words("sign", "zh").at(text, at)
    if hit is None or not text[start].isdigit() or "\n" in text[end:at] or "-" in text[end:at]:
        return None
    if re.match(r"[ \u00a0]?\d", text[hit[0] : hit[0] + 2]) and not re.match(
        r"[ \u00a0]?\d+\s*[$€£]", text[hit[0] : hit[0] + 12]
    ):
        return hit if re.match(r" \d+ (?:cents?|dollars?)\b", text[hit[0] : hit[0] + 12]) else None
    return hit


def _longest_unit(text: str, start: int, end: int, at: int, run: str) -> tuple[int, Unit] | None:
    """The longest currency name at the start of ``run``, unless it only looks like one."""
    head = re.split(r"[\s\u00a0-]|['’]s\b", run.lower(), maxsplit=1)[0]
    if head.rstrip(".,") not in _first_words() and head not in _first_words() and not _code_like(head):
        return None
    stops = [m.start() for m in re.finditer(r"[\s\u00a0-]|$|(?<=\w)[.'’](?!\w)|['’]s\b", run)]
    for stop in sorted(set(stops), reverse=True):
        form = re.sub(r"[\s\u00a0-]+", " ", run[:stop].lower())
        unit = words("en").units.get(form)
        if unit is None and re.fullmatch(r"[a-z]{3}", form):
            unit = _code_behind(run[:stop], text[start:end])
        if unit is not None and _is_unit(text, start, end, at + stop, form):
            return at + stop, unit
    return None


def _code_like(word: str) -> bool:
    return len(word) == 3 and word.upper() in words("sign").units


def _code_behind(code: str, quantity: str) -> Unit | None:
    unit = words("sign").units.get(code.upper())
    if unit is None or (code.lower() not in _SAFE_CODES and not code.isupper()):
        return None
    if code.lower() in _SAFE_CODES or _formal(quantity) or (quantity.isdigit() and code not in _WORD_CODES):
        return unit
    return None


def _is_unit(text: str, start: int, end: int, stop: int, form: str) -> bool:
    """Is the word really a currency here? Short words need a figure that looks like a sum."""
    if around.looks_alike(text, stop, form):
        return False
    quantity = text[start:end]
    formal = _formal(quantity) or bool(re.match(r"(?:several|a\s+few|multi|\w+s\b)", quantity, re.IGNORECASE))
    if form in around.NEVER_ALONE and not formal:
        return False
    if form in ("real", "sum", "som", "sol", "ore", "sen", "punt", "dram", "drams", "mao"):
        return False
    if form in ("pound", "pounds"):
        price = around.price_before(text, start)
        return (formal or price) and around.WEIGHT_AFTER.match(text, stop) is None
    if form == "cent":
        return text[stop - 4] == "c"  # 50 Cent is a singer
    if form in ("mark", "marks", "crown", "crowns", "won", "sterling"):
        return formal
    if form in around.NEEDS_MAGNITUDE and not formal:
        return form in around.CLEAR_WITH_DIGITS and text[start].isdigit()
    return True


def _trailing_code(draft: _Draft) -> None:
    """$5 million USD, RMB 5 million yuan: a second word for the currency belongs to the amount."""
    text = draft.text
    match = re.match(
        r"[ \u00a0]?(USD|US\s+dollars?|dollars|yuan|RMB|CNY|HKD|AUD|CAD|SGD|NZD|euros?|EUR|pounds|GBP)\b",
        text[draft.end : draft.end + 12],
    )
    if match is None:
        return
    form = match.group(1)
    unit = words("sign").units.get(form) or words("en").units.get(form.lower())
    if unit is None:
        return
    if unit.code == draft.unit.code or draft.text[draft.start : draft.number].strip() == "$":
        draft.end += match.end()
        draft.unit = unit


def _mend(draft: _Draft) -> None:
    """Figures that scanning tore apart: "$12. 3 billion", "256. 23 billion yuan"; flagged as repaired."""
    if draft.lead:
        _mend_right(draft)
    elif draft.text[draft.number].isdigit():
        _mend_left(draft)


_TORN_RIGHT = re.compile(
    r"(?:\s?\.\s(\d+)|\s\.(\d+)|,\s(\d{3})(?!\d))((?:\s?(?:thousand|million|billion|trillion|bn|mn)\b)?)",
    re.IGNORECASE,
)
_TORN_LEFT = re.compile(
    r"(?<![\d.,])(?P<lead>[$€£¥]?\s?)(?P<head>\d{1,3}(?:,\d{3})*|\d{1,9})(?:(?P<point>\s?\.\s|\s\.)|(?P<comma>,\s))$"
)


def _mend_right(draft: _Draft) -> None:
    match = _TORN_RIGHT.match(draft.text, draft.end)
    head = draft.quantity.replace(",", "")
    if match is None or not head.isdigit():
        return
    digits, big = match[1] or match[2] or match[3], match[4].strip()
    if not big and not match[3]:
        return
    text = f"{head}{digits} {big}" if match[3] else f"{head}.{digits} {big}"
    best = read(text.strip(), letters=False)
    if best is None or best.amount is None or draft.reading.amount is None:
        return
    draft.reading = replace(best, repaired=True, alternatives=(draft.reading.amount,)).scaled(
        draft.unit.worth
    )
    draft.quantity = text
    draft.end = match.end()


def _mend_left(draft: _Draft) -> None:
    window = draft.text[max(0, draft.number - 20) : draft.number]
    match = _TORN_LEFT.search(window)
    if match is None or re.fullmatch(r"(?:19|20)\d\d", match["head"]):
        return
    digits = re.match(r"\d+", draft.quantity)
    if match["comma"] and (digits is None or len(digits.group()) != 3):
        return
    head = match["head"].replace(",", "")
    best = read(head + ("" if match["comma"] else ".") + draft.quantity, letters=True)
    if best is None or draft.reading.amount is None:
        return
    draft.reading = replace(
        best.scaled(draft.unit.worth), repaired=True, alternatives=(draft.reading.amount,)
    )
    draft.number = draft.start = draft.number - len(window) + match.start("head")


_COIN = re.compile(r"(?:,?\s+and\s+|,?\s+)(?=[\d\w])", re.IGNORECASE)
_COIN_WORD = re.compile(r"[\s-]?([a-z]+)(?: ([a-z]+))?")
_CLAUSE_END = re.compile(r"\s*(?:[.;!?]|$)")
_SPOKEN = frozenset("dollar dollars yuan kuai pound pounds euro euros mao".split())


def _coins(draft: _Draft) -> None:
    """3 dollars 50 cents, five dollars and thirty cents, thirteen dollars forty five."""
    for _ in range(2):
        if draft.unit.minor or draft.lead or draft.reading.amount is None or not _coin(draft):
            return


def _coin(draft: _Draft) -> bool:
    gap = _COIN.match(draft.text, draft.end)
    match = SCAN.match(draft.text, gap.end()) if gap else None
    value = numerals_en.parse(match.group()) if match else None
    if match is None or value is None or value >= 100 or value != value.to_integral_value():
        return False
    behind = _coin_unit(draft, match.end())
    if behind is None:
        return False
    draft.end, worth = behind
    assert draft.reading.amount is not None
    draft.reading = replace(draft.reading, amount=plus(draft.reading.amount, times(value, worth)))
    return True


def _coin_unit(draft: _Draft, at: int) -> tuple[int, Decimal] | None:
    """End and worth of the sub-unit at ``at``; hundredths are understood at the end of a clause."""
    match = _COIN_WORD.match(draft.text, at)
    for form, end in (
        (match and match[0].strip(" -"), match and match.end()),
        (match and match[1], match and match.end(1)),
    ):
        minor = words("en").units.get(form) if form else None
        if minor is not None and end and minor.minor and _same_money(draft.unit, minor):
            return end, minor.worth
    last = re.search(r"[a-z]+$", draft.text[max(0, draft.end - 8) : draft.end])
    figure = draft.text[draft.end : at]
    spoken = last is not None and last.group() in _SPOKEN and not re.search(r"\d|and", figure)
    if spoken and _CLAUSE_END.match(draft.text, at):
        return at, Decimal("0.01")
    return None


def _same_money(major: Unit, minor: Unit) -> bool:
    return major.code == minor.code or (minor.code == "USD" and minor.worth == Decimal("0.01"))


def _right(draft: _Draft) -> None:
    """or more, -plus, per mu, -level; and whether the whole is a class."""
    text = draft.text
    per = around.PER_AFTER.match(text, draft.end)
    if per is not None:
        draft.per, draft.end = around.per_name(per["per"] or per["any"]), per.end()
    apart = around.A_AFTER.match(text, draft.end) if per is None else None
    if apart is not None:
        draft.per = around.per_name(apart["per"])
    after = around.AFTER.match(text, draft.end)
    if after is not None:
        draft.end = after.end()
        bound = around.as_bound(after["lower"], after["upper"])
        draft.reading = draft.reading.bounded(bound, approx=bound is None)
    level = around.LEVEL.match(text, draft.end)
    if level is not None and (draft.hyphen or draft.reading.bare or "-" in level.group()):
        draft.end, draft.scale = level.end(), True
    elif draft.reading.amount is not None and (draft.reading.bare or draft.hyphen):
        classed = _round(draft) and around.CLASS_AFTER.match(text, draft.end)
        draft.scale = bool(classed or around.INDUSTRY_AFTER.match(text, draft.end))
    elif around.CLASS_WORD.match(text, draft.end):
        draft.scale = True


def _round(draft: _Draft) -> bool:
    """A class is named by a power of ten: trillion-yuan, 100-billion-yuan."""
    amount = draft.reading.amount
    return amount is not None and str(amount).strip("0") == "1"


def _left(draft: _Draft) -> None:
    """Hedges in front go into the span, verbs only into the value; then the denominator."""
    text = draft.text
    for _ in range(2):
        hit = around.hedge_before(text, draft.start)
        if hit is None:
            break
        start, hedge = hit
        if start < draft.floor:
            break
        draft.reading = draft.reading.bounded(hedge.bound, approx=hedge.approx)
        if not hedge.inside:
            break
        draft.start = start
    if draft.per is None:
        draft.per = around.per_before(text, draft.start)
    window = text[max(0, draft.start - around.CLASS_WINDOW) : draft.start]
    if (
        draft.reading.low is not None
        and draft.reading.amount is not None
        and around.CLASS_BEFORE.search(window)
    ):
        draft.scale = True
    minus = re.search(r"(?:(?<=[\s(])|^)(?:[-−]|minus\s)$", text[max(0, draft.start - 8) : draft.start])
    if (
        minus
        and draft.floor < draft.start
        and draft.start == (draft.start if draft.lead else draft.number)
        and draft.reading.amount is not None
        and draft.reading.amount != ZERO
    ):
        draft.start -= len(minus.group())
        draft.reading = replace(draft.reading, amount=-draft.reading.amount)


def _with_range(draft: _Draft, before: tuple[int, int] | None, drafts: list[_Draft]) -> _Draft:
    """Joins the figure before, when a connector alone stands between: $5-10 million, 3 to 5 billion yuan."""
    if before is None:
        return draft
    at = draft.start if draft.start >= before[1] else draft.number
    gap = draft.text[before[1] : at]
    if not gap or len(gap) > 9:
        return draft
    mentions = bool(drafts) and drafts[-1].end == before[1]
    start = drafts[-1].start if mentions else before[0]
    between = _BETWEEN.search(draft.text[max(0, start - 10) : start])
    if _CONNECT.fullmatch(gap) is None and not (between and _CONNECT_AND.fullmatch(gap)):
        return draft
    joined = _join_mentions(drafts, draft, gap) if mentions else _join_quantity(draft, before, gap)
    if between and joined.reading.amount is None:
        joined.start = min(joined.start, start - len(between.group()))
    return joined


def _join_mentions(drafts: list[_Draft], draft: _Draft, gap: str) -> _Draft:
    """$5 million to $10 million, and $5-10 million, where the sign covers both figures."""
    first = drafts[-1]
    a, b = first.reading.amount, draft.reading.amount
    window = draft.text[max(0, first.start - 24) : first.start]
    change = _CHANGE.search(window) and not _RANGING.search(window)
    if gap.strip().lower() == "or" or change or first.unit.code != draft.unit.code or a is None or b is None:
        return draft
    low = _shared_low(first.quantity, draft, a)
    if low is None:
        return draft
    drafts.pop()
    return _ranged(draft, low, first.start, first.number, per=first.per, approx=first.reading.approx)


def _extends(text: str, first: _Draft, start: int, end: int) -> bool:
    """$5-10 million: the sign in front covers the figure behind the connector too."""
    gap = text[first.end : start]
    a = first.reading.amount
    between = _BETWEEN.search(text[max(0, first.start - 10) : first.start])
    joins = _CONNECT.fullmatch(gap) or (between and _CONNECT_AND.fullmatch(gap))
    reading = read(text[start:end], letters=True) if joins else None
    if reading is None or reading.amount is None or a is None or not text[start].isdigit():
        return False
    second = _Draft(
        text, start, start, start, end, text[start:end], reading.scaled(first.unit.worth), first.unit, True
    )
    low = _shared_low(first.quantity, second, a)
    if low is None:
        return False
    first.reading = Reading(low=low, high=second.reading.amount, approx=first.reading.approx)
    first.end, first.quantity = end, text[first.number : end]
    if between:
        first.start -= len(between.group())
    _trailing_code(first)
    _right(first)
    return True


def _ranged(draft: _Draft, low: Decimal, start: int, number: int, *, per: str | None, approx: bool) -> _Draft:
    draft.reading = Reading(
        low=low,
        high=draft.reading.amount,
        approx=approx or draft.reading.approx,
        repaired=draft.reading.repaired,
    )
    draft.start, draft.number, draft.per = start, number, draft.per or per
    return draft


def _shared_low(quantity: str, draft: _Draft, plain_low: Decimal) -> Decimal | None:
    """The lower end: with the upper end's magnitude where it has none of its own and stays below."""
    high = draft.reading.amount
    big = magnitude(draft.quantity)
    if high is None:
        return None
    if big and not magnitude(quantity):
        shared = read(f"{quantity} {big}", letters=True)
        low = times(shared.amount, draft.unit.worth) if shared and shared.amount is not None else None
        if low is not None and low < high:
            return low
    if plain_low < high and high <= times(plain_low, _RANGE_RATIO):
        return plain_low
    return None


def _join_quantity(draft: _Draft, before: tuple[int, int], gap: str) -> _Draft:
    """3 to 5 billion yuan: the first figure has no currency of its own."""
    text = draft.text
    pieces = list(numerals_en.readable(text[before[0] : before[1]], before[0]))
    whole = read(text[before[0] : before[1]], letters=True)
    if whole is None and pieces:
        before = (pieces[-1][0], pieces[-1][1])
        whole = Reading(amount=pieces[-1][2])
    if whole is None or whole.amount is None or draft.lead:
        return draft
    low = _shared_low(text[before[0] : before[1]], draft, times(whole.amount, draft.unit.worth))
    if low is None:
        return draft
    loose = gap.strip().lower() == "or"  # thirty or forty yuan: neighbours only
    if loose and (draft.reading.amount is None or draft.reading.amount > times(low, _NEIGHBOURS)):
        return draft
    draft = _ranged(draft, low, before[0], before[0], per=None, approx=loose)
    _left(draft)
    return draft


def figure_place(quantity: str) -> Decimal:
    """Place value of the last digit of a figure."""
    match = _SPLIT.search(quantity)
    return place(match.group().replace(",", "")) if match else ONE

"""Values back into words: 超24亿元, more than 2.4 billion yuan.

What `tzcorpus.annotate.money.find_money` reads in the result is the value that was formatted, except that a
currency is always written (`currency_implicit` is lost) and so are marks of repair.
"""

from __future__ import annotations

from decimal import Decimal

from tzcorpus.annotate.money_currencies import names
from tzcorpus.errors import RecordError
from tzcorpus.language.exact import plain
from tzcorpus.records import Money

_ZH_STEPS = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
_EN_STEPS = ((10**12, " trillion"), (10**9, " billion"), (10**6, " million"))
_EN_SIGNS = {"USD": "US$", "EUR": "€", "GBP": "£", "HKD": "HK$", "SGD": "S$", "TWD": "NT$", "AUD": "A$",
             "CAD": "C$", "NZD": "NZ$"}  # fmt: skip
_ZH_MANY = ("", "十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿")
_EN_MANY = ("", "tens of", "several hundred", "several thousand", "tens of thousands of",
            "several hundred thousand", "several million", "tens of millions of", "several hundred million",
            "several billion", "tens of billions of", "several hundred billion",
            "several trillion")  # fmt: skip
# A word for currencies that share it, where the text named no country (pesos); it reads back as None.
_NO_CODE = {"zh": "克朗", "en": "pesos"}


def format_zh(value: Money) -> str:
    """The amount in Chinese. Raises `RecordError` where neither amount nor range is known.

    >>> format_zh(Money(amount=Decimal(120000000), currency="CNY"))
    '1.2亿元'
    """
    unit = names("zh").get(value.currency, "") if value.currency else _NO_CODE["zh"]
    if not unit:
        raise _unknown(value)
    per = f"/{value.per}" if value.per else ""
    if value.amount is None:
        return _range_zh(value, unit, per)
    body = f"{_figure_zh(value.amount)}{unit}{per}"
    if value.kind == "scale" and value.low is None and value.high is None:
        return f"{'约' if value.approx else ''}{body}级"
    noun = "项目" if value.kind == "scale" else ""
    if value.low is not None:
        return (f"超{body}以上" if noun else f"超{body}") + noun if value.approx else f"{body}以上{noun}"
    if value.high is not None:
        return (f"近{body}以下" if noun else f"近{body}") + noun if value.approx else f"{body}以下{noun}"
    return f"约{body}" if value.approx else body


def format_en(value: Money) -> str:
    """The amount in English. Raises `RecordError` where neither amount nor range is known.

    >>> format_en(Money(amount=Decimal(120000000), currency="CNY", low=Decimal(120000000)))
    'at least 120 million yuan'
    """
    if value.currency is not None and value.currency not in names("en"):
        raise _unknown(value)
    per = f" per {value.per}" if value.per else ""
    if value.amount is None:
        return _range_en(value, per)
    if value.kind == "scale" and value.low is None and value.high is None:
        unit = _singular(names("en").get(value.currency or "", _NO_CODE["en"]))
        figure = _figure_en(value.amount).replace(" ", "-")
        return f"{'about ' if value.approx else ''}{figure}-{unit.replace(' ', '-')}-level"
    lead = "projects worth " if value.kind == "scale" else ""
    return f"{lead}{_hedge_en(value)}{_with_unit_en(value.amount, value.currency)}{per}"


def _hedge_en(value: Money) -> str:
    if value.low is not None:
        return "more than " if value.approx else "at least "
    if value.high is not None:
        return "nearly " if value.approx else "up to "
    return "about " if value.approx else ""


def _range_zh(value: Money, unit: str, per: str) -> str:
    low, high = _ends(value)
    many = _power(low, high) if value.approx else None
    if many is not None and 0 < many < len(_ZH_MANY):
        return f"数{_ZH_MANY[many]}{unit}{per}"
    return f"{'约' if value.approx else ''}{_figure_zh(low)}{unit}至{_figure_zh(high)}{unit}{per}"


def _range_en(value: Money, per: str) -> str:
    low, high = _ends(value)
    many = _power(low, high) if value.approx else None
    unit = names("en").get(value.currency or "", _NO_CODE["en"])
    if many is not None and 0 < many < len(_EN_MANY):
        return f"{_EN_MANY[many]} {unit}{per}"
    ends = f"{_with_unit_en(low, value.currency)} to {_with_unit_en(high, value.currency)}"
    return f"{'about ' if value.approx else ''}{ends}{per}"


def _ends(value: Money) -> tuple[Decimal, Decimal]:
    if value.low is None or value.high is None:
        raise RecordError(
            f"money without an amount, low {value.low}, high {value.high}",
            expected="an amount, or both ends of a range",
        )
    return value.low, value.high


def _power(low: Decimal, high: Decimal) -> int | None:
    """k where the range is from 10^k to 10^(k+1), else None."""
    if low <= 0 or high != low * 10 or plain(low) != low or str(plain(low)).strip("0") != "1":
        return None
    return len(str(plain(low))) - 1


def _with_unit_en(amount: Decimal, currency: str | None) -> str:
    sign = _EN_SIGNS.get(currency or "")
    if sign:
        return f"{'-' if amount < 0 else ''}{sign}{_figure_en(abs(amount))}"
    return f"{_figure_en(amount)} {names('en').get(currency or '', _NO_CODE['en'])}"


def _singular(name: str) -> str:
    return name.removesuffix("s") if name.endswith(("dollars", "euros", "pounds", "pesos")) else name


def _figure_zh(amount: Decimal) -> str:
    sign = "负" if amount < 0 else ""
    size = abs(amount)
    for step, word in _ZH_STEPS:
        if size >= step:
            return f"{sign}{_shifted(size, step)}{word}"
    return f"{sign}{plain(size):f}"


def _figure_en(amount: Decimal) -> str:
    size = abs(amount)
    sign = "-" if amount < 0 else ""
    for step, word in _EN_STEPS:
        if size >= step:
            return f"{sign}{_shifted(size, step)}{word}"
    return f"{sign}{plain(size):,f}"


def _shifted(size: Decimal, step: int) -> str:
    """``size / step`` with every digit: a shift of the point, no division."""
    zeros = len(str(step)) - 1
    digits, _, fraction = f"{plain(size):f}".partition(".")
    digits = digits.rjust(zeros + 1, "0")
    behind = (digits[-zeros:] + fraction).rstrip("0")
    return f"{digits[:-zeros]}.{behind}" if behind else digits[:-zeros]


def _unknown(value: Money) -> RecordError:
    return RecordError(
        f"currency {value.currency!r}", expected="an ISO 4217 code of the currency table, or None"
    )

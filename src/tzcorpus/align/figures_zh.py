"""Figures of Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from tzcorpus.align.figures import Figure, Kind, currencies, share_currencies, units
from tzcorpus.language.numerals import Number, find_numbers
from tzcorpus.records import Span

_NUMERALS = "0-9０-９.．,，〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
# 千 of a unit, and words that only look like figures: masked before numerals are sought
_MASKED = re.compile(
    r"[千兆](?=[瓦米克伏赫卡帕欧字比](?!里))|(?<!\d)[5-9０-９]0[后後]|[一二三四五六](?:、?[一二三四五六])+期|(?:985|211)(?=高校|大学|工程|院校)|[五六七八九][零〇][后後]|(?:[一二]十[一]?|[12]\d)世纪(?=\s?[\d一二三四五六七八九])|万一(?!千)|千万(?=别|不|要|当心|小心)|百姓|百货|百花|百科|千方百计|成千上万|千家万户|"
    r"[“‘]?十[一二三四五]五[”’]?(?=规划|时期|期间|以来|末|开局|[”’])|万众|万物|万能|千秋|千古|十足|十分(?![之钟])|"
    r"一[些样般直起定带旦切度]|唯一|统一|专一|三农|四川|九江|五金|六安|万达|万科|百度|长三角|珠三角|五角大楼|两会|(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9\-/]{0,40}\d[A-Za-z0-9\-]*+(?![.．]\d|\s?[万亿元%％])"
)
_SHARE_OF = re.compile(rf"(?<![{_NUMERALS}])(?P<below>[{_NUMERALS}]++)分之(?P<above>[{_NUMERALS}点]+)")
_TENTHS = re.compile(
    r"(?P<tens>[一二两三四五六七八九1-9])成(?P<half>半|[一二三四五六七八九])?(?![立为功员本长都果熟绩效品就交型语千]|分(?![给配红]))"
)
# GDP5128.6亿元: what stands before the figure is no part of it
_LATIN_HEAD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,20}(?=\d[\d,]{0,20}(?:\.\d+)?\s?[万亿元%％])")
# 七折 is 70 per cent of the price
_DISCOUNT = re.compile(
    r"(?P<tens>[一二三四五六七八九1-9])(?:[.．点]?(?P<more>[一二三四五六七八九1-9]))?折(?![叠旧断线腾射页])"
)
_VAGUE_HEAD = re.compile(r"[数几]$|上$|成$")
_BARE = re.compile(r"[十百千万亿拾佰仟]+\Z")
# a formal numeral alone is a verb or a surname: 拾起, 陆先生
_FORMAL = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟]\Z")
# 三四十元, 五六亿元: from thirty to forty
_NEIGHBOURS = re.compile(
    rf"(?<![{_NUMERALS}])(?P<low>[一二三四五六七八两])(?P<high>[二两三四五六七八九])(?P<scale>[十百千万亿]+|(?=[毛角块]))"
)
# 一千二三, 十七八: from 1,200 to 1,300, from 17 to 18
_ENDINGS = re.compile(
    rf"(?P<head>[一二两三四五六七八九]?(?P<unit>[十百千万亿]))(?P<low>[一二三四五六七八])(?P<high>[二三四五六七八九])(?![{_NUMERALS}])"
)
# 四六比例, 三七开: shares of forty and sixty per cent
_RATIO = re.compile(
    rf"(?<![{_NUMERALS}])(?P<one>[一二三四五六七八九])(?P<other>[一二三四五六七八九])(?=开|分成|分账|比例|的比例)"
)
# 一块三: 1.3 yuan; 块 alone is money where the clause ends or more of a price follows
_BLOCK = re.compile(
    r"\s*块(?:(?P<tenth>[一二三四五六七八九])(?![十百千万亿])|钱|(?=[，。；、？！,;?!”’）)]|$|以[上下]|左右|[一每]))"
)
_CLOCK = re.compile(r"(?P<hour>\d{1,2})[时点](?P<minute>\d{1,2})分?(?!之)")
# 21点, 08:30: English writes hours of the day in its own way
_HOUR = re.compile(r"\s*(?:[:：][0-5]\d(?!\d)|[点时](?![\d一二三四五六七八九]))")
_MINUTE = re.compile(r"(?<!\d)\d{1,2}[:：]\Z")
_COINS = re.compile(
    r"\s*(?:(?P<tenth>毛|角)(?:钱|(?P<more>[一二三四五六七八九\d])|(?=[，。；、？！”）]|$|以[上下]|左右|多))|分钱)"
)
_HEDGE_BEFORE = re.compile(r"(?:近|约|超|逾|过|将近|接近|大约|大概|超过|突破|不到|不足|至少|多达|达到?)\s*\Z")
_MORE = re.compile(r"\s*(?:[余多来几]|个(?=多?[万亿](?!元?[以级]))多?)\s*(?P<scale>[十百千万亿]*)")
_LATER_SCALE = re.compile(r"\s+(?P<scale>[万亿]+)")
_RANGE = re.compile(r"\s*(?:至|到|-|－|—|–|~|～|、)\s*\Z")
_PRICE_RANGE = re.compile(r"\s*(?:至|到|-|－|—|–|~|～)\s*\Z")
_SCALE = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_CIRCA = re.compile(r"(?:左右|上下|以上|以下|之多)")
_YEAR = re.compile(r"\s*(?:年(?!代)|年度)")
# A figure from this size on with nothing behind it that it could count is taken for a price.
_LEAST_PRICE = 100
_CLAUSE_END = re.compile(r"\s*(?:[，。；？！”’]|$)")
_LEVEL = re.compile(r"元?级")


def find(text: str) -> list[Figure]:
    """The figures of ``text`` in order."""
    masked = _MASKED.sub(lambda match: "＿" * len(match.group()), text)
    masked = _LATIN_HEAD.sub(lambda match: " " * len(match.group()), masked)
    found = [*_shares(text, masked), *_clock(masked), *_ratios(masked), *_neighbours(text, masked)]
    for figure in found:
        masked = masked[: figure.span.start] + "＿" * len(figure.span) + masked[figure.span.end :]
    numbers = _grown(find_numbers(masked, "zh"), masked)
    found += [
        _figure(number, more, text)
        for number, more in _ranged(numbers, masked)
        if not _FORMAL.match(number.surface)
    ]
    return share_currencies(sorted(found, key=lambda figure: figure.span), text, _PRICE_RANGE)


def _shares(text: str, masked: str) -> Iterator[Figure]:
    """百分之八, 三分之一, 八成."""
    for match in _SHARE_OF.finditer(masked):
        below, above = _value(match["below"]), _value(match["above"])
        if below and above is not None:
            step = Decimal(100) / below if below in (100, 1000) else Decimal("0.5")
            step = step if below not in (100, 1000) else _step(match["above"]) * 100 / below
            yield Figure(
                Span(*match.span()), above * 100 / below, step, "percent", hedged=_hedged(text, match)
            )
    for match in _TENTHS.finditer(masked):
        tens = _value(match["tens"]) or Decimal(0)
        extra = (
            Decimal("0.5") if match["half"] == "半" else (_value(match["half"] or "零") or Decimal(0)) / 10
        )
        yield Figure(
            Span(*match.span()), (tens + extra) * 10, Decimal(10), "percent", hedged=True, firm=False
        )
    for match in _DISCOUNT.finditer(masked):
        tens, more = _value(match["tens"]) or Decimal(0), _value(match["more"] or "零") or Decimal(0)
        yield Figure(Span(*match.span()), tens * 10 + more, Decimal(1), "percent", firm=False)


def _clock(masked: str) -> Iterator[Figure]:
    """11时42分, as 11.42."""
    for match in _CLOCK.finditer(masked):
        value = Decimal(f"{match['hour']}.{int(match['minute']):02d}")
        yield Figure(Span(*match.span()), value, Decimal("0.01"), firm=False)


_DIGITS = {character: n for n, character in enumerate("一二三四五六七八九", start=1)}


def _ratios(masked: str) -> Iterator[Figure]:
    """四六比例 as 40 and 60 per cent."""
    for match in _RATIO.finditer(masked):
        if _DIGITS[match["one"]] + _DIGITS[match["other"]] == 10:
            for part in ("one", "other"):
                value = Decimal(10 * _DIGITS[match[part]])
                yield Figure(Span(*match.span()), value, Decimal(10), "percent", firm=False)


def _neighbours(text: str, masked: str) -> Iterator[Figure]:
    """三四十元 as its two ends, which English names both or rounds."""
    for match in _NEIGHBOURS.finditer(masked):
        if match["high"] == "两" and match["low"] != "一":
            continue
        for end in ("low", "high"):
            value = _value(match[end] + match["scale"])
            if value is not None:
                number = Number(Span(*match.span()), match.group(), value, value)
                yield replace(_figure(number, True, text), firm=False)
    for match in _ENDINGS.finditer(masked):
        if int(_DIGITS[match["high"]]) != int(_DIGITS[match["low"]]) + 1:
            continue
        step = Decimal(10) ** (_SCALE[match["unit"]] - 1)
        head = _value(match["head"]) or Decimal(10)
        for end in ("low", "high"):
            value = head + step * _DIGITS[match[end]]
            yield replace(
                _figure(Number(Span(*match.span()), match.group(), value, step), True, text), firm=False
            )


def _hedged(text: str, match: re.Match[str]) -> bool:
    return bool(
        _HEDGE_BEFORE.search(text[max(0, match.start() - 8) : match.start()])
        or _CIRCA.match(text, match.end())
    )


def _value(text: str) -> Decimal | None:
    if text == "百":
        return Decimal(100)
    if text == "千":
        return Decimal(1000)
    found = find_numbers(text, "zh")
    return found[0].value if len(found) == 1 else None


def _step(text: str) -> Decimal:
    found = find_numbers(text, "zh")
    return found[0].step if found else Decimal(1)


def _grown(numbers: list[Number], text: str) -> list[tuple[Number, bool]]:
    """Numbers with the magnitude that stands behind 余 or a blank: 400余万, 184.91 亿."""
    out: list[tuple[Number, bool]] = []
    for number in numbers:
        if out and number.span.start < out[-1][0].span.end:
            continue
        more = _MORE.match(text, number.span.end)
        later = more or _LATER_SCALE.match(text, number.span.end)
        if later is None:
            out.append((number, False))
            continue
        by = Decimal(10) ** sum(_SCALE[c] for c in later["scale"])
        grown = replace(
            number, span=Span(number.span.start, later.end()), value=number.value * by, step=number.step * by
        )
        out.append((grown, more is not None))
    return out


def _ranged(numbers: list[tuple[Number, bool]], text: str) -> Iterator[tuple[Number, bool]]:
    """3-5亿: the first takes the magnitude of the second."""
    for place, (number, more) in enumerate(numbers):
        following = numbers[place + 1][0] if place + 1 < len(numbers) else None
        if following is not None and _RANGE.match(text[number.span.end : following.span.start]):
            scale = re.search(r"[万亿]+\Z", text[following.span.start : following.span.end])
            own = re.search(r"[万亿]", text[number.span.start : number.span.end])
            if scale and not own:
                by = Decimal(10) ** sum(_SCALE[c] for c in scale.group())
                if number.value * by < following.value:
                    number = replace(number, value=number.value * by, step=number.step * by)
        yield number, more


@cache
def _behind() -> re.Pattern[str]:
    forms = sorted((*currencies("zh", "behind"), *units("zh")), key=len, reverse=True)
    return re.compile(r"\s*(?P<form>" + "|".join(map(re.escape, forms)) + ")")


@cache
def _before() -> re.Pattern[str]:
    forms = sorted(currencies("zh", "before"), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, forms)) + r")\s*\Z")


def _figure(number: Number, more: bool, text: str) -> Figure:
    start, end = number.span.start, number.span.end
    head, surface = text[max(0, start - 8) : start], text[start:end]
    bare = bool(_BARE.match(surface))
    vague = bool(_VAGUE_HEAD.search(head)) and bare
    hedged = more or bool(_HEDGE_BEFORE.search(head))
    figure = Figure(Span(start, end), number.value, number.step, hedged=hedged, vague=vague)
    percent = re.compile(r"\s*(?:[%％]|个?百分点)").match(text, end)
    if percent:
        return replace(figure, kind="percent", span=Span(start, percent.end()))
    unit = _behind().match(text, end)
    form = unit["form"] if unit else ""
    codes = currencies("zh", "behind").get(form, frozenset())
    prefix = _before().search(head)
    if prefix and re.search(rf"[{_NUMERALS}]\s*\Z", head[: prefix.start()]):
        prefix = None  # 280万欧元一套
    coins = _COINS.match(text, end)
    if coins:
        return _in_coins(figure, coins)
    block = _BLOCK.match(text, end)
    if block:
        tenth = Decimal(_DIGITS.get(block["tenth"], 0)) / 10
        return replace(
            figure,
            kind="money",
            currencies=frozenset({"CNY"}),
            span=Span(start, block.end()),
            value=figure.value + tenth,
            step=Decimal("0.1") if tenth else figure.step,
            firm=bool(tenth) or figure.value >= _LEAST_FIRM,
        )
    if prefix and not (codes and form != "元"):
        codes = currencies("zh", "before")[prefix.group().strip()] - (
            {"JPY"} if form == "元" else frozenset()
        )
        start -= len(prefix.group())
    if unit is not None and form in currencies("zh", "behind"):
        end = unit.end()
    circa = _CIRCA.match(text, end)
    figure = replace(figure, span=Span(start, end), hedged=hedged or circa is not None)
    if codes:
        level = _LEVEL.match(text, figure.span.end)
        return replace(figure, kind="money", currencies=codes, firm=level is None)
    return _plain(figure, number, form, unit, text, bare)


_LEAST_FIRM = 10


def _in_coins(figure: Figure, coins: re.Match[str]) -> Figure:
    """三毛五, 五分钱; speakers of English leave them out as often as not."""
    unit = Decimal("0.1") if coins["tenth"] else Decimal("0.01")
    more = _value(coins["more"] or "") or Decimal(0)
    return replace(
        figure,
        kind="money",
        currencies=frozenset({"CNY"}),
        firm=False,
        span=Span(figure.span.start, coins.end()),
        value=figure.value * unit + more / 100,
        step=figure.step * unit,
    )


def _plain(
    figure: Figure, number: Number, form: str, unit: re.Match[str] | None, text: str, bare: bool
) -> Figure:
    """A figure that is not money."""
    start, end = number.span.start, number.span.end
    surface, value = text[start:end], number.value
    kind: Kind = "count"
    if re.search(r"第\s?\Z", text[max(0, start - 2) : start]):
        kind = "ordinal"
    elif (
        _YEAR.match(text, end) and re.fullmatch(r"[0-9０-９〇零一二三四五六七八九]{4}", surface)
    ) or re.match(r"\s*年代", text[end : end + 8]):
        kind = "year"
    elif re.match(r"\s*月(?!饼)", text[end : end + 8]) and value <= 12:
        kind = "month"
    elif re.match(r"\s*[日号](?!召|称|线|楼|元)", text[end : end + 8]) and value <= 31:
        kind = "day"
    elif re.match(r"\s*倍", text[end : end + 8]):
        kind = "times"
    elif re.match(r"\s*(?:个?季度)", text[end : end + 8]):
        kind = "ordinal"
    level = _LEVEL.match(text, end)
    dimension, size = "", Decimal(1)
    if unit is not None and kind == "count" and form in units("zh"):
        dimension, size = units("zh")[form].dimension, units("zh")[form].size
        end = unit.end()
    of_the_clock = (value <= 24 and _HOUR.match(text, end)) or _MINUTE.search(text[max(0, start - 4) : start])
    firm = _is_firm(kind, value, surface, bare) and level is None and not of_the_clock
    alone = kind == "count" and not dimension and value >= _LEAST_PRICE and _CLAUSE_END.match(text, end)
    return replace(
        figure,
        kind=kind,
        currencies=frozenset({"CNY"}) if alone else figure.currencies,
        dimension=dimension,
        size=size,
        firm=firm,
        span=Span(figure.span.start, end),
    )


def _is_firm(kind: Kind, value: Decimal, surface: str, bare: bool) -> bool:
    if kind == "year":
        return value > 1000
    if kind in ("month", "day", "times") or bare:
        return False
    return value >= _LEAST_FIRM

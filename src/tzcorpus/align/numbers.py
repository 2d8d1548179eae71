"""Do the figures of a translation agree? Every figure of one side against those of the other."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from tzcorpus.align import figures_en, figures_zh
from tzcorpus.align.figures import Figure
from tzcorpus.records import Finding

Verdict = Literal["agrees", "missing", "power-of-ten", "differs", "unit", "currency", "rounded"]
# Between units of different systems (亩 and hectares) translators round.
_CONVERTED = Decimal("0.03")
_SAME = Decimal("0.000001")
# Rounding moves a figure by less than this share: 11.7 as “more than 10”.
_ROUNDED = Decimal("0.2")
# From this size on a figure without a unit is taken to be money of the country, or what the text names.
_IMPLICIT = 10_000
# Nobody writes so large a figure for anything but a figure.
_LARGE = 1_000_000
# A count below this that has no partner is no finding.
_LEAST_MISSED = 100
# A figure that English may write with an m.
_MILLION_LIKE = 100_000
# Figures looked at on either side of the proportional place, so that the cost is linear: a passage has
# seldom more than thirty, a table of projects a few hundred in the same order.
_REACH = 60
_FRACTION = Decimal("0.5")  # percentage points between 三分之一 and 33 per cent


def check_numbers(zh: str, en: str) -> tuple[Finding, ...]:
    """One finding for each figure that can be judged, in the order of the Chinese text; what only the
    English has comes last. Spans index ``zh`` and ``en``.

    >>> [(f.kind, f.zh_value, f.en_value) for f in check_numbers("投资3.5亿元", "invested 3.5 billion yuan")]
    [('power-of-ten', '350000000 CNY', '3500000000 CNY')]
    """
    return tuple(finding for finding, minor in judged(zh, en) if not minor)


def judged(zh: str, en: str) -> list[tuple[Finding, bool]]:
    """The findings of `check_numbers`, and those that are of no weight by themselves: a small count without
    a partner, which another bead may have.
    """
    left = _implied(_labels_freed(figures_zh.find(zh)))
    right = _labels_freed(figures_en.find(en, lettered=_has_millions(left)))
    pairs: dict[int, tuple[int, Verdict]] = {}
    for judge in (_agrees, _rounded, _other_unit, _power_of_ten, _differs):
        _match(left, right, pairs, judge)
    known = {(left[i].base, left[i].kind) for i in pairs}
    out = [
        (_finding(pairs[i][1], figure, right[pairs[i][0]]), False)
        if i in pairs
        else (_finding("missing", figure, None), _minor(figure))
        for i, figure in enumerate(left)
        if i in pairs or _missed(figure, known)
    ]
    matched = {j for j, _ in pairs.values()}
    known = {(right[j].base, right[j].kind) for j in matched}
    out += [
        (_finding("missing", None, figure), _minor(figure))
        for j, figure in enumerate(right)
        if j not in matched and _missed(figure, known)
    ]
    return out


def _missed(figure: Figure, known: Container[tuple[Decimal, str]]) -> bool:
    """Is it worth saying that ``figure`` has no partner? Not where the same figure elsewhere has one."""
    return figure.firm and not figure.vague and (figure.base, figure.kind) not in known


def _minor(figure: Figure) -> bool:
    """Is it a small count? Translators give it in other words (a month, a dozen) or leave it out."""
    timely = figure.dimension in ("time", "age") and figure.value < _LEAST_MISSED
    return timely or (figure.kind == "count" and not figure.currencies and figure.base < _LEAST_MISSED)


def _has_millions(figures: Sequence[Figure]) -> bool:
    """Do the Chinese figures make an English “80m” a sum rather than a length?"""
    lengths = any(figure.dimension == "length" for figure in figures)
    return not lengths and any(figure.value >= _MILLION_LIKE and not figure.dimension for figure in figures)


def _implied(figures: Sequence[Figure]) -> list[Figure]:
    """Large bare figures with the currencies that may be meant: 千亿级, 签下4120亿."""
    named = frozenset({"CNY"}).union(*(figure.currencies for figure in figures))
    return [
        replace(figure, currencies=named)
        if figure.kind == "count" and not figure.dimension and figure.value >= _IMPLICIT
        else figure
        for figure in figures
    ]


def _labels_freed(figures: Sequence[Figure]) -> list[Figure]:
    """A bare figure that only heralds another (“361：…361亿元”) need not have a partner of its own."""
    digits = [figure.value.normalize().as_tuple().digits for figure in figures]
    bare = [figure.kind == "count" and not figure.dimension for figure in figures]
    heralded = {own for own, alone in zip(digits, bare, strict=True) if not alone}
    return [
        replace(figure, firm=False) if alone and own in heralded else figure
        for figure, own, alone in zip(figures, digits, bare, strict=True)
    ]


Judge = Callable[[Figure, Figure], tuple[Verdict, int] | None]


def _match(
    left: Sequence[Figure], right: Sequence[Figure], pairs: dict[int, tuple[int, Verdict]], judge: Judge
) -> None:
    """Add the pairs that ``judge`` allows among the figures still free: best grade first, then by place."""
    taken = {j for j, _ in pairs.values()}
    candidates = []
    for i, a in enumerate(left):
        if i in pairs:
            continue
        beside = i * len(right) // len(left)
        for j in range(max(0, beside - _REACH), min(len(right), beside + _REACH + 1)):
            if j not in taken and (verdict := judge(a, right[j])):
                apart = abs(i * max(1, len(right)) - j * max(1, len(left)))
                candidates.append((verdict[1], apart, i, j, verdict[0]))
    for _, _, i, j, kind in sorted(candidates):
        if i not in pairs and j not in taken:
            pairs[i] = (j, kind)
            taken.add(j)


def _close(a: Decimal, b: Decimal, within: Decimal) -> bool:
    return abs(a - b) <= within * max(abs(a), abs(b))


def _may_match(a: Figure, b: Figure) -> bool:
    """Can the two count the same thing? Percent and money only go with their own kind or a bare figure."""
    loose = ("count", "ordinal", "year", "month", "day", "times")
    if a.kind == b.kind:
        return a.kind != "money" or bool(a.currencies & b.currencies)
    if "percent" in (a.kind, b.kind):
        return False
    if "money" in (a.kind, b.kind):
        other = b if a.kind == "money" else a
        alien = bool(a.currencies and b.currencies) and not a.currencies & b.currencies
        return other.kind == "count" and not other.dimension and not alien
    return a.kind in loose and b.kind in loose


def _agrees(a: Figure, b: Figure) -> tuple[Verdict, int] | None:
    if {a.kind, b.kind} == {"percent", "count"} and a.value == b.value and not (a.dimension or b.dimension):
        return "agrees", 4  # from 9.6 to 3.2 per cent
    if {a.kind, b.kind} == {"percent", "times"}:
        share, fold = (a, b) if a.kind == "percent" else (b, a)
        # 1.4倍: 140 per cent, of it or more than it
        return ("agrees", 3) if share.value in (fold.value * 100, fold.value * 100 - 100) else None
    if not _may_match(a, b):
        return None
    grade = 0 if a.kind == b.kind and a.dimension == b.dimension else 1
    if a.vague or b.vague:
        return ("agrees", 3) if _close(a.base, b.base, _SAME) or _close(a.value, b.value, _SAME) else None
    if a.dimension and b.dimension:
        if a.dimension != b.dimension:
            times = {"time", "age"}
            return ("agrees", 1) if {a.dimension, b.dimension} == times and a.value == b.value else None
        if _close(a.base, b.base, _SAME):
            return "agrees", grade
        return ("agrees", 2) if a.size != b.size and _close(a.base, b.base, _CONVERTED) else None
    if _close(a.value, b.value, _SAME):
        return "agrees", grade
    if a.kind == b.kind == "percent" and abs(a.value - b.value) < min(_FRACTION, max(a.step, b.step)):
        return "agrees", 2
    if a.kind == b.kind == "year" and min(a.value, b.value) < 100 and (a.value - b.value) % 100 == 0:
        return "agrees", 1
    return None


def _rounded(a: Figure, b: Figure) -> tuple[Verdict, int] | None:
    """English written to fewer places than Chinese."""
    if not _may_match(a, b) or a.kind in ("year", "month", "day", "ordinal") or a.vague or b.vague:
        return None
    if a.dimension and b.dimension and a.dimension != b.dimension:
        return None
    scaled = a.dimension == b.dimension
    x, y = (a.base, b.base) if scaled else (a.value, b.value)
    step = _place(b, scaled)
    if step == 0 or x % step == 0:  # these places could have said it exactly
        return None
    inside = abs(x - y) < step if b.hedged else abs(x - y) <= step / 2
    return ("rounded", 0) if inside and _close(x, y, _ROUNDED) else None


def _place(figure: Figure, scaled: bool) -> Decimal:
    """Place value to which a figure speaks: its last digit; for a hedged round one, its last non-zero one."""
    step = figure.step
    if figure.hedged and figure.value and step:
        while figure.value % (step * 10) == 0:
            step *= 10
    return step * figure.size if scaled else step


def _other_unit(a: Figure, b: Figure) -> tuple[Verdict, int] | None:
    """The same number of something else."""
    if a.vague and b.vague and a.kind == b.kind == "money" and not a.currencies & b.currencies:
        return "currency", 1
    if a.value != b.value or not _weighty(a):
        return None
    if a.currencies and b.currencies and not a.currencies & b.currencies:
        return "currency", 0
    if a.dimension and b.dimension:
        return "unit", 0
    if "percent" in (a.kind, b.kind) or "money" in (a.kind, b.kind):
        return "unit", 1
    return None


def _weighty(figure: Figure) -> bool:
    large = figure.value >= _LARGE and not figure.dimension
    return figure.kind in ("money", "percent") or bool(figure.currencies) or figure.firm or large


def _power_of_ten(a: Figure, b: Figure) -> tuple[Verdict, int] | None:
    """The same digits, the point elsewhere."""
    if not (_weighty(a) and _weighty(b)) or not a.value or not b.value:
        return None
    if (a.vague or b.vague) and not (a.vague and b.vague and a.kind == b.kind == "money"):
        return None  # 数亿元 and “several hundred billion yuan” have one digit each to compare
    if a.kind != b.kind and not _may_match(a, b):
        return None
    if a.dimension and b.dimension and a.dimension != b.dimension:
        return None
    for x, y in ((a.value, b.value), (a.base, b.base)):
        if x != y and x.normalize().as_tuple().digits == y.normalize().as_tuple().digits:
            return "power-of-ten", 0 if a.kind == b.kind else 1
    if a.kind != "money" or not (a.step or b.step):
        return None
    return ("power-of-ten", 2) if _shifted(a, b) else None


def _shifted(a: Figure, b: Figure) -> bool:
    """Off by a power of ten and rounded besides: 184.91亿 and 1.85 billion."""
    low, high = sorted((a, b), key=lambda figure: figure.value)
    ratio = high.value / low.value
    power = len(str(int(ratio))) - 1 if ratio < 1 or str(int(ratio))[0] < "5" else len(str(int(ratio)))
    if power < 1:
        return False
    moved = Decimal(10) ** power
    return _close(low.value * moved, high.value, Decimal("0.01"))


def _differs(a: Figure, b: Figure) -> tuple[Verdict, int] | None:
    """Left over on both sides and of one kind: taken to be meant as the same figure."""
    if a.vague or b.vague:
        return None
    if a.kind == b.kind and a.kind in ("money", "percent"):
        return "differs", 0
    if a.kind == b.kind == "year" and a.value > 1000 and b.value > 1000:
        return "differs", 0
    if a.kind == b.kind == "month":
        return "differs", 1
    if a.kind == b.kind == "count" and a.firm and b.firm and a.dimension == b.dimension:
        return "differs", 1
    if {a.kind, b.kind} == {"money", "count"} and a.firm and b.firm and not (a.dimension or b.dimension):
        return ("differs", 2) if min(a.value, b.value) >= 10_000 else None
    return None


def _finding(kind: Verdict, zh: Figure | None, en: Figure | None) -> Finding:
    return Finding(
        kind=kind,
        zh=zh.span if zh else None,
        en=en.span if en else None,
        zh_value=zh.written() if zh else None,
        en_value=en.written() if en else None,
        message=_message(kind, zh, en),
    )


def _message(kind: Verdict, zh: Figure | None, en: Figure | None) -> str:
    left, right = zh.written() if zh else "", en.written() if en else ""
    if kind == "missing":
        return f"{left} has no counterpart in English" if zh else f"{right} has no counterpart in Chinese"
    return {
        "agrees": "",
        "rounded": f"{left} is given as {right}",
        "power-of-ten": f"{left} against {right}: a power of ten",
        "differs": f"{left} against {right}",
        "unit": f"{left} and {right} count different things",
        "currency": f"{left} against {right}: another currency",
    }[kind]

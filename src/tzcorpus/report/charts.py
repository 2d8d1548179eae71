"""The plots of a report as Vega-Lite specifications, made with Altair from counts and never from texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tzcorpus.extras import require
from tzcorpus.report.summary import LENGTH_STEP, SCORE_STEP, Totals

View = dict[str, Any]
_PURPOSE = "the report"
# colours that stay apart for every kind of colour vision (Okabe and Ito), as in annotations/labels.toml
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f")
# currencies with a colour of their own
_CURRENCIES = 4
_LANGUAGES = {"zh": "Chinese", "en": "English"}


def charts(counts: Totals) -> list[View]:
    """Every plot that has something to show: ``title``, ``spec``, and its rows for those who read tables."""
    made = [
        _bars("Blocks by role", counts.roles, "role", "blocks"),
        _bars("Edits by rule", counts.rules, "rule", "edits"),
        _bars("Entities by label", counts.entities, "label", "entities"),
        _magnitudes(counts),
        _histogram(
            "Passage lengths", {(f"{low}", who): n for (low, who), n in sorted(counts.lengths.items())},
            f"characters (steps of {LENGTH_STEP})", "passages",
        ),
        _histogram(
            "Alignment scores", {(f"{low:g}", "pairs"): n for low, n in sorted(counts.scores.items())},
            f"score of a sentence pair (steps of {SCORE_STEP:g})", "sentence pairs",
        ),
    ]  # fmt: skip
    return [chart for chart in made if chart is not None]


def score_chart(rows: list[View]) -> View:
    """F1 by label with its interval."""
    alt = require("altair", purpose=_PURPOSE)
    values = [
        {"label": f"{row['label']} {row['language']}", "F1": round(row["f1"], 4), "low": round(row["low"], 4),
         "high": round(row["high"], 4), "gold": row["gold"]}
        for row in rows
    ]  # fmt: skip
    base = alt.Chart(alt.Data(values=values)).encode(y=alt.Y("label:N", title=None, sort=None))
    scale = alt.Scale(zero=False)
    ends = base.mark_rule(color=COLOURS[0], strokeWidth=2).encode(
        x=alt.X("low:Q", title="F1", scale=scale), x2="high:Q"
    )
    points = base.mark_point(color=COLOURS[0], filled=True, size=70).encode(
        x=alt.X("F1:Q", scale=scale), tooltip=["label:N", "F1:Q", "low:Q", "high:Q", "gold:Q"]
    )
    return _done("F1 by label, with 95 % intervals over documents", ends + points, values)


def _bars(title: str, counts: Mapping[tuple[str, str], int], what: str, unit: str) -> View | None:
    alt = require("altair", purpose=_PURPOSE)
    values = [
        {what: name, "language": _LANGUAGES.get(language, language), unit: count}
        for (name, language), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    if not values:
        return None
    chart = alt.Chart(alt.Data(values=values)).mark_bar().encode(
        y=alt.Y(f"{what}:N", title=None, sort="-x"), x=alt.X(f"sum({unit}):Q", title=unit),
        color=_colour(alt, "language"),
        tooltip=[f"{what}:N", "language:N", f"{unit}:Q"],
    )  # fmt: skip
    return _done(title, _selectable(alt, chart, "language"), values)


def _magnitudes(counts: Totals) -> View | None:
    alt = require("altair", purpose=_PURPOSE)
    by_currency: Counter[str] = Counter()
    for (_, currency), count in counts.magnitudes.items():
        by_currency[currency] += count
    shown = {currency for currency, _ in by_currency.most_common(_CURRENCIES)}
    folded: Counter[tuple[int, str]] = Counter()
    for (power, currency), count in counts.magnitudes.items():
        folded[power, currency if currency in shown else "other"] += count
    values = [
        {"power of ten": power, "currency": currency, "amounts": count}
        for (power, currency), count in sorted(folded.items())
    ]
    if not values:
        return None
    chart = alt.Chart(alt.Data(values=values)).mark_bar().encode(
        x=alt.X("power of ten:O", title="power of ten (8: 100 million and more)"),
        y=alt.Y("sum(amounts):Q", title="amounts"), color=_colour(alt, "currency"),
        tooltip=["power of ten:O", "currency:N", "amounts:Q"],
    )  # fmt: skip
    return _done("Amounts by order of magnitude (Chinese side)", _selectable(alt, chart, "currency"), values)


def _histogram(title: str, counts: Mapping[tuple[str, str], int], axis: str, unit: str) -> View | None:
    alt = require("altair", purpose=_PURPOSE)
    values = [
        {"from": float(low), "of": _LANGUAGES.get(who, who), unit: count}
        for (low, who), count in counts.items()
    ]
    if not values:
        return None
    chart = alt.Chart(alt.Data(values=values)).mark_bar().encode(
        x=alt.X("from:O", title=axis, axis=alt.Axis(labelOverlap=True, labelAngle=0)),
        y=alt.Y(f"sum({unit}):Q", title=unit), color=_colour(alt, "of"),
        tooltip=["from:O", "of:N", f"{unit}:Q"],
    )  # fmt: skip
    return _done(title, _selectable(alt, chart, "of"), values)


def _colour(alt: Any, name: str) -> Any:
    legend = alt.Legend(orient="top", title=None, columns=3)
    return alt.Color(f"{name}:N", scale=alt.Scale(range=list(COLOURS)), legend=legend)


def _selectable(alt: Any, chart: Any, name: str) -> Any:
    """A click on the legend shows one series."""
    chosen = alt.selection_point(fields=[name], bind="legend", name="chosen")
    return chart.encode(opacity=alt.condition(chosen, alt.value(1), alt.value(0.2))).add_params(chosen)


def _done(title: str, chart: Any, values: list[View]) -> View:
    convert = require("vl_convert", purpose=_PURPOSE)
    fit = {"type": "fit-x", "contains": "padding"}
    spec = chart.properties(width="container", description=title, autosize=fit).to_dict()
    return {
        "title": title,
        # compiled here, so that the page has nothing to decide and nothing to say on its console
        "spec": convert.vegalite_to_vega(spec),
        "columns": list(values[0]),
        "rows": [list(value.values()) for value in values],
    }

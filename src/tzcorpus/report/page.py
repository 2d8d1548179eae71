"""Views put into one HTML file that needs nothing else and runs nothing but our own scripts."""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from typing import Any

from tzcorpus import __version__
from tzcorpus.extras import require
from tzcorpus.records import BODY_ROLES, Document
from tzcorpus.report.charts import charts, score_chart
from tzcorpus.report.loading import Material
from tzcorpus.report.mistakes import compare
from tzcorpus.report.summary import frequent, headline, totals
from tzcorpus.report.views import document_view, passage_view

# in the order they are loaded; each file says what it is for
SCRIPTS = ("dom.js", "text.js", "list.js", "corpus.js", "documents.js", "layout.js", "passages.js",
           "errors.js", "main.js")  # fmt: skip
# Vega calls this to draw a chart: without eval, as vector graphics, without its menu of links
_DRAW = "window.drawChart = (at, spec) => vegaEmbed(at, spec, {actions: false, ast: true, renderer: 'svg'});"


def render(material: Material, *, title: str, gold: Material | None = None, where: str = "") -> str:
    """The report as HTML. Texts reach the page as data only; the page's policy forbids every script whose
    digest it does not name.

    Raises `ExtraMissingError` without the extra ``report``; `InputError` where ``gold`` has other passages.
    """
    jinja2 = require("jinja2", purpose="the report")
    convert = require("vl_convert", purpose="the report")
    assets = files("tzcorpus.report") / "assets"
    vega = f"(() => {{{_closed(convert.javascript_bundle(_DRAW))}}})();"
    code = "\n".join((assets / name).read_text(encoding="utf-8") for name in SCRIPTS)
    own = f"(() => {{ 'use strict';\n{code}\n}})();"
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    template = environment.from_string((assets / "report.html.j2").read_text(encoding="utf-8"))
    html: str = template.render(
        title=title,
        version=__version__,
        style=(assets / "report.css").read_text(encoding="utf-8"),
        digests=[_digest(vega), _digest(own)],
        vega=vega,
        script=own,
        data=as_data(views(material, gold, where=where)),
    )
    return html


def views(material: Material, gold: Material | None, *, where: str = "") -> dict[str, Any]:
    """Everything that the page shows, ready for JSON."""
    errors = compare(gold, material, where=where) if gold is not None else None
    if errors is not None:
        errors["chart"] = score_chart(errors["scores"])
    return {
        "headline": headline(material),
        "charts": charts(totals(material)),
        "companies": frequent(material, "COMPANY"),
        "parks": frequent(material, "PARK"),
        "body": sorted(BODY_ROLES),
        "documents": [document_view(*item) for item in sorted(material.documents, key=_chinese_first)],
        "passages": [passage_view(*item) for item in material.passages],
        "errors": errors,
    }


def _chinese_first(item: tuple[str, Document]) -> bool:
    return item[1].language != "zh"


def as_data(value: Any) -> str:
    """JSON that can stand inside ``<script type="application/json">``: no tag, no comment can begin in it.

    >>> as_data("</script><!-- ")
    '"\\\\u003c/script>\\\\u003c!-- "'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # a lone surrogate (a raw byte that no encoding knows) cannot be written as UTF-8
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def _closed(script: str) -> str:
    """Nothing in a script may look like its end."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")

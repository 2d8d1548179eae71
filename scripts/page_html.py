"""An article as the HTML of one newspaper page.

Every piece of text stands in an element with a ``data-key``: ``b3`` is block 3 of the source, ``f0`` … are
lines that the page adds (folio), ``q0`` a quotation in large type. `Page` keeps role and text of each key.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from html import escape
from pathlib import Path

from corpus_model import Article, body_order, zh_text
from page_layouts import Layout

ASSETS = Path(__file__).parent / "pages"
SECTIONS = ("要闻", "经济", "产业", "地方", "综合", "深度", "视点")
WEEKDAYS = "一二三四五六日"
# Pixels beside the text, and of a column beside the columns with its gap.
MARGIN = 40
RAIL = 330
# Length of a sentence that can be printed large.
QUOTE_LENGTH = range(10, 31)
# Where in a paragraph a picture or a quotation stands, as a share of its characters.
CUT = (0.3, 0.75)


@dataclass
class Page:
    """The HTML being made, with role and clean text of every key, in reading order."""

    article: Article
    layout: Layout
    roles: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    html: str = ""

    def __post_init__(self) -> None:
        self.dice = random.Random(f"{self.article.id}/{self.layout.name}")
        for n in body_order(self.article):
            self.note(f"b{n}", self.article.blocks[n].role, zh_text(self.article.blocks[n]))

    @property
    def width(self) -> int:
        """Of the whole page, in CSS pixels."""
        aside = any(b.box or b.article for b in self.article.blocks)
        return self.layout.width + 2 * MARGIN + (RAIL if self.layout.aside == "rail" and aside else 0)

    def note(self, key: str, role: str, text: str) -> str:
        self.roles[key], self.texts[key] = role, text
        return key


def element(page: Page, key: str, inner: str = "", tag: str = "div", extra: str = "") -> str:
    """The element of a key; ``inner`` is its HTML where that is more than its text."""
    role = page.roles[key]
    return f'<{tag} class="{role} {extra}" data-key="{key}">{inner or escape(page.texts[key])}</{tag}>'


def picture(page: Page, height: int) -> str:
    """A drawing of bars, discs and lines: what a photograph is to an OCR engine."""
    dice, shapes = page.dice, []
    for _ in range(dice.randint(9, 16)):
        x, y, w, h = dice.randint(0, 280), dice.randint(0, height), dice.randint(12, 110), dice.randint(8, 90)
        grey = dice.randint(60, 190)
        fill = f'fill="rgb({grey},{grey},{grey})"'
        shape = dice.choice(("rect", "rect", "circle", "path"))
        if shape == "rect":
            shapes.append(f'<rect x="{x}" y="{y}" width="{w}" height="{h}" {fill}/>')
        elif shape == "circle":
            shapes.append(f'<circle cx="{x}" cy="{y}" r="{h // 2}" {fill}/>')
        else:
            shapes.append(
                f'<path d="M{x} {y} q{w} -{h} {2 * w} {h}" stroke="#333" stroke-width="3" fill="none"/>'
            )
    inner = "".join(shapes)
    return (
        f'<svg viewBox="0 0 320 {height}" preserveAspectRatio="none" style="height:{height}px">'
        f'<rect width="320" height="{height}" fill="#bbb"/>{inner}</svg>'
    )


def figure(page: Page, keys: list[str], place: str) -> str:
    """A picture with caption and credit."""
    inline = "inline" if page.layout.credit_inline else ""
    height = page.dice.randint(260, 340) if place == "top" else page.dice.randint(90, 150)
    texts = "".join(element(page, key) for key in keys)
    return f'<figure class="{place} {inline}">{picture(page, height)}{texts}</figure>'


def split_inside(page: Page, key: str, inserts: list[str]) -> str:
    """A paragraph with floats set in at places in mid-sentence."""
    text, dice = page.texts[key], page.dice
    share = sorted(dice.uniform(*CUT) for _ in inserts)
    out, at = "", 0
    for part, insert in zip(share, inserts, strict=True):
        cut = max(at, int(part * len(text)))
        out += escape(text[at:cut]) + insert
        at = cut
    return element(page, key, out + escape(text[at:]))


def groups(page: Page, numbers: list[int]) -> list[tuple[str, list[str]]]:
    """Blocks in order as (kind, keys); a caption and what credits it make one figure."""
    out: list[tuple[str, list[str]]] = []
    for n in numbers:
        role, key = page.article.blocks[n].role, f"b{n}"
        if role == "credit" and out and out[-1][0] == "figure" and len(out[-1][1]) == 1:
            out[-1][1].append(key)
        elif role in ("caption", "credit"):
            out.append(("figure", [key]))
        else:
            out.append((role, [key]))
    return out


def flow(page: Page, numbers: list[int], *, photo: str) -> str:
    """The columns of an article: floats go into the paragraph before them, if it is long enough."""
    made: list[str] = []
    pending: dict[int, list[str]] = {}
    paragraphs: list[tuple[int, str]] = []
    for kind, keys in groups(page, numbers):
        roomy = bool(paragraphs) and len(page.texts[paragraphs[-1][1]]) > 60
        if kind == "figure" and photo == "inside" and roomy:
            pending.setdefault(paragraphs[-1][0], []).append(figure(page, keys, "inside"))
        elif kind == "figure":
            made.append(figure(page, keys, photo if photo == "top" and not made else "between"))
        elif kind == "pullquote" and roomy:
            pending.setdefault(paragraphs[-1][0], []).append(element(page, keys[0], extra="quote"))
        else:
            if kind == "paragraph":
                paragraphs.append((len(made), keys[0]))
            made.append(element(page, keys[0], extra="quote" if kind == "pullquote" else ""))
    for at, key in paragraphs:
        if at in pending:
            made[at] = split_inside(page, key, pending[at])
    return "".join(made)


def head_and_rest(page: Page, numbers: list[int]) -> tuple[list[int], list[int]]:
    """The blocks that open an article (kicker, headline, byline) and the others."""
    at = 0
    while at < len(numbers) and page.article.blocks[numbers[at]].role in ("kicker", "headline", "byline"):
        at += 1
    return numbers[:at], numbers[at:]


def heads(page: Page, numbers: list[int]) -> str:
    return "".join(
        element(page, f"b{n}", tag="h1" if page.article.blocks[n].role == "headline" else "div")
        for n in numbers
    )


def quote_of(page: Page, numbers: list[int]) -> None:
    """Prints one short sentence of the article large, once more, if the source has no such quotation."""
    blocks = page.article.blocks
    if not page.layout.quote or any(b.role == "pullquote" for b in blocks):
        return
    found = [
        s.text for n in numbers if blocks[n].role == "paragraph" for s in blocks[n].sentences("zh")
        if len(s.text) in QUOTE_LENGTH
    ]  # fmt: skip
    if found:
        page.note("q0", "pullquote", page.dice.choice(found).rstrip("。"))


def main_story(page: Page, numbers: list[int]) -> tuple[str, str]:
    """The first article without its boxes, and the lines that stand below its columns."""
    layout = page.layout
    head, rest = head_and_rest(page, numbers)
    editors = [n for n in rest if page.article.blocks[n].role in ("editor", "furniture")]
    rest = [n for n in rest if n not in editors]
    quote_of(page, rest)
    inner = flow(page, rest, photo=layout.photo)
    if "q0" in page.roles:
        inner = insert_quote(page, rest, inner)
    top = heads(page, head)
    if layout.headline == "column":
        inner, top = top + inner, ""
    columns = f'<div class="columns">{inner}{asides(page, "flow")}</div>'
    return top + columns, "".join(element(page, f"b{n}") for n in editors)


def insert_quote(page: Page, numbers: list[int], inner: str) -> str:
    """Sets the repeated quotation into the longest paragraph that has no float yet."""
    keys = [f"b{n}" for n in numbers if page.article.blocks[n].role == "paragraph"]
    for key in sorted(keys, key=lambda k: -len(page.texts[k])):
        plain = element(page, key)
        if plain in inner:
            return inner.replace(plain, split_inside(page, key, [element(page, "q0", extra="quote")]))
    return inner + element(page, "q0", extra="quote")


def asides(page: Page, place: str) -> str:
    """Boxes and further articles, where the layout puts them."""
    if place != page.layout.aside:
        return ""
    out, blocks = "", page.article.blocks
    for box in sorted({b.box for b in blocks} - {0}):
        numbers = [n for n, b in enumerate(blocks) if b.box == box]
        head, rest = head_and_rest(page, numbers)
        out += f'<div class="box">{heads(page, head)}{flow(page, rest, photo="between")}</div>'
    for number in sorted({b.article for b in blocks} - {0}):
        numbers = [n for n, b in enumerate(blocks) if b.article == number and not b.box]
        head, rest = head_and_rest(page, numbers)
        inner = flow(page, rest, photo="between")
        wide = f'<div class="columns">{inner}</div>' if place == "foot" else inner
        out += f'<div class="short">{heads(page, head)}{wide}</div>'
    return out


def folio(page: Page) -> tuple[str, str]:
    """The page's own lines, above and below."""
    meta, dice = page.article.meta, page.dice
    day = date.fromisoformat(meta["date"])
    when = f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"
    number = meta["page"]
    parts = [
        (f"{number} {dice.choice(SECTIONS)}", when, meta["paper"]),
        (meta["paper"], when, f"第{number}版"),
        (when, f"{dice.choice(SECTIONS)}·{number}"),
    ][dice.randrange(3)]
    keys = [page.note(f"f{n}", "furniture", text) for n, text in enumerate(parts)]
    line = "".join(element(page, key, tag="b" if n == 0 else "span") for n, key in enumerate(keys))
    place = page.layout.folio
    bar = f'<div class="folio {place}">{line}</div>'
    foot = ""
    if page.layout.foot:
        # no exchange has the code 0000: the number is nobody's
        text = f"{meta['paper']}编辑部 新闻热线：0000-{dice.randint(1000000, 9999999)}"
        foot = f'<div class="folio foot">{element(page, page.note("f9", "furniture", text))}</div>'
    return (bar, foot) if place == "top" else ("", bar + foot)


def style(layout: Layout, width: int) -> str:
    """The layout's own rules for a page of a width in pixels."""
    turn = f"transform: rotate({layout.rotate}deg); transform-origin: 50% 0;" if layout.rotate else ""
    blur = f"filter: blur({layout.blur}px);" if layout.blur else ""
    rule = "1px solid #555" if layout.rule else "none"
    side = "text-align: center;" if layout.centre else ""
    return f"""
    body {{ width: {width}px; padding: 34px 40px 44px; background: {layout.paper}; color: {layout.ink};
            font-family: {layout.font}, serif; font-size: {layout.size}px; line-height: {layout.leading}; }}
    .sheet {{ {turn} {blur} }}
    .main {{ width: {layout.width}px; }}
    .rail {{ width: 304px; }}
    .columns {{ columns: {layout.columns}; column-gap: {layout.gap}px; column-rule: {rule}; }}
    h1, .subhead, .kicker, .quote {{ font-family: {layout.heads}, sans-serif; }}
    .main > h1, .main > .kicker, .main > .byline {{ {side} }}
    """


def make_page(article: Article, layout: Layout) -> Page:
    """The page of an article in a layout: `Page.html` is ready for the browser."""
    page = Page(article, layout)
    first: list[int] = [
        n for n in body_order(article) if not article.blocks[n].article and not article.blocks[n].box
    ]
    above, below = folio(page)
    story, tail = main_story(page, first)
    place = "flow" if layout.aside == "flow" else ""
    main = f'<div class="main {place}">{story}{asides(page, "foot")}{tail}</div>'
    rail = asides(page, "rail")
    side = f'<div class="rail">{rail}</div>' if rail else ""
    css = (ASSETS / "page.css").read_text(encoding="utf-8") + style(layout, page.width)
    script = (ASSETS / "boxes.js").read_text(encoding="utf-8")
    page.html = (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>{css}</style><body>'
        f'<div class="sheet">{above}<div class="page">{main}{side}</div>{below}</div>'
        f"<script>{script}</script></body></html>"
    )
    return page

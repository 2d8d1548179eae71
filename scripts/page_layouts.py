"""The newspaper layouts that pages are set in: measures in CSS pixels, one table."""

from __future__ import annotations

from dataclasses import dataclass

SERIF = "'Noto Serif CJK SC'"
SANS = "'Noto Sans CJK SC'"


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to set a page.

    ``scale`` is the device pixel ratio of the picture; ``rotate`` is in degrees, ``blur`` in CSS pixels.
    ``headline`` stands over all columns ("all") or in the first one ("column"); ``photo`` stands inside a
    paragraph ("inside"), between two ("between") or over all columns ("top"); ``aside`` says where boxes
    and shorts go: into the columns ("flow"), below ("foot") or into a column of their own ("rail").
    """

    name: str
    columns: int
    width: int
    gap: int
    rule: bool = False
    font: str = SERIF
    heads: str = SANS
    size: float = 17
    leading: float = 1.6
    scale: float = 2
    headline: str = "all"
    photo: str = "inside"
    aside: str = "flow"
    quote: bool = False
    credit_inline: bool = False
    folio: str = "top"
    foot: bool = False
    rotate: float = 0
    blur: float = 0
    paper: str = "#fff"
    ink: str = "#111"
    centre: bool = True


LAYOUTS: tuple[Layout, ...] = (
    Layout("three-rule", 3, 980, 42, rule=True, scale=2.5),
    Layout(
        "four-narrow",
        4,
        1150,
        34,
        size=16,
        quote=True,
        credit_inline=True,
        foot=True,
        scale=2.4,
        paper="#f8f6f0",
    ),
    Layout("two-sans", 2, 760, 30, font=SANS, photo="between", centre=False, folio="foot"),
    Layout("five-wide", 5, 1400, 30, rule=True, size=16, aside="foot", quote=True, scale=2.5),
    Layout("three-box", 3, 940, 26, size=16, scale=2.5, heads=SERIF, paper="#f6f3ec"),
    Layout("rail", 2, 660, 40, rule=True, aside="rail", photo="between", credit_inline=True, scale=2.6),
    Layout("large-type", 3, 1060, 40, size=19, scale=3, quote=True, folio="foot"),
    Layout("small-type", 3, 920, 36, rule=True, font=SANS, size=17, leading=1.5, scale=1.5, aside="foot"),
    Layout("tilted", 3, 980, 30, rule=True, rotate=0.35, blur=0.35, paper="#f3f0e6", ink="#222"),
    Layout(
        "headline-column",
        3,
        980,
        36,
        rule=True,
        headline="column",
        centre=False,
        foot=True,
        blur=0.25,
        paper="#f4f2ea",
    ),
    Layout("photo-top", 4, 1140, 28, photo="top", font=SANS, size=16, aside="foot", quote=True),
    Layout("tight", 3, 900, 16, size=16, photo="inside", aside="foot", folio="foot"),
)

BY_NAME = {layout.name: layout for layout in LAYOUTS}

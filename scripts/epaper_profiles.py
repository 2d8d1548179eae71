"""How much damage of which kind a web edition gets: one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """How much of what. Chances are per character, mark, paragraph or article, as the name says."""

    name: str
    width: tuple[int, int] | None = None  # characters a line, where lines are wrapped
    cuts: int = 1  # sentences cut by a blank line
    groups: float = 0.6  # of captions that cut a sentence instead of standing between paragraphs
    copies: int = 0  # unfinished repetitions
    flatten: float = 0.0  # of paragraphs that run on after blanks
    half: float = 0.0  # of marks that are half-width
    full_digits: float = 0.0  # of articles with full-width digits
    blanks: float = 0.0  # per character
    lost: float = 0.0  # of closing marks
    stops: float = 0.0  # of full stops lost
    alike: float = 0.0  # per character that has a look-alike
    fuse: float = 0.0  # of bylines, headlines and subheads run into what follows
    site: int = 2  # lines of the site above and below
    again: float = 0.0  # headline repeated
    notes: float = 0.0  # continuation notes that cut a sentence
    moved: float = 0.0  # a part of a paragraph put behind the next one
    numbered: float = 0.0  # captions as one numbered run
    broken: float = 0.0  # a caption in the wrong encoding
    markup: float = 0.0  # remains of markup
    gloss: float = 0.0  # of articles with readings put behind two words
    indent: str = "　　"


PROFILES: tuple[Profile, ...] = (
    Profile("site-light", half=0.05, blanks=0.002, fuse=0.3, lost=0.03, gloss=0.15),
    Profile(
        "column-light", width=(13, 22), cuts=2, copies=1, blanks=0.001, lost=0.04, half=0.03, groups=0.8,
        site=1,
    ),
    Profile(
        "site-heavy", cuts=2, copies=1, flatten=0.45, half=0.5, blanks=0.006, lost=0.08, stops=0.02, fuse=0.7,
        site=5, again=0.8, notes=0.5, numbered=0.7, broken=0.35, markup=0.4, full_digits=0.2, alike=0.01,
        gloss=0.25,
    ),
    Profile(
        "column-heavy", width=(11, 18), cuts=4, copies=2, half=0.25, blanks=0.004, lost=0.1, stops=0.02,
        fuse=0.5, site=3, again=0.3, notes=0.4, moved=0.5, alike=0.02, groups=1.0, numbered=0.2, indent="",
    ),
)  # fmt: skip
BY_NAME = {profile.name: profile for profile in PROFILES}

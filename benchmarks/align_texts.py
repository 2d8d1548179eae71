"""Texts with gold beads for ``benchmarks/align.py``: our own, as they are and perturbed.

=============== =========================================================================================
literary        stories with free translations (``tests/cases/beads/literary_*.txt``)
literary thin   the same, three words in ten taken out of the English: a stand-in for freer translation
medical         abstracts of trials (``tests/cases/beads/medical_test.txt``)
news            newspaper articles (``corpus/source``)
news noisy      the same with sentences left out of either side, and neighbours run together on either
                side independently of the other; two sentences run together join their beads in the gold
news abridged   the same with runs of English beads left out
wild            news documents by a writer who did not see the rules (``tests/cases/pairs/wild.json``: the
                half "tune" is dev, "held" is test)
wild noisy      the same, a bead a line, as "lines noisy"; "wild abridged" as "lines abridged"
lines noisy     as "news noisy", but every gold bead is first one line on each side, as in line-aligned sets
lines abridged  as "news abridged", a bead a line
=============== =========================================================================================
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import corpus_model  # noqa: E402
import corpus_source  # noqa: E402
from tzcorpus.records import Bead  # noqa: E402

SEED = 7
# Copies of each article, each perturbed anew.
COPIES = 3
# Shares of beads left out on a side, of neighbours run together on a side, of beads abridged.
DROPPED, JOINED, ABRIDGED = 0.05, 0.06, 0.3
# Share of English words taken out.
THINNED = 0.3
# Longest run of English beads left out.
LONGEST_RUN = 6

Group = tuple[list[str], list[str]]


@dataclass(frozen=True)
class Text:
    """A document's sentences and its gold beads, gaps included."""

    zh: list[str]
    en: list[str]
    gold: list[Bead]


def text_of(groups: Iterable[Group]) -> Text:
    zh: list[str] = []
    en: list[str] = []
    gold: list[Bead] = []
    for left, right in groups:
        i, j = range(len(zh), len(zh) + len(left)), range(len(en), len(en) + len(right))
        zh, en = zh + left, en + right
        if left and right:
            gold.append(Bead(tuple(i), tuple(j)))
        else:
            gold += [Bead((k,), ()) for k in i] + [Bead((), (k,)) for k in j]
    return Text(zh, en, gold)


def own_cases(name: str) -> list[list[Group]]:
    """The texts of ``tests/cases/beads`` whose names begin with ``name``."""
    return [_groups(path) for path in sorted((ROOT / "tests" / "cases" / "beads").glob(f"{name}*.txt"))]


def _groups(path: Path) -> list[Group]:
    groups = []
    for paragraph in path.read_text("utf-8").split("\n\n"):
        lines = [line for line in paragraph.split("\n") if line.strip() and not line.startswith("#")]
        left = [line[3:] for line in lines if line.startswith("zh ")]
        groups.append((left, [line.removeprefix("en ") for line in lines if not line.startswith("zh ")]))
    return groups


def articles(*, dev: bool) -> list[list[Group]]:
    """The articles whose beads settings may be chosen on (splits train and dev), or those only measured."""
    out = []
    for path in corpus_source.sources(ROOT / "corpus" / "source"):
        article = corpus_source.load(path)
        if (article.meta["split"] != "test") == dev:
            zh, en, beads = corpus_model.beads(article)
            if zh and en:
                out.append([([zh[k] for k in i], [en[k] for k in j]) for i, j in beads])
    return out


_MARK = re.compile(r"\[([^\]]+)\][CPM]")


def wild(half: str) -> list[list[Group]]:
    """The documents of a half of ``wild.json`` without their marks."""
    data = json.loads((ROOT / "tests" / "cases" / "pairs" / "wild.json").read_text("utf-8"))
    return [
        [([_MARK.sub(r"\1", s) for s in b["zh"]], [_MARK.sub(r"\1", s) for s in b["en"]]) for b in d["beads"]]
        for d in data["docs"]
        if d["half"] == half
    ]


@dataclass
class _Line:
    """A sentence and the groups it comes from."""

    text: str
    groups: set[int]


def noisy(groups: Sequence[Group], chance: random.Random) -> Text:
    sides: tuple[list[_Line], list[_Line]] = ([], [])
    for number, group in enumerate(groups):
        fate = chance.random()
        for side, lines in enumerate(group):
            if not side * DROPPED <= fate < (side + 1) * DROPPED:
                sides[side].extend(_Line(text, {number}) for text in lines)
    zh = _run_together(sides[0], "", chance)
    en = _run_together(sides[1], " ", chance)
    return Text([line.text for line in zh], [line.text for line in en], _linked(zh, en))


def _run_together(lines: Sequence[_Line], glue: str, chance: random.Random) -> list[_Line]:
    out: list[_Line] = []
    fresh = True  # no sentence is run together twice
    for line in lines:
        beside = bool(out) and min(line.groups) - max(out[-1].groups) < 2  # nothing left out between them
        if beside and fresh and chance.random() < JOINED:
            out[-1] = _Line(out[-1].text + glue + line.text, out[-1].groups | line.groups)
            fresh = False
        else:
            out.append(line)
            fresh = True
    return out


def _linked(zh: Sequence[_Line], en: Sequence[_Line]) -> list[Bead]:
    """Beads: sentences that share a group, directly or through others."""
    owner: dict[int, int] = {}

    def top(group: int) -> int:
        while owner.setdefault(group, group) != group:
            group = owner[group]
        return group

    for line in (*zh, *en):
        first, *others = sorted(line.groups)
        for other in others:
            owner[top(other)] = top(first)
    members: dict[int, tuple[list[int], list[int]]] = {}
    for side, lines in enumerate((zh, en)):
        for number, line in enumerate(lines):
            members.setdefault(top(min(line.groups)), ([], []))[side].append(number)
    beads: list[Bead] = []
    for _, (i, j) in sorted(members.items()):
        if i and j:
            beads.append(Bead(tuple(i), tuple(j)))
        else:
            beads += [Bead((k,), ()) for k in i] + [Bead((), (k,)) for k in j]
    return beads


def a_bead_a_line(groups: Sequence[Group]) -> list[Group]:
    return [(["".join(zh)] if zh else [], [" ".join(en)] if en else []) for zh, en in groups]


def thinned(groups: Sequence[Group], chance: random.Random) -> Text:
    return text_of((zh, [_thinner(sentence, chance) for sentence in en]) for zh, en in groups)


def _thinner(sentence: str, chance: random.Random) -> str:
    words = sentence.split(" ")
    return " ".join(word for word in words if chance.random() >= THINNED) or words[0]


def abridged(groups: Sequence[Group], chance: random.Random) -> Text:
    gone: set[int] = set()
    while len(gone) < ABRIDGED * len(groups):
        first = chance.randrange(len(groups))
        gone |= set(range(first, min(len(groups), first + chance.randint(1, LONGEST_RUN))))
    return text_of((zh, [] if k in gone else en) for k, (zh, en) in enumerate(groups))


def sets(*, dev: bool) -> dict[str, list[Text]]:
    """Texts by name of their set."""
    chance = random.Random(SEED + (not dev))
    news = articles(dev=dev)
    stories = own_cases("literary_dev" if dev else "literary_test")
    out = {
        "literary": [text_of(groups) for groups in stories],
        "literary thin": [thinned(groups, chance) for groups in stories for _ in range(COPIES)],
        "news": [text_of(g) for g in news],
        "news noisy": [noisy(groups, chance) for groups in news for _ in range(COPIES)],
        "news abridged": [abridged(groups, chance) for groups in news for _ in range(COPIES)],
    }
    lines = [a_bead_a_line(groups) for groups in news]
    out["lines noisy"] = [noisy(groups, chance) for groups in lines for _ in range(COPIES)]
    out["lines abridged"] = [abridged(groups, chance) for groups in lines for _ in range(COPIES)]
    others = wild("tune" if dev else "held")
    chance = random.Random(SEED + (not dev))  # its own, so that the sets above stay as they were
    lines = [a_bead_a_line(groups) for groups in others]
    out["wild"] = [text_of(groups) for groups in others]
    out["wild noisy"] = [noisy(groups, chance) for groups in lines for _ in range(COPIES)]
    out["wild abridged"] = [abridged(groups, chance) for groups in lines for _ in range(COPIES)]
    if not dev:
        out["medical"] = [text_of(g) for g in own_cases("medical_test")]
    return out

"""Articles as a newspaper's web edition would give them: damage put in on purpose, no OCR.

    python scripts/make_epaper.py corpus/source/r01-first-voyage.md --profile site-heavy -o corpus/raw

Writes ``epaper.txt`` and ``epaper.gold.json``. The generator is seeded by article and profile, so the same
source gives the same text. The kinds of damage are those seen in web editions: site lines, wrapped or
flattened paragraphs, sentences cut by blank lines, captions, continuation notes and repeated openings,
half-width marks, blanks between characters, lost marks, fused bylines and headlines.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from corpus_source import Article, Block, body_order, load, zh_text
from epaper_cells import (
    ALIKE,
    CLOSERS,
    FULL,
    HALF,
    HAN,
    Line,
    cells_of,
    cut_points,
    drop,
    loosen,
    mojibake,
    plain,
    sentence_start,
    swap,
    text_of,
    wrap,
)
from epaper_profiles import BY_NAME, Profile
from page_gold import Trace, gold, solid, verify
from render_pages import write_json

WEEKDAYS = "一二三四五六日"
NUMBERS = "①②③④⑤⑥⑦⑧⑨"


@dataclass
class Sheet:
    """The text being made: lines in page order, with role and clean text of every key."""

    article: Article
    profile: Profile
    roles: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = random.Random(f"{self.article.id}/{self.profile.name}")
        for n in body_order(self.article):
            self.note(f"b{n}", self.article.blocks[n].role, zh_text(self.article.blocks[n]))

    def note(self, key: str, role: str, text: str) -> Line:
        """Registers a block and gives its cells."""
        self.roles[key], self.texts[key] = role, text
        return cells_of(key, text)

    def extra(self, role: str, text: str) -> Line:
        """A line that is not of the article."""
        return self.note(f"{role[0]}{len(self.roles)}x", role, text)

    def luck(self, chance: float) -> bool:
        """One throw."""
        return self.dice.random() < chance


def wear(sheet: Sheet, line: Line, *, digits: bool) -> Line:
    """Damage inside a line."""
    p, dice = sheet.profile, sheet.dice
    line = swap(line, HALF, p.half, dice)
    line = swap(line, FULL, 1.0 if digits else 0.0, dice)
    line = swap(line, ALIKE, p.alike * 10, dice)
    line = drop(line, "。", p.stops, dice)
    return loosen(drop(line, CLOSERS, p.lost, dice), p.blanks, dice)


def site_lines(sheet: Sheet) -> tuple[list[Line], list[Line]]:
    """What the site prints above and below an article."""
    meta, dice = sheet.article.meta, sheet.dice
    day = date.fromisoformat(meta["date"])
    when = f"{day.year}年{day.month:02}月{day.day:02}日"
    above = [
        f"第{meta['page']}版：{dice.choice(('要闻', '经济', '产业', '综合'))} 上一版 下一版",
        f"{when} 星期{WEEKDAYS[day.weekday()]}",
        f"{meta['paper']}数字报 往期回顾 返回首页",
        "放大 缩小 默认 朗读",
        f"来源：{meta['paper']} {when}",
        f"当前位置：首页 > {dice.choice(('经济', '产业', '地方'))} > 正文",
    ]
    below = [
        f"版权所有 {meta['paper']}社 未经书面授权不得转载",
        f"浏览次数：{dice.randint(80, 9000)}",
        "上一篇 下一篇",
        f"分享到： 微信 微博 收藏 打印 （{when} 第{meta['page']}版）",
    ]
    wanted = sheet.profile.site
    top = sorted(dice.sample(range(len(above)), min(wanted, len(above))))
    foot = sorted(dice.sample(range(len(below)), min((wanted + 1) // 2, len(below))))
    shown = [sheet.extra("furniture", above[n]) for n in top]
    return shown, [sheet.extra("furniture", below[n]) for n in foot]


def captions(sheet: Sheet, numbers: list[int], *, digits: bool) -> list[list[Line]]:
    """Caption groups in page order: each a list of lines; sometimes one numbered run for all."""
    blocks, groups = sheet.article.blocks, list[list[int]]()
    for n in numbers:
        if blocks[n].role == "credit" and groups and len(groups[-1]) == 1:
            groups[-1].append(n)
        else:
            groups.append([n])
    made = [
        [wear(sheet, cells_of(f"b{n}", sheet.texts[f"b{n}"]), digits=digits) for n in group]
        for group in groups
    ]
    if made and sheet.luck(sheet.profile.broken):
        made[0][0] = mojibake(cells_of(f"b{groups[0][0]}", sheet.texts[f"b{groups[0][0]}"]))
    if len(made) > 1 and sheet.luck(sheet.profile.numbered):
        run: Line = []
        for number, group in zip(NUMBERS, made, strict=False):
            run += sheet.extra("caption", f"图{number}：")
            for line in group:
                run += line + plain(" ")
        return [[run]]
    return made


def copy_of(sheet: Sheet, line: Line, at: int) -> Line:
    """The unfinished repetition of a sentence: its beginning up to a place, once more."""
    start = sentence_start(line, at)
    return sheet.extra("duplicate", "".join(text_of(line[start:at]).split()))


def cut(sheet: Sheet, line: Line, between: list[Line]) -> Line:
    """A paragraph torn apart at some place, with lines in the gap."""
    places = cut_points(line)
    if not places:
        return line
    at = sheet.dice.choice(places)
    gap = plain("\n\n")
    for other in between:
        gap += other + plain("\n\n")
    return line[:at] + gap + line[at + (line[at][0] == "\n") :]


def paragraphs_cut(sheet: Sheet, lines: dict[int, Line], groups: list[list[Line]]) -> list[list[Line]]:
    """Tears paragraphs as the profile says. What found no place, and the copies, come back as loose lines."""
    p, dice = sheet.profile, sheet.dice
    able = [n for n, line in lines.items() if cut_points(line)]
    dice.shuffle(able)
    loose: list[list[Line]] = []
    for group in groups:
        if able and sheet.luck(p.groups):
            n = able.pop()
            lines[n] = cut(sheet, lines[n], group)
        else:
            loose.append(group)
    for _ in range(p.copies):
        if able:
            n = able.pop()
            at = dice.choice(cut_points(lines[n]))
            if at - sentence_start(lines[n], at) >= 6:
                loose.append([copy_of(sheet, lines[n], at)])
    if able and sheet.luck(p.notes):
        n, page = able.pop(), dice.choice("二三四五六")
        notes = [sheet.extra("furniture", f"（下转第{page}版）"), sheet.extra("furniture", "（上接第一版）")]
        lines[n] = cut(sheet, lines[n], notes)
    for _ in range(p.cuts):
        if able:
            n = able.pop()
            lines[n] = cut(sheet, lines[n], [])
    return loose


def move(sheet: Sheet, order: list[int], lines: dict[int, Line]) -> None:
    """Puts the end of a paragraph behind the paragraph after it, as columns read in the wrong order do."""
    pairs = [
        (a, b) for a, b in pairwise(order)
        if a in lines and b in lines and "\n\n" not in text_of(lines[a]) and cut_points(lines[a])
    ]  # fmt: skip
    if pairs and sheet.luck(sheet.profile.moved):
        a, b = sheet.dice.choice(pairs)
        at = sheet.dice.choice(cut_points(lines[a]))
        lines[b] = lines[b] + plain("\n\n") + lines[a][at + (lines[a][at][0] == "\n") :]
        lines[a] = lines[a][:at]


def assemble(sheet: Sheet) -> Line:
    """The whole text."""
    p, dice, blocks = sheet.profile, sheet.dice, sheet.article.blocks
    digits = sheet.luck(p.full_digits)
    width = dice.randint(*p.width) if p.width else 0
    numbers = list(range(len(blocks)))
    pictures = [n for n in numbers if blocks[n].role in ("caption", "credit")]
    order = [n for n in numbers if n not in pictures]
    groups = captions(sheet, pictures, digits=digits)
    worn = {n: wear(sheet, cells_of(f"b{n}", sheet.texts[f"b{n}"]), digits=digits) for n in order}
    indent = p.indent if dice.random() < 0.7 else ""
    bodies = {n: worn[n] for n in order if blocks[n].role == "paragraph"}
    if width:
        bodies = {n: wrap(line, width, indent=indent) for n, line in bodies.items()}
    loose = paragraphs_cut(sheet, bodies, groups)
    glosses(sheet, bodies)
    move(sheet, order, bodies)
    worn |= bodies
    above, below = site_lines(sheet)
    lines = [*above, *again(sheet)]
    fused = False
    for n in order:
        line = worn[n] if width or blocks[n].role != "paragraph" else plain(indent) + worn[n]
        joiner = glue(sheet, blocks[n], lines, fused=fused)
        if joiner is None:
            lines.append(line)
        else:
            lines[-1] = (
                lines[-1]
                + plain(joiner)
                + (line[len(indent) :] if line[: len(indent)] == plain(indent) else line)
            )
        fused = blocks[n].role in ("headline", "byline", "subhead") and sheet.luck(p.fuse)
    for group in loose:
        at = dice.randint(min(len(above) + 3, len(lines)), len(lines))
        lines[at:at] = [wrap(line, width, indent="") if width else line for line in group]
    lines = [markup(sheet, line) for line in lines + below]
    return finish(lines, "\n\n" if width or dice.random() < 0.4 else "\n")


def glosses(sheet: Sheet, lines: dict[int, Line]) -> None:
    """Readings in brackets behind two words of the article, as textbooks and some sites set them."""
    dice = random.Random(f"{sheet.article.id}/gloss")  # of its own, so that nothing else moves
    if dice.random() >= sheet.profile.gloss:
        return
    for n in sorted(lines)[:2]:
        places = [at for at in cut_points(lines[n]) if lines[n][at - 2][0] != "\n"]
        if places:
            at = dice.choice(places)
            word = text_of(lines[n][at - 2 : at])
            if all(HAN.match(ch) for ch in word):
                lines[n] = (
                    lines[n][:at] + plain(f"({''.join(lazy_pinyin(word, style=Style.TONE))})") + lines[n][at:]
                )


def again(sheet: Sheet) -> list[Line]:
    """The headline once more, above the article, as sites print it."""
    heads = [b for b in sheet.article.blocks if b.role == "headline"]
    if heads and sheet.luck(sheet.profile.again):
        return [sheet.extra("duplicate", zh_text(heads[0]))]
    return []


def glue(sheet: Sheet, block: Block, lines: list[Line], *, fused: bool) -> str | None:
    """What joins a block to the line before it, or None for a line of its own."""
    if not lines:
        return None
    if fused and block.role in ("paragraph", "byline"):
        return sheet.dice.choice((" ", "　", "  "))
    if (
        block.role == "paragraph"
        and text_of(lines[-1])[-1:] in "。”！？"
        and sheet.luck(sheet.profile.flatten)
    ):
        return sheet.dice.choice(("   ", "　　", "  ", " "))
    return None


def markup(sheet: Sheet, line: Line) -> Line:
    """Remains of markup at the end of a line."""
    if sheet.luck(sheet.profile.markup * 0.2):
        return line + [(ch, None) for ch in sheet.dice.choice(("<br/>", "&nbsp;", "\\", "</p>"))]
    return line


def finish(lines: list[Line], between: str) -> Line:
    """Lines with line ends."""
    out: Line = []
    for line in lines:
        out += line + plain(between)
    return out[: -len(between)] + plain("\n")


def make_epaper(article: Article, profile: Profile) -> Trace:
    """The damaged text of an article, with the owner of each character."""
    sheet = Sheet(article, profile)
    cells = assemble(sheet)
    owners = {n: owner for n, (_, owner) in enumerate(cells) if owner is not None}
    trace = Trace(text_of(cells), owners, sheet.roles, sheet.texts)
    verify(trace)
    return trace


def write_epaper(trace: Trace, folder: Path) -> None:
    """The two files of an article's web edition."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "epaper.txt").write_text(trace.raw, encoding="utf-8")
    write_json(folder / "epaper.gold.json", gold(trace, "epaper.txt"))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--profile", choices=sorted(BY_NAME), default="site-light")
    parser.add_argument("-o", "--output", type=Path, default=Path("corpus/raw"))
    options = parser.parse_args()
    for source in options.sources:
        article = load(source)
        trace = make_epaper(article, BY_NAME[options.profile])
        write_epaper(trace, options.output / article.id)
        print(f"{article.id}: {len(solid(trace.raw))} characters, {len(trace.roles)} blocks")


if __name__ == "__main__":
    main()

"""The lines of a raw text, each with the blank lines before it, and those that were run together apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from tzcorpus.clean.evidence import pair_score
from tzcorpus.language.scripts import HAN
from tzcorpus.records import Role

# Line ends of every kind, and the tags that stand for one.
# What markup leaves at the ends of a line.
_JUNK = r"(?:&nbsp;|&emsp;|&ensp;|</?[a-zA-Z]{1,6}\s{0,3}/?>|\\|\*{2,}|[ \t\u00a0\u3000])"
_JUNK_TAIL = re.compile(f"{_JUNK}+$")
_JUNK_LEAD = re.compile(f"{_JUNK}+")
_JUNK_ENDS, _JUNK_STARTS = (";", ">", "\\", "*"), ("&", "<", "\\", "*")
_PLAIN = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BREAK_TAG = r"<br\s{0,3}/?>|</?(?:p|div|li|tr|h[1-6]|table|ul|ol)(?:\s[^<>\n]{0,300})?>"
_TAGGED = re.compile(f"(?:{_BREAK_TAG})|(?P<text>(?:(?!{_BREAK_TAG})[^\n\r\x0b\x0c\x85\u2028\u2029])+)", re.I)
_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_EDGE = " \t\u00a0\u3000\u200b\ufeff\u2000\u2001\u2002\u2003\u2009\x00\x1a"

# Paragraphs of a long line: two blanks or more after a final mark. A single one counts in lines this
# long that have hardly any other blank.
_FLAT = re.compile(rf"(?<=[。！？”…）])[ \t\u00a0\u3000]+(?=[{HAN}“《\d])")
_SHORTEST_FLAT = 120
_WIDE_BLANK = re.compile(r"[ \t\u00a0]{2,}|\u3000+|\t")
_NOTE = re.compile(
    r"[（(【]\s*(?:下转|上接|紧接|转接|转|接)\s*第?\s*[\dA-Za-z一二三四五六七八九十]{1,4}\s*版[^（()）\n]{0,24}[）)】]"
)
_H = f"[{HAN}]"
_AGENCY_POST = (
    r"(?:本[ \u3000]?报|本社|本网|新华社|中新社)?(?:全媒体|融媒|首席|特约|特派|见习|实习|驻\w{2,4})?"
    r"(?:记[ \u3000]?者|通[ \u3000]?讯[ \u3000]?员|评论员|实习生)"
)
_PERSON = rf"{_H}{{2,4}}|{_H} {_H}"
_PEOPLE = rf"(?:{_PERSON})(?:[ \u3000、]{{1,2}}(?:{_PERSON})){{0,5}}"
_DATED = rf"(?:本报|{_H}{{1,4}}[社网讯报台]){_H}{{2,8}}\d{{1,2}}月\d{{1,2}}日[电讯]"
_DATELINE = re.compile(
    rf"(?:本报讯|本网讯|本刊讯|{_DATED})"
    rf"(?:[ \u3000]*[（(〈]"
    rf"(?:[ \u3000]*{_AGENCY_POST}[ \u3000]*[:：]?[ \u3000]*{_PEOPLE})+[ \u3000]*[）)〉])?"
    r"[ \u3000:：]*"
)
_MATTER = r"(?:数[ \u3000]?据|资[ \u3000]?料|文[ \u3000]?字)"
_DESK = (
    rf"(?:{_MATTER}[ \u3000]?整[ \u3000]?理[ \u3000]+{_H}{{2,3}}"
    rf"|本[报刊网]{_H}{{2,5}}[ \u3000]?(?:整理|综合|报道))"
    r"(?=[ \u3000]|$)"
)
_FUSED_BYLINE = re.compile(
    rf"{_DESK}[ \u3000]*|(?:[■□●○◆◇▲△]\s*(?:{_AGENCY_POST}\s*)?|{_AGENCY_POST}[ \u3000]*[:：]?[ \u3000]*)"
    rf"{_PEOPLE}(?:[ \u3000]+{_AGENCY_POST}[ \u3000]*[:：]?[ \u3000]*{_PEOPLE})*(?:[ \u3000]+(?=\S)|$)"
)
# A byline alone on its line whose ■ or □ OCR has read as a square character.
_MISREAD_GLYPH = r"(?:[口囗回日国][ \u3000]+)"
_MISREAD_BYLINE = re.compile(
    rf"{_MISREAD_GLYPH}{_AGENCY_POST}[ \u3000]*[:：]?[ \u3000]*{_PEOPLE}"
    rf"(?:[ \u3000]+{_MISREAD_GLYPH}?{_AGENCY_POST}[ \u3000]*[:：]?[ \u3000]*{_PEOPLE})*"
)
_TWICE = re.compile(r"(\S.{2,40}\S)[ \t\u3000]+\1")
# What ends a byline after the names, and what ends a credit.
_WROTE = re.compile(r"(?:文|报道|整理|综述|文[/／]图|图[/／]文|文并摄)[）)]?")
_TOOK = re.compile(r"(?:摄影?|拍摄|供图|图|绘|制图|摄影报道)[）)]?")
# A headline may stand before the byline on the same line.
_LONGEST_HEAD = 60
_INNER_BYLINE = re.compile(rf"[ \u3000]+(?=[■□●○◆◇▲△]|{_AGENCY_POST}|本报讯|{_DATED}|{_DESK})")
_PAGE_HEAD = re.compile(
    r"\s*第\s*[\dA-Za-z]{1,3}\s*版\s*[（(][^（()）\n]{0,12}[）)]\s*(?:专栏|栏目|版名|标题)?\s*[:：]\s*"
)
# A heading before its text: no marks inside, wide blanks or a single one, then a sentence.
_FUSED_HEADING = re.compile(
    r"([^\s，。；：、,;:!！?？]{4,18}[？！?!]?)([ \t\u3000]{1,3})((?=\S{0,200}[，。；：,;])\S.{18,})"
)
_EARLY_BLANK = re.compile(r"\S{4,18}[？！?!]?[ \t\u3000]")
_FUSED_EDITOR = re.compile(
    r"[（(](?:责编|责任编辑|本报编辑|编辑|本版编辑|作者)[:：]?[^（()）。]{2,24}[）)]\s*$"
    r"|(?<=[。！？”])\s*(?:责编|责任编辑|本版编辑|本报编辑)[:：\s][^。，]{2,40}$"
)
_CLUES = re.compile(r"下转|上接|紧接|版|讯|日电|记者|通讯员|[■□●○◆◇▲△]|责编|编辑|作者|整理|综合|报道")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its outer blanks: ``start:end`` is its raw span, ``text`` the raw text there.

    ``gap`` counts the blank lines before it; ``indent`` says that blanks led it.
    """

    start: int
    end: int
    text: str
    gap: int = 0
    indent: bool = False
    role: Role | None = None


def read_lines(raw: str, *, split: bool = True, markup: bool = True) -> list[Line]:
    """The lines of ``raw`` that are not blank; ``split`` takes apart what was run into one line, ``markup``
    takes tags that end a line for line ends and leaves out what markup left at the ends of lines.
    """
    pattern = _TAGGED if markup and "<" in raw else _PLAIN
    out: list[Line] = []
    previous = 0
    for match in pattern.finditer(raw):
        if pattern is _TAGGED and match.lastgroup is None:
            continue  # a tag
        whole = match.group()
        text = whole.strip(_EDGE)
        start = match.start() + len(whole) - len(whole.lstrip(_EDGE))
        if markup and (text[-1:] in _JUNK_ENDS or text[:1] in _JUNK_STARTS):
            lead = _JUNK_LEAD.match(text)
            start += lead.end() if lead else 0
            text = _JUNK_TAIL.sub("", text[lead.end() if lead else 0 :])
        if not text:
            continue
        gap = max(0, _line_ends(raw, previous, match.start()) - 1) if out else 1
        line = Line(start, start + len(text), text, gap, start - match.start() >= 1 and _indented(whole))
        previous = match.end()
        if split:
            out += split_line(line)
        else:
            out.append(line)
    return out


def _line_ends(raw: str, start: int, end: int) -> int:
    between = raw[start:end]
    if between == "\n":
        return 1
    ends = len(_ENDS.findall(between))
    if "<" in between:
        return max(1, ends)
    return ends


def _indented(whole: str) -> bool:
    return whole[0] == "\u3000" or whole.startswith(("  ", "\t", "\u00a0\u00a0"))


def split_line(line: Line) -> list[Line]:
    """The pieces of a line: notes, fused bylines and flattened paragraphs become lines of their own."""
    text = line.text
    early = line.gap > 0 and not line.indent and _EARLY_BLANK.match(text)
    if not (early or _CLUES.search(text) or (len(text) >= _SHORTEST_FLAT and _FLAT.search(text))):
        return _said_once(line)
    if _MISREAD_BYLINE.fullmatch(text) or _DATELINE.fullmatch(text):
        return [replace(line, role="byline")]
    cuts = sorted(_special_spans(text, headings=bool(early)), key=lambda cut: cut[:2])
    if not cuts:
        whole = _said_once(line)
        return whole if len(whole) > 1 else list(_flattened(line))
    out: list[Line] = []
    at = 0
    for start, end, role in cuts:
        if start < at:
            continue
        if start > at:
            out += _flattened(_part(line, at, start))
        out.append(_part(line, start, end, role))
        at = end
    if at < len(text):
        out += _flattened(_part(line, at, len(text)))
    out = [piece for part in out for piece in _said_once(part)]
    kept = [piece for piece in out if piece.text]
    rest = [replace(piece, gap=1) for piece in kept[1:]]
    return [replace(kept[0], gap=line.gap, indent=line.indent), *rest]


def _said_once(line: Line) -> list[Line]:
    """A headline that stands twice in one line, as two lines."""
    twice = _TWICE.fullmatch(line.text) if line.role is None and len(line.text) <= 2 * _LONGEST_HEAD else None
    if twice is None:
        return [line]
    first = replace(_part(line, 0, twice.end(1)), gap=line.gap, indent=line.indent)
    return [first, _part(line, twice.end(1), len(line.text))]


def leading_byline(text: str) -> int:
    """Where the dateline or byline of the paper ends that a line begins with and text follows; 0 for none.

    Two blanks, or a wide one, part a reporter's name from the text.

    >>> leading_byline("本报讯（记者 林知远）渡船每周三开航。"), leading_byline("本报记者站在码头上。")
    (11, 0)
    """
    dated = _DATELINE.match(text)
    if dated:
        return dated.end()
    fused = _FUSED_BYLINE.match(text) if text.startswith(("本报", "本网", "本刊")) else None
    return fused.end() if fused and fused.group().endswith(("  ", "\u3000")) else 0


def _special_spans(text: str, *, headings: bool) -> Iterator[tuple[int, int, Role | None]]:
    for match in _NOTE.finditer(text) if "版" in text else ():
        if len(match.group()) < len(text):
            yield match.start(), match.end(), "furniture"
    head = _PAGE_HEAD.match(text)
    at = head.end() if head else 0
    if head and at < len(text):
        yield 0, at, "furniture"
    fused = _DATELINE.match(text, at) or _FUSED_BYLINE.match(text, at)
    if fused is None:
        inside = _INNER_BYLINE.search(text, at, at + _LONGEST_HEAD)
        if inside:
            fused = _DATELINE.match(text, inside.end()) or _FUSED_BYLINE.match(text, inside.end())
    if fused and _WROTE.fullmatch(text, fused.end()):
        yield fused.start(), len(text), "byline"
    elif fused and len(fused.group()) < len(text) and not _TOOK.fullmatch(text, fused.end()):
        yield fused.start(), fused.end(), "byline"
    at = fused.end() if fused else at
    heading = _FUSED_HEADING.match(text, at) if headings else None
    if heading and _is_heading_apart(heading):
        yield heading.start(1), heading.end(1), None
    tail = _FUSED_EDITOR.search(text) if "编" in text or "作者" in text else None
    if tail and tail.start() > 0:
        yield tail.start(), tail.end(), "editor"


def _is_heading_apart(match: re.Match[str]) -> bool:
    """Is what stands before the blank a heading? A single blank must not part a word or a Latin name."""
    if match.group(2) != " ":
        return True
    if match.group(1)[-1].isascii() and match.group(3)[0].isascii():
        return False
    return pair_score(match.group(1), match.group(3)) < 0.0


def _flattened(line: Line) -> Iterator[Line]:
    """A long line, cut where blanks after a final mark stand for a paragraph break."""
    text = line.text
    if len(text) < _SHORTEST_FLAT:
        yield line
        return
    at = 0
    first = True
    for match in _FLAT.finditer(text):
        wide = _WIDE_BLANK.fullmatch(match.group()) is not None
        if not wide and not _closes(text, at, match.start()):
            continue
        part = _part(line, at, match.start())
        if part.text:
            yield replace(part, gap=line.gap, indent=line.indent) if first else replace(part, indent=True)
            first = False
        at = match.end()
    rest = _part(line, at, len(text))
    yield replace(rest, gap=line.gap, indent=line.indent) if first else replace(rest, indent=True)


def _closes(text: str, start: int, end: int) -> bool:
    """Are the quotes of text[start:end] closed?"""
    return text.count("“", start, end) == text.count("”", start, end)


def _part(line: Line, start: int, end: int, role: Role | None = None) -> Line:
    whole = line.text[start:end]
    text = whole.strip(_EDGE)
    at = line.start + start + len(whole) - len(whole.lstrip(_EDGE))
    return Line(at, at + len(text), text, 0, False, role)


@lru_cache(maxsize=16384)
def width(text: str) -> float:
    """Width of a text in ems: a Chinese character is one, an ASCII one half."""
    size = len(text)
    wide = (len(text.encode("utf-8", "surrogatepass")) - size) / 2
    return (size + wide) / 2

"""Repairs that look at single characters and their neighbours: widths, blanks, controls, glosses, markup.

Every rule is a function from raw text to edits. `character_edits` runs them in the order of `RULES`;
where two rules want the same characters the earlier one has them. Marks become full width among
Chinese; numbers, letters and decimals keep theirs, and no mark is taken for another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from operator import itemgetter

from tzcorpus.clean.doubled import doubled_edits
from tzcorpus.clean.mojibake import mojibake_edits
from tzcorpus.language.scripts import HAN, is_han
from tzcorpus.records import Edit, Language, Span

BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_HAN = f"[{HAN}]"
# Marks that Chinese sets on its own: no Western text has them, so a neighbour like this is Chinese.
_MARKS = "，。、；：？！“”‘’《》〈〉（）【】「」『』〔〕…—"
_CHINESE = f"{HAN}{_MARKS}"
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARK_RUN = re.compile(f"[{BLANK}]?([,;:?!]+)[{BLANK}]*")
_ROUND = re.compile(r"[(（]([^()（）]{0,120})[)）]")
_DOTS = re.compile(rf"(?<=[{_CHINESE}])\.{{3,}}(?=[{_CHINESE}]|$)|\.{{3,}}(?={_HAN})", re.M)
_STOP = re.compile(rf"(?<=[{HAN}”’》）])\.(?=[{BLANK}]*(?:[{HAN}“《]|$))", re.M)
_DASHES = re.compile(rf"(?<=[{_CHINESE}])-{{2,4}}(?=[{_CHINESE}]|$)", re.M)
_QUOTE = re.compile('["“”]')
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]+"
)
_WIDE_ALNUM = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_WIDE_POINT = re.compile("(?<=[0-9\uff10-\uff19])\uff0e(?=[0-9\uff10-\uff19])")
_TAG = re.compile(
    r"</?(?:br|p|div|span|font|strong|em|b|i|u|a|img|center|table|tbody|tr|td|th|li|ul|ol|h[1-6]|sup|sub)"
    r"(?:\s[^<>\n]{0,300})?/?>",
    re.I,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
_REMAINS = re.compile(rf"\*{{2,}}|\\+(?=[{_CHINESE}])|(?<=[{_CHINESE}])\\+")
_LOST_INDENT = re.compile(rf"^[{BLANK}]*\?{{2,8}}(?=[{HAN}“])", re.M)
# Tone-marked vowels of Hanyu Pinyin, with the open ɡ (U+0261) that some fonts use.
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_TONE = re.compile(f"[{_TONES}]")
_GLOSS = re.compile(
    rf"(?<=({_HAN}))[（(]([a-züɡ'’·{BLANK}]{{0,40}}[{_TONES}][a-züɡ'’·{BLANK}{_TONES}]{{0,40}})[）)]"
)
_SENTENCE_MARK = re.compile("[，。；？！、]|[,;?!]")
# A heading or byline that is set with blanks is shorter than this; a longer line is running text.
_LONGEST_SPACED_LINE = 40
_LATIN_TOUCH = re.compile(rf"(?<={_HAN})(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?={_HAN})")
# A text whose Chinese and Latin are set apart at least this often does so by house style.
_SPACED_STYLE = 0.6

# Every character that a rule outside of `_ELSEWHERE` starts from or needs: one look says if a text has any.
_AT_WORK = re.compile(
    f"[{BLANK},;:?!()<&*\\\\{_TONES}\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u2064\ufeff\ufff9-\ufffb\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0e]|\.(?![0-9])|--"
)
# Runs are found whole and their neighbours looked at after: no search starts twice in one run.
_BLANK_RUN = re.compile(f"[{BLANK}]+")
_LATIN_OR_DIGIT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
_DIGITS = frozenset("0123456789")
_CLOSING_MARKS = "。，；！？、”》）"
_POINTS = frozenset(".．")
_PERCENTS = frozenset("%％‰")
_NUMBER_NEXT = re.compile(f"[0-9{HAN}]")

Rule = Callable[[str], Iterable[Edit]]


def character_edits(
    raw: str,
    *,
    language: Language = "zh",
    off: Collection[str] = (),
    spaced: Iterable[Span] | None = None,
) -> list[Edit]:
    """Edits of single characters, sorted, never overlapping, offsets into ``raw``.

    ``off`` names rules to leave out (`RULES`). ``spaced`` are raw spans (headings, bylines) whose blanks
    between Chinese characters are set on purpose; without it, short lines without marks are taken for
    such. Line ends are left to the caller, who knows which of them a sentence runs across.

    >>> [(e.span.start, e.replacement, e.rule) for e in character_edits("书记说:来吧")]
    [(3, '：', 'widths')]
    """
    found: list[tuple[int, int, Edit]] = []
    for rank, name, rule in _RANKED if _AT_WORK.search(raw) else _RANKED_ELSEWHERE:
        if name in off or (language == "en" and name not in ENGLISH_RULES):
            continue
        edits = blank_edits(raw, spaced=spaced) if name == "blanks" else rule(raw)
        found += [(edit.span.start, rank, edit) for edit in edits]
    return _without_overlap(found)


def _without_overlap(found: list[tuple[int, int, Edit]]) -> list[Edit]:
    """The edits in order of place; of two that meet, the one of the earlier rule."""
    out: list[tuple[int, Edit]] = []
    for start, rank, edit in sorted(found, key=itemgetter(0, 1)):
        if out and start < out[-1][1].span.end:
            if rank >= out[-1][0]:
                continue
            out.pop()
            if out and start < out[-1][1].span.end:
                continue
        out.append((rank, edit))
    return [edit for _, edit in out]


def control_edits(raw: str) -> Iterator[Edit]:
    """Control, zero-width and direction characters, byte order marks: removed."""
    for match in _CONTROL.finditer(raw):
        yield _edit(match, "", "control")


def markup_edits(raw: str) -> Iterator[Edit]:
    """HTML tags and entities, runs of asterisks, stray backslashes, indents turned into question marks."""
    if "<" in raw:
        for match in _TAG.finditer(raw):
            yield _edit(match, "", "markup")
    if "&" in raw:
        from html import unescape

        for match in _ENTITY.finditer(raw):
            text = unescape(match.group())
            if text != match.group():
                yield _edit(match, "" if text in "\u00a0\u2003\u2002\u2009" else text, "markup")
    if "**" in raw or "\\" in raw:
        for match in _REMAINS.finditer(raw):
            yield _edit(match, "", "markup")
    if "??" in raw:
        for match in _LOST_INDENT.finditer(raw):
            yield _edit(match, "", "markup", 0.9)


def gloss_edits(raw: str) -> Iterator[Edit]:
    """Pinyin in brackets after the characters it reads: removed where it is their reading."""
    for match in _GLOSS.finditer(raw) if _TONE.search(raw) else ():
        before = "".join(raw[max(0, match.start() - 16) : match.start()].split())
        if _reads(match.group(2), before):
            yield _edit(match, "", "gloss", 0.95)


def width_edits(raw: str) -> Iterator[Edit]:
    """ASCII marks among Chinese become full width; those in numbers and Latin text stay."""
    yield from _mark_edits(raw)
    if "(" in raw or ")" in raw:
        for match in _ROUND.finditer(raw):
            yield from _bracket_edits(match)
    if "..." in raw:
        for match in _DOTS.finditer(raw):
            yield _edit(match, "……", "widths")
    if "." in raw:
        for match in _STOP.finditer(raw):
            if not _numbers_a_list(raw, match.start()):
                yield _edit(match, "。", "widths", 0.95)
    if "--" in raw:
        for match in _DASHES.finditer(raw):
            yield _edit(match, "——", "widths")


def line_quote_edits(raw: str) -> Iterator[Edit]:
    """Straight double quotes in the lines of a text; `quote_edits` does the same over torn paragraphs."""
    if '"' in raw:
        for line in re.finditer('[^\n]*"[^\n]*', raw):
            yield from quote_edits(raw, (Span(line.start(), line.end()),))


def _mark_edits(raw: str) -> Iterator[Edit]:
    length = len(raw)
    for match in _MARK_RUN.finditer(raw):
        start, end = match.span(1)
        before = raw[start - 1] if start else "\n"
        stop = match.end()
        after = raw[stop] if stop < length else "\n"
        if after in "\"'" and stop + 1 < length:
            after = raw[stop + 1]
        if before in _BLANKS:  # a blank before a mark goes with it, where it is Chinese's
            outer = raw[match.start() - 1] if match.start() else "\n"
            if not _is_chinese(outer):
                continue
        elif not (_is_chinese(before) or (_is_chinese(after) and not before.isspace())) or (
            before.isdigit() and after.isdigit()
        ):
            continue
        blanks_stay = stop > end and not _is_chinese(after)
        span = Span(match.start(), end if blanks_stay else stop)
        text = "".join(_FULL_WIDTH[mark] for mark in match.group(1))
        yield Edit(span, text, "widths")


def _bracket_edits(match: re.Match[str]) -> Iterator[Edit]:
    raw = match.string
    before = raw[match.start() - 1 : match.start()]
    if match.group()[0] + match.group()[-1] == "（）":
        return
    if (before and _is_chinese(before)) or re.search(_HAN, match.group(1)):
        if raw[match.start()] == "(":
            yield Edit(Span(match.start(), match.start() + 1), "（", "widths")
        if raw[match.end() - 1] == ")":
            yield Edit(Span(match.end() - 1, match.end()), "）", "widths")


def quote_edits(raw: str, fragments: Iterable[Span]) -> list[Edit]:
    """Straight double quotes of one paragraph of Chinese, where opening and closing ones alternate."""
    is_open = chinese = False
    found: list[Edit] = []
    for span in fragments:
        chinese = chinese or re.search(_HAN, raw[span.start : span.end]) is not None
        for match in _QUOTE.finditer(raw, span.start, span.end):
            mark = match.group()
            if mark == ("“" if is_open else "”"):
                return []
            if mark == '"':
                found.append(_edit(match, "”" if is_open else "“", "quotes", 0.95))
            is_open = not is_open
    return found if chinese and not is_open else []


def wide_alphanumeric_edits(raw: str) -> Iterator[Edit]:
    """Full-width digits and letters become ASCII, and the point between such digits."""
    for match in _WIDE_ALNUM.finditer(raw):
        yield _edit(match, "".join(chr(ord(c) - 0xFEE0) for c in match.group()), "wide-alphanumerics")
    if "．" in raw:  # FULLWIDTH FULL STOP
        for match in _WIDE_POINT.finditer(raw):
            yield _edit(match, ".", "wide-alphanumerics")


def blank_edits(raw: str, *, spaced: Iterable[Span] | None = None) -> Iterator[Edit]:
    """Blanks between Chinese characters and marks: removed, except where a line is set with them."""
    kept = None if spaced is None else sorted(spaced)
    at = 0
    line_start = line_end = -1
    keep_line = False
    for match in _BLANK_RUN.finditer(raw):
        start, end = match.span()
        if not _parts_chinese(raw[start - 1 : start], raw[end : end + 1]):
            continue
        if kept is not None:
            while at < len(kept) and kept[at].end <= start:
                at += 1
            keep_line = at < len(kept) and kept[at].start <= start
        elif not line_start <= start < line_end:
            line_start = raw.rfind("\n", 0, start) + 1
            line_end = raw.find("\n", start)
            line_end = len(raw) if line_end < 0 else line_end
            short = line_end - line_start <= _LONGEST_SPACED_LINE
            keep_line = short and not _SENTENCE_MARK.search(raw, line_start, line_end)
        if not keep_line:
            yield Edit(Span(start, end), "", "blanks")


def number_blank_edits(raw: str) -> Iterator[Edit]:
    """Blanks inside a number or before its percent mark: removed."""
    for match in _BLANK_RUN.finditer(raw):
        start, end = match.span()
        if start and raw[start - 1] in _DIGITS:
            within = raw[end : end + 1] in _PERCENTS or (
                raw[end : end + 1] in _POINTS and _NUMBER_NEXT.match(raw, end + 1)
            )
        else:
            within = raw[start - 1 : start] in _POINTS and raw[end : end + 1] in _DIGITS
            within = within and start > 1 and raw[start - 2] in _DIGITS
        if within:
            yield _edit(match, "", "number-blanks")


def latin_blank_edits(raw: str) -> Iterator[Edit]:
    """Blanks between Chinese and Latin letters or digits: removed, unless the text is set so throughout."""
    blanks = [match for match in _BLANK_RUN.finditer(raw) if _parts_latin(raw, *match.span())]
    if not blanks:
        return
    touches = sum(1 for _ in _LATIN_TOUCH.finditer(raw))
    if len(blanks) < _SPACED_STYLE * (len(blanks) + touches):
        for match in blanks:
            yield _edit(match, "", "latin-blanks", 0.9)


# Name → rule, in the order of their right to a character.
RULES: dict[str, Rule] = {
    "mojibake": mojibake_edits,
    "control": control_edits,
    "markup": markup_edits,
    "doubled": doubled_edits,
    "gloss": gloss_edits,
    "wide-alphanumerics": wide_alphanumeric_edits,
    "number-blanks": number_blank_edits,
    "widths": width_edits,
    "quotes": line_quote_edits,
    "blanks": blank_edits,
    "latin-blanks": latin_blank_edits,
}
ENGLISH_RULES = frozenset({"control", "markup"})
# Rules that start from characters which `_AT_WORK` does not name.
_ELSEWHERE = frozenset({"mojibake", "doubled", "quotes"})
_RANKED = tuple((rank, name, rule) for rank, (name, rule) in enumerate(RULES.items()))
_RANKED_ELSEWHERE = tuple(ranked for ranked in _RANKED if ranked[1] in _ELSEWHERE)
_BLANKS = " \t\u00a0\u3000"
_IS_CHINESE = re.compile(f"[{_CHINESE}]")


def _is_chinese(character: str) -> bool:
    return character > "\x7f" and _IS_CHINESE.match(character) is not None


def _parts_chinese(before: str, after: str) -> bool:
    """Do the characters around a blank show that it stands in Chinese?"""
    if before == ")":
        return after != "" and _is_chinese(after)
    if before in _CLOSING_MARKS and after in _LATIN_OR_DIGIT:
        return before != "" and after != ""
    return before != "" and _is_chinese(before) and (after == "(" or (after != "" and _is_chinese(after)))


def _parts_latin(raw: str, start: int, end: int) -> bool:
    """Does the blank start:end stand between Chinese and Latin letters or digits?"""
    before, after = raw[start - 1 : start], raw[end : end + 1]
    if after in _LATIN_OR_DIGIT:
        return before > "\x7f" and is_han(before)
    return (before in _LATIN_OR_DIGIT or before == "%") and after > "\x7f" and is_han(after)


def _edit(match: re.Match[str], text: str, rule: str, confidence: float = 1.0) -> Edit:
    return Edit(Span(match.start(), match.end()), text, rule, confidence)


def _numbers_a_list(raw: str, at: int) -> bool:
    """Is the stop at ``at`` the one of ``一.`` at the head of a line?"""
    head = raw[raw.rfind("\n", 0, at) + 1 : at].strip()
    return 0 < len(head) <= 3 and all(c in "一二三四五六七八九十" for c in head)


def _reads(gloss: str, before: str) -> bool:
    """Does the gloss read the last characters of ``before``? Tones and blanks do not matter."""
    import unicodedata

    from pypinyin import Style, pinyin

    bare = unicodedata.normalize("NFD", gloss.replace("ɡ", "g"))
    letters = "".join(c for c in bare if "a" <= c <= "z")
    for size in range(1, len(before) + 1):
        readings = pinyin(before[-size:], style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
        if len(readings) < size:
            return False
        if _spells(letters, readings):
            return True
    return False


def _spells(letters: str, readings: list[list[str]]) -> bool:
    """Can one reading of each character in turn spell ``letters``?"""
    ends = {0}
    for choices in readings:
        spelt = {"".join("u" if c == "v" else c for c in reading) for reading in choices}
        ends = {at + len(word) for at in ends for word in spelt if letters.startswith(word, at)}
    return len(letters) in ends

"""Reads the markup of ``corpus/source/*.md`` into the records of `corpus_model`.

Nothing stops at the first fault: every line that cannot be read becomes a `Problem` with its line number
and a remedy, so that a writer sees them all at once.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from corpus_model import ROLES, Article, Bead, Block, Mention, Name, Sentence, Value

LINK = re.compile(r"\[([^\[\]]+)\]\(([^()]*)\)")
PLANTED = re.compile(r" !planted(?: ([a-z-]+))?$")
FENCE = "+++"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a source file: where, what, and what to do about it."""

    path: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}; {self.remedy}"


@dataclass
class Log:
    """Collects the problems of one file."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.path, line, message, remedy))


def decimal(text: str) -> Decimal:
    """A finite decimal; underscores between digits are allowed."""
    number = Decimal(text)
    if not number.is_finite():
        raise InvalidOperation(text)
    return number


def parse_value(spec: str) -> tuple[Value, str | None]:
    """``350000000 CNY approx #m1`` → the value and its link id. ValueError says what is wrong."""
    words = spec.split()
    if len(words) < 2:
        raise ValueError(f"money needs an amount and a currency, not {spec!r}")
    try:
        amount = None if words[0] == "-" else decimal(words[0])
    except InvalidOperation:
        raise ValueError(f"{words[0]!r} is no amount") from None
    if not re.fullmatch(r"[A-Z]{3}", words[1]):
        raise ValueError(f"{words[1]!r} is no ISO 4217 currency")
    value, same = Value(amount, words[1]), None
    for word in words[2:]:
        if word.startswith("#"):
            same = word[1:]
        else:
            value = apply_option(value, word)
    return value, same


def apply_option(value: Value, word: str) -> Value:
    """One further word of a money reference."""
    key, _, text = word.partition("=")
    if word == "approx":
        return replace(value, approx=True)
    if word == "scale":
        return replace(value, kind="scale")
    if word == "implicit":
        return replace(value, currency_implicit=True)
    if key in ("low", "high") and text:
        try:
            number = decimal(text)
        except InvalidOperation:
            raise ValueError(f"{text!r} is no amount") from None
        return replace(value, low=number) if key == "low" else replace(value, high=number)
    if key == "bound" and text in ("lower", "upper"):
        return replace(value, bound=text)
    if key == "per" and text:
        return replace(value, per=text.replace("_", " "))
    raise ValueError(f"{word!r} is no option of money")


def parse_inline(text: str, line: int, log: Log) -> tuple[str, tuple[Mention, ...]]:
    """Takes the links out of a line: (clean text, mentions)."""
    clean, found, at, size = [], [], 0, 0
    for link in LINK.finditer(text):
        clean.append(text[at : link.start()])
        size += link.start() - at
        surface, ref = link.group(1), link.group(2).strip()
        value = same = None
        if ref.startswith("m:"):
            try:
                value, same = parse_value(ref[2:])
            except ValueError as error:
                log.add(
                    line,
                    f"[{surface}]: {error}",
                    "write m:AMOUNT CUR [low= high= approx bound= scale implicit per=] [#id]",
                )
                value = Value(None, "CNY")
            ref = "m"
        if surface != surface.strip():
            log.add(line, f"[{surface}]: blanks at the edge of a span", "put them outside the brackets")
        found.append(Mention(size, size + len(surface), surface, ref, value, same, line))
        clean.append(surface)
        size, at = size + len(surface), link.end()
    clean.append(text[at:])
    plain = "".join(clean)
    if "[" in plain or "](" in plain:
        log.add(line, "a bracket that belongs to no [surface](ref)", "close the link, or use another bracket")
    return plain, tuple(found)


def parse_sentence(raw: str, line: int, log: Log) -> Sentence:
    """One line of a bead, after its ``zh `` or ``en ``."""
    opens = raw.startswith("¶")
    text = raw[1:].strip() if opens else raw.strip()
    plain, found = parse_inline(text, line, log)
    return Sentence(plain, found, line, opens)


def parse_bead(lines: list[tuple[int, str]], log: Log) -> Bead:
    """The lines between two empty lines of a block."""
    sides: dict[str, list[Sentence]] = {"zh": [], "en": []}
    planted = None
    for number, text in lines:
        mark = PLANTED.search(text)
        if mark:
            planted = mark.group(1) or "unnamed"
            text = text[: mark.start()]
        side, _, rest = text.partition(" ")
        if side not in sides or not rest.strip():
            log.add(number, f"neither a zh nor an en line: {text[:30]!r}", "begin it with 'zh ' or 'en '")
            continue
        if side == "zh" and sides["en"]:
            log.add(
                number, "zh line after an en line of the same bead", "put an empty line between two beads"
            )
        sides[side].append(parse_sentence(rest.strip(), number, log))
    return Bead(tuple(sides["zh"]), tuple(sides["en"]), lines[0][0], planted)


@dataclass
class Reader:
    """State while the lines below the front matter are read."""

    log: Log
    blocks: list[Block] = field(default_factory=list)
    role: str = ""
    role_line: int = 0
    lines: list[tuple[int, str]] = field(default_factory=list)
    beads: list[Bead] = field(default_factory=list)
    article: int = 0
    boxes: int = 0
    box: int = 0

    def end_bead(self) -> None:
        if self.lines:
            self.beads.append(parse_bead(self.lines, self.log))
        self.lines = []

    def end_block(self) -> None:
        self.end_bead()
        if self.role and not any(b.zh or b.en for b in self.beads):
            self.log.add(self.role_line, f"@{self.role} without text", "write its zh line or take it out")
        elif self.role:
            self.blocks.append(Block(self.role, tuple(self.beads), self.role_line, self.article, self.box))
        self.role, self.beads = "", []

    def mark(self, word: str, number: int) -> None:
        """A line that begins with ``@``."""
        self.end_block()
        if word == "article":
            self.article += bool(self.blocks)
            self.close_box(number, wanted=False)
        elif word == "box":
            self.close_box(number, wanted=False)
            self.boxes += 1
            self.box = self.boxes
        elif word == "endbox":
            self.close_box(number, wanted=True)
        elif word in ROLES:
            self.role, self.role_line = word, number
        else:
            self.log.add(number, f"unknown role @{word}", f"use one of {' '.join(ROLES)} box endbox article")
            self.role, self.role_line = "paragraph", number

    def close_box(self, number: int, *, wanted: bool) -> None:
        if wanted != bool(self.box):
            self.log.add(number, "@box and @endbox do not pair", "give every @box one @endbox")
        self.box = 0

    def read(self, number: int, text: str) -> None:
        """One line of the file."""
        if text.startswith("@"):
            self.mark(text[1:].strip(), number)
        elif not text.strip():
            self.end_bead()
        elif not text.startswith("#"):
            if not self.role:
                self.log.add(number, "text outside a block", "put an @role line before it")
            self.lines.append((number, text.rstrip()))


def parse_front(lines: list[str], log: Log) -> tuple[dict[str, str], dict[str, Name]]:
    """The TOML between the fences: metadata and names."""
    try:
        data = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        log.add(
            1,
            f"front matter is no TOML ({error})",
            "mend it; an entity is one line: c1 = { label = …, zh = …, en = … }",
        )
        return {}, {}
    names = {}
    for key, entry in data.pop("entities", {}).items():
        line = next((n for n, t in enumerate(lines, 2) if re.match(rf"\s*{re.escape(key)}\s*=", t)), 1)
        if not isinstance(entry, dict):
            log.add(line, f"entity {key} is no table", 'write c1 = { label = "COMPANY", zh = "…", en = "…" }')
            continue
        for odd in set(entry) - {"label", "zh", "en", "also"}:
            log.add(line, f"entity {key}: unknown field {odd}", "fields are label, zh, en, also")
        names[key] = Name(
            key, str(entry.get("label", "")), str(entry.get("zh", "")), str(entry.get("en", "")),
            tuple(entry.get("also", ())), line,
        )  # fmt: skip
    return {key: str(value) for key, value in data.items()}, names


def parse(text: str, path: str) -> tuple[Article, list[Problem]]:
    """The article of a source file and the faults met while reading it."""
    log = Log(path)
    lines = text.splitlines()
    fences = [n for n, line in enumerate(lines) if line.strip() == FENCE][:2]
    if len(fences) < 2 or fences[0] != 0:
        log.add(1, "no front matter", f"begin the file with {FENCE} … {FENCE}")
        return Article(path, {}, {}, ()), log.problems
    meta, names = parse_front(lines[1 : fences[1]], log)
    reader = Reader(log)
    for number, line in enumerate(lines[fences[1] + 1 :], fences[1] + 2):
        reader.read(number, line)
    reader.end_block()
    if reader.box:
        log.add(len(lines), "@box without @endbox", "close it")
    return Article(path, meta, names, tuple(reader.blocks)), log.problems


def read(path: Path | str) -> tuple[Article, list[Problem]]:
    """`parse` of a file."""
    return parse(Path(path).read_text(encoding="utf-8"), str(path))

"""Scores of a cleaned page against a standoff gold: whole sentences, boundaries, leaks, losses.

The gold names the raw file by its sha256 and holds blocks (role, raw spans, whether the block belongs to
the body) and character fixes (raw offset, wrong, right). Texts are compared without blanks and with the
widths of marks levelled. What is counted, in characters unless said otherwise:

*whole*: gold sentences of paragraphs that stand inside one line of the cleaned text, with a damaged
character as it was or as it should be. *boundaries*: paragraph ends, carried over by an alignment.
*leaked*: text of the cleaned page that is not body text in its place, by role of the block it comes from;
``moved`` is body text out of its place or twice, ``other`` what no block holds. *lost*: body text that is
not in its place in the cleaned page.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

from tzcorpus.errors import FormatError
from tzcorpus.evaluate.beads import Ratio

_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_LEVEL = {
    **dict.fromkeys("“”„‟«»「」『』＂", '"'),
    **dict.fromkeys("‘’‚‛＇", "'"),
    **dict.fromkeys("—–―－─━", "-"),
    **dict.fromkeys("…⋯", "."),
    **dict.fromkeys("·・•‧", "·"),
}
_SENTENCE = re.compile(r"[^。！？!?…]*[。！？!?…]+[。！？!?…”’」』）)》〉】\"']*|[^。！？!?…]+")
# Shorter runs in common are chance: of text that no block holds, and of body text out of its place.
_SHORTEST_LEAK = 4
_SHORTEST_MOVE = 6


@dataclass(frozen=True, slots=True)
class Fix:
    """A damaged character run: raw offset, what it reads, what it should read."""

    offset: int
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class GoldBlock:
    """A block of the page: role, raw spans as ``(start, end)``, and whether it is body text."""

    role: str
    spans: tuple[tuple[int, int], ...]
    body: bool


@dataclass(frozen=True, slots=True)
class GoldPage:
    """The gold of one raw file, with the raw text it speaks of."""

    raw: str
    blocks: tuple[GoldBlock, ...]
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class CleaningScores:
    """Scores of one page or, added up, of several."""

    whole: int = 0
    sentences: int = 0
    boundaries: Ratio = field(default_factory=Ratio)
    leaked: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    body: int = 0

    def __add__(self, other: CleaningScores) -> CleaningScores:
        return CleaningScores(
            self.whole + other.whole,
            self.sentences + other.sentences,
            self.boundaries + other.boundaries,
            self.leaked + other.leaked,
            self.lost + other.lost,
            self.body + other.body,
        )


def load_gold(path: Path, raw: bytes) -> GoldPage:
    """The gold in ``path`` for the raw file with these bytes (UTF-8).

    Raises `FormatError` where the file is no gold or has no entry for the raw file.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entries: dict[str, dict[str, Any]] = data.get("files", {"": data})
        digest = hashlib.sha256(raw).hexdigest()
        entry = next((e for e in entries.values() if e.get("sha256") == digest), None)
        if entry is None:
            raise FormatError(
                "no entry for the raw file", where=str(path), expected=f"a file with sha256 {digest}"
            )
        blocks = tuple(
            GoldBlock(b["role"], tuple((s, e) for s, e in b["spans"]), b["keep_in_body"])
            for b in entry["blocks"]
        )
        fixes = tuple(Fix(f["offset"], f["wrong"], f["right"]) for f in entry.get("char_fixes", ()))
    except OSError as error:
        raise FormatError(f"cannot be read ({error.strerror})", where=str(path)) from error
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        what = f"not a cleaning gold ({type(error).__name__}: {error})"
        raise FormatError(what, where=str(path), expected="JSON with the blocks of the page") from error
    return GoldPage(raw.decode("utf-8"), blocks, fixes)


def body_text(gold: GoldPage) -> str:
    """The clean body that the gold stands for: one block a line, damaged characters as they should be."""
    blocks = ("".join(right for _, right in _readings(gold, block)) for block in gold.blocks if block.body)
    return "\n".join("".join(text.split("\n")) for text in blocks)


def score_cleaning(gold: GoldPage, cleaned: str) -> CleaningScores:
    """Scores of ``cleaned``, one block a line."""
    lines = [text for text in map(_levelled, cleaned.splitlines()) if text]
    candidate = "".join(lines)
    readings = [_readings(gold, block) for block in gold.blocks if block.body]
    texts = _as_read(readings, candidate)
    body = "".join(texts)
    places = _places(body, candidate)
    matched = {place for place in places if place is not None}
    others = [
        (block.role, _levelled("".join(gold.raw[s:e] for s, e in block.spans)))
        for block in gold.blocks
        if not block.body
    ]
    whole, sentences = _whole(gold, lines)
    return CleaningScores(
        whole,
        sentences,
        _boundaries(texts, lines, places),
        _leaked(candidate, places, others, body),
        len(body) - len(matched),
        len(body),
    )


def _levelled(text: str) -> str:
    """Without blanks, widths levelled, runs of dots one dot."""
    out = []
    for character in text:
        if character.isspace() or character in _INVISIBLE:
            continue
        level = _LEVEL.get(character) or unicodedata.normalize("NFKC", character)
        out.append(level if len(level) == 1 else character)
    return re.sub(r"\.{2,}", ".", "".join(out))


def _readings(gold: GoldPage, block: GoldBlock) -> list[tuple[str, str]]:
    """The block in pieces: ``(as in the raw text, as it should be)``, equal where nothing is damaged."""
    pieces: list[tuple[str, str]] = []
    for start, end in block.spans:
        at = start
        for fix in sorted(gold.fixes, key=lambda fix: (fix.offset, bool(fix.wrong))):
            inside = start <= fix.offset < end if fix.wrong else start < fix.offset <= end
            if not inside or fix.offset < at:
                continue
            kept = gold.raw[at : fix.offset]
            pieces += [(kept, kept), (fix.wrong, fix.right)]
            at = fix.offset + len(fix.wrong)
        rest = gold.raw[at:end]
        pieces.append((rest, rest))
    return pieces


def _as_read(readings: Sequence[list[tuple[str, str]]], candidate: str) -> list[str]:
    """The body's texts with each damaged place in the reading that the candidate has."""
    flat = [(_levelled(wrong), _levelled(right)) for block in readings for wrong, right in block]
    body = "".join(wrong for wrong, _ in flat)
    places = {place for place in _places(body, candidate) if place is not None}
    texts: list[str] = []
    at = k = 0
    for block in readings:
        text = ""
        for _ in block:
            wrong, right = flat[k]
            kept = all(place in places for place in range(at, at + len(wrong)))
            before = candidate.find(
                body[max(0, at - 3) : at] + right + body[at + len(wrong) : at + len(wrong) + 3]
            )
            text += (
                wrong
                if wrong == right or (kept and (wrong or before < 0))
                else right
                if before >= 0
                else wrong
            )
            at += len(wrong)
            k += 1
        texts.append(text)
    return texts


def _places(body: str, candidate: str) -> list[int | None]:
    """For each character of the candidate its place in the body, where an alignment gives it one."""
    from rapidfuzz.distance import Indel

    out: list[int | None] = [None] * len(candidate)
    for code in Indel.opcodes(body, candidate):
        if code.tag == "equal":
            lone = code.src_end - code.src_start <= 2
            far = code.dest_end - code.dest_start < len(candidate) and _is_chance(body, candidate, code)
            if lone and far:
                continue
            for k in range(code.src_end - code.src_start):
                out[code.dest_start + k] = code.src_start + k
    return out


def _is_chance(body: str, candidate: str, code: Any) -> bool:
    """Are the characters around one or two equal ones different on both sides?"""
    reach = 4
    before = body[max(0, code.src_start - reach) : code.src_start]
    after = body[code.src_end : code.src_end + reach]
    near = candidate[max(0, code.dest_start - reach) : code.dest_end + reach]
    return not any(c in near for c in before) and not any(c in near for c in after) and bool(before + after)


def _whole(gold: GoldPage, lines: Sequence[str]) -> tuple[int, int]:
    """Gold sentences inside one line, and all of them."""
    whole = total = 0
    for block in gold.blocks:
        if not block.body or block.role not in ("paragraph", "pullquote"):
            continue
        for pattern in _sentence_patterns(_readings(gold, block)):
            total += 1
            whole += any(pattern.search(line) for line in lines)
    return whole, total


def _sentence_patterns(pieces: Iterable[tuple[str, str]]) -> list[re.Pattern[str]]:
    """One pattern a sentence; where a character is damaged both readings are allowed."""
    pieces = list(pieces)
    plain = "".join("".join(right.split()) for _, right in pieces)
    bounds = [match.span() for match in _SENTENCE.finditer(plain)]
    patterns = []
    for start, end in bounds:
        at, parts = 0, []
        for wrong, right in pieces:
            right_text = "".join(right.split())
            low, high = max(start, at), min(end, at + len(right_text))
            whole_inside = start <= at and at + len(right_text) <= end
            if wrong != right and whole_inside and (right_text or start < at < end):
                parts.append(f"(?:{re.escape(_levelled(right))}|{re.escape(_levelled(wrong))})")
            elif low < high:
                parts.append(re.escape(_levelled(right_text[low - at : high - at])))
            at += len(right_text)
        patterns.append(re.compile("".join(parts)))
    return patterns


def _boundaries(texts: Sequence[str], lines: Sequence[str], places: Sequence[int | None]) -> Ratio:
    ends, at = set[int](), 0
    for text in texts[:-1]:
        at += len(text)
        ends.add(at)
    free = set(ends)
    right = predicted = at = 0
    for line in lines[:-1]:
        at += len(line)
        before = next((p for p in reversed(places[:at]) if p is not None), None)
        after = next((p for p in places[at:] if p is not None), None)
        if before is None or after is None:
            continue
        predicted += 1
        hit = min((end for end in free if before < end <= after), default=None)
        if hit is not None:
            free.discard(hit)
            right += 1
    return Ratio(right, predicted, right, len(ends))


def _leaked(
    candidate: str, places: Sequence[int | None], others: Sequence[tuple[str, str]], body: str
) -> Counter[str]:
    found: Counter[str] = Counter()
    marks = [-1, *(k for k, place in enumerate(places) if place is not None), len(candidate)]
    for before, after in pairwise(marks):
        if after > before + 1:
            found += _origin(candidate[before + 1 : after], others, body)
    return found


def _origin(run: str, others: Sequence[tuple[str, str]], body: str) -> Counter[str]:
    """Where the characters of a stray run come from, longest common stretches first."""
    found: Counter[str] = Counter()
    rest = [run]
    for texts, least in ((others, _SHORTEST_LEAK), ([("moved", body)], _SHORTEST_MOVE), (others, 2)):
        while True:
            best = max(
                (
                    (match.size, piece, match.a, role)
                    for piece in rest
                    for role, text in texts
                    for match in [SequenceMatcher(None, piece, text, autojunk=False).find_longest_match()]
                ),
                default=(0, "", 0, ""),
            )
            size, piece, at, role = best
            if size < least:
                break
            found[role] += size
            rest.remove(piece)
            rest += [part for part in (piece[:at], piece[at + size :]) if part]
    found["other"] += sum(map(len, rest))
    return +found

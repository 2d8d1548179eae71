"""Text that is clean already: one paragraph a line, no blank lines, nothing that says it is no text.

What the cleaner gives must come out of it unchanged when it is put in again. So such text is only looked
through for halves of a sentence that surely belong together, and every cleaned page ends with the same look.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from operator import itemgetter

from tzcorpus.clean.articles import in_order
from tzcorpus.clean.captions import TRIANGLES
from tzcorpus.clean.chains import in_chains
from tzcorpus.clean.characters import character_edits
from tzcorpus.clean.chunks import Chunk, column_width, is_broken, is_heading
from tzcorpus.clean.joins import Pair, best_pairs, followers
from tzcorpus.clean.lines import Line
from tzcorpus.clean.repairs import closing_quotes, lookalikes
from tzcorpus.clean.roles import line_role
from tzcorpus.clean.settings import CleanSettings
from tzcorpus.clean.tables import is_run_of_rows
from tzcorpus.records import BODY_ROLES, Block, Edit, Role, Span

# Log odds from which two lines of clean text are one: a word of the dictionary runs across the break, or a
# mark that begins no line.
_SURE = 4.0
# Each round joins whole chains, so that pages need two at most; the bound keeps the time linear.
_MOST_ROUNDS = 12


def is_settled(lines: Sequence[Line]) -> bool:
    """Are these the lines of text that is clean: no blank line, indent, typed line or column among them?"""
    if any(line.role is not None or line.indent for line in lines) or any(line.gap for line in lines[1:]):
        return False
    return column_width(lines) is None and not is_broken(lines)


def known(settings: CleanSettings) -> Callable[[str], Role | None]:
    """What gives a line its role by its own words, with the lines that the settings name."""
    words = partial(line_role, furniture=settings.furniture, bylines=settings.bylines)
    if not settings.allows("tables"):
        return words
    return lambda text: "table" if is_run_of_rows(text) else words(text)


def settle(chunks: Sequence[Chunk], typed: Callable[[str], Role | None]) -> list[Chunk]:
    """The chunks, body text that surely goes on with other body text made one with it.

    ``typed`` gives the role of a line that says what it is; pieces that joining has made such a line get it.
    """
    out = list(chunks)
    for _ in range(_MOST_ROUNDS):
        for chunk in out:
            items = chunk.text[:1] in TRIANGLES  # captions were told from items of a list by their number
            role = typed(chunk.text) if chunk.role in BODY_ROLES and not items else None
            if role is not None:
                chunk.role, chunk.confidence = role, 0.7
        body = [k for k, chunk in enumerate(out) if chunk.role in BODY_ROLES]
        alone = [Chunk([Line(0, len(out[k].text), out[k].text)]) for k in body]
        pairs = [pair for pair in best_pairs(alone) if pair.score >= _SURE]
        if not pairs:
            break
        out = _joined(out, [Pair(body[pair.before], body[pair.after], pair.score) for pair in pairs])
    return out


def _joined(chunks: Sequence[Chunk], pairs: Sequence[Pair]) -> list[Chunk]:
    def merged(chain: Sequence[Chunk]) -> Chunk:
        if len(chain) == 1:
            return chain[0]
        whole = replace(chain[0], lines=list(chain[0].lines), role="paragraph")
        for chunk in chain[1:]:
            whole.extend(chunk.lines)
        return whole

    return in_order(in_chains(chunks, followers(pairs), merged, lambda chunk: chunk.role in BODY_ROLES))


# Rules that look at the whole page or at what a line end leaves, and have nothing to say on a second look.
_ONCE = frozenset({"latin-blanks", "mojibake", "quotes"})
# Edits that give a character other neighbours than the raw text gave it.
_CHANGING = frozenset({"unwrap", "join", "quotes", "markup", "control"})


def second_look(
    raw: str, blocks: Sequence[Block], edits: Sequence[Edit], off: Collection[str]
) -> Iterator[Edit]:
    """What the rules for characters find in the body once it reads on: a mark that a line end kept from its
    neighbour, a quotation whose marks have been made Chinese. ``edits`` are sorted; all offsets are raw.
    """
    starts = [edit.span.start for edit in edits]
    for block in blocks:
        if block.role not in BODY_ROLES:
            continue
        mine = [
            edit
            for span in block.fragments
            for edit in edits[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        ]
        if len(block.fragments) == 1 and not any(edit.rule in _CHANGING for edit in mine):
            continue
        text = _read(raw, block.fragments, mine)
        whole = Span(0, len(text))
        found = character_edits(text, off=frozenset(off) | _ONCE, spaced=[whole] if is_heading(text) else [])
        if "closing-quote" not in off and block.role == "paragraph" and "“" in text:
            found += closing_quotes(text, [whole])
        if "lookalikes" not in off:
            taken = {edit.span.start for edit in found}
            found += [edit for edit in lookalikes(text)[0] if edit.span.start not in taken]
        origin = _origins(block.fragments, mine) if found else []
        for edit in found:
            span = _back(origin, edit.span)
            if span is not None:
                yield replace(edit, span=span)


def _read(raw: str, fragments: Sequence[Span], edits: Sequence[Edit]) -> str:
    """A block's clean text."""
    parts: list[str] = []
    for start, end, replacement in _kept(fragments, edits):
        parts += (raw[start:end], replacement)
    return "".join(parts)


def _origins(fragments: Sequence[Span], edits: Sequence[Edit]) -> list[int]:
    """The raw offset of each character of a block's clean text (-1 where an edit wrote it)."""
    origin: list[int] = []
    for start, end, replacement in _kept(fragments, edits):
        origin += range(start, end)
        origin += [-1] * len(replacement)
    return origin


def _kept(fragments: Sequence[Span], edits: Sequence[Edit]) -> Iterator[tuple[int, int, str]]:
    """Stretches of raw text that a block keeps (start and end), each with what an edit puts behind it."""
    k = 0
    for span in fragments:
        at = span.start
        while k < len(edits) and span.start <= edits[k].span.start < span.end:
            edit = edits[k]
            yield at, edit.span.start, edit.replacement
            at = max(at, edit.span.end)
            k += 1
        yield at, span.end, ""


def _back(origin: Sequence[int], span: Span) -> Span | None:
    """The raw span of a span of clean text, where no edit had a part in it."""
    if not len(span):
        at = origin[span.start - 1] if span.start else -1
        return None if at < 0 else Span(at + 1, at + 1)
    first, last = origin[span.start], origin[span.end - 1]
    return Span(first, last + 1) if first >= 0 and last - first == len(span) - 1 else None


def add_edits(characters: Sequence[Edit], seams: Sequence[Edit]) -> list[Edit]:
    """All edits in order; where a character edit meets a line end that is joined, the seam stays."""
    found = sorted(
        [(e.span, 1, e) for e in characters] + [(e.span, 0, e) for e in seams], key=itemgetter(0, 1)
    )
    out: list[Edit] = []
    seam_before = False
    for span, rank, edit in found:
        if out and (span.start < out[-1].span.end or span == out[-1].span):
            if rank == 1 or seam_before:
                continue
            out.pop()
        out.append(edit)
        seam_before = rank == 0
    return out

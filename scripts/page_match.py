"""Which printed character each OCR character is: lines by their boxes, then characters by alignment."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import LCSseq, Levenshtein

from page_browser import Cell
from page_gold import Owner, fold
from page_hocr import OcrLine

# Pixels that a character may stand outside the box of the line it was read in.
SLACK = 8
# Below this share of common characters a line is a scrap and no reading of the print under it.
LEAST_LIKE = 0.2
# A run of further characters up to this length inside a block is a misreading; longer ones are scraps.
EXTRA_RUN = 2
# Share of a printed line's height that must lie in the box of the line it was read in.
LEAST_OVERLAP = 0.3
# What rules between columns are read as.
SCRAPS = frozenset("|｜¦_")


@dataclass(frozen=True, slots=True)
class Row:
    """Characters of one block that stand on one printed line."""

    cells: tuple[Cell, ...]

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(c.top for c in self.cells)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(c.bottom for c in self.cells)

    @property
    def middle(self) -> float:
        """Centre, from above."""
        return (self.top + self.bottom) / 2


def rows(cells: list[Cell]) -> list[Row]:
    """Cuts the characters of every block where the printed line changes."""
    out: list[list[Cell]] = []
    for cell in cells:
        last = out[-1][-1] if out else None
        height = cell.bottom - cell.top
        same = (
            last is not None and last.key == cell.key and abs(last.y - cell.y) < height / 2
            and -height < cell.left - last.right < 4 * height
        )  # fmt: skip
        if same:
            out[-1].append(cell)
        else:
            out.append([cell])
    return [Row(tuple(part)) for part in out]


def near(line: OcrLine, every: list[Row]) -> list[Row]:
    """The printed lines that the box of an OCR line touches."""
    out = []
    for row in every:
        height = row.bottom - row.top
        overlap = min(row.bottom, line.bottom + SLACK / 2) - max(row.top, line.top - SLACK / 2)
        across = min(row.cells[-1].right, line.right + SLACK) - max(row.cells[0].left, line.left - SLACK)
        if overlap > LEAST_OVERLAP * height and across > 0:
            out.append(row)
    return out


def likeness(text: str, cells: list[Cell]) -> int:
    """How many characters an OCR line and a printed one have in common, in order."""
    return LCSseq.similarity(fold(text), fold("".join(c.char for c in cells)))


def clear(cells: list[Cell], chosen: list[Cell]) -> bool:
    """Whether some characters stand beside others and not above or below them."""
    if not chosen:
        return True
    half = (cells[0].bottom - cells[0].top) / 2
    return all(abs(a.x - b.x) >= half for a in (cells[0], cells[-1]) for b in chosen)


def best_cells(line: OcrLine, every: list[Row], used: set[tuple[str, int]]) -> tuple[int, list[Cell]]:
    """The printed characters that the line reads, by x, with the number it has in common with them.

    Columns that were read across stand at slightly different heights: the printed line that explains most
    comes first, then each one beside it that explains enough of the rest.
    """
    common, chosen = 0, list[Cell]()
    options = []
    for row in near(line, every):
        free = [c for c in row.cells if (c.key, c.index) not in used]
        clipped = [c for c in free if line.left - SLACK <= c.x <= line.right + SLACK]
        options += [part for part in (clipped, free) if part]
    while options:
        scored = []
        for part in options:
            if clear(part, chosen):
                joint = sorted([*chosen, *part], key=lambda c: c.x)
                gain = likeness(line.text, joint) - common
                if gain >= max(1, LEAST_LIKE * len(part)):
                    scored.append((gain - 0.2 * max(0, len(joint) - len(line.text)), gain, joint))
        if not scored:
            break
        _, gain, chosen = max(scored, key=lambda entry: entry[0])
        common += gain
    return common, chosen


def match(lines: list[OcrLine], cells: list[Cell]) -> dict[int, Owner]:
    """Raw offset → printed character. Offsets that are missing are scraps that nothing printed explains."""
    every = rows(cells)
    used: set[tuple[str, int]] = set()
    owners: dict[int, Owner] = {}
    ranked = sorted(lines, key=lambda line: -best_cells(line, every, used)[0])
    for line in ranked:
        common, found = best_cells(line, every, used)
        if common < LEAST_LIKE * len(line.text) and not (found and len(line.text) <= 2):
            continue
        used |= {(c.key, c.index) for c in assign(line, found, owners)}
    return owners


def assign(line: OcrLine, cells: list[Cell], owners: dict[int, Owner]) -> list[Cell]:
    """Aligns one line with its printed characters; fills ``owners`` and returns the characters read."""
    read: list[Cell] = []
    printed = fold("".join(c.char for c in cells))
    for op in Levenshtein.opcodes(fold(line.text), printed):
        if op.tag in ("equal", "replace"):
            for k in range(op.src_end - op.src_start):
                cell = cells[op.dest_start + k]
                if line.text[op.src_start + k] in SCRAPS:
                    continue
                owners[line.offsets[op.src_start + k]] = Owner(cell.key, cell.index)
                read.append(cell)
        elif op.tag == "delete":
            extra(line, cells, op.src_start, op.src_end, op.dest_start, owners)
    return read


def extra(line: OcrLine, cells: list[Cell], start: int, end: int, at: int, owners: dict[int, Owner]) -> None:
    """Characters that are not printed: a misreading inside a block, or a scrap that nobody owns."""
    before = cells[at - 1] if at else None
    after = cells[at] if at < len(cells) else None
    inside = before is not None and after is not None and before.key == after.key
    scrap = any(ch in SCRAPS for ch in line.text[start:end])
    if before is not None and not scrap and end - start <= EXTRA_RUN and (inside or after is None):
        for n in range(start, end):
            owners[line.offsets[n]] = Owner(before.key, before.index, extra=True)

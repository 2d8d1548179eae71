"""Counts for the end of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tzcorpus.records import BODY_ROLES, Document


class CleanTally:
    """Adds up what cleaning did, in code points."""

    def __init__(self) -> None:
        self.documents = 0
        self.rejects = 0
        self.characters = 0
        self.moved = 0
        self.suspects = 0
        self.by_role: Counter[str] = Counter()
        self.edits: Counter[str] = Counter()
        self.touched: Counter[str] = Counter()

    def add(self, document: Document) -> None:
        """Count one cleaned document."""
        self.documents += 1
        self.characters += len(document.raw)
        self.suspects += len(document.suspects)
        for block in document.blocks:
            self.by_role[block.role] += sum(len(span) for span in block.fragments)
        for edit in document.edits:
            self.edits[edit.rule] += 1
            self.touched[edit.rule] += len(edit.span)
        self.moved += sum(_moved(document))

    def report(self) -> str:
        """Lines for a person."""
        body = sum(count for role, count in self.by_role.items() if role in BODY_ROLES)
        beside = {role: n for role, n in self.by_role.most_common() if role not in BODY_ROLES}
        lines = [
            f"{self.documents} documents, {self.rejects} rejected, {self.characters:,} characters: "
            f"{body:,} in the body, {sum(beside.values()):,} kept beside it, {self.moved:,} moved, "
            f"{sum(self.touched.values()):,} removed or changed; {self.suspects} suspects"
        ]
        if beside:
            lines.append("  beside the body: " + ", ".join(f"{role} {n:,}" for role, n in beside.items()))
        width = max((len(rule) for rule in self.edits), default=0)
        for rule, count in sorted(self.edits.items(), key=lambda item: (-self.touched[item[0]], item[0])):
            lines.append(f"  {rule:<{width}}  {count:>7,} edits  {self.touched[rule]:>9,} characters")
        return "\n".join(lines)


def _moved(document: Document) -> Iterator[int]:
    """Lengths of the fragments that are read after one that stands behind them in the raw text."""
    furthest = 0
    for block in document.blocks:
        for span in block.fragments:
            if span.start < furthest:
                yield len(span)
            furthest = max(furthest, span.end)

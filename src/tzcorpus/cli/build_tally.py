"""Counts for the end of a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from tzcorpus.package.stats import Counts
from tzcorpus.packed import End
from tzcorpus.records import LABELS

# rejects shown at the end; all stand in the dataset's rejects.jsonl
_SHOWN = 20


class BuildTally:
    """What a build made: of each entry what the dataset does not say, and the counts of the dataset."""

    def __init__(self) -> None:
        self.rejects: Mapping[str, int] = {}
        self.alike = (0, 0)
        self.translations = True
        self.entries: Counter[str] = Counter()
        self.counts = Counts()

    def add(self, end: End, reviewed: int = 0) -> None:
        """Count one entry, of which annotators reviewed so many passages."""
        self.entries.update(end.languages)
        self.entries.update({"torn": len(end.torn), "placed": end.placed, "reviewed": reviewed})

    def report(self, output: str) -> Iterator[str]:
        """The lines to print."""
        count, made = self.entries, self.counts
        if count["reviewed"]:
            yield f"reviewed    {count['reviewed']} passages as annotators left them"
        yield f"documents   {count['zh']} zh, {count['en']} en"
        if not self.translations:
            yield "            no translations: the corpus has no English files, nothing was aligned"
        pairs = f"{made.beads.total()} aligned sentence pairs"
        both = f"{made.pairs.total()} in both languages"
        yield f"passages    {made.passages.total()}, of which {both}; {pairs}"
        by_label = made.by_label()
        for side in ("zh", "en"):
            found = [(label, by_label[label][side]) for label in sorted(LABELS) if by_label[label][side]]
            yield f"entities    {side}: {', '.join(f'{label} {number}' for label, number in found) or 'none'}"
        yield f"links       {made.links.total()} entities linked across the languages"
        kinds = ", ".join(f"{kind} {number}" for kind, number in made.findings.most_common())
        yield f"figures     {kinds or 'none'}"
        if count["placed"]:
            torn = f"{count['torn']} more were torn apart on the page"
            yield f"gold        {count['placed']} of the entities are gold; {torn}"
        if self.alike[0]:
            articles, groups = self.alike
            yield f"copies      {articles} articles in {groups} clusters of near-duplicates; all are kept"
        yield f"rejects     {sum(self.rejects.values())}"
        for reason, number in Counter(self.rejects).most_common(_SHOWN):
            yield f"            {number} × {reason}"
        yield ""
        yield f"The dataset is in {output}. Load it with:"
        yield "  from datasets import load_dataset"
        yield f'  passages = load_dataset("{output}", "passages")'

"""Counts for the end of a build."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from tzcorpus.packed import End
from tzcorpus.records import AlignedPassage

# rejects shown at the end; all stand in the dataset's rejects.jsonl
_SHOWN = 20


class BuildTally:
    """Adds up what a build made, an entry at a time."""

    def __init__(self) -> None:
        self.rejects: Mapping[str, int] = {}
        self.alike = (0, 0)
        self.translations = True
        self.counts: Counter[str] = Counter()
        self.findings: Counter[str] = Counter()
        self.labels: dict[str, Counter[str]] = {"zh": Counter(), "en": Counter()}

    def add(self, end: End, reviewed: int = 0) -> None:
        """Count one entry, of which annotators reviewed so many passages; its passages come one by one."""
        self.counts.update(end.languages)
        self.counts.update({"torn": len(end.torn), "placed": end.placed, "reviewed": reviewed})

    def add_passage(self, passage: AlignedPassage) -> None:
        """Count one passage."""
        beads = sum(bool(bead.zh and bead.en) for bead in passage.beads)
        both = passage.zh is not None and passage.en is not None
        self.counts.update({"passages": 1, "both": both, "beads": beads, "links": len(passage.links)})
        self.findings.update(finding.kind for finding in passage.findings)
        for side, text in (("zh", passage.zh), ("en", passage.en)):
            if text is not None:
                self.labels[side].update(entity.label for entity in text.entities)

    def report(self, output: str) -> Iterator[str]:
        """The lines to print."""
        count = self.counts
        if count["reviewed"]:
            yield f"reviewed    {count['reviewed']} passages as annotators left them"
        yield f"documents   {count['zh']} zh, {count['en']} en"
        if not self.translations:
            yield "            no translations: the corpus has no English files, nothing was aligned"
        pairs = f"{count['beads']} aligned sentence pairs"
        yield f"passages    {count['passages']}, of which {count['both']} in both languages; {pairs}"
        for side, labels in self.labels.items():
            found = ", ".join(f"{label} {number}" for label, number in sorted(labels.items()))
            yield f"entities    {side}: {found or 'none'}"
        yield f"links       {count['links']} entities linked across the languages"
        kinds = ", ".join(f"{kind} {number}" for kind, number in self.findings.most_common())
        yield f"figures     {kinds or 'none'}"
        if count["placed"]:
            torn = f"{count['torn']} more were torn apart on the page"
            yield f"gold        {count['placed']} of the entities are gold; {torn}"
        if self.alike[0]:
            articles, groups = self.alike
            yield f"copies      {articles} articles in {groups} clusters of near-duplicates; all are kept"
        yield f"rejects     {sum(self.rejects.values())}"
        for reason, number in list(self.rejects.items())[:_SHOWN]:
            yield f"            {number} × {reason}"
        yield ""
        yield f"The dataset is in {output}. Load it with:"
        yield "  from datasets import load_dataset"
        yield f'  passages = load_dataset("{output}", "passages")'

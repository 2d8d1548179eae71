"""COMPANY and PARK on two real articles, against offsets that hold no text.

    python benchmarks/seeds_names.py [--mistakes]

Reads ../shared/seeds beside the checkout and says so where it is not there. Each article goes through
cleaning, segmenting and annotating; a mention is right where its raw offsets are.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
from pathlib import Path

from tzcorpus.config import Settings
from tzcorpus.edits import PieceTable
from tzcorpus.evaluate.spans import Mention, evaluate
from tzcorpus.language.tables import parse
from tzcorpus.pipeline import annotate_stream, clean_documents, read_documents, segment_document
from tzcorpus.records import Document, Label, Passage, Reject, Span

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
GOLD = ROOT / "benchmarks" / "seeds_names.tsv"
LABELS: tuple[Label, ...] = ("COMPANY", "PARK")


def gold_of(raw: bytes) -> list[Mention]:
    """The gold mentions of a file, by its digest."""
    digest = hashlib.sha256(raw).hexdigest()
    out = []
    for sha, start, end, label, entity, tier, others in parse(
        GOLD.read_text(encoding="utf-8"), where=GOLD.name
    ):
        if sha == digest:
            alternatives = tuple(Span(*map(int, o.split("-"))) for o in others.split(";") if o != "-")
            kind: Label = "PARK" if label == "PARK" else "COMPANY"
            optional = tier == "optional"
            out.append(
                Mention(
                    Span(int(start), int(end)), kind, "", entity, alternatives=alternatives, optional=optional
                )
            )
    return out


def raw_mentions(document: Document, passages: list[Passage]) -> list[Mention]:
    """What was found, with raw offsets from the first fragment to the last."""
    table = PieceTable.of(document)
    out = []
    for passage in passages:
        lengths = [len(table.text(block)) + 1 for block in passage.blocks]
        starts = [0, *itertools.accumulate(lengths)]
        for entity in passage.entities:
            number = max(n for n, start in enumerate(starts[:-1]) if start <= entity.span.start)
            at = starts[number]
            spans = table.to_raw(passage.blocks[number], entity.span.start - at, entity.span.end - at)
            span = Span(spans[0].start, spans[-1].end)
            out.append(Mention(span, entity.label, entity.surface, entity.entity))
    return out


def found_in(path: Path) -> list[Mention]:
    settings = Settings()
    document = next(iter(clean_documents(read_documents([str(path)]), settings)))
    if isinstance(document, Reject):
        raise SystemExit(f"{path.name}: {document.reason}")
    passages = segment_document(document, settings)
    if isinstance(passages, Reject):
        raise SystemExit(f"{path.name}: {passages.reason}")
    annotated = []
    for passage in annotate_stream(passages, settings):
        if isinstance(passage, Reject):
            raise SystemExit(f"{path.name}: {passage.reason}")
        annotated.append(passage)
    return [m for m in raw_mentions(document, annotated) if m.label in LABELS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mistakes", action="store_true", help="offsets of what was missed or is spurious")
    options = parser.parse_args()
    paths = sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []
    if not paths:
        print("skipped: there is no ../shared/seeds beside this checkout")
        return
    pairs = []
    for path in paths:
        gold, mine = gold_of(path.read_bytes()), found_in(path)
        pairs.append((gold, mine))
        if options.mistakes:
            spans = {m.span for m in mine}
            for m in gold:
                if not m.optional and not ({m.span, *m.alternatives} & spans):
                    print(f"{path.name}: missed {m.label} {m.span.start}-{m.span.end}")
            right = {s for m in gold for s in (m.span, *m.alternatives)}
            for m in mine:
                if m.span not in right:
                    print(f"{path.name}: spurious {m.label} {m.span.start}-{m.span.end}")
    report = evaluate(pairs)
    for label in LABELS:
        counts, entities = report.scores[label]["alt"], report.entities[label]
        core = {
            (n, m.entity)
            for n, (gold, _) in enumerate(pairs)
            for m in gold
            if m.label == label and not m.optional
        }
        hit = {
            (n, m.entity)
            for n, (gold, mine) in enumerate(pairs)
            for m in gold
            if m.label == label and not m.optional and {m.span, *m.alternatives} & {f.span for f in mine}
        }
        print(
            f"{label:8} P {counts.precision:.3f} R {counts.recall:.3f} F1 {counts.f1:.3f} gold {counts.gold} "
            f"entities found {len(hit)}/{len(core)} (all mentions {entities.right}/{entities.total})"
        )


if __name__ == "__main__":
    main()

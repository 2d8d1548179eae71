"""Entity links and projection against the gold of our own articles.

    python benchmarks/links.py [--split dev|train|test|all] [--prefix j] [--mistakes] [--chain]

Both sides of every article carry the gold's mentions and sentences; beads are our own. Misses are printed
first with ``--mistakes``, then the figures. ``--chain`` measures what a user gets: nothing of the gold is
given, mentions, sentences and beads are our own on the clean text, and a link (projected ones too) is right
where both spans are those of gold mentions of one bead and id; "overlapping" lets spans only overlap.

========== ============================================================================================
links      a link is right where both mentions have one entity id or one money mark. Gold: for each bead
           and id as many links as the side with fewer mentions has.
projection all English mentions are taken away; a projected one is right where its span is exactly that
           of a gold mention of the same id, and is counted apart where it only overlaps one
========== ============================================================================================

Money without a mark is left out on both counts: the gold does not say what it goes with.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import corpus_model as model  # noqa: E402
import corpus_source  # noqa: E402
from tzcorpus.align.aligner import align_documents  # noqa: E402
from tzcorpus.annotate.annotator import annotate_passages  # noqa: E402
from tzcorpus.language.sentences import split  # noqa: E402
from tzcorpus.records import AlignedPassage, Entity, Money, Passage, Span  # noqa: E402

UNMARKED = "?"
KINDS = ("COMPANY", "PARK", "MONEY")


@dataclass
class Score:
    """Gold, predicted and right links (or projections) of each label."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)

    def line(self, what: str, labels: Sequence[str]) -> str:
        gold, found, right, hits, touched = (
            sum(c[k] for k in labels) for c in (self.gold, self.found, self.right, self.hits, self.touched)
        )
        precision, recall = right / max(1, found), hits / max(1, gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        beside = f"  (overlaps only: {touched})" if touched else ""
        return f"{what:22} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  gold {gold}{beside}"


def passages(article: model.Article, side: model.Side) -> list[Passage]:
    """The blocks of a side with gold sentences and mentions; a mention's ``source`` says bead and id."""
    out, beads_before = [], 0
    for number in model.body_order(article):
        block = article.blocks[number]
        owner = [beads_before + k for k, bead in enumerate(block.beads) for _ in bead.side(side)]
        beads_before += len(block.beads)
        text = model.block_text(block, side)
        if not text:
            continue
        placed = list(model.layout_sentences(block, side))
        entities = [
            entity(m, at, bead, article, side)
            for (at, sentence), bead in zip(placed, owner, strict=True)
            for m in sentence.mentions
            if m.ref != "-"
        ]
        out.append(
            Passage(
                id=f"{article.id}-{number}",
                document=article.id,
                language=side,
                text=text,
                article=block.article,
                role=block.role,  # type: ignore[arg-type]
                blocks=(number,),
                sentences=tuple(Span(at, at + len(s.text)) for at, s in placed),
                entities=tuple(entities),
            )
        )
    return out


def entity(m: model.Mention, at: int, bead: int, article: model.Article, side: model.Side) -> Entity:
    name = article.names.get(m.ref)
    v = m.value
    key = m.ref if name else m.same or UNMARKED
    return Entity(
        span=Span(at + m.start, at + m.end),
        label=name.label if name else "MONEY",  # type: ignore[arg-type]
        surface=m.surface,
        entity=name.form(side) or None if name else None,
        value=None if v is None else money(v),
        source=f"{bead} {key}",
    )


def money(v: model.Value) -> Money:
    return Money(
        amount=v.amount, low=v.low, high=v.high, currency=v.currency, approx=v.approx,
        bound=v.bound, kind=v.kind, per=v.per, currency_implicit=v.currency_implicit,
    )  # type: ignore[arg-type]  # fmt: skip


def key_of(entity: Entity) -> str:
    return entity.source.split(" ")[1]


def expected(zh: Sequence[Passage], en: Sequence[Passage]) -> Counter[tuple[str, str, str]]:
    """Gold links: (bead, id, label) and how many."""
    counts = [
        Counter((*e.source.split(" "), e.label) for p in side for e in p.entities if key_of(e) != UNMARKED)
        for side in (zh, en)
    ]
    return counts[0] & counts[1]  # type: ignore[return-value]


def score_links(
    zh: Sequence[Passage], en: Sequence[Passage], aligned: Sequence[AlignedPassage], score: Score
) -> Iterator[str]:
    gold = expected(zh, en)
    made: Counter[tuple[str, str, str]] = Counter()
    for passage in aligned:
        for link in passage.links:
            assert passage.zh is not None
            assert passage.en is not None
            a, b = passage.zh.entities[link.zh], passage.en.entities[link.en]
            if link.method == "projected" or UNMARKED in (key_of(a), key_of(b)):
                continue
            score.found[a.label] += 1
            if key_of(a) == key_of(b):
                score.right[a.label] += 1
                made[(*a.source.split(" "), a.label)] += 1  # type: ignore[index]
            else:
                yield f"wrong   {a.surface} = {b.surface}  ({link.method} {link.score})"
    surfaces = {e.source: e.surface for p in zh for e in p.entities}
    for (bead, key, label), count in gold.items():
        score.gold[label] += count
        score.hits[label] += min(count, made[bead, key, label])
        if made[bead, key, label] < count:
            yield f"missed  {surfaces[f'{bead} {key}']} ({key}, bead {bead})"


def score_projection(
    zh: Sequence[Passage], en: Sequence[Passage], with_gold: Sequence[AlignedPassage], score: Score
) -> Iterator[str]:
    for (_, key, label), count in expected(zh, en).items():
        score.gold[label] += count * (key != UNMARKED)
    bare = align_documents(zh, [replace(p, entities=()) for p in en])
    for passage, gold in zip(bare, with_gold, strict=True):
        if passage.zh is None or passage.en is None or gold.en is None:
            continue
        real = [e for e in gold.en.entities if e.source != "projected"]
        for link in passage.links:
            a, b = passage.zh.entities[link.zh], passage.en.entities[link.en]
            if key_of(a) == UNMARKED:
                continue
            own = [e.span for e in real if key_of(e) == key_of(a)]
            score.found[a.label] += 1
            if b.span in own:
                score.right[a.label] += 1
                score.hits[a.label] += 1
                continue
            beside = [s for s in own if s.start < b.span.end and b.span.start < s.end]
            score.touched[a.label] += bool(beside)
            want = gold.en.text[beside[0].start : beside[0].end] if beside else "elsewhere"
            yield f"span    {a.surface} -> {b.surface} | {want}"


def in_blocks(side: Passage, gold: dict[int, Passage], entity: Entity) -> tuple[int, Span]:
    """The block of a mention of a (merged) passage, and its span there."""
    at = 0
    for block in side.blocks:
        end = at + len(gold[block].text)
        if entity.span.start < end:
            return block, Span(entity.span.start - at, entity.span.end - at)
        at = end + 1
    raise ValueError(entity)


def score_chain(
    zh: Sequence[Passage], en: Sequence[Passage], exact: Score, overlapping: Score
) -> Iterator[str]:
    gold: tuple[dict[int, Passage], ...] = tuple({p.blocks[0]: p for p in side} for side in (zh, en))
    bare = [
        annotate_passages([replace(p, entities=(), sentences=split(p.text, p.language)) for p in side])
        for side in (zh, en)
    ]
    wanted = expected(zh, en)
    made: dict[str, Counter[tuple[str, str, str]]] = {"exact": Counter(), "overlapping": Counter()}
    surfaces: dict[tuple[str, ...], list[str]] = {}
    for passage in align_documents(*bare):
        for link in passage.links:
            assert passage.zh is not None
            assert passage.en is not None
            ends = [(passage.zh, passage.zh.entities[link.zh]), (passage.en, passage.en.entities[link.en])]
            a, b = (near(side, known, e) for (side, e), known in zip(ends, gold, strict=True))
            label = ends[0][1].label
            for name, score, all_exact in (("exact", exact, True), ("overlapping", overlapping, False)):
                pairs = [
                    (x, y)
                    for x, whole in a
                    for y, of in b
                    if x.source == y.source
                    and x.label == y.label == label
                    and ((whole and of) or not all_exact)
                ]
                unmarked = any(key_of(e) == UNMARKED for side in (a, b) for e, whole in side if whole)
                if unmarked and not pairs:
                    continue  # money that the gold does not pair
                pairs = [pair for pair in pairs if key_of(pair[0]) != UNMARKED]
                if unmarked and not pairs:
                    continue
                score.found[label] += 1
                if pairs:
                    score.right[label] += 1
                    made[name][(*pairs[0][0].source.split(" "), label)] += 1  # type: ignore[index]
                elif all_exact:
                    at = [[f"{e.surface}({e.source})" for e, _ in side] for side in (a, b)]
                    yield (
                        f"wrong   {ends[0][1].surface} = {ends[1][1].surface}  ({link.method} {link.score}) "
                        f"gold {at[0]} {at[1]}"
                    )
    for side in (zh, en):
        for p in side:
            for e in p.entities:
                surfaces.setdefault((*e.source.split(" "), e.label), []).append(e.surface)
    for (bead, key, label), count in wanted.items():
        for name, score in (("exact", exact), ("overlapping", overlapping)):
            score.gold[label] += count
            score.hits[label] += min(count, made[name][bead, key, label])
        if made["exact"][bead, key, label] < count:
            yield f"missed  {surfaces[bead, key, label]} (bead {bead} {key})"


def near(side: Passage, gold: dict[int, Passage], entity: Entity) -> list[tuple[Entity, bool]]:
    """The gold mentions that ``entity`` overlaps, and whether the spans are the same; the exact one alone."""
    block, span = in_blocks(side, gold, entity)
    found = [
        (e, e.span == span)
        for e in gold[block].entities
        if e.span.start < span.end and span.start < e.span.end
    ]
    return [pair for pair in found if pair[1]] or found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--split", default="dev", choices=("train", "dev", "test", "all"))
    parser.add_argument("--prefix", default="", help="articles whose names begin so")
    parser.add_argument("--mistakes", action="store_true")
    parser.add_argument("--chain", action="store_true")
    options = parser.parse_args()
    links, projection = Score(), Score()
    names = ("links", "projection") if not options.chain else ("chain, exact", "chain, overlapping")
    for path in corpus_source.sources(ROOT / "corpus" / "source"):
        article = corpus_source.load(path)
        wanted = options.split in ("all", article.meta["split"]) and path.name.startswith(options.prefix)
        if not wanted:
            continue
        zh, en = passages(article, "zh"), passages(article, "en")
        if not en:
            continue
        if options.chain:
            faults = list(score_chain(zh, en, links, projection))
        else:
            aligned = align_documents(zh, en)
            faults = [*score_links(zh, en, aligned, links), *score_projection(zh, en, aligned, projection)]
        if options.mistakes:
            for fault in faults:
                print(f"{article.id:28} {fault}")
    for what, score in zip(names, (links, projection), strict=True):
        print(score.line(what, KINDS))
        for label in KINDS:
            print(score.line(f"  {label}", (label,)))


if __name__ == "__main__":
    main()

"""Counts of the corpus, from its committed files.

    python scripts/corpus_report.py

Prints articles, sentences, beads and entities by split, how pages were read by layout, and how many names of
the test split also stand in train.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

BODY = ("kicker", "headline", "subhead", "paragraph")


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def by_split(root: Path, manifest: list[dict[str, Any]]) -> dict[str, Counter[str]]:
    """Counts by split."""
    out: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in manifest:
        tally = out[entry["split"]]
        tally["articles"] += 1
        tally[entry["kind"]] += 1
        tally["planted"] += entry["planted"]
        beads = json.loads((root / f"annotations/gold/{entry['id']}.beads.json").read_text(encoding="utf-8"))
        tally["zh sentences"] += len(beads["zh"])
        tally["en sentences"] += len(beads["en"])
        for zh, en in beads["links"]:
            tally["beads"] += 1
            tally["gaps"] += not zh or not en
            tally["not one to one"] += bool(zh and en) and (len(zh), len(en)) != (1, 1)
        for record in read_lines(root / f"annotations/gold/{entry['id']}.jsonl"):
            tally[f"{record['variant']} {record['label']}"] += 1
    return out


def by_layout(manifest: list[dict[str, Any]]) -> dict[str, Counter[str]]:
    """How pages were read, by layout."""
    out: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in manifest:
        out[entry["layout"]].update({"pages": 1} | entry["ocr"])
    return out


def overlap(root: Path, manifest: list[dict[str, Any]]) -> tuple[int, int, int, int]:
    """Names of test and how many of them stand in train; mentions of test and how many are of such names."""
    names: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for entry in manifest:
        for record in read_lines(root / f"annotations/gold/{entry['id']}.jsonl"):
            if record["variant"] == "epaper" and record["entity"]:
                names[entry["split"]][record["label"], record["entity"]] += 1
    shared = names["test"].keys() & names["train"].keys()
    mentions = sum(names["test"][name] for name in shared)
    return len(names["test"]), len(shared), names["test"].total(), mentions


def main() -> None:
    root = Path()
    manifest = read_lines(root / "corpus" / "manifest.jsonl")
    splits = by_split(root, manifest)
    columns = [name for name in ("train", "dev", "test") if name in splits]
    print(f"{'':24}" + "".join(f"{name:>8}" for name in columns) + f"{'all':>8}")
    for row in dict.fromkeys(key for tally in splits.values() for key in tally):
        counts = [splits[name][row] for name in columns]
        print(f"{row:24}" + "".join(f"{n:8}" for n in (*counts, sum(counts))))
    heads = ("pages", "chars", "errors", "widths", "lost", "scraps", "error %")
    print(f"\n{'layout':18}" + "".join(f"{head:>8}" for head in heads))
    for name, tally in sorted(by_layout(manifest).items()):
        share = 100 * (tally["errors"] + tally["lost"] + tally["scraps"]) / tally["characters"]
        cells = (tally[key] for key in ("pages", "characters", "errors", "widths", "lost", "scraps"))
        print(f"{name:18}" + "".join(f"{n:8}" for n in cells) + f"{share:8.1f}")
    names, shared, mentions, of_shared = overlap(root, manifest)
    print(
        f"\nnames of test: {names}, also in train: {shared}; mentions: {mentions}, of such names: {of_shared}"
    )


if __name__ == "__main__":
    main()

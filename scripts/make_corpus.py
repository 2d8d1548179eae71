"""Makes corpus/raw, corpus/en, annotations/gold, the splits and the manifest from corpus/source.

    python scripts/make_corpus.py                 # what is new or changed
    python scripts/make_corpus.py i02-tea-spring  # these again, from the source up

A page goes through browser and OCR only if its HTML changed since the manifest was written, or if it is
named; everything else is made anew each time and is deterministic.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus_gold import bead_record, english, english_entities, raw_entities
from corpus_source import Article, check_file, sources
from epaper_profiles import BY_NAME as PROFILES
from make_epaper import make_epaper, write_epaper
from page_gold import Trace, fold, gold, owners_of, verify
from page_html import make_page
from page_layouts import BY_NAME, LAYOUTS
from render_pages import render, write_json

RIGHTS = "CC-BY-4.0"
# Share of a page that the engine may pass over altogether; above it another layout is taken.
MOST_LOST = 0.06
# What `tzcorpus build` may read as the Chinese side, by the name of the variant.
RENDERINGS = {
    "hocr": "page.hocr", "alto": "page.alto.xml", "tsv": "page.tsv", "ocr": "page.txt",
    "epaper": "epaper.txt",
}  # fmt: skip
META = ("id", "kind", "title", "title_en", "date", "paper", "page", "topic", "split")


@dataclass(frozen=True, slots=True)
class Tree:
    """Where things stand below a root folder."""

    root: Path

    @property
    def manifest(self) -> Path:
        """One JSON object a line, an article each."""
        return self.root / "corpus" / "manifest.jsonl"

    def raw(self, name: str) -> Path:
        """The folder of an article's damaged texts."""
        return self.root / "corpus" / "raw" / name

    def english(self, name: str) -> Path:
        """The English text of an article."""
        return self.root / "corpus" / "en" / f"{name}.txt"

    def gold(self, name: str) -> Path:
        """The gold annotations; see `beads` for the sentences."""
        return self.root / "annotations" / "gold" / f"{name}.jsonl"

    def beads(self, name: str) -> Path:
        """The gold beads."""
        return self.root / "annotations" / "gold" / f"{name}.beads.json"


@dataclass(frozen=True, slots=True)
class Made:
    """A page: its trace, the digest of its HTML, its layout, and how well it was read."""

    trace: Trace
    mark: str
    layout: str
    figures: dict[str, int]


@dataclass(frozen=True, slots=True)
class Style:
    """How an article is set and damaged."""

    layout: str
    profile: str


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_manifest(tree: Tree) -> dict[str, dict[str, Any]]:
    """Entries by id; empty where there is no manifest yet."""
    if not tree.manifest.exists():
        return {}
    lines = tree.manifest.read_text(encoding="utf-8").splitlines()
    return {entry["id"]: entry for entry in map(json.loads, lines)}


def choose(field: str, allowed: list[str], articles: list[Article], known: dict[str, Any]) -> dict[str, str]:
    """A layout or profile for each article: its own, the one it had, or the one used least so far."""
    chosen = {a.id: a.meta.get(field) or known.get(a.id, {}).get(field, "") for a in articles}
    used = Counter(chosen.values())
    for article in articles:
        if chosen[article.id] not in allowed:
            chosen[article.id] = min(allowed, key=lambda name: used[name])
            used[chosen[article.id]] += 1
    return chosen


def page_trace(article: Article, tree: Tree, layout: str, old: dict[str, Any], *, again: bool) -> Made:
    """The page of an article in a layout; it is rendered where it is not there or its HTML changed."""
    page = make_page(article, BY_NAME[layout])
    mark = digest(f"{BY_NAME[layout]}{page.html}".encode())
    folder = tree.raw(article.id)
    if again or old.get("page_sha256") != mark or not (folder / "gold.json").exists():
        trace = render(article, BY_NAME[layout], folder)
    else:
        raw = (folder / "page.txt").read_text(encoding="utf-8")
        entry = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["files"]["page.txt"]
        trace = Trace(raw, owners_of(raw, entry), dict(page.roles), dict(page.texts))
        verify(trace)
    return Made(trace, mark, layout, ocr_figures(gold(trace, "page.txt")["files"]["page.txt"], trace.raw))


def best_page(article: Article, tree: Tree, layout: str, old: dict[str, Any], *, again: bool) -> Made:
    """`page_trace`, in the next layout if the engine passed over too much of the page in this one."""
    names = list(BY_NAME)
    for turn in range(len(names)):
        name = names[(names.index(layout) + turn) % len(names)]
        made = page_trace(article, tree, name, old, again=again)
        if made.figures["lost"] <= MOST_LOST * made.figures["characters"] or "layout" in article.meta:
            break
    return made


def write_lines(path: Path, records: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")


def ocr_figures(entry: dict[str, Any], raw: str) -> dict[str, int]:
    """Characters of a page: read, misread, of another width only, passed over, scraps; no white space."""
    fixes = entry["char_fixes"]
    sizes = [
        (max(len(f["wrong"]), len(f["right"])), fold(f["wrong"]) == fold(f["right"]))
        for f in fixes
        if f["certainty"] == 1
    ]
    noise = [span for b in entry["blocks"] if b["role"] == "noise" for span in b["spans"]]
    return {
        "characters": len("".join(raw.split())),
        "errors": sum(size for size, width in sizes if not width),
        "widths": sum(size for size, width in sizes if width),
        "lost": sum(len(f["right"]) for f in fixes if f["certainty"] < 1),
        "scraps": sum(len("".join(raw[start:end].split())) for start, end in noise),
    }


def make(article: Article, tree: Tree, style: Style, old: dict[str, Any], *, again: bool) -> dict[str, Any]:
    """Everything of one article; its manifest entry."""
    name = article.id
    page = best_page(article, tree, style.layout, old, again=again)
    epaper = make_epaper(article, PROFILES[style.profile])
    write_epaper(epaper, tree.raw(name))
    records = raw_entities(article, page.trace, "ocr")
    records += raw_entities(article, epaper, "epaper")
    records += english_entities(article)
    tree.english(name).parent.mkdir(parents=True, exist_ok=True)
    tree.english(name).write_text(english(article)[0], encoding="utf-8")
    write_lines(tree.gold(name), records)
    write_json(tree.beads(name), bead_record(article))
    folder = tree.raw(name)
    paths = [*sorted(folder.iterdir()), tree.english(name), tree.gold(name), tree.beads(name)]
    chinese = {kind: file for kind, file in RENDERINGS.items() if (folder / file).exists()}
    return {
        **{key: article.meta[key] for key in META},
        "layout": page.layout,
        "profile": style.profile,
        "rights": RIGHTS,
        "zh": {kind: f"raw/{name}/{file}" for kind, file in chinese.items()},
        "en": f"en/{name}.txt",
        "planted": sum(bead.planted is not None for block in article.blocks for bead in block.beads),
        "ocr": page.figures,
        "source_sha256": digest(Path(article.path).read_bytes()),
        "page_sha256": page.mark,
        "files": {str(path.relative_to(tree.root)): digest(path.read_bytes()) for path in paths},
    }


def checked(paths: list[Path]) -> tuple[list[Article], int]:
    """The articles that pass the checker, and how many faults the others have; faults are printed."""
    articles, count = [], 0
    for path in paths:
        article, problems = check_file(path)
        count += len(problems)
        articles += [] if problems else [article]
        for problem in problems:
            print(problem, file=sys.stderr)
    return articles, count


def remove_stale(tree: Tree, names: set[str]) -> None:
    """Takes away what was made of articles whose source is gone; ``names`` are their ids."""
    for name in names:
        if tree.raw(name).is_dir():
            shutil.rmtree(tree.raw(name))
        for path in (tree.english(name), tree.gold(name), tree.beads(name)):
            path.unlink(missing_ok=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ids", nargs="*", help="articles to render again even if their page did not change")
    parser.add_argument("--root", type=Path, default=Path())
    options = parser.parse_args()
    tree = Tree(options.root)
    paths = sources(options.root / "corpus" / "source")
    stems = {path.stem for path in paths}
    if unknown := set(options.ids) - stems:
        parser.error(f"no source of {', '.join(sorted(unknown))}")
    articles, faults = checked(paths)
    known = read_manifest(tree)
    layouts = choose("layout", [layout.name for layout in LAYOUTS], articles, known)
    profiles = choose("profile", list(PROFILES), articles, known)
    # an article with faults keeps what was made of it before
    entries = {name: entry for name, entry in known.items() if name in stems}
    for article in articles:
        name = article.id
        style = Style(layouts[name], profiles[name])
        entries[name] = make(article, tree, style, known.get(name, {}), again=name in options.ids)
        print(name, entries[name]["layout"], style.profile, entries[name]["ocr"])
    write_lines(tree.manifest, [entry for _, entry in sorted(entries.items())])
    splits = "".join(f"{name}\t{entry['split']}\n" for name, entry in sorted(entries.items()))
    (options.root / "annotations" / "splits.tsv").write_text("document\tsplit\n" + splits, encoding="utf-8")
    remove_stale(tree, set(known) - stems)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

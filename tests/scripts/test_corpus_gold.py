from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest

from corpus_source import load, mentions, sources, zh_text
from epaper_cells import cells_of, cut_points, text_of, wrap
from epaper_profiles import PROFILES
from make_epaper import make_epaper
from page_gold import Owner, Trace, gold, locate, owners_of, solid, spans, verify

ROOT = Path(__file__).parents[2]
SOURCES = {path.stem: path for path in sources(ROOT / "corpus" / "source")}


def manifest() -> list[dict[str, Any]]:
    lines = (ROOT / "corpus" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


ENTRIES = manifest()
PAIRS = [
    (e["id"], f"{v}.txt", f"{g}.json")
    for e in ENTRIES
    for v, g in (("page", "gold"), ("epaper", "epaper.gold"))
]


def rebuilt(raw: str, entry: dict[str, Any], block: dict[str, Any]) -> str:
    """The text of a gold block: its spans with its fixes put in, read independently of the maker."""
    changes = sorted(
        (f for f in entry["char_fixes"] if f["block"] == block["id"]),
        key=lambda f: (f["offset"], bool(f["wrong"])),
    )
    out = ""
    for start, end in block["spans"]:
        at = start
        for fix in list(changes):
            inside = start <= fix["offset"] < end if fix["wrong"] else start < fix["offset"] <= end
            if inside or (not fix["wrong"] and fix["offset"] == start and not out):
                out += raw[at : fix["offset"]] + fix["right"]
                at = fix["offset"] + len(fix["wrong"])
                changes.remove(fix)
        out += raw[at:end]
    assert not changes, changes
    return solid(out)


@pytest.mark.parametrize(("name", "text", "standard"), PAIRS)
def test_gold_covers_its_raw_text_once_and_reads_as_the_source(name: str, text: str, standard: str) -> None:
    folder = ROOT / "corpus" / "raw" / name
    data = (folder / text).read_bytes()
    raw = data.decode("utf-8")
    entry = json.loads((folder / standard).read_text(encoding="utf-8"))["files"][text]
    assert entry["sha256"] == hashlib.sha256(data).hexdigest()
    owned = [
        n
        for b in entry["blocks"]
        for start, end in b["spans"]
        for n in range(start, end)
        if not raw[n].isspace()
    ]
    assert sorted(owned) == [n for n, ch in enumerate(raw) if not ch.isspace()]
    article = load(SOURCES[name])
    for block in entry["blocks"]:
        if block["id"].startswith("b") and block["id"][1:].isdecimal():
            source = article.blocks[int(block["id"][1:])]
            assert block["role"] == source.role
            assert rebuilt(raw, entry, block) == solid(zh_text(source))


def test_manifest_digests_agree_with_the_files() -> None:
    for entry in ENTRIES:
        for name, digest in entry["files"].items():
            assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest, name
        assert hashlib.sha256(SOURCES[entry["id"]].read_bytes()).hexdigest() == entry["source_sha256"], entry[
            "id"
        ]


def test_every_source_is_in_the_manifest() -> None:
    assert {entry["id"] for entry in ENTRIES} == set(SOURCES)


def test_annotations_stand_where_they_say() -> None:
    for entry in ENTRIES:
        name = entry["id"]
        texts = {
            "ocr": (ROOT / "corpus" / "raw" / name / "page.txt").read_text(encoding="utf-8"),
            "epaper": (ROOT / "corpus" / "raw" / name / "epaper.txt").read_text(encoding="utf-8"),
            "en": (ROOT / "corpus" / "en" / f"{name}.txt").read_text(encoding="utf-8"),
        }
        lines = (ROOT / "annotations" / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for record in map(json.loads, lines):
            read = "".join(texts[record["variant"]][start:end] for start, end in record["fragments"])
            assert read == record.get("raw", record["surface"])
            assert (record["value"] is None) == (record["label"] != "MONEY")


def test_epaper_annotations_miss_no_mention_of_the_source() -> None:
    for entry in ENTRIES:
        article = load(SOURCES[entry["id"]])
        lines = (
            (ROOT / "annotations" / "gold" / f"{entry['id']}.jsonl").read_text(encoding="utf-8").splitlines()
        )
        found = [r["surface"] for r in map(json.loads, lines) if r["variant"] == "epaper"]
        assert found == [m.surface for block in article.blocks for m in mentions(block, "zh")]


def test_no_name_of_the_test_split_stands_in_train() -> None:
    names: dict[str, set[str]] = {"train": set(), "dev": set(), "test": set()}
    for entry in ENTRIES:
        names[entry["split"]] |= {name.zh for name in load(SOURCES[entry["id"]]).names.values()}
    assert not names["test"] & names["train"]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_epaper_text_is_the_same_every_time(profile: Any) -> None:
    article = load(SOURCES[ENTRIES[0]["id"]])
    first, second = make_epaper(article, profile), make_epaper(article, profile)
    assert first.raw == second.raw
    assert first.raw != zh_text(article.blocks[0])
    verify(first)


def trace() -> Trace:
    """甲乙丙丁戊 read as 甲己 | 丁丁戊: one wrong, one lost, one read twice, a scrap between."""
    owners = {
        0: Owner("b0", 0), 1: Owner("b0", 1), 5: Owner("b0", 3), 6: Owner("b0", 3, extra=True),
        7: Owner("b0", 4),
    }  # fmt: skip
    return Trace("甲己\n|\n丁丁戊\n", owners, {"b0": "paragraph"}, {"b0": "甲乙 丙丁戊"})


def test_gold_of_a_trace_repairs_it() -> None:
    verify(trace())
    entry = gold(trace(), "x.txt")["files"]["x.txt"]
    assert [(b["id"], b["spans"]) for b in entry["blocks"]] == [("b0", [[0, 2], [5, 8]]), ("n0", [[3, 4]])]
    assert [(f["offset"], f["wrong"], f["right"]) for f in entry["char_fixes"]] == [
        (1, "己", "乙丙"),
        (6, "丁", ""),
    ]
    assert owners_of(trace().raw, entry)[7] == Owner("b0", 4)


def test_a_span_of_clean_text_is_found_in_its_raw_fragments() -> None:
    assert locate(trace(), "b0", 1, 6) == [[1, 2], [5, 8]]
    assert locate(trace(), "b0", 3, 4) == []


def test_spans_part_where_text_is_foreign_or_out_of_order() -> None:
    assert spans("ab c\nd|e", [0, 1, 3, 5, 7]) == [[0, 6], [7, 8]]
    assert spans("ab c\nd|e", [0, 1, 3, 5, 7], over_lines=False) == [[0, 4], [5, 6], [7, 8]]
    assert spans("abcd", [2, 3, 0]) == [[2, 4], [0, 1]]


def test_lines_break_neither_in_a_number_nor_before_a_mark() -> None:
    line = cells_of("b0", "岛上修船花了三千1234.5万元，大家都说值。")
    lines = text_of(wrap(line, 9, indent="")).split("\n")
    assert all("1234.5" in part for part in lines if "1" in part)
    assert not any(part[0] in "，。" for part in lines)
    assert "".join(lines) == text_of(line)


def test_columns_end_at_line_ends_where_there_are_any() -> None:
    dice = random.Random(1)
    text = "".join(dice.choice("渡船开往小岛上的港口") for _ in range(60))
    wrapped = wrap(cells_of("b0", text), 12, indent="")
    assert {wrapped[n][0] for n in cut_points(wrapped)} == {"\n"}
    assert all(cell[1] for n in cut_points(cells_of("b0", text)) for cell in [cells_of("b0", text)[n]])

from __future__ import annotations

from pathlib import Path

import pytest

from tzcorpus.config import load_settings
from tzcorpus.errors import InputError
from tzcorpus.ingest.manifest import Entry, Gold, read_corpus
from tzcorpus.pipeline import build_entries, build_entry, guarded
from tzcorpus.records import Reject

ROOT = Path(__file__).parents[1]


def entry_of(identifier: str, *, variant: str = "ocr", gold: bool = True) -> Entry:
    annotations = ROOT / "annotations" if gold else None
    found = read_corpus(ROOT / "corpus", variants=[variant], annotations=annotations)
    return next(entry for entry in found if isinstance(entry, Entry) and entry.id == identifier)


def test_an_error_of_ours_costs_the_record_its_place_and_says_why() -> None:
    def work() -> int:
        raise InputError("no text", where="a.txt", expected="some")

    assert guarded("clean", "a", "a.txt", work) == Reject(
        "a", "clean", "a.txt: no text; expected some", "a.txt"
    )


def test_an_error_of_the_programs_is_said_to_be_one() -> None:
    reject = guarded("clean", "a", "a.txt", lambda: [][1])  # type: ignore[var-annotated]
    assert isinstance(reject, Reject)
    assert "internal error in clean (IndexError" in reject.reason
    assert "\n" not in reject.reason


@pytest.mark.parametrize("variant", ["hocr", "ocr", "epaper"])
def test_an_entry_of_the_corpus_goes_through_the_chain(variant: str) -> None:
    built = build_entry(entry_of("x01-harbour-crane", variant=variant), load_settings())
    assert built.rejects == ()
    assert [document.language for document in built.documents] == ["zh", "en"]
    both = [passage for passage in built.aligned if passage.zh and passage.en]
    assert len(both) >= 6
    assert built.placed > 30
    for passage in built.aligned:
        for side in (passage.zh, passage.en):
            for entity in side.entities if side else ():
                assert side is not None
                assert side.text[entity.span.start : entity.span.end] == entity.surface
    linked = {
        (p.zh.entities[k.zh].entity, p.en.entities[k.en].entity)
        for p in both
        if p.zh and p.en
        for k in p.links
    }
    assert ("汐州远帆起重机械股份有限公司", "Xizhou Bay Yuanfan Crane Machinery Co., Ltd.") in linked


def test_without_gold_the_rules_speak() -> None:
    built = build_entry(entry_of("x01-harbour-crane", gold=False), load_settings())
    sources = {e.source.split(":")[0] for p in built.aligned if p.zh for e in p.zh.entities}
    assert "rule" in sources
    assert sources <= {"rule", "learned"}
    assert built.placed == 0


def test_gold_of_another_page_is_refused_and_the_rules_stand(tmp_path: Path) -> None:
    from dataclasses import replace

    entry = entry_of("x01-harbour-crane")
    assert entry.gold is not None
    other = entry_of("i02-tea-spring").gold
    assert other is not None
    built = build_entry(replace(entry, gold=Gold(entry.gold.mentions, "ocr", other.text)), load_settings())
    assert [reject.stage for reject in built.rejects] == ["gold"]
    assert any(p.zh and p.zh.entities for p in built.aligned)


def test_results_do_not_depend_on_the_number_of_jobs() -> None:
    entries = [entry_of("x01-harbour-crane"), Reject("r", "ingest", "why"), entry_of("i02-tea-spring")]
    settings = load_settings()
    assert list(build_entries(entries, settings, jobs=2)) == list(build_entries(entries, settings))

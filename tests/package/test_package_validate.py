from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from package_samples import corpus, pair

from tzcorpus.errors import InputError
from tzcorpus.package.dataset import write_dataset
from tzcorpus.package.validate import validate


@pytest.fixture
def folder(tmp_path):
    return write_dataset(tmp_path / "corpus", **corpus()).path


def shard(folder: Path, config: str, split: str = "train") -> Path:
    return next((folder / config).glob(f"{split}-*"))


def seal(folder: Path) -> None:
    """Make the digests right again, so that only the planted fault is left."""
    names = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = [
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in names
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def edit(folder: Path, config: str, change, *, split: str = "train") -> list[str]:
    """The faults after ``change`` (of a list of rows, in place)."""
    path = shard(folder, config, split)
    with pq.ParquetFile(path) as stream:
        table = stream.read()
    rows = table.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    seal(folder)
    return validate(folder)


def test_a_fresh_dataset_has_no_fault(folder):
    assert validate(folder) == []


def test_passages_alone_have_no_fault(tmp_path):
    assert validate(write_dataset(tmp_path / "x", aligned=[pair()]).path) == []


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="not a dataset"):
        validate(tmp_path)


def test_changed_missing_and_added_files_are_named(folder):
    (folder / "rejects.jsonl").write_text("x", encoding="utf-8")
    (folder / "croissant.json").unlink()
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    assert validate(folder) == [
        "croissant.json: listed in SHA256SUMS and not there",
        "rejects.jsonl: does not have the digest that SHA256SUMS gives",
        "notes.txt: not listed in SHA256SUMS",
    ]


def test_a_missing_list_of_digests_is_a_fault(folder):
    (folder / "SHA256SUMS").unlink()
    assert validate(folder) == ["SHA256SUMS: cannot be read"]


def test_a_broken_parquet_file_is_named(folder):
    path = shard(folder, "tokens")
    path.write_bytes(b"PAR1 no more")
    seal(folder)
    assert any(f"tokens/{path.name}: cannot be read as Parquet" in fault for fault in validate(folder))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("num_examples: 3", "num_examples: 4", "should have 4 rows and has 3"),
        ("license: cc-by-4.0", "license: ''", "no license"),
        ("dtype: decimal128(38, 6)", "dtype: float64", "features of passages are not those"),
        ("config_name: tokens", "config_name: words", "unknown configuration words"),
        ("path: tokens/train-", "path: tokens/drain-", "no file is tokens/drain-"),
        ("configs:", "configs: 3\nold:", "YAML cannot be read"),
    ],
)
def test_a_card_that_differs_from_the_files_is_a_fault(folder, old, new, message):
    card = folder / "README.md"
    text = card.read_text(encoding="utf-8")
    assert old in text
    card.write_text(text.replace(old, new), encoding="utf-8")
    seal(folder)
    assert any(message in fault for fault in validate(folder))


def test_a_dropped_column_and_a_huggingface_key_are_faults(folder):
    path = shard(folder, "sentences")
    with pq.ParquetFile(path) as stream:
        table = stream.read()
    pq.write_table(table.drop_columns(["bead"]).replace_schema_metadata({"huggingface": "{}"}), path)
    seal(folder)
    faults = "\n".join(validate(folder))
    assert "its columns are not those of sentences" in faults
    assert "huggingface key" in faults


def first(change):
    return lambda rows: change(rows[0])


@pytest.mark.parametrize(
    ("config", "change", "message"),
    [
        ("passages", first(lambda r: r["zh_entities"][0].update(start=1)), "where the text says"),
        ("passages", first(lambda r: r["zh_entities"][0].update(end=999)), "outside of the text"),
        ("passages", first(lambda r: r["zh_entities"][0].update(start=-1)), "does not add up"),
        ("passages", first(lambda r: r["zh_entities"][0].update(label="PORT")), "unknown label"),
        ("passages", first(lambda r: r["zh_entities"][1].update(currency="RMB元")), "ISO 4217"),
        (
            "passages",
            first(lambda r: r["zh_entities"][1].update(low=r["zh_entities"][1]["amount"] * 2)),
            "above high",
        ),
        ("passages", first(lambda r: r["zh_entities"][0].update(score=2.0)), "expected 0 to 1"),
        ("passages", first(lambda r: r["links"][0].update(en=7)), "a link joins"),
        ("passages", first(lambda r: r["links"][0].update(en=1)), "joins a COMPANY with a MONEY"),
        ("passages", first(lambda r: r["beads"][0].update(zh=[1])), "stands in two beads"),
        ("passages", first(lambda r: r["findings"][0]["zh"].update(end=999)), "finding agrees points at"),
        ("passages", first(lambda r: r.update(license_text="")), "license_text is empty"),
        ("passages", first(lambda r: r.update(license_annotation=None)), "license_annotation is empty"),
        ("passages", first(lambda r: r.update(document="other")), "is not that of its text"),
        ("passages", lambda rows: rows[1].update(id=rows[0]["id"]), "the id stands there twice"),
        ("passages", lambda rows: rows.pop(), "its passage d1.1 is not in `passages`"),
        ("passages", first(lambda r: r.update(zh=r["zh"] + "x")), "sentences"),
        ("sentences", first(lambda r: r["translation"].update(zh="别的")), "translation does not follow"),
        ("sentences", first(lambda r: r.update(id="d1.0:7")), "its passage has no such row"),
        ("sentences", lambda rows: rows.pop(), "missing"),
        ("tokens", first(lambda r: r["ner_tags"].__setitem__(0, 0)), "ner_tags does not follow"),
        ("tokens", first(lambda r: r["tokens"].__setitem__(0, " ")), "a token is white space"),
        ("tokens", lambda rows: rows.pop(), "missing"),
        ("cleaning", first(lambda r: r.update(clean="别的")), "does not follow from raw text"),
        ("cleaning", first(lambda r: r["edits"].pop()), "does not follow from raw text"),
        ("cleaning", first(lambda r: r["blocks"][1].update(start=0)), "block 1 does not stand at"),
        ("cleaning", lambda rows: rows.pop(), "missing"),
        ("documents", first(lambda r: r.update(digest="xyz")), "is not a sha256"),
        ("documents", first(lambda r: r.update(license_text="")), "license_text is empty"),
        ("documents", lambda rows: rows.pop(0), "documents d1: missing"),
    ],
)
def test_a_planted_fault_is_found(folder, config, change, message):
    faults = edit(folder, config, change)
    wanted = "does not follow" if message == "sentences" else message
    assert any(wanted in fault for fault in faults), faults


def test_raw_text_under_no_block_and_no_edit_is_a_fault(folder):
    def drop_the_caption(rows):
        row = rows[0]
        row["blocks"].pop()
        row["clean"] = row["clean"].split("\n")[0]

    assert any(
        "in no block and under no edit" in fault for fault in edit(folder, "cleaning", drop_the_caption)
    )


def test_the_same_text_in_two_splits_is_leakage(folder):
    def retell(rows):
        rows[0].update(zh=rows[0]["zh"].removesuffix(" d3"))

    faults = edit(folder, "passages", retell, split="test")
    assert "passages d3.0: its zh text is in test and, as d1.0, in train" in faults


def test_a_document_in_two_splits_is_leakage(folder):
    def rename(rows):
        rows[0].update(document="d1", zh_document="d1")

    assert any(
        "document d1 is in train and in test" in fault
        for fault in edit(folder, "passages", rename, split="test")
    )


def test_a_partner_in_another_split_is_leakage(folder):
    faults = edit(folder, "documents", lambda rows: rows[0].update(partners=["d1-en"]), split="test")
    assert any("its partner d1-en in train" in fault for fault in faults)

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from package_samples import EN, RAW, ZH, corpus, documents, entity, one_sided, pair

from tzcorpus.errors import ConfigError, InputError, OutputError, RecordError
from tzcorpus.io import read_records
from tzcorpus.package.columns import encode
from tzcorpus.package.dataset import write_dataset
from tzcorpus.package.features import CONFIGS, NER_TAGS, arrow_schema
from tzcorpus.package.meta import Meta, read_meta
from tzcorpus.package.parquet import CHARACTERS_PER_GROUP, ShardWriter, read_rows
from tzcorpus.package.reading import read_aligned
from tzcorpus.package.rows import Rows, aligned_of, cleaning_row, passage_row
from tzcorpus.package.stats import stats
from tzcorpus.records import LABELS, AlignedPassage, Entity, Money, Passage, Reject, Span


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    out = tmp_path_factory.mktemp("package") / "the corpus"
    return write_dataset(
        out, **corpus(), rejects=[Reject("x", "ingest", "empty file", "x.txt")],
        meta=Meta(kinds={"d1": "invented"}, gold={"d1": "干净"}),
    )  # fmt: skip


@pytest.fixture(scope="module")
def load(dataset, tmp_path_factory):
    """`load_dataset` on the folder, offline, with a cache of its own."""
    cache = tmp_path_factory.mktemp("hf")
    patch = pytest.MonkeyPatch()
    patch.setenv("HF_HUB_OFFLINE", "1")
    patch.setenv("HF_HOME", str(cache))
    patch.setenv("HF_DATASETS_CACHE", str(cache))
    datasets = pytest.importorskip("datasets")
    datasets.disable_progress_bars()

    def loader(config=None, **more):
        return datasets.load_dataset(
            str(dataset.path), *([config] if config else []), cache_dir=str(cache), **more
        )

    yield loader
    patch.undo()


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


class TestLoading:
    def test_default_configuration_is_passages_with_all_splits(self, load):
        data = load()
        assert {split: rows.num_rows for split, rows in data.items()} == {
            "train": 3,
            "validation": 1,
            "test": 2,
        }
        assert data["train"].column_names == list(CONFIGS["passages"])

    @pytest.mark.parametrize("config", CONFIGS)
    def test_streaming_and_not_give_the_same_rows(self, load, config):
        for split, rows in load(config).items():
            assert list(rows) == list(load(config, streaming=True)[split])
            assert len(rows) > 0

    def test_slices_are_the_surfaces_beyond_the_basic_plane(self, load):
        for row in load("passages", split="train"):
            for side in ("zh", "en"):
                for mark in row[f"{side}_entities"]:
                    assert row[side][mark["start"] : mark["end"]] == mark["text"]
        assert load("passages")["train"][0]["zh_entities"][0]["text"] == "𠮷田晨帆泵业"

    def test_amounts_are_exact_decimals(self, load):
        money = load("passages")["train"][0]["zh_entities"][1]
        assert money["amount"] == Decimal(350000000)
        assert isinstance(money["amount"], Decimal)
        assert (money["currency"], money["approx"], money["low"]) == ("CNY", True, None)
        assert load("passages")["train"][0]["zh_entities"][2]["alternatives"] == [Decimal("4.9")]

    def test_label_names_translation_and_decimal_types_survive(self, load):
        from datasets import ClassLabel, List, Translation, Value

        tokens = load("tokens", split="train").features
        assert tokens["ner_tags"] == List(ClassLabel(names=list(NER_TAGS)))
        assert tokens["lang"] == ClassLabel(names=["zh", "en"])
        assert load("sentences", split="train").features["translation"] == Translation(languages=["en", "zh"])
        entities = load("passages", split="train").features["zh_entities"]
        assert isinstance(entities, List)
        assert entities.feature["amount"] == Value("decimal128(38, 6)")

    def test_tags_spell_the_entities(self, load):
        data = load("tokens", split="train")
        names = data.features["ner_tags"].feature.names
        row = data[0]
        assert row["tokens"][:7] == ["𠮷", "田", "晨", "帆", "泵", "业", "投"]
        assert [names[tag] for tag in row["ner_tags"]][:7] == ["B-COMPANY", *["I-COMPANY"] * 5, "O"]
        assert all(not token.isspace() for row in data for token in row["tokens"])
        texts = {(row["id"], "zh"): row["zh"] for row in load("passages", split="train")}
        for row in data:
            text = texts.get((row["passage"], "zh" if row["lang"] == 0 else "en"))
            if text is not None:
                assert [text[s["start"] : s["end"]] for s in row["token_spans"]] == row["tokens"]

    def test_sentence_pairs_are_the_beads(self, load):
        row = load("sentences", split="validation")[1]
        assert row["translation"] == {
            "zh": "项目落在滨江产业园。",
            "en": "It sits in Binjiang Industrial Park.",
        }
        assert (row["bead"], row["score"]) == ("1-1", 0.5)

    def test_cleaning_holds_raw_clean_and_edits(self, load):
        row = load("cleaning", split="train")[0]
        assert (row["raw"], row["clean"]) == (RAW, ZH + "\n图为厂区。")
        assert [edit["rule"] for edit in row["edits"]] == ["wrap", "wrap"]
        assert row["gold"] == "干净"
        block = row["blocks"][1]
        assert row["clean"][block["start"] : block["end"]] == "图为厂区。"

    def test_documents_know_their_partner_and_kind(self, load):
        rows = {row["id"]: row for row in load("documents", split="train")}
        assert rows["d1"]["partners"] == ["d1-en"]
        assert rows["d1-en"]["kind"] == rows["d1"]["kind"] == "invented"
        assert rows["d1"]["passages"] == 3

    def test_a_rebuilt_folder_is_not_read_from_the_cache(self, load, dataset, tmp_path):
        from datasets import load_dataset

        out = tmp_path / "corpus"
        arguments = corpus()
        for role in ("headline", "paragraph"):
            first = arguments["aligned"][0]
            arguments["aligned"][0] = replace(first, zh=replace(first.zh, role=role))
            write_dataset(out, **arguments, force=True)
            rows = load_dataset(str(out), "passages", split="train", cache_dir=str(tmp_path / "cache"))
            assert rows[0]["role"] == role


class TestFiles:
    def test_parquet_carries_no_huggingface_key(self, dataset):
        for path in dataset.path.rglob("*.parquet"):
            assert b"huggingface" not in (pq.read_schema(path).metadata or {})

    def test_digests_are_those_of_the_files(self, dataset):
        lines = (dataset.path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        found = tree(dataset.path)
        del found["SHA256SUMS"]
        assert listed == found

    def test_same_input_gives_the_same_bytes(self, dataset, tmp_path):
        meta = Meta(kinds={"d1": "invented"}, gold={"d1": "干净"})
        again = write_dataset(
            tmp_path / "again", **corpus(), meta=meta, rejects=[Reject("x", "ingest", "empty file", "x.txt")]
        )
        assert tree(again.path) == tree(dataset.path)
        assert again.build == dataset.build

    def test_card_states_counts_from_the_files(self, dataset):
        front = yaml.safe_load((dataset.path / "README.md").read_text(encoding="utf-8").split("---\n")[1])
        for info in front["dataset_info"]:
            for split in info["splits"]:
                rows = sum(1 for _ in read_rows(dataset.path, info["config_name"], split["name"]))
                assert split["num_examples"] == rows
        assert front["license"] == "cc-by-4.0"
        text = (dataset.path / "README.md").read_text(encoding="utf-8")
        assert "| COMPANY | 4 | 4 |" in text
        assert dataset.build in text

    def test_shards_are_numbered_and_carry_the_build(self, dataset):
        names = sorted(path.name for path in (dataset.path / "passages").iterdir())
        assert names == [
            f"{split}-00000-of-00001-{dataset.build}.parquet" for split in ("test", "train", "validation")
        ]

    def test_rejects_are_a_file_beside_the_data(self, dataset):
        assert [reject.id for reject in read_records(dataset.path / "rejects.jsonl")] == ["x"]
        assert dataset.rejects == {"ingest: empty file": 1}

    def test_records_are_rebuilt_from_the_files(self, dataset):
        found = [aligned for _, aligned in read_aligned(dataset.path)]
        assert {aligned.id: aligned for aligned in found} == {a.id: a for a in corpus()["aligned"]}

    def test_stats_of_the_folder_are_those_of_the_build(self, dataset):
        assert stats(dataset.path).as_dict() == dataset.counts.as_dict()

    def test_large_splits_are_cut_into_shards(self, tmp_path):
        writer = ShardWriter(tmp_path, shard_bytes=1)
        row = passage_row(pair(), kind="", license_text="x", license_annotation="x")
        for number in range(2500):
            writer.add("passages", "train", {**row, "id": str(number)})
        _, shards = writer.finish()
        assert [shard.rows for shard in shards] == [1000, 1000, 500]
        assert shards[1].path.startswith("passages/train-00001-of-00003-")
        assert [row["id"] for _, row in read_rows(tmp_path, "passages")] == [str(n) for n in range(2500)]

    def test_a_row_as_long_as_a_row_group_stands_in_one_of_its_own(self, tmp_path):
        writer = ShardWriter(tmp_path)
        row = passage_row(pair(), kind="", license_text="x", license_annotation="x")
        for number, characters in enumerate([10, 10, CHARACTERS_PER_GROUP, 10]):
            writer.add("passages", "train", {**row, "id": str(number)}, characters)
        _, (shard,) = writer.finish()
        with pq.ParquetFile(tmp_path / shard.path) as file:
            assert [file.metadata.row_group(k).num_rows for k in range(3)] == [2, 1, 1]

    @pytest.mark.parametrize("cuts", [[2500], [1, 999, 1, 1499], [700] * 4, [3] * 834])
    def test_batches_leave_the_bytes_that_single_rows_leave(self, tmp_path, cuts):
        row = passage_row(pair(), kind="", license_text="x", license_annotation="x")
        rows = [{**row, "id": str(number), "kind": "k" * (number % 7)} for number in range(2500)]
        lengths = [(number * 37) % 900 for number in range(2500)]
        lengths[1200] = CHARACTERS_PER_GROUP + 5
        single, many = ShardWriter(tmp_path / "single"), ShardWriter(tmp_path / "many")
        for each, length in zip(rows, lengths, strict=True):
            single.add("passages", "train", each, length)
        at = 0
        for cut in cuts:
            if rows[at : at + cut]:
                many.add_batch(
                    "passages", "train", encode("passages", rows[at : at + cut]), lengths[at : at + cut]
                )
            at += cut
        assert many.finish() == single.finish()


class TestColumns:
    """Record batches that are made column by column."""

    @pytest.mark.parametrize("config", CONFIGS)
    def test_they_are_what_arrow_makes_of_the_rows(self, dataset, config):
        rows = [row for _, row in read_rows(dataset.path, config)]
        batch = encode(config, rows)
        batch.validate(full=True)
        assert batch.equals(pa.RecordBatch.from_pylist(rows, schema=arrow_schema(CONFIGS[config])))

    def test_records_give_what_their_dicts_give(self):
        document = documents()[0]
        row = cleaning_row(document, gold=None)
        plain = {name: list(value) if isinstance(value, Rows) else value for name, value in row.items()}
        assert encode("cleaning", [row]).equals(encode("cleaning", [plain]))

    def test_pandas_is_not_loaded(self):
        code = (
            "import sys; from package_samples import pair; from tzcorpus.package.columns import encode\n"
            "from tzcorpus.package.rows import passage_row\n"
            "row = passage_row(pair(), kind='', license_text='x', license_annotation='x')\n"
            "assert encode('passages', [row]).num_rows == 1; assert 'pandas' not in sys.modules"
        )
        path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": path})


class TestSplits:
    def test_partner_follows_and_early_one_sided_passages_wait(self, tmp_path):
        aligned = [one_sided("d2", 0, "en"), pair("d1"), pair("d2"), one_sided("d4", 0)]
        write_dataset(
            tmp_path / "x", aligned=aligned, documents=documents("d2"), splits={"d2": "test", "d1": "valid"}
        )
        found = {(split, passage.id) for split, passage in read_aligned(tmp_path / "x")}
        assert found == {("test", "d2-en.0"), ("validation", "d1.0"), ("test", "d2.0"), ("train", "d4.0")}
        assert {split for split, _ in read_rows(tmp_path / "x", "documents")} == {"test"}

    def test_document_and_translation_in_two_splits_are_refused(self, tmp_path):
        with pytest.raises(RecordError, match=r"d1 in train, d1-en in test"):
            write_dataset(tmp_path / "x", aligned=[pair()], splits={"d1": "train", "d1-en": "test"})
        assert list(tmp_path.iterdir()) == []

    def test_unknown_split_is_refused(self, tmp_path):
        with pytest.raises(ConfigError, match="split 'held-out'"):
            write_dataset(tmp_path / "x", aligned=[], splits={"d1": "held-out"})


class TestEmptiness:
    def test_empty_splits_are_not_declared(self, tmp_path, load):
        from datasets import load_dataset

        summary = write_dataset(tmp_path / "x", aligned=[pair()], documents=documents())
        assert summary.rows["passages"] == {"train": 1}
        data = load_dataset(str(summary.path), "sentences", cache_dir=str(tmp_path / "cache"))
        assert list(data) == ["train"]

    def test_chinese_alone_has_no_sentence_pairs(self, tmp_path, load):
        from datasets import load_dataset

        summary = write_dataset(tmp_path / "x", aligned=[one_sided()])
        assert "sentences" not in summary.rows
        rows = load_dataset(str(summary.path), split="train", cache_dir=str(tmp_path / "cache"))
        assert (rows[0]["en"], rows[0]["en_entities"]) == (None, [])

    def test_reasons_that_name_their_entry_are_counted_together(self, tmp_path):
        rejects = [Reject(f"n{i}.en", "align", f"n{i}: no English side") for i in range(3)]
        summary = write_dataset(
            tmp_path / "x", aligned=[], rejects=[*rejects, Reject("a", "align", "n1: odd")]
        )
        assert summary.rejects == {"align: no English side": 3, "align: n1: odd": 1}

    def test_nothing_at_all_is_a_folder_with_its_rejects(self, tmp_path):
        summary = write_dataset(tmp_path / "x", aligned=[], rejects=[Reject("a", "clean", "empty")])
        assert summary.rows == {}
        assert stats(summary.path).as_dict() == summary.counts.as_dict()


class TestRefusals:
    def test_existing_dataset_is_replaced_only_by_force(self, tmp_path):
        out = tmp_path / "x"
        write_dataset(out, aligned=[pair()])
        before = tree(out)
        with pytest.raises(OutputError, match="--force"):
            write_dataset(out, aligned=[])
        assert tree(out) == before
        write_dataset(out, aligned=[pair("d2")], force=True)
        assert [passage.id for _, passage in read_aligned(out)] == ["d2.0"]
        assert [path.name for path in tmp_path.iterdir()] == ["x"]

    @pytest.mark.parametrize("force", [False, True])
    def test_a_foreign_folder_is_never_replaced(self, tmp_path, force):
        (tmp_path / "x").mkdir()
        (tmp_path / "x/thesis.txt").write_text("years of work", encoding="utf-8")
        (tmp_path / "x/dataset.json").write_text('{"format": "other"}', encoding="utf-8")
        with pytest.raises(OutputError, match="not a tzcorpus dataset"):
            write_dataset(tmp_path / "x", aligned=[pair()], force=force)
        assert (tmp_path / "x/thesis.txt").read_text(encoding="utf-8") == "years of work"

    def test_a_file_or_link_in_the_way_is_refused(self, tmp_path):
        (tmp_path / "file").write_text("", encoding="utf-8")
        (tmp_path / "link").symlink_to(tmp_path)
        for name in ("file", "link"):
            with pytest.raises(OutputError, match="not a folder"):
                write_dataset(tmp_path / name, aligned=[], force=True)

    def test_an_empty_folder_may_be_filled(self, tmp_path):
        (tmp_path / "x").mkdir()
        assert write_dataset(tmp_path / "x", aligned=[pair()]).rows["passages"] == {"train": 1}

    def test_a_failure_on_the_way_leaves_nothing(self, tmp_path):
        def broken():
            yield pair()
            raise InputError("the disk is on fire")

        with pytest.raises(InputError, match="on fire"):
            write_dataset(tmp_path / "x", aligned=broken())
        assert list(tmp_path.iterdir()) == []

    def test_a_failure_on_the_way_keeps_what_was_there(self, tmp_path):
        write_dataset(tmp_path / "x", aligned=[pair()])
        before = tree(tmp_path / "x")
        with pytest.raises(RecordError):
            write_dataset(tmp_path / "x", aligned=[pair()], splits={"d1": "dev", "d1-en": "test"}, force=True)
        assert tree(tmp_path / "x") == before
        assert [path.name for path in tmp_path.iterdir()] == ["x"]

    def test_a_place_that_cannot_be_written_is_one_clear_error(self, tmp_path):
        (tmp_path / "file").write_text("", encoding="utf-8")
        with pytest.raises(OutputError, match="cannot be written"):
            write_dataset(tmp_path / "file/x", aligned=[])


def with_entity(bad: Entity) -> AlignedPassage:
    aligned = pair()
    return replace(aligned, zh=replace(aligned.zh, entities=(bad,)), links=())


class TestContradictions:
    @pytest.mark.parametrize(
        ("bad", "reason"),
        [
            (with_entity(Entity(Span(0, 999), "PARK", "x")), "outside of the text"),
            (with_entity(Entity(Span(0, 2), "PARK", "吉田")), "where the text says"),
            (with_entity(Entity(Span(0, 2), "PORT", "𠮷田")), "unknown label"),
            (
                with_entity(entity(ZH, "近3.5亿元", "MONEY", value=Money(Decimal("1e40")))),
                "digits before the point",
            ),
            (
                with_entity(entity(ZH, "近3.5亿元", "MONEY", value=Money(Decimal("1e-9")))),
                "digits behind the point",
            ),
            (with_entity(entity(ZH, "近3.5亿元", "MONEY", value=Money(Decimal("NaN")))), "is not a number"),
            (with_entity(entity(ZH, "近3.5亿元", "MONEY", value=Money(currency="元"))), "ISO 4217"),
            (pair(zh=None, en=None, beads=(), links=(), findings=()), "neither side"),
            (pair(links=(replace(pair().links[0], en=9),)), "a link joins"),
            (pair(beads=(replace(pair().beads[0], zh=(7,)),)), "sentence 7 of 2"),
            (AlignedPassage("s", Passage("s", "d", "zh", "a\ud842b")), "surrogate"),
            (pair(en=replace(pair().en, language="zh")), "its language is zh"),
        ],
    )
    def test_a_passage_that_contradicts_itself_is_rejected_with_the_reason(self, tmp_path, bad, reason):
        summary = write_dataset(tmp_path / "x", aligned=[bad, pair("d7")])
        assert summary.rows["passages"] == {"train": 1}
        (reject,) = read_records(tmp_path / "x/rejects.jsonl")
        assert (reject.id, reject.stage) == (bad.id, "package")
        assert reason in reject.reason

    def test_ids_used_twice_are_rejected(self, tmp_path):
        summary = write_dataset(tmp_path / "x", aligned=[pair(), pair()], documents=documents() * 2)
        assert sum(summary.rejects.values()) == 3
        assert summary.rows["documents"] == {"train": 2}

    def test_a_document_whose_fragments_overlap_is_rejected(self, tmp_path):
        zh, en = documents()
        broken = replace(zh, blocks=(*zh.blocks, zh.blocks[0]))
        summary = write_dataset(tmp_path / "x", aligned=[], documents=[broken, en])
        assert summary.rows["documents"] == {"train": 1}

    def test_what_iob2_cannot_express_is_counted(self, tmp_path):
        aligned = pair()
        inner = entity(EN, "Chenfan Pumps", "COMPANY")
        cut = entity(EN, "Bin", "PARK")
        aligned = replace(aligned, en=replace(aligned.en, entities=(*aligned.en.entities, inner, cut)))
        summary = write_dataset(tmp_path / "x", aligned=[aligned])
        assert summary.counts.lost == {"overlaps another": 1, "inside a token": 1}
        assert "inside a token 1, overlaps another 1" in (tmp_path / "x/README.md").read_text(
            encoding="utf-8"
        )


def test_row_and_record_are_inverse():
    for aligned in corpus()["aligned"]:
        row = passage_row(aligned, kind="", license_text="x", license_annotation="x")
        assert aligned_of(row) == aligned


def test_every_label_has_its_two_tags():
    assert ("O", *(f"{p}-{label}" for label in LABELS for p in "BI")) == NER_TAGS


class TestMeta:
    def test_toml_is_read_and_overridden(self, tmp_path):
        path = tmp_path / "dataset.toml"
        path.write_text('title = "T"\nversion = "2.0.0"\n[kinds]\nd1 = "reported"\n', encoding="utf-8")
        assert read_meta(path, version="3.0.0") == Meta(title="T", version="3.0.0", kinds={"d1": "reported"})

    @pytest.mark.parametrize(
        "text", ["titel = 'x'", "title = 1", "kinds = 'x'", "title =", "kinds = {a = 1}"]
    )
    def test_faulty_toml_is_refused(self, tmp_path, text):
        path = tmp_path / "dataset.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError, match=r"dataset\.toml"):
            read_meta(path)

    def test_missing_file_is_refused(self, tmp_path):
        with pytest.raises(ConfigError, match="cannot be opened"):
            read_meta(tmp_path / "none.toml")


def test_marker_is_json_with_counts(dataset):
    data = json.loads((dataset.path / "dataset.json").read_text(encoding="utf-8"))
    assert data["counts"]["entities"]["train"]["zh"] == {"COMPANY": 2, "MONEY": 4, "PARK": 2}

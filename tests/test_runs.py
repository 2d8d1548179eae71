"""A build that is stopped, changed and run again; whether all inputs arrive."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from processes import STOPPED, hears_ctrl_c
from tzcorpus.align.settings import AlignSettings
from tzcorpus.cli import cli
from tzcorpus.config import Settings, load_settings
from tzcorpus.errors import TzcorpusError
from tzcorpus.executors import Executor, InProcess, Processes
from tzcorpus.executors.store import Store, digest
from tzcorpus.ingest.manifest import Entry, read_corpus
from tzcorpus.package.features import CONFIGS
from tzcorpus.package.parquet import read_rows
from tzcorpus.package.stats import stats
from tzcorpus.packed import pack
from tzcorpus.pipeline import build_parts
from tzcorpus.records import AlignedPassage, Reject
from tzcorpus.runs import Plan, execute, inputs_of, plan, reconcile, results, unique

PAGE = "灯塔社区建起图书馆\n第{0}号渡船每周三把新书送到周\n边五座小岛，港口集团投资{0}万元。\n"
ENGLISH = "A library for the lighthouse quarter\nFerry no. {0} takes new books to the five islands.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    for name in ("raw", "en"):
        (folder / name).mkdir(parents=True)
    for number in range(8):
        (folder / "raw" / f"p{number}.txt").write_text(PAGE.format(number + 2), encoding="utf-8")
        (folder / "en" / f"p{number}.txt").write_text(ENGLISH.format(number + 2), encoding="utf-8")
    return folder


def entries(corpus: Path) -> list[Entry]:
    return [entry for entry in read_corpus(corpus) if isinstance(entry, Entry)]


def ran(
    corpus: Path, folder: Path, settings: Settings | None = None, executor: Executor | None = None
) -> Plan:
    store = Store(folder)
    with store.locked():
        planned = plan(entries(corpus), settings or Settings(), store)
        list(execute(planned, settings or Settings(), executor or InProcess(), store))
        assert [packed.end.entry for packed in results(planned, store)] == [e.id for e in planned.entries]
        store.prune(planned.tasks)
    return planned


def test_a_second_run_does_only_what_changed(corpus: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    assert len(ran(corpus, work).todo) == 8
    assert len(ran(corpus, work).todo) == 0
    (corpus / "en" / "p3.txt").write_text(ENGLISH.format(99), encoding="utf-8")
    (corpus / "raw" / "a-new-one.txt").write_text(PAGE.format(55), encoding="utf-8")
    (corpus / "raw" / "p5.txt").unlink()
    (corpus / "en" / "p5.txt").unlink()
    again = ran(corpus, work)
    assert [task.id for task in again.todo] == ["a-new-one", "p3"]
    assert again.changed == ()


def test_changed_settings_are_named_and_redo_all(corpus: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    ran(corpus, work)
    again = ran(corpus, work, load_settings(preset="conservative"))
    assert len(again.todo) == 8
    assert any(
        line.startswith('clean.preset: "default" before, "conservative" now') for line in again.changed
    )


def test_settings_behind_cleaning_do_not_clean_again(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = load_settings(annotate={"aliases": False})
    ran(corpus, tmp_path / "anew", changed)
    work = tmp_path / "work"
    ran(corpus, work)

    def never(*_: object) -> None:
        raise AssertionError("read again")

    with monkeypatch.context() as patched:
        patched.setattr("tzcorpus.ingest.files.read_document", never)
        again = ran(corpus, work, changed)
    assert again.cleaned == len(again.todo) == 8
    stores = [Store(tmp_path / name) for name in ("anew", "work")]
    for store in stores:
        store.open()
    assert digest(stores[0].rows(again.tasks)) == digest(stores[1].rows(again.tasks))


def test_rows_of_a_book_are_packed_piece_by_piece(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = list(build_parts(entries(corpus)[0], Settings()))
    small = pack(parts)
    monkeypatch.setattr("tzcorpus.packed._LARGE", 0)
    large = pack(parts)
    assert large.data != small.data
    assert (
        list(large.aligned()) == list(small.aligned()) == [p for p in parts if isinstance(p, AlignedPassage)]
    )
    for config in CONFIGS:
        assert list(large.rows(config)) == list(small.rows(config))
    assert large.end == small.end


def test_what_only_pairs_depend_on_does_not_touch_pages_without_a_translation(
    corpus: Path, tmp_path: Path
) -> None:
    for number in range(5):
        (corpus / "en" / f"p{number}.txt").unlink()
    work = tmp_path / "work"
    ran(corpus, work)
    again = ran(corpus, work, replace(Settings(), align=AlignSettings(length=1.3)))
    assert [task.id for task in again.todo] == ["p5", "p6", "p7"]
    assert again.cleaned == 3
    assert again.changed == ("align.length: 1.4 before, 1.3 now",)


def test_what_only_packaging_asks_for_redoes_nothing(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def built(split: str, kind: str, licence: str) -> str:
        said = {"split": split, "kind": kind}
        lines = [
            {"id": f"p{k}", "zh": {"ocr": f"raw/p{k}.txt"}, "en": f"en/p{k}.txt", **said} for k in range(8)
        ]
        manifest = "".join(json.dumps(line) + "\n" for line in lines)
        (corpus / "manifest.jsonl").write_text(manifest, encoding="utf-8")
        (corpus / "dataset.toml").write_text(f'license_text = "{licence}"\n', encoding="utf-8")
        command = ["build", str(corpus), "-o", str(out), "--jobs", "1", "--force"]
        result = CliRunner().invoke(cli, command)
        assert result.exit_code == 0, result.output
        counts = json.loads((out / "dataset.json").read_text())["counts"]
        assert stats(out).as_dict() == counts
        rows = [(name, row) for config in ("passages", "documents") for name, row in read_rows(out, config)]
        assert {name for name, _ in rows} == {split}
        assert {row["kind"] for _, row in rows} == {kind}
        assert {row["license_text"] for _, row in rows} == {licence}
        return result.output

    built("train", "", "CC-BY-4.0")
    said = built("test", "invented", "CC0-1.0")
    assert "8 of 8 entries are unchanged since an earlier run and kept" in said


def test_a_changed_file_is_cleaned_again_whatever_the_settings(corpus: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    ran(corpus, work)
    (corpus / "raw" / "p3.txt").write_text(PAGE.format(99), encoding="utf-8")
    again = ran(corpus, work, load_settings(annotate={"aliases": False}))
    assert len(again.todo) == 8
    assert again.cleaned == 7


def test_pruned_shards_are_those_that_nobody_needs(corpus: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    ran(corpus, work)
    before = set(work.glob("*.arrow"))
    ran(corpus, work, load_settings(preset="conservative"))
    assert not before & set(work.glob("*.arrow"))


@pytest.mark.parametrize("executor", [Processes(2)])
def test_executors_agree(corpus: Path, tmp_path: Path, executor: Executor) -> None:
    digests = []
    for name, each in (("one", InProcess()), ("other", executor)):
        planned = ran(corpus, tmp_path / name, executor=each)
        store = Store(tmp_path / name)
        store.open()
        digests.append(digest(store.rows(planned.tasks)))
    assert digests[0] == digests[1]


@pytest.mark.extras
def test_a_spark_cluster_of_two_executors_agrees(corpus: Path, tmp_path: Path) -> None:
    if not shutil.which("java"):
        pytest.skip("Spark needs Java")
    datasets = {}
    for name, more in (
        ("local", ["--jobs", "1"]),
        ("spark", ["--executor", "spark", "--master", "local-cluster[2,1,1024]"]),
    ):
        out = tmp_path / name
        result = subprocess.run(
            [sys.executable, "-m", "tzcorpus", "build", str(corpus), "-o", str(out), *more],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        datasets[name] = json.loads((out / "dataset.json").read_text())["build"]
    assert datasets["spark"] == datasets["local"]
    assert not list((tmp_path / ".spark.run").glob("staging-*"))


def test_an_id_that_is_taken_is_a_reject(corpus: Path) -> None:
    twice = [*entries(corpus), entries(corpus)[0]]
    found = list(unique(twice))
    assert found[:-1] == twice[:-1]
    assert isinstance(found[-1], Reject)
    assert "the id 'p0' is taken" in found[-1].reason


class TestReconcile:
    def test_every_input_once(self) -> None:
        reconcile(["a", "b", "c"], ["a", "b"], ["c", "b"])

    def test_a_lost_input_stops_the_build(self) -> None:
        with pytest.raises(TzcorpusError, match=r"1 inputs are neither in the output nor rejected \(c\)"):
            reconcile(["a", "b", "c"], ["a"], ["b"])

    def test_an_input_twice_stops_the_build(self) -> None:
        with pytest.raises(TzcorpusError, match=r"1 stand there twice \(a\)"):
            reconcile(["a", "b"], ["a", "b", "a"], [])

    def test_what_nobody_gave_stops_the_build(self) -> None:
        with pytest.raises(TzcorpusError, match=r"1 are no inputs \(x\)"):
            reconcile(["a"], ["a", "x"], [])

    def test_both_sides_of_an_entry_are_inputs(self, corpus: Path) -> None:
        assert list(inputs_of(entries(corpus)[:1])) == ["p0", "p0.en"]


def test_ctrl_c_ends_cleanly_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder = tmp_path / "corpus" / "raw"
    folder.mkdir(parents=True)
    for number in range(40):
        (folder / f"p{number:03d}.txt").write_text(PAGE.format(number) * 800, encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tzcorpus", "build", str(folder.parent), "-o", str(out), "--jobs", "2"]
    run = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        preexec_fn=hears_ctrl_c,
    )
    end = time.monotonic() + 120
    while not list((tmp_path / ".out.run").glob("*.json")) or not list(
        (tmp_path / ".out.run").glob("*.arrow")
    ):
        assert time.monotonic() < end
        assert run.poll() is None
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode in STOPPED
    assert "Traceback" not in said
    assert "run the same command again to go on" in said
    assert not out.exists()

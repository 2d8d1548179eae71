from __future__ import annotations

import json

import pytest
from package_samples import ZH, corpus

from tzcorpus.package.dataset import write_dataset
from tzcorpus.package.meta import Meta

META = Meta(citation="The tzcorpus authors", published="2026-03-04")


def test_every_shard_is_listed_with_its_digest(tmp_path):
    summary = write_dataset(tmp_path / "x", **corpus(), meta=META)
    data = json.loads((tmp_path / "x/croissant.json").read_text(encoding="utf-8"))
    listed = {each["contentUrl"]: each["sha256"] for each in data["distribution"] if "contentUrl" in each}
    assert listed == {shard.path: shard.sha256 for shard in summary.shards}


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # the reader's own dependencies warn
def test_mlcroissant_finds_no_fault_and_reads_the_records(tmp_path):
    reader = pytest.importorskip("mlcroissant", reason="dependency group `formats` is not installed")
    write_dataset(tmp_path / "x", **corpus(), meta=META)
    dataset = reader.Dataset(jsonld=str(tmp_path / "x/croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    assert not dataset.metadata.ctx.issues.warnings
    rows = {row["passages/id"].decode(): row for row in dataset.records("passages")}
    assert rows["d1.0"]["passages/zh"].decode() == ZH
    (pair,) = [row for row in dataset.records("sentences") if row["sentences/id"] == b"d1.0:1"]
    assert pair["sentences/translation_en"] == b"It sits in Binjiang Industrial Park."

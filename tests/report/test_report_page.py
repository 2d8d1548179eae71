"""The report as a file: one piece, valid, nothing that hostile text could run, the right numbers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from report_samples import HOSTILE, aligned, document, hostile, material

from tzcorpus.cli import cli
from tzcorpus.errors import InputError
from tzcorpus.io import write_records
from tzcorpus.records import Document
from tzcorpus.report.loading import Material, load
from tzcorpus.report.mistakes import compare
from tzcorpus.report.page import as_data
from tzcorpus.report.summary import frequent, totals
from tzcorpus.report.views import document_view


class Tags(HTMLParser):
    """The tags of a page, and the texts of its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script" and self.lasttag == "script":
            self.scripts[-1] += data


def rendered(made: Material, gold: Material | None = None) -> str:
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    from tzcorpus.report.page import render

    return render(made, title=HOSTILE, gold=gold)


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags


@pytest.mark.parametrize("made", [material(3), hostile(), Material()], ids=["ours", "hostile", "empty"])
def test_a_page_is_whole_and_asks_for_nothing(made: Material) -> None:
    tags = parsed(rendered(made))
    assert [name for name, _ in tags.tags if name == "script"] == ["script"] * 3
    assert not [
        a for _, attributes in tags.tags for a in attributes if a in ("src", "srcset") or a.startswith("on")
    ]
    assert all(a.get("href", "#").startswith("#") for _, a in tags.tags)
    policy = next(a["content"] for name, a in tags.tags if name == "meta" and "http-equiv" in a)
    assert "default-src 'none'" in str(policy)
    assert "unsafe-eval" not in str(policy)
    assert "'unsafe-inline'" not in str(policy).partition("script-src")[2]


def test_hostile_text_stays_data() -> None:
    html = rendered(hostile())
    data = json.loads(parsed(html).scripts[0])
    assert data["passages"][0]["zh"]["text"] == HOSTILE
    assert "<img src=x" not in html
    assert "<svg onload" not in html


@pytest.mark.parametrize("made", [material(3), hostile()], ids=["ours", "hostile"])
def test_the_html_is_valid(made: Material) -> None:
    html5lib = pytest.importorskip("html5lib")
    html5lib.HTMLParser(strict=True).parse(rendered(made))


def test_data_keeps_lone_surrogates_and_line_separators_writable() -> None:
    text = "\udc80\u2028</script>"
    encoded = as_data(text)
    assert encoded.isascii() or encoded.encode("utf-8")
    assert json.loads(encoded) == text


def test_a_document_view_spells_the_clean_text_and_all_of_the_raw() -> None:
    made = document()
    view = document_view("train", made)
    from tzcorpus.edits import PieceTable

    table = PieceTable.of(made)
    for number, block in enumerate(view["blocks"]):
        pieces = (view["raw"][a:b] if e < 0 else view["edits"][e][2] for a, b, e in block["pieces"])
        assert "".join(pieces) == table.text(number)
    assert len(view["edits"]) == len(made.edits) > 2


def test_counts_and_names() -> None:
    made = material(5)
    counts = totals(made)
    assert counts.entities == {
        ("COMPANY", "zh"): 5,
        ("MONEY", "zh"): 5,
        ("COMPANY", "en"): 5,
        ("MONEY", "en"): 5,
    }
    assert counts.magnitudes == {(8, "CNY"): 5}
    (row,) = frequent(made, "COMPANY")
    assert (row["name"], row["english"], row["mentions"], row["documents"]) == (
        "晨帆泵业股份有限公司", "Chenfan Pump", 5, 1,
    )  # fmt: skip
    assert frequent(made, "PARK") == []


def test_errors_compare_with_gold() -> None:
    gold = material(2)
    system = Material((("train", aligned(0, company="PARK")), ("train", aligned(1))))
    found = compare(gold, system, where="gold and system")
    (mistake,) = found["mistakes"]
    assert (mistake["kind"], mistake["gold"]["label"], mistake["system"]["label"]) == (
        "label",
        "COMPANY",
        "PARK",
    )
    company = next(row for row in found["scores"] if (row["label"], row["language"]) == ("COMPANY", "zh"))
    assert (company["recall"], company["precision"]) == (0.5, 1.0)


def test_errors_refuse_other_passages() -> None:
    with pytest.raises(InputError, match="2 passages are on one side only"):
        compare(material(1), Material(), where="x")
    other = material(1).passages[0][1]
    assert other.zh is not None
    changed = replace(other, zh=replace(other.zh, text="别的文字，别的文字别。", entities=()))
    with pytest.raises(InputError, match="another text"):
        compare(material(1), Material((("train", changed),)), where="x")


def test_the_verb_takes_raw_files_records_and_datasets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("altair")
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(document().raw, encoding="utf-8")
    write_records("aligned.jsonl", [aligned(number) for number in range(3)])
    for inputs in (["page.txt"], ["aligned.jsonl"], ["page.txt", "aligned.jsonl"]):
        result = CliRunner().invoke(cli, ["report", *inputs, "-o", "out.html", "--force"])
        assert result.exit_code == 0, result.output
    data = json.loads(parsed(Path("out.html").read_text(encoding="utf-8")).scripts[0])
    assert [one["id"] for one in data["documents"]] == ["page"]
    assert len(data["passages"]) > 3
    assert re.search(r"1 documents, \d+ passages", result.output)
    refused = CliRunner().invoke(cli, ["report", "page.txt", "-o", "out.html"])
    assert "exists already" in str(refused.exception)


def test_a_dataset_gives_its_documents_back(tmp_path: Path) -> None:
    from tzcorpus.package.dataset import write_dataset

    made = material(2)
    documents = [one for _, one in made.documents]
    splits = dict.fromkeys(("page", "boxed", "page.en"), "train")
    write_dataset(tmp_path / "d", aligned=[p for _, p in made.passages], documents=documents, splits=splits)  # type: ignore[arg-type]
    again: dict[str, Document] = {one.id: one for _, one in load(tmp_path / "d").documents}
    for one in documents:
        assert again[one.id] == replace(one, layout=())

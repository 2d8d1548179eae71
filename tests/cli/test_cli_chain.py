"""The stages as verbs, piped together, on an article made up for the purpose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli_bad_input import tzcorpus

RAW = """旧厂换新装

■ 何小舟

走进晨帆泵业股份有限公司的车间，三条新线正在调试。去年，公司投资3.5亿元在青屿湾经

图为工人调试新线。

何小舟 摄

开区建成新厂，年产水泵12万台。

“订单已经排到明年。”晨帆泵业董事长林知远说。

本报编辑 沈一苇
"""
ENGLISH = """An old plant made new

In the workshop of Chenfan Pump Co., Ltd. three new lines are being tuned. Last year the company put 350 million yuan into a new plant in Qingyuwan Economic Development Zone, which can make 120,000 pumps a year.

"Orders run into next year," says Lin Zhiyuan, chairman of Chenfan Pump.
"""  # noqa: E501


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(RAW, encoding="utf-8")
    return path


def test_clean_lifts_caption_and_credit_out_of_the_sentence(raw: Path) -> None:
    result = tzcorpus("clean", raw)
    body = result.stdout.splitlines()
    assert body[0] == "旧厂换新装"
    assert body[1].endswith("公司投资3.5亿元在青屿湾经开区建成新厂，年产水泵12万台。")
    assert body[2] == "“订单已经排到明年。”晨帆泵业董事长林知远说。"
    assert len(body) == 3
    assert "1 documents, 0 rejected" in result.stderr
    roles = [line.split("\t")[0] for line in tzcorpus("clean", raw, "--roles", "all").stdout.splitlines()]
    assert {"headline", "byline", "caption", "credit", "editor", "paragraph"} <= set(roles)


def test_show_says_what_became_of_a_character(raw: Path) -> None:
    shown = tzcorpus("show", raw)
    assert "headline" in shown.stdout
    offset = RAW.index("湾经") + 2  # the line end inside the name
    why = tzcorpus("show", raw, "--offset", str(offset)).stdout
    assert "line 5" in why
    assert "rule " in why
    kept = tzcorpus("show", raw, "--offset", str(RAW.index("开区"))).stdout
    assert "paragraph" in kept
    assert "kept as it is" in kept
    assert tzcorpus("show", raw, "--offset", "99999").returncode == 2


def test_stages_pipe_into_a_dataset(raw: Path, tmp_path: Path) -> None:
    english = tmp_path / "page.en.txt"
    english.write_text(ENGLISH, encoding="utf-8")
    sides = {}
    for lang, path in (("zh", raw), ("en", english)):
        documents = tzcorpus("ingest", path, "--lang", lang).stdout.replace('"page.en"', '"page"')
        cleaned = tzcorpus("clean", "-", "--format", "jsonl", "-q", stdin=documents.encode()).stdout
        passages = tzcorpus("segment", "-", stdin=cleaned.encode()).stdout
        sides[lang] = tmp_path / f"{lang}.jsonl"
        annotated = tzcorpus("annotate", "-", "-o", sides[lang], stdin=passages.encode())
        assert annotated.returncode == 0, annotated.stderr
        (tmp_path / f"{lang}.documents.jsonl").write_text(cleaned, encoding="utf-8")
    aligned = tmp_path / "aligned.jsonl"
    result = tzcorpus("align", sides["zh"], sides["en"], "-o", aligned)
    assert result.returncode == 0, result.stderr
    rows = [json.loads(line) for line in aligned.read_text(encoding="utf-8").splitlines()]
    both = [row for row in rows if row["zh"] and row["en"]]
    assert len(both) >= 3
    entities = [entity for row in both for entity in row["zh"]["entities"]]
    assert {entity["label"] for entity in entities} == {"COMPANY", "PARK", "MONEY"}
    packaged = tzcorpus("package", aligned, "-o", tmp_path / "dataset")
    assert packaged.returncode == 0, packaged.stderr
    assert tzcorpus("validate", tmp_path / "dataset").returncode == 0


def test_annotate_text_writes_offsets_into_the_text_as_it_is(tmp_path: Path) -> None:
    text = "  晨帆泵业股份有限公司去年\n投资近3400万美元。😀超1.2亿元"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    rows = [json.loads(line) for line in tzcorpus("annotate", "--text", path).stdout.splitlines()]
    for row in rows:
        assert list(row) == ["start", "end", "label", "text", "entity", "value"]
        assert text[row["start"] : row["end"]] == row["text"]
    money = [row for row in rows if row["label"] == "MONEY"]
    assert [row["value"]["amount"] for row in money] == ["34000000", "120000000"]
    assert [row["value"]["currency"] for row in money] == ["USD", "CNY"]
    assert money[0]["value"]["high"] == "34000000"
    assert any(row["label"] == "COMPANY" for row in rows)
    only = tzcorpus("annotate", "--text", path, "--only", "PARK")
    assert only.stdout == ""
    assert only.returncode == 0


def test_align_lines_writes_beads_in_vecaligns_form(tmp_path: Path) -> None:
    zh = "渡船每周三开航。\n它把新书送到五座小岛。\n岛上的孩子等在码头。\n"
    en = "The ferry sails every Wednesday and takes new books to five small islands.\n" \
         "Children of the islands wait at the pier.\n"  # fmt: skip
    for name, text in (("zh", zh), ("en", en)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(text, encoding="utf-8")
    result = tzcorpus("align", "--lines", tmp_path / "zh" / "a.txt", tmp_path / "en" / "a.txt")
    beads = [line.rsplit(":", 1)[0] for line in result.stdout.splitlines()]
    assert beads == ["[0, 1]:[0]", "[2]:[1]"]
    assert (
        tzcorpus("align", "--lines", tmp_path / "zh", tmp_path / "en", "-o", tmp_path / "out").returncode == 0
    )
    assert (tmp_path / "out" / "a.align").read_text() == result.stdout


def test_check_pairs_finds_a_power_of_ten(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(
        "公司投资3.5亿元。\tThe company invested 350 million yuan.\n"
        "产值达12.8亿元。\tOutput reached 12.8 billion yuan.\n",
        encoding="utf-8",
    )
    rows = [json.loads(line) for line in tzcorpus("check", "--pairs", path).stdout.splitlines()]
    assert [(row["line"], row["kind"]) for row in rows] == [(2, "power-of-ten")]
    assert "12.8亿元" in rows[0]["zh"]["text"]
    assert "12.8 billion" in rows[0]["en"]["text"]
    (tmp_path / "bad.tsv").write_text("没有制表符\n共3万元\t300,000 yuan in all\n", encoding="utf-8")
    bad = tzcorpus("check", "--pairs", tmp_path / "bad.tsv")
    assert bad.returncode == 1
    assert "bad.tsv:1: no tab" in bad.stderr
    assert json.loads(bad.stdout)["line"] == 2

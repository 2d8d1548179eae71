"""Layers compared, decided, held against rules, and put into a dataset."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner
from review_samples import EN, ZH, manual, pair, regions, submitted

from tzcorpus.cli import cli
from tzcorpus.io import write_records
from tzcorpus.review.adjudicate import adjudicate, disputed
from tzcorpus.review.alpha import alphas
from tzcorpus.review.layers import read_layer, write_layer
from tzcorpus.review.push import to_tasks
from tzcorpus.review.report import contradictions
from tzcorpus.review.tasks import from_tasks

PASSAGES = [pair(f"d1.{number}") for number in range(3)]


def layer(name, change=lambda export: None, *, cancelled=False):
    """What ``name`` did: everything submitted as predicted, but for ``change``."""
    export = submitted(to_tasks(PASSAGES), user=name, cancelled=cancelled)
    change(export)
    return from_tasks(export, PASSAGES).annotations


def without(side, start, number=0):
    def change(export):
        mine = regions(export, number)
        gone = {r["id"] for r in mine if r.get("from_name") == f"ner_{side}" and r["value"]["start"] == start}
        mine[:] = [r for r in mine if not {r.get("id"), r.get("from_id"), r.get("to_id")} & gone]

    return change


def adding(region, number=0):
    return lambda export: regions(export, number).append(region)


class TestAlpha:
    def test_the_same_marks_agree_wholly(self):
        assert set(alphas({"li": layer("li"), "wang": layer("wang")}, PASSAGES).values()) == {1.0}

    def test_a_worked_case(self):
        # one text of 4 characters, PARK on 2 of them by the first, on 1 by the second: of the 8 values 3 say
        # yes; observed disagreement 1/4, expected 2·3·5/(8·7) = 15/28, so alpha is 1 - (1/4)/(15/28) = 8/15
        side = replace(PASSAGES[0].zh, text="甲乙丙丁", entities=())
        passages = [replace(PASSAGES[0], zh=side, en=None, links=())]
        said = {}
        for name, end in (("li", 2), ("wang", 1)):
            export = submitted(to_tasks(passages), user=name)
            export[0]["annotations"][0]["result"] = [manual("zh", 0, end, "PARK", "甲乙丙丁")]
            said[name] = from_tasks(export, passages).annotations
        found = alphas(said, passages)
        assert found["PARK"] == pytest.approx(8 / 15)
        assert found["all"] == pytest.approx(8 / 15)
        assert found["MONEY"] is None

    def test_one_annotator_alone_has_none(self):
        skips = layer("wang", cancelled=True)
        assert set(alphas({"li": layer("li"), "wang": skips}, PASSAGES).values()) == {None}


class TestAdjudicate:
    def test_what_all_say_is_taken_and_names_its_sources(self):
        found = adjudicate({"li": layer("li"), "wang": layer("wang")})
        assert [each.annotator for each in found.agreed] == ["li+wang"] * 3
        assert found.open_ == ()

    def test_what_they_differ_on_is_left_open_until_somebody_decides(self):
        layers = {"li": layer("li"), "wang": layer("wang", without("zh", 7, number=1))}
        found = adjudicate(layers)
        assert found.open_ == ("d1.1",)
        assert [each.passage for each in found.agreed] == ["d1.0", "d1.2"]
        judge = [each for each in layer("judge", without("zh", 1, number=1)) if each.passage == "d1.1"]
        decided = adjudicate(layers, judge)
        assert decided.open_ == ()
        assert [each.annotator for each in decided.agreed] == ["li+wang", "judge", "li+wang"]

    def test_a_skip_leaves_the_word_to_the_others(self):
        found = adjudicate({"li": layer("li"), "wang": layer("wang", cancelled=True)})
        assert [each.annotator for each in found.agreed] == ["li"] * 3
        alone = adjudicate({"wang": layer("wang", cancelled=True)})
        assert alone.skipped == ("d1.0", "d1.1", "d1.2")

    def test_ids_of_drawn_spans_do_not_matter(self):
        one = layer("li", adding(manual("zh", 13, 14, "PARK", ZH, "Aa1")))
        other = layer("wang", adding(manual("zh", 13, 14, "PARK", ZH, "Bb2")))
        assert adjudicate({"li": one, "wang": other}).open_ == ()

    def test_only_passages_in_dispute_are_pushed_with_everybodys_spans(self):
        layers = {"li": layer("li"), "wang": layer("wang", without("zh", 7, number=1))}
        (passage,) = disputed(PASSAGES, layers)
        assert passage.id == "d1.1"
        said = {(e.surface, e.source, e.score) for e in passage.zh.entities}
        assert said == {
            ("晨帆泵业", "person:li+wang", 1.0), ("3.5亿元", "person:li", 0.5),
            ("滨江产业园", "person:li+wang", 1.0),
        }  # fmt: skip
        assert [(link.zh, link.en) for link in passage.links] == [(0, 0), (1, 1), (2, 2)]
        (task,) = to_tasks([passage])
        assert task["predictions"][0]["score"] == 0.5


class TestReport:
    def test_rules_are_told_apart_by_what_became_of_their_spans(self):
        def change(export):
            without("zh", 7)(export)
            for number in (0, 1):
                company = next(r for r in regions(export, number) if r.get("id", "").startswith("zh-1-5"))
                company["value"]["end"] = 7
            park = next(r for r in regions(export, 2) if r.get("id", "").startswith("en-47-71"))
            park["value"]["labels"] = ["COMPANY"]
            adding(manual("en", 36, 41, "COMPANY", EN))(export)

        found = contradictions(PASSAGES, {"li": layer("li", change)})
        told = {name: (r.kept, r.moved, r.relabelled, r.deleted) for name, r in found.worst()}
        assert list(told) == ["rule:suffix", "rule:money", "rule:park"]
        assert told == {
            "rule:suffix": (4, 2, 0, 0), "rule:money": (5, 0, 0, 1), "rule:park": (5, 0, 1, 0),
        }  # fmt: skip
        assert {key: missed.deleted for key, missed in found.missed.items()} == {("en", "COMPANY"): 1}
        assert found.rules["rule:money"].examples == ["d1.0 zh 7:12 MONEY '3.5亿元' → –"]


class TestCommands:
    @pytest.fixture
    def folder(self, tmp_path):
        write_records(tmp_path / "aligned.jsonl", PASSAGES)
        write_layer(tmp_path / "layers/li.jsonl", layer("li"))
        write_layer(tmp_path / "layers/wang.jsonl", layer("wang", without("zh", 7, number=1)))
        return tmp_path

    def run(self, *arguments):
        return CliRunner().invoke(cli, ["review", *map(str, arguments)])

    def test_agreement_prints_scores_alpha_and_the_disagreements(self, folder):
        result = self.run("agreement", folder / "aligned.jsonl", folder / "layers")
        assert result.exit_code == 0, result.output
        assert result.stdout == "li / wang: d1.1 zh: first only: 7:12 MONEY '3.5亿元' / –\n"
        assert "all all       strict 0.971" in result.stderr
        assert "alpha MONEY" in result.stderr

    def test_gold_leaves_disputes_out_and_keeps_edits_of_its_file(self, folder):
        target = folder / "reviewed.jsonl"
        result = self.run("gold", folder / "layers", "-o", target)
        assert result.exit_code == 1
        assert "d1.1: the annotators differ" in result.stderr
        first = target.read_bytes()
        edited = first.replace(b'"choices":[]', b'"choices":["translation_ok"]', 1)
        target.write_bytes(edited)
        decided = [each for each in layer("judge") if each.passage == "d1.1"]
        write_layer(folder / "decisions/judge.jsonl", decided)
        result = self.run("gold", folder / "layers", "-o", target, "--decisions", folder / "decisions")
        assert result.exit_code == 0, result.output
        annotations = read_layer(target)
        assert [each.annotator for each in annotations] == ["li+wang", "judge", "li+wang"]
        assert annotations[0].choices == ("translation_ok",)

    def test_report_reads_layers(self, folder):
        result = self.run("report", folder / "aligned.jsonl", folder / "layers")
        assert result.exit_code == 0, result.output
        assert "rule:money: 1 of 12 contradicted (0 moved, 0 relabelled, 1 deleted)" in result.stdout

    def test_one_layer_is_nothing_to_compare(self, folder):
        result = self.run("agreement", folder / "aligned.jsonl", folder / "layers/li.jsonl")
        assert "expected two or more" in str(result.exception)


def test_build_takes_what_annotators_said_over_the_rules(tmp_path):
    corpus = tmp_path / "corpus"
    (corpus / "raw").mkdir(parents=True)
    (corpus / "en").mkdir()
    (corpus / "raw/a.txt").write_text("晨帆泵业投资3.5亿元在滨江产业园建厂。该厂明年投产。\n")
    (corpus / "en/a.txt").write_text(
        "Chenfan Pumps put 350 million yuan into a plant in Binjiang Industrial Park. "
        "The plant opens next year.\n"
    )
    command = ["build", str(corpus), "-o", str(tmp_path / "dataset"), "--force"]
    assert CliRunner().invoke(cli, command).exit_code == 0

    from tzcorpus.config import Settings
    from tzcorpus.ingest.manifest import read_corpus
    from tzcorpus.pipeline import build_entries, put_reviewed

    (built,) = build_entries(read_corpus(corpus, variants=("ocr",)), Settings())
    passages = built.aligned
    text = passages[0].zh.text
    export = submitted(to_tasks(passages), user="li")
    result = regions(export)
    result[:] = [manual("zh", text.index("3.5"), text.index("在"), "MONEY", text)]
    documents = {document.id: document for document in built.documents}
    reviewed = from_tasks(export, passages, documents=documents).annotations
    (tmp_path / "annotations").mkdir()
    write_layer(tmp_path / "annotations/reviewed.jsonl", reviewed)
    said = CliRunner().invoke(cli, command)
    assert said.exit_code == 0, said.output
    assert f"reviewed    {len(passages)} passages as annotators left them" in said.output
    ((after,), rejects, count) = put_reviewed([built], reviewed)
    (money,) = after.aligned[0].zh.entities
    assert (money.surface, money.label, money.value.amount) == ("3.5亿元", "MONEY", 350_000_000)
    assert (rejects, count) == ([], len(passages))
    # a passage that is not there any more is said, not dropped
    gone = replace(reviewed[0], passage="a.zh.0099")
    assert [reject.id for reject in put_reviewed([built], [gone])[1]] == ["a.zh.0099"]

"""Training from a packaged dataset: what is learnt, what comes out, and what a user is told."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from tzcorpus.annotate.annotator import annotate_texts
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.cli import cli
from tzcorpus.errors import ConfigError, ExtraMissingError, InputError, OutputError
from tzcorpus.package.dataset import write_dataset
from tzcorpus.records import AlignedPassage, Document, Entity, Passage, Source, Span
from tzcorpus.train.examples import Plan, read_examples, score, wanted
from tzcorpus.train.run import train
from tzcorpus.train.with_transformers import SKIP, TAGS, tags_of

FIRMS, ZONES = ["晨帆泵业", "远舟船业", "青禾米业", "云杉家具"], ["滨江园", "南湾园", "东港园"]
SENTENCES = ["{firm}在{zone}建厂。", "{zone}迎来了{firm}。", "去年，{firm}投产，{zone}很高兴。"]


def passage(name, firm, zone, sentence):
    text = sentence.format(firm=firm, zone=zone)
    spans = [(firm, "COMPANY"), (zone, "PARK")]
    entities = [Entity(Span(text.index(s), text.index(s) + len(s)), label, s, s) for s, label in spans]
    return Passage(
        name, name, "zh", text, blocks=(0,), sentences=(Span(0, len(text)),), entities=tuple(entities)
    )


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """Firms and parks in the same few sentences; validation has combinations that train has not."""
    combinations = [(f, z, s) for f in FIRMS for z in ZONES for s in SENTENCES]
    passages = [passage(f"d{n}", *one) for n, one in enumerate(combinations)]
    documents = [
        Document(p.id, p.text, "zh", Source(f"{p.id}.txt", f"{n:064x}")) for n, p in enumerate(passages)
    ]
    splits = {p.id: "validation" if n % 4 == 3 else "train" for n, p in enumerate(passages)}
    folder = tmp_path_factory.mktemp("data") / "dataset"
    write_dataset(
        folder, aligned=[AlignedPassage(p.id, p) for p in passages], documents=documents, splits=splits
    )
    return folder


def test_splits_are_read_in_one_language(dataset):
    examples = read_examples(dataset, "zh")
    assert (len(examples.train), len(examples.validation)) == (27, 9)
    with pytest.raises(InputError, match="no entity in the split train in en"):
        read_examples(dataset, "en")


def test_a_plan_that_does_nothing_is_refused():
    with pytest.raises(ConfigError, match="rounds 0"):
        Plan(rounds=0)


def test_overlapping_entities_are_not_both_learnt():
    long, short = (Entity(Span(0, 4), "COMPANY", "晨帆泵业"), Entity(Span(0, 2), "COMPANY", "晨帆"))
    assert wanted(Passage("p", "d", "zh", "晨帆泵业", entities=(short, long))) == (long,)


def test_score_counts_exact_spans():
    one = passage("p", "晨帆泵业", "滨江园", SENTENCES[0])
    figures = score(lambda texts: [[one.entities[0], replace(one.entities[1], label="COMPANY")]], [one])
    assert (figures.scores["COMPANY"].precision, figures.scores["PARK"].recall) == (0.5, 0)
    assert figures.to_dict()["all"]["gold"] == 2


def test_tags_follow_tokens():
    text = "Chenfan在滨江园"
    firm, zone = Entity(Span(0, 7), "COMPANY", "Chenfan"), Entity(Span(8, 11), "PARK", "滨江园")
    offsets = [(0, 0), (0, 4), (4, 7), (7, 8), (8, 9), (9, 10), (10, 11), (0, 0)]
    tags = ["O" if t == 0 else t if t == SKIP else TAGS[t] for t in tags_of(text, offsets, [firm, zone])]
    assert tags == [SKIP, "B-COMPANY", SKIP, "O", "B-PARK", "I-PARK", "I-PARK", SKIP]
    # a token over the end of a name teaches nothing
    assert tags_of("晨帆在", [(0, 1), (1, 3)], [Entity(Span(0, 2), "COMPANY", "晨帆")])[1] == SKIP


def found(folder, *, rules=False):
    settings = AnnotateSettings(model=str(folder), rules=rules, aliases=False)
    (mine,) = annotate_texts(["去年，远舟船业在南湾园建厂。"], "zh", settings)
    return [(e.surface, e.label, e.source) for e in mine]


def invoke(*arguments):
    return CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def trained(dataset, tmp_path_factory):
    """A model that the command line trained from nothing."""
    out = tmp_path_factory.mktemp("models") / "model"
    result = invoke("train", dataset, "-o", out, "--rounds", 12, "--batch", 4)
    assert result.exit_code == 0, result.output
    return out


@pytest.mark.extras
def test_transformers_from_nothing_learns_and_annotates(dataset, trained, tmp_path):
    out = trained
    record = json.loads((out / "training.json").read_text(encoding="utf-8"))
    assert record["validation"]["COMPANY"]["f1"] > 0.9
    assert record["plan"]["rounds"] == 12
    assert found(out) == [("远舟船业", "COMPANY", f"model:{out}"), ("南湾园", "PARK", f"model:{out}")]
    # it is a base to go on from, with the same classes
    more = train(dataset, tmp_path / "more", plan=Plan(base=str(out), rounds=1))
    assert more.f1 > 0.9


@pytest.mark.extras
def test_annotate_takes_the_model_by_its_folder(trained, tmp_path):
    out = trained
    page = tmp_path / "page.txt"
    page.write_text("去年，远舟船业在南湾园建厂。", encoding="utf-8")
    result = invoke("annotate", "--text", page, "--model", out, "--no-rules")
    assert result.exit_code == 0, result.output
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["远舟船业", "南湾园"]
    page.write_text("去年，远舟船业在南湾园建厂，花了3.5亿元。", encoding="utf-8")
    both = [
        json.loads(line)["text"]
        for line in invoke("annotate", "--text", page, "--model", out).stdout.splitlines()
    ]
    assert "3.5亿元" in both


def test_spacy_from_nothing_learns_and_annotates(dataset, tmp_path):
    pytest.importorskip("spacy")
    out = tmp_path / "model"
    said = []
    figures = train(dataset, out, backend="spacy", plan=Plan(rounds=12, batch=4), report=said.append)
    assert figures.scores["COMPANY"].f1 > 0.9
    assert found(out) == [("远舟船业", "COMPANY", f"model:{out}"), ("南湾园", "PARK", f"model:{out}")]
    assert said[0] == "27 passages to learn from, 9 to choose a round by"
    assert said[-1].startswith("round 12: loss")


def test_without_validation_no_figures_are_told(tmp_path):
    pytest.importorskip("spacy")
    one = passage("d", FIRMS[0], ZONES[0], SENTENCES[0])
    write_dataset(
        tmp_path / "dataset",
        aligned=[AlignedPassage("d", one)],
        documents=[Document("d", one.text, "zh", Source("d.txt", "0" * 64))],
        splits={"d": "train"},
    )
    result = invoke("train", tmp_path / "dataset", "--backend", "spacy", "-o", tmp_path / "m", "--rounds", 1)
    assert result.exit_code == 0, result.output
    assert "no entities in validation" in result.output
    assert "F1" not in result.output
    assert json.loads((tmp_path / "m/training.json").read_text(encoding="utf-8"))["validation"] is None


def test_a_folder_that_is_not_there_is_not_looked_for_on_a_hub(tmp_path, monkeypatch):
    pytest.importorskip("transformers")
    (tmp_path / "models").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in (tmp_path / "gone", "models/gone", "./gone"):
        with pytest.raises(ConfigError, match="no such folder"):
            annotate_texts(["晨帆"], "zh", AnnotateSettings(model=str(name)))


def test_a_folder_with_something_in_it_is_kept(dataset, tmp_path):
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="exists already"):
        train(dataset, tmp_path)


@pytest.mark.parametrize(("backend", "module"), [("spacy", "spacy"), ("transformers", "torch")])
def test_without_the_extra_the_hint_names_it(dataset, tmp_path, monkeypatch, backend, module):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(ExtraMissingError, match=r"tzcorpus\["):
        train(dataset, tmp_path / "out", backend=backend)
    assert not (tmp_path / "out").exists()


def test_no_rules_and_nothing_else_is_refused(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("晨帆", encoding="utf-8")
    result = invoke("annotate", "--text", page, "--no-rules")
    assert result.exit_code == 2
    assert "--no-rules leaves nothing to look with" in result.output

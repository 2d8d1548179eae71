"""Gold and system output read from records and plain JSON lines."""

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner

from tzcorpus.cli import cli
from tzcorpus.errors import FormatError, InputError
from tzcorpus.evaluate.mentions import pairs, read_texts, surfaces
from tzcorpus.io import write_records
from tzcorpus.records import Entity, Passage, Span

FIRM = {"start": 0, "end": 4, "label": "COMPANY", "text": "晨帆泵业", "entity": "晨帆泵业有限公司"}


def written(path, *objects):
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects), encoding="utf-8")
    return path


def test_texts_have_other_spans_and_tiers(tmp_path):
    park = {"start": 5, "end": 9, "label": "PARK", "alt": [[7, 9]], "tier": "optional"}
    texts = read_texts(written(tmp_path / "g.jsonl", {"id": "a", "document": "d", "entities": [FIRM, park]}))
    firm, zone = texts["a"].mentions
    assert texts["a"].document == "d"
    assert (firm.span, firm.surface, firm.entity, firm.optional) == (
        Span(0, 4),
        "晨帆泵业",
        "晨帆泵业有限公司",
        False,
    )
    assert (zone.alternatives, zone.optional) == ((Span(7, 9),), True)


def test_names_are_read_from_the_text_where_they_are_not_given(tmp_path):
    bare = {"start": 0, "end": 4, "label": "COMPANY"}
    texts = read_texts(written(tmp_path / "g.jsonl", {"id": "a", "text": "晨帆泵业扩产", "entities": [bare]}))
    assert surfaces(texts.values()) == {"晨帆泵业"}


def test_a_dataset_is_no_gold_file(tmp_path):
    (tmp_path / "passages").mkdir()
    with pytest.raises(InputError, match="a packaged dataset"):
        read_texts(tmp_path)


def test_a_file_of_entities_is_one_text_and_an_empty_one_a_text_without_any(tmp_path):
    written(tmp_path / "a.jsonl", FIRM)
    written(tmp_path / "b.jsonl")
    texts = read_texts(tmp_path)
    assert {name: len(text.mentions) for name, text in texts.items()} == {"a": 1, "b": 0}
    assert surfaces(texts.values()) == {"晨帆泵业"}


def test_values_are_exact(tmp_path):
    money = {
        "start": 0,
        "end": 5,
        "label": "MONEY",
        "value": {"amount": "350000000", "currency": "CNY", "surface": "x"},
    }
    (text,) = read_texts(written(tmp_path / "m.jsonl", money)).values()
    assert text.mentions[0].value.amount == Decimal(350000000)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"start": 0, "end": 4, "label": "FIRM"}, "label 'FIRM'"),
        ({"start": 4, "end": 0, "label": "PARK"}, r"g\.jsonl:1"),
        ({"start": "0", "end": 4, "label": "PARK"}, "span"),
        ({"start": 0, "end": 4, "label": "PARK", "tier": "maybe"}, "tier 'maybe'"),
        ({"start": 0, "end": 4, "label": "PARK", "alt": [3]}, "span 3"),
        ({"start": 0, "end": 4, "label": "MONEY", "value": 3}, "value"),
        ({"start": 4, "end": 4, "label": "PARK"}, "span 4:4 is empty"),
        ({"id": "a", "entities": "none"}, "entities is not a list"),
        ({"id": "a", "text": "晨帆", "entities": [FIRM]}, "span 0:4 in a text of 2 characters"),
        ({"id": "a", "text": "说，晨帆泵业扩产", "entities": [FIRM]}, "'晨帆泵业' at 0:4, .* '说，晨帆'"),
        ([1], "JSON list"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, message):
    with pytest.raises(FormatError, match=message):
        read_texts(written(tmp_path / "g.jsonl", line))


def test_texts_of_one_document_are_laid_end_to_end(tmp_path):
    gold = [{"id": name, "document": "d", "entities": [FIRM]} for name in "ab"]
    found = [gold[0], {"id": "b", "entities": []}]
    (pair,) = pairs(
        read_texts(written(tmp_path / "g.jsonl", *gold)), read_texts(written(tmp_path / "s.jsonl", *found))
    )
    assert [m.span for m in pair[0]] == [Span(0, 4), Span(5, 9)]
    assert [m.span for m in pair[1]] == [Span(0, 4)]


def test_a_text_on_one_side_only_is_named(tmp_path):
    gold = read_texts(written(tmp_path / "g.jsonl", {"id": "a", "entities": []}))
    with pytest.raises(InputError, match="such as a, only in gold"):
        pairs(gold, {})


def run(*arguments):
    return CliRunner().invoke(cli, ["evaluate", "ner", *map(str, arguments)])


def test_the_verb_scores_passages_with_seen_names_and_mistakes(tmp_path):
    text = "晨帆泵业在滨江园。"
    firm = Entity(Span(0, 4), "COMPANY", "晨帆泵业", "晨帆泵业有限公司")
    gold = Passage("p", "d", "zh", text, entities=(firm, Entity(Span(5, 8), "PARK", "滨江园")))
    found = Passage("p", "d", "zh", text, entities=(firm, Entity(Span(4, 8), "PARK", "在滨江园")))
    write_records(tmp_path / "gold.jsonl", [gold])
    write_records(tmp_path / "found.jsonl", [found])
    train = written(tmp_path / "train.jsonl", FIRM)
    result = run(tmp_path / "gold.jsonl", tmp_path / "found.jsonl", "--train", train, "--mistakes")
    assert result.exit_code == 0, result.output
    assert "boundary\tPARK 5:8 滨江园\tPARK 4:8 在滨江园" in result.output
    figures = json.loads(
        run(tmp_path / "gold.jsonl", tmp_path / "found.jsonl", "--train", train, "--json").output
    )
    assert figures["COMPANY"]["strict"]["f1"] == 1
    assert figures["PARK"]["partial"]["f1"] == 0.5
    assert figures["all"]["seen"] == {"right": 1, "total": 1, "share": 1}
    assert figures["all"]["unseen"] == {"right": 0, "total": 1, "share": 0}


def test_the_verb_ends_with_one_line_where_a_file_is_no_gold(tmp_path):
    from tzcorpus.cli import main

    with pytest.raises(SystemExit) as caught:
        main(["evaluate", "ner", str(written(tmp_path / "g.jsonl", {"a": 1})), str(tmp_path / "g.jsonl")])
    assert caught.value.code == 2

"""The benchmark of public test sets: its formats, and what it counts."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import names_public as public

TEXT = "晨帆泵业股份有限公司在青屿投产。"
FIRM = (0, 10, "company")


@pytest.mark.parametrize(
    "record",
    [
        {"text": TEXT, "label": {"company": {"晨帆泵业股份有限公司": [[0, 9]]}}},
        {"text": TEXT, "label": [[0, 10, "company"]]},
        {"text": TEXT, "entities": [{"start": 0, "end": 10, "label": "company"}]},
        {"text": TEXT, "spans": [{"start": 0, "end": 10, "type": "company"}]},
    ],
)
def test_json_lines_with_inclusive_and_exclusive_ends(tmp_path, record):
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert public.read(path) == [public.Marked(TEXT, frozenset({FIRM}))]


@pytest.mark.parametrize(
    "tags",
    [
        ["B-company", "I-company", "O", "B-company"],
        ["B-company", "E-company", "O", "S-company"],
        ["I-company", "I-company", "O", "I-company"],
    ],
)
def test_two_columns_in_three_schemes(tmp_path, tags):
    path = tmp_path / "set.bio"
    path.write_text("\n".join(f"{c} {t}" for c, t in zip("昉澜和栖", tags, strict=True)), encoding="utf-8")
    assert public.read(path) == [public.Marked("昉澜和栖", frozenset({(0, 2, "company"), (3, 4, "company")}))]


def test_names_that_touch_are_two(tmp_path):
    path = tmp_path / "set.bio"
    path.write_text("昉 B-ORG\n澜 I-ORG\n栖 B-ORG\n木 I-ORG\n\n好 O\n", encoding="utf-8")
    first, second = public.read(path)
    assert first.names == {(0, 2, "ORG"), (2, 4, "ORG")}
    assert second == public.Marked("好", frozenset())


def test_recall_over_all_and_over_unseen_names():
    sentences = [
        public.Marked(TEXT, frozenset({FIRM})),
        public.Marked("远舟印染有限公司来了。", frozenset({(0, 8, "ORG")})),
    ]
    seen = frozenset({TEXT[:10]})
    guesses, total, unseen = public.measure(sentences, public.MAPS, seen, "COMPANY")
    assert (total, unseen) == (2, 1)
    assert sorted(g.right for g in guesses) == [True, True]
    assert [g.seen for g in guesses] == [True, False]


def test_recall_is_given_where_precision_is_reached():
    guesses = [
        public.Guess(0.9, True, False),
        public.Guess(0.5, False, False),
        public.Guess(0.5, False, False),
    ]
    assert "P 1.000 R 0.500" in public.report(guesses, 2, 2, 0.6)[1]
    assert public.report([public.Guess(0.5, False, False)], 1, 1, 0.6)[1].startswith("no score")


def test_what_is_found_where_no_name_stands_weighs_more():
    sentences = [public.Marked(TEXT, frozenset({FIRM})), public.Marked(TEXT, frozenset())]
    guesses, total, unseen = public.measure(sentences, public.MAPS, frozenset(), "COMPANY", "rules", 3)
    assert "P 0.250 R 1.000" in public.report(guesses, total, unseen, 0.2)[0]


def test_a_listed_name_and_a_word_are_seen():
    names = public.listed()
    assert {"工商银行", "澄屿晨帆泵业有限公司"} <= names
    assert "远舟印染有限公司" not in names
    marked = public.Marked("公司和栖木澜庭。", frozenset({(0, 2, "ORG"), (3, 7, "ORG")}))
    assert public.measure([marked], public.MAPS, names, "COMPANY", "lac")[1:] == (2, 1)


def test_a_bad_line_is_named(tmp_path, capsys):
    path = tmp_path / "set.jsonl"
    path.write_text('{"text": "好", "label": {}}\n{"label": 1}\n', encoding="utf-8")
    assert public.main([str(path)]) == 1
    assert "line 2" in capsys.readouterr().err

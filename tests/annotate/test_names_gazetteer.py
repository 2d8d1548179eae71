"""A user's own names."""

import pytest

from tzcorpus.annotate.annotator import annotate_texts
from tzcorpus.annotate.gazetteer import load_gazetteer, parse_gazetteer
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.errors import FormatError, InputError

HEADER = "name\tlabel\tcanonical\n"


def test_names_are_found_with_their_canonical_form(tmp_path):
    path = tmp_path / "names.tsv"
    path.write_text(HEADER + "甲乙丙\tCOMPANY\t甲乙丙有限公司\n东湖里\tPARK\t\n", encoding="utf-8")
    settings = AnnotateSettings(labels=("COMPANY", "PARK"), gazetteer=str(path))
    found = annotate_texts(["甲乙丙搬进东湖里。"], "zh", settings)[0]
    assert [(e.surface, e.label, e.entity) for e in found] == [
        ("甲乙丙", "COMPANY", "甲乙丙有限公司"),
        ("东湖里", "PARK", "东湖里"),
    ]
    assert found[0].source == "gazetteer:user"


def test_latin_names_are_whole_words():
    gazetteer = parse_gazetteer(HEADER + "Axo\tCOMPANY\n")
    assert [e.span.start for e in gazetteer.find("Axon, Axo与Axo")] == [6, 10]


def test_gazetteer_wins_over_a_longer_rule(tmp_path):
    path = tmp_path / "names.tsv"
    path.write_text(HEADER + "晨帆泵业\tCOMPANY\t晨帆\n", encoding="utf-8")
    settings = AnnotateSettings(labels=("COMPANY",), gazetteer=str(path))
    found = annotate_texts(["晨帆泵业有限公司投产"], "zh", settings)[0]
    assert [(e.surface, e.entity) for e in found] == [("晨帆泵业", "晨帆")]


@pytest.mark.parametrize(
    ("text", "where"),
    [("a\tb\n", ":1"), (HEADER + "甲\tFIRM\t甲\n", ":2"), (HEADER + "甲\n", ":2")],
)
def test_faults_name_the_line(text, where):
    with pytest.raises(FormatError) as error:
        parse_gazetteer(text, where="g.tsv")
    assert f"g.tsv{where}" in str(error.value)


def test_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError):
        load_gazetteer(str(tmp_path / "none.tsv"))

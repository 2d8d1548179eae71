"""A user's own names."""

import pytest

from tzcorpus.annotate.annotator import annotate_texts
from tzcorpus.annotate.gazetteer import load_gazetteer, outside_full_names, parse_gazetteer
from tzcorpus.annotate.settings import AnnotateSettings
from tzcorpus.errors import FormatError, InputError
from tzcorpus.records import Entity, Span

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


def annotated(tmp_path, rows, text, language="zh"):
    path = tmp_path / "names.tsv"
    path.write_text(HEADER + rows, encoding="utf-8")
    settings = AnnotateSettings(labels=("COMPANY", "PARK"), gazetteer=str(path))
    return [(e.surface, e.entity) for e in annotate_texts([text], language, settings)[0]]


def test_gazetteer_wins_over_a_longer_rule(tmp_path):
    found = annotated(tmp_path, "远舟\tCOMPANY\t远舟控股\n", "远舟印染总经理林知远说，订单不少。")
    assert found == [("远舟", "远舟控股")]


def test_a_listed_name_inside_a_full_name_is_none_of_its_own(tmp_path):
    rows = "晨帆\tCOMPANY\t晨帆集团\n青屿湾\tPARK\t青屿湾开发区\n"
    found = annotated(tmp_path, rows, "晨帆泵业有限公司在青屿湾经济开发区投产，晨帆扩产。")
    assert [surface for surface, _ in found] == ["晨帆泵业有限公司", "青屿湾经济开发区", "晨帆"]
    # one firm, whichever of its mentions is listed
    assert {entity for surface, entity in found if surface.startswith("晨帆")} == {"晨帆集团"}
    english = "Chenfan Pump Co., Ltd. opened a plant. Chenfan hired 30 people."
    found = annotated(tmp_path, "Chenfan\tCOMPANY\tChenfan Group\n", english, "en")
    assert [surface for surface, _ in found] == ["Chenfan Pump Co., Ltd.", "Chenfan"]


def test_a_listed_name_corrects_where_a_full_name_begins():
    listed = Entity(Span(2, 10), "COMPANY", "晨帆泵业有限公司", source="gazetteer:user")
    ruled = Entity(Span(0, 10), "COMPANY", "东港晨帆泵业有限公司", source="rule:name-legal")
    assert outside_full_names([listed], [ruled]) == [listed]


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

from __future__ import annotations

import json
import re
import tomllib
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_samples import EN, ZH, entity, manual, pair, regions, submitted

from tzcorpus.errors import ConfigError, FormatError, InputError, OutputError, RecordError
from tzcorpus.records import LABELS, AlignedPassage, Block, Document, Edit, Entity, Finding, Passage, Span
from tzcorpus.review.config import CHOICES, DATA_FIELDS, RELATIONS, labelling_config
from tzcorpus.review.layers import digest_of, read_layer, text_digest, write_layer
from tzcorpus.review.tasks import from_tasks, read_tasks, to_tasks, update_layers, write_layers, write_tasks

ROOT = Path(__file__).parents[2]


def errors(pulled):
    return [str(problem) for problem in pulled.problems if problem.level == "error"]


def warnings(pulled):
    return [str(problem) for problem in pulled.problems if problem.level == "warning"]


class TestConfig:
    def test_committed_config_is_the_generated_one(self):
        assert (ROOT / "annotations/label_studio.xml").read_text(encoding="utf-8") == labelling_config()

    def test_labels_and_colours_are_those_of_the_label_list(self):
        listed = tomllib.loads((ROOT / "annotations/labels.toml").read_text(encoding="utf-8"))["label"]
        assert tuple(each["name"] for each in listed) == LABELS
        labels = ET.fromstring(labelling_config()).iter("Label")
        colours = {(label.get("value"), label.get("background")) for label in labels}
        assert colours == {(each["name"], each["colour"]) for each in listed}

    def test_each_side_has_its_own_labels_and_no_key_is_used_twice(self):
        root = ET.fromstring(labelling_config())
        blocks = {block.get("toName"): block for block in root.iter("Labels")}
        assert blocks.keys() == {"zh", "en"}
        for block in blocks.values():
            assert tuple(label.get("value") for label in block) == LABELS
        keys = [label.get("hotkey") for label in root.iter("Label")]
        assert len(set(keys)) == len(keys) == 6

    def test_texts_are_marked_by_the_character_and_every_shown_field_is_in_the_data(self):
        root = ET.fromstring(labelling_config())
        assert {text.get("granularity") for text in root.iter("Text")} == {"symbol"}
        shown = {e.get("value", "").lstrip("$") for e in root.iter() if e.get("value", "").startswith("$")}
        assert shown == set(DATA_FIELDS)
        assert shown <= to_tasks([pair()])[0]["data"].keys()

    def test_drag_handles_are_brought_back(self):
        assert ".htx-highlight area{display:inline !important}" in labelling_config()

    def test_relations_and_choices_are_declared(self):
        root = ET.fromstring(labelling_config())
        assert tuple(e.get("value") for e in root.iter("Relation")) == RELATIONS
        assert tuple(e.get("value") for e in root.iter("Choice")) == CHOICES

    def test_a_label_with_markup_is_escaped(self):
        root = ET.fromstring(labelling_config(['A"<&>']))
        assert {label.get("value") for label in root.iter("Label")} == {'A"<&>'}

    @pytest.mark.parametrize("labels", [[], ["A", "A"], [" "], [str(n) for n in range(9)]])
    def test_labels_that_cannot_be_shown_are_refused(self, labels):
        with pytest.raises(ConfigError):
            labelling_config(labels)


class TestToTasks:
    def test_task_is_keyed_by_passage_and_digest_and_predicts_all_entities(self):
        (task,) = to_tasks([pair()], model_version="v7")
        assert task["data"]["passage_id"] == task["meta"]["passage_id"] == "d1.0"
        assert task["data"]["sha256"] == task["meta"]["sha256"] == digest_of(ZH, EN)
        (prediction,) = task["predictions"]
        assert prediction["model_version"] == "v7"
        assert prediction["score"] == 0.9
        texts = {"zh": ZH, "en": EN}
        marks = [region for region in prediction["result"] if region["type"] == "labels"]
        assert len(marks) == 6
        for region in marks:
            value = region["value"]
            assert texts[region["to_name"]][value["start"] : value["end"]] == value["text"]
            assert region["from_name"] == f"ner_{region['to_name']}"

    def test_links_become_relations_between_predicted_regions(self):
        result = to_tasks([pair()])[0]["predictions"][0]["result"]
        ids = {region["id"] for region in result if region["type"] == "labels"}
        relations = [region for region in result if region["type"] == "relation"]
        assert len(relations) == 3
        assert all({relation["from_id"], relation["to_id"]} <= ids for relation in relations)

    @pytest.mark.parametrize(
        ("kind", "chosen"), [("power-of-ten", True), ("agrees", False), ("rounded", False)]
    )
    def test_only_a_disagreement_of_figures_predicts_a_choice(self, kind, chosen):
        finding = Finding(kind, Span(8, 13), Span(19, 35), "3.5E8", "3.5E9")
        result = to_tasks([pair(findings=(finding,))])[0]["predictions"][0]["result"]
        assert any(region["type"] == "choices" for region in result) is chosen

    def test_region_ids_are_css_names_and_differ(self):
        # the editor makes a class of them: any other character, and the span has no colour
        passages = [pair("d1.0"), pair("d1:0 (a)"), pair("文章#1")]
        ids = [
            r["id"]
            for t in to_tasks(passages)
            for r in t["predictions"][0]["result"]
            if r["type"] == "labels"
        ]
        assert len(set(ids)) == len(ids) == 18
        assert all(re.fullmatch("[A-Za-z0-9_-]+", identifier) for identifier in ids)

    def test_only_figures_that_disagree_are_listed(self):
        findings = (
            Finding("agrees"),
            Finding("missing", Span(7, 12), None, "350000000 CNY"),
            Finding("agrees"),
        )
        (task,) = to_tasks([pair(findings=findings)])
        assert task["data"]["findings"] == "⚠ missing in English: 3.5亿元 (350,000,000 CNY)\n2 figures agree"

    def test_two_calls_give_the_same_tasks(self):
        assert to_tasks([pair(), pair("d1.1")]) == to_tasks([pair(), pair("d1.1")])

    def test_one_sided_passage_has_an_empty_other_text(self):
        (task,) = to_tasks([replace(pair(), en=None, links=())])
        assert task["data"]["en"] == ""
        assert {region["to_name"] for region in task["predictions"][0]["result"]} == {"zh"}

    @pytest.mark.parametrize(
        ("bad", "message"),
        [
            (Entity(Span(0, 99), "PARK", "x"), "outside of the text"),
            (Entity(Span(3, 3), "PARK", ""), "empty"),
            (Entity(Span(1, 3), "PARK", "晨x"), "says '晨x'"),
            (Entity(Span(1, 3), "PORT", "晨帆"), "label 'PORT'"),
            (entity(ZH, "晨帆泵业", "COMPANY"), "twice"),
        ],
    )
    def test_a_bad_span_is_refused_with_passage_side_and_span(self, bad, message):
        good = pair()
        broken = replace(good, zh=replace(good.zh, entities=(*good.zh.entities, bad)))
        with pytest.raises(RecordError, match=message) as caught:
            to_tasks([pair("other"), broken])
        assert "d1.0, zh" in str(caught.value)

    def test_an_id_used_twice_is_refused(self):
        with pytest.raises(RecordError, match="second passage"):
            to_tasks([pair(), pair()])

    def test_half_a_surrogate_pair_is_refused(self):
        with pytest.raises(RecordError, match="surrogate"):
            to_tasks([AlignedPassage("x", Passage("x", "d", "zh", "a\ud842b"))])


class TestFromTasks:
    def test_unchanged_predictions_come_back_as_they_went(self):
        pulled = from_tasks(submitted(to_tasks([pair()])), [pair()])
        (annotation,) = pulled.annotations
        assert not pulled.problems
        assert [(m.start, m.end, m.label, m.surface, m.source) for m in annotation.zh] == [
            (e.span.start, e.span.end, e.label, e.surface, e.source) for e in pair().zh.entities
        ]
        assert {mark.origin for _, mark in annotation.marks()} == {"prediction"}
        assert {relation.label for relation in annotation.relations} == {"same_entity"}
        assert len(annotation.relations) == 3
        assert annotation.sha256 == text_digest(pair())

    def test_slice_counts_and_collapsed_spaces_are_no_fault(self):
        export = submitted(to_tasks([pair()]))
        regions(export).append(manual("en", 0, 18, "COMPANY", EN))
        pulled = from_tasks(export, [pair()])
        added = next(mark for mark in pulled.annotations[0].en if mark.origin == "manual")
        assert added.surface == EN[0:18] == "Chenfan  Pumps put"
        assert not errors(pulled)
        assert not any("the server says" in line for line in warnings(pulled))

    def test_a_manual_span_over_an_astral_character_is_exact(self):
        export = submitted(to_tasks([pair()]))
        start = ZH.index("😀")
        regions(export).append(manual("zh", start, start + 2, "PARK", ZH))
        (annotation,) = from_tasks(export, [pair()]).annotations
        assert "😀在" in {mark.surface for mark in annotation.zh}

    def test_a_moved_edge_keeps_its_id_and_says_so(self):
        export = submitted(to_tasks([pair()]))
        region = regions(export)[0]
        region["value"].update(start=0, text="𠮷晨帆泵业")
        region["origin"] = "prediction-changed"
        mark = from_tasks(export, [pair()]).annotations[0].zh[0]
        assert (mark.start, mark.surface, mark.origin, mark.source) == (
            0, "𠮷晨帆泵业", "prediction-changed", "rule:suffix",
        )  # fmt: skip
        assert mark.id == region["id"]

    def test_wrong_text_from_the_server_is_a_warning_and_ours_counts(self):
        export = submitted(to_tasks([pair()]))
        regions(export)[0]["value"]["text"] = "something else"
        pulled = from_tasks(export, [pair()])
        assert any("the server says 'something else'" in line for line in warnings(pulled))
        assert pulled.annotations[0].zh[0].surface == "晨帆泵业"

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"start": -1}, "outside of the text"),
            ({"end": 9999}, "outside of the text"),
            ({"start": 5, "end": 5}, "is empty"),
            ({"start": "1"}, "not whole numbers"),
            ({"start": True}, "not whole numbers"),
            ({"start": None}, "not whole numbers"),
            ({"end": 5.0}, "not whole numbers"),
            ({"labels": []}, "expected exactly one"),
            ({"labels": ["A", "B"]}, "expected exactly one"),
            ({"labels": ["PORT"]}, "unknown label"),
        ],
    )
    def test_a_region_that_does_not_add_up_is_left_out_and_named(self, change, message):
        export = submitted(to_tasks([pair()]))
        regions(export)[0]["value"].update(change)
        pulled = from_tasks(export, [pair()])
        assert any(message in line for line in errors(pulled))
        assert len(pulled.annotations[0].zh) == 2

    @pytest.mark.parametrize(("key", "value"), [("from_name", "ner"), ("to_name", "en"), ("type", "choices")])
    def test_a_region_of_an_unknown_control_is_an_error(self, key, value):
        export = submitted(to_tasks([pair()]))
        regions(export)[0][key] = value
        assert errors(from_tasks(export, [pair()]))

    def test_text_that_differs_is_quarantined_whole(self):
        export = submitted(to_tasks([pair(), pair("d1.1")]))
        export[0]["data"]["zh"] = "另一段文字" + ZH
        pulled = from_tasks(export, [pair(), pair("d1.1")])
        assert [annotation.passage for annotation in pulled.annotations] == ["d1.1"]
        assert [task["data"]["passage_id"] for task in pulled.quarantined] == ["d1.0"]
        assert any("differs from ours" in line for line in errors(pulled))

    def test_a_composed_accent_is_another_text(self):
        export = submitted(to_tasks([pair()]))
        export[0]["data"]["en"] = EN.replace("e\u0301", "é")
        assert not from_tasks(export, [pair()]).annotations

    @pytest.mark.parametrize(
        "data", [{}, {"passage_id": "who"}, {"passage_id": "d1.0"}, {"passage_id": "d1.0", "zh": 1}]
    )
    def test_a_task_that_is_not_ours_is_set_aside(self, data):
        pulled = from_tasks([{"id": 1, "data": data, "annotations": [{"result": []}]}], [pair()])
        assert not pulled.annotations
        assert len(pulled.quarantined) == len(errors(pulled)) == 1

    def test_a_skip_is_not_an_empty_annotation(self):
        skipped = from_tasks(submitted(to_tasks([pair()]), cancelled=True), [pair()])
        assert [annotation.skipped for annotation in skipped.annotations] == [True]
        assert skipped.skips == skipped.annotations
        export = submitted(to_tasks([pair()]))
        export[0]["annotations"][0]["result"] = []
        emptied = from_tasks(export, [pair()])
        assert [(a.skipped, a.zh) for a in emptied.annotations] == [(False, ())]
        assert not emptied.skips

    def test_undone_tasks_and_drafts_are_told(self):
        export = submitted(to_tasks([pair()]))
        export[0]["annotations"] = []
        export[0]["drafts"] = [{"result": []}]
        pulled = from_tasks(export, [pair()])
        assert pulled.untouched == ("d1.0",)
        assert any("draft" in line for line in warnings(pulled))

    def test_later_of_two_annotations_by_one_person_counts(self):
        export = submitted(to_tasks([pair()]))
        again = json.loads(json.dumps(export[0]["annotations"][0]))
        again |= {"id": 200, "updated_at": "2026-03-05T00:00:00Z", "result": []}
        export[0]["annotations"].insert(0, again)
        pulled = from_tasks(export, [pair()])
        assert [annotation.annotation for annotation in pulled.annotations] == ["200"]
        assert any("annotated twice" in line for line in warnings(pulled))

    def test_two_people_make_two_layers_under_their_names(self):
        export = submitted(to_tasks([pair()]), user={"id": 1, "email": "li@example.org"})
        export[0]["annotations"] += submitted(to_tasks([pair()]), user=2)[0]["annotations"]
        pulled = from_tasks(export, [pair()], annotators={"2": "wang"})
        assert list(pulled.layers()) == ["li@example.org", "wang"]

    def test_overlaps_doubles_and_white_space_are_warned_about(self):
        export = submitted(to_tasks([pair()]))
        blank = ZH.index("\u3000")
        regions(export).append(manual("zh", 8, blank + 1, "PARK", ZH, "a"))
        regions(export).append(manual("zh", 1, 5, "COMPANY", ZH, "b"))
        pulled = from_tasks(export, [pair()])
        lines = "\n".join(warnings(pulled))
        assert "overlaps" in lines
        assert "twice" in lines
        assert "white space" in lines
        assert len(pulled.annotations[0].zh) == 4

    def test_relation_without_an_end_is_an_error(self):
        export = submitted(to_tasks([pair()]))
        del regions(export)[0]
        pulled = from_tasks(export, [pair()])
        assert any("misses an end" in line for line in errors(pulled))
        assert len(pulled.annotations[0].relations) == 2

    def test_choice_comes_back(self):
        export = submitted(to_tasks([pair()]))
        regions(export).append(
            {
                "id": "c",
                "from_name": "check",
                "to_name": "zh",
                "type": "choices",
                "value": {"choices": ["translation_ok"]},
            }
        )
        assert from_tasks(export, [pair()]).annotations[0].choices == ("translation_ok",)


class TestRawOffsets:
    def test_marks_carry_raw_fragments_across_a_removed_caption(self):
        raw = "晨帆泵\n（图）\n业投产"
        document = Document(
            "d1", raw, "zh",
            blocks=(Block("paragraph", (Span(0, 4), Span(8, 11))), Block("caption", (Span(4, 8),))),
            edits=(Edit(Span(3, 4), "", "wrap"), Edit(Span(7, 8), "", "wrap")),
        )  # fmt: skip
        text = "晨帆泵业投产"
        passage = Passage("p", "d1", "zh", text, blocks=(0,), entities=(entity(text, "晨帆泵业", "COMPANY"),))
        aligned = AlignedPassage("p", passage)
        pulled = from_tasks(submitted(to_tasks([aligned])), [aligned], documents={"d1": document})
        assert pulled.annotations[0].zh[0].raw == (Span(0, 3), Span(8, 9))


class TestFiles:
    def test_written_tasks_are_read_back_by_the_export(self, tmp_path):
        path = tmp_path / "tasks.json"
        assert write_tasks(path, [pair()]) == 1
        export = tmp_path / "export.json"
        export.write_text(
            json.dumps(submitted(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8"
        )
        assert len(read_tasks(export, [pair()]).annotations) == 1

    def test_layers_are_byte_stable_and_read_back(self, tmp_path):
        export = submitted(to_tasks([pair(), pair("d1.1")]))
        first = from_tasks(export, [pair(), pair("d1.1")])
        for task in export:
            task["annotations"][0]["lead_time"] = 99
            task["annotations"][0]["result"].reverse()
        second = from_tasks(list(reversed(export)), [pair("d1.1"), pair()])
        assert write_layers(tmp_path / "a", first) == {"1": 2} == write_layers(tmp_path / "b", second)
        data = (tmp_path / "a/1.jsonl").read_bytes()
        assert data == (tmp_path / "b/1.jsonl").read_bytes()
        assert b"\r" not in data
        assert read_layer(tmp_path / "a/1.jsonl") == first.annotations

    @pytest.mark.parametrize("text", ["{", "{}", "[1]", '[{"id": 1}]'])
    def test_a_file_that_is_no_export_is_refused(self, tmp_path, text):
        path = tmp_path / "x.json"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(FormatError, match="Label Studio's JSON export"):
            read_tasks(path, [])

    def test_missing_file_and_broken_layer_line(self, tmp_path):
        with pytest.raises(InputError, match="cannot be opened"):
            read_tasks(tmp_path / "none.json", [])
        path = tmp_path / "x.jsonl"
        write_layer(path, [])
        path.write_bytes(b'\n{"passage": 1}\n')
        with pytest.raises(FormatError, match=r"x\.jsonl:2"):
            read_layer(path)


class TestUpdate:
    def pull(self, *names, change=None):
        passages = [pair(name) for name in names]
        export = submitted(to_tasks(passages))
        if change:
            change(export)
        return from_tasks(export, passages)

    def test_a_second_pull_without_news_changes_no_byte(self, tmp_path):
        write_layers(tmp_path, self.pull("a", "b"))
        before = (tmp_path / "1.jsonl").read_bytes()
        assert write_layers(tmp_path, self.pull("a", "b")) == {"1": 2}
        assert (tmp_path / "1.jsonl").read_bytes() == before

    def test_a_partial_export_leaves_the_other_passages(self, tmp_path):
        write_layers(tmp_path, self.pull("a", "b"))
        assert write_layers(tmp_path, self.pull("b", "c")) == {"1": 3}

    def test_an_annotation_deleted_on_the_server_goes(self, tmp_path):
        write_layers(tmp_path, self.pull("a", "b"))
        gone = self.pull("a", "b", change=lambda export: export[0].update(annotations=[]))
        assert write_layers(tmp_path, gone) == {"1": 1}

    def test_edits_of_the_file_survive_a_pull_and_conflicts_write_nothing(self, tmp_path):
        write_layers(tmp_path, self.pull("a"))
        (annotation,) = read_layer(tmp_path / "1.jsonl")
        write_layer(tmp_path / "1.jsonl", [replace(annotation, zh=annotation.zh[1:])])
        assert write_layers(tmp_path, self.pull("a")) == {"1": 1}
        assert len(read_layer(tmp_path / "1.jsonl")[0].zh) == 2

        def move_the_edge(export):
            regions(export)[0]["value"].update(start=0)

        before = (tmp_path / "1.jsonl").read_bytes()
        update = update_layers(tmp_path, self.pull("a", change=move_the_edge))
        assert [conflict.passage for conflict in update.conflicts] == ["a"]
        assert (tmp_path / "1.jsonl").read_bytes() == before
        with pytest.raises(OutputError, match="1 conflicts"):
            write_layers(tmp_path, self.pull("a", change=move_the_edge))
        assert write_layers(tmp_path, self.pull("a", change=move_the_edge), prefer="theirs") == {"1": 1}
        assert read_layer(tmp_path / "1.jsonl")[0].zh[0].start == 0


TORTURE = st.text(
    st.sampled_from("晨帆a 3亿\u3000\n\r\t𠮷😀\u200d\u0301\u200b<&b>“”é\U0001f1e8\U0001f1f3"),
    min_size=1,
    max_size=30,
)


@st.composite
def passages(draw: st.DrawFn) -> AlignedPassage:
    sides = {}
    for side in ("zh", "en"):
        text = draw(TORTURE)
        spans = draw(
            st.sets(
                st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)), st.sampled_from(LABELS)),
                max_size=4,
            )
        )
        entities = tuple(
            Entity(Span(start, end), label, text[start:end], source="rule:x")
            for start, end, label in sorted(spans)
            if start < end
        )
        sides[side] = Passage(f"p.{side}", f"d.{side}", side, text, entities=entities)
    return AlignedPassage("p", sides["zh"], sides["en"])


@given(passages())
def test_round_trip_through_the_desk_is_the_identity(aligned):
    export = json.loads(json.dumps(submitted(to_tasks([aligned]))))
    pulled = from_tasks(export, [aligned])
    assert not errors(pulled)
    (annotation,) = pulled.annotations
    for marks, side in ((annotation.zh, aligned.zh), (annotation.en, aligned.en)):
        assert [(m.start, m.end, m.label, m.surface) for m in marks] == sorted(
            (e.span.start, e.span.end, e.label, e.surface) for e in side.entities
        )

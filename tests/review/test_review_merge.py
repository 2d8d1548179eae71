from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_samples import ZH, entity, manual, pair, regions, submitted

from tzcorpus.records import AlignedPassage, Block, Document, Edit, Money, Passage, Span
from tzcorpus.review.agreement import agreement
from tzcorpus.review.apply import apply_layer
from tzcorpus.review.layers import Annotation, Mark, Relation, in_order
from tzcorpus.review.merge import merge
from tzcorpus.review.tasks import from_tasks, to_tasks


def mark(start, end, label="PARK", identifier=None):
    return Mark(start, end, label, identifier or f"{start}-{end}-{label}", ZH[start:end])


def note(*marks, passage="p", relations=(), choices=(), skipped=False, when="", sha256="x"):
    return Annotation(
        passage, sha256, "a", "1", skipped=skipped, zh=tuple(sorted(marks)), relations=tuple(relations),
        choices=choices, updated_at=when,
    )  # fmt: skip


A, B, C = mark(1, 5, "COMPANY", "A"), mark(7, 12, "MONEY", "B"), mark(15, 20, "PARK", "C")
A2 = replace(A, end=6, surface=ZH[1:6])
A3 = replace(A, end=7, surface=ZH[1:7])


class TestMerge:
    @pytest.mark.parametrize(
        ("base", "ours", "theirs", "expected"),
        [
            ([A, B], [A, B], [A2, B], [A2, B]),  # they moved an edge
            ([A, B], [A2, B], [A, B], [A2, B]),  # we did
            ([A, B], [A2, B], [A2, B], [A2, B]),  # both alike
            ([A, B], [B], [A, B], [B]),  # we deleted
            ([A, B], [A, B], [B], [B]),  # they deleted
            ([A], [A, B], [A, C], [A, B, C]),  # both added
            ([A, B], [A2, B], [A], [A2]),  # one moved, the other deleted something else
        ],
    )
    def test_what_one_side_changed_is_taken(self, base, ours, theirs, expected):
        merged = merge([note(*base)], [note(*ours)], [note(*theirs)])
        assert not merged.conflicts
        assert list(merged.annotations[0].zh) == sorted(expected)

    @pytest.mark.parametrize(("ours", "theirs"), [([A2], [A3]), ([], [A2]), ([A2], [])])
    def test_what_both_changed_is_a_conflict_and_keeps_the_base(self, ours, theirs):
        arguments = [note(A, B)], [note(*ours, B)], [note(*theirs, B)]
        merged = merge(*arguments)
        assert [conflict.what for conflict in merged.conflicts] == ["zh span A"]
        assert "was 1:5 COMPANY" in str(merged.conflicts[0])
        assert merged.annotations[0].zh == (A, B)
        assert merge(*arguments, prefer="ours").annotations[0].zh == tuple(sorted([*ours, B]))
        settled = merge(*arguments, prefer="theirs")
        assert settled.annotations[0].zh == tuple(sorted([*theirs, B]))
        assert settled.conflicts

    def test_the_same_span_added_twice_is_one_and_its_relations_follow(self):
        twin = replace(B, id="Z")
        ours = note(A, B, relations=[Relation("A", "B", "same_entity")])
        theirs = note(A, twin, relations=[Relation("A", "Z", "mismatch")])
        (annotation,) = merge([note(A)], [ours], [theirs]).annotations
        assert len(annotation.zh) == 2
        assert set(annotation.relations) == {
            Relation("A", "B", "same_entity"),
            Relation("A", "B", "mismatch"),
        }

    def test_relation_goes_with_its_span(self):
        related = note(A, B, relations=[Relation("A", "B", "same_entity")])
        ours = replace(related, choices=("translation_ok",))
        (annotation,) = merge([related], [ours], [note(A)]).annotations
        assert annotation.relations == ()
        assert annotation.choices == ("translation_ok",)

    def test_passages_of_one_side_come_and_go(self):
        gone, new = note(A, passage="gone"), note(A, passage="new")
        merged = merge([gone], [gone], [new])
        assert [annotation.passage for annotation in merged.annotations] == ["new"]
        assert not merged.conflicts

    def test_a_passage_deleted_here_and_changed_there_is_a_conflict(self):
        merged = merge([note(A)], [], [note(A2)])
        assert [conflict.what for conflict in merged.conflicts] == ["annotation"]

    def test_annotations_of_different_texts_do_not_mix(self):
        merged = merge([note(A)], [note(A2)], [note(A, B, sha256="y")])
        assert [conflict.what for conflict in merged.conflicts] == ["annotation"]
        assert merged.annotations[0].zh == (A,)

    def test_a_new_time_alone_is_no_change(self):
        ours = note(A)
        merged = merge([note(A)], [ours], [note(A, when="2026-01-01")])
        assert merged.annotations == (ours,)


NOTES = st.builds(
    lambda chosen: note(*chosen.values()),
    st.dictionaries(st.sampled_from("ABCD"), st.tuples(st.integers(0, 5), st.integers(6, 9)), max_size=4).map(
        lambda d: {k: mark(*span, "PARK", k) for k, span in d.items()}
    ),
)


@given(NOTES, NOTES)
def test_merging_with_an_unchanged_side_gives_the_other(base, changed):
    assert merge([base], [changed], [base]).annotations == (in_order(changed),)
    assert merge([base], [base], [changed]).annotations == (in_order(changed),)


@given(NOTES, NOTES, NOTES)
def test_merge_does_not_depend_on_who_is_who(base, one, other):
    forth, back = merge([base], [one], [other]), merge([base], [other], [one])
    assert forth.annotations[0].zh == back.annotations[0].zh
    assert len(forth.conflicts) == len(back.conflicts)


class TestAgreement:
    def test_exact_and_overlapping_marks_are_counted_apart(self):
        result = agreement([note(A, B, C)], [note(A, replace(B, end=11), mark(20, 22))])
        assert result.passages == 1
        everything = result.score()
        assert (everything.first, everything.second, everything.exact, everything.partial) == (3, 3, 1, 2)
        assert everything.strict_f1 == pytest.approx(1 / 3)
        assert everything.partial_f1 == pytest.approx(2 / 3)
        assert result.score("zh", "COMPANY").strict_f1 == 1
        assert result.score("zh", "PARK").partial_f1 == 0

    def test_marks_that_only_touch_do_not_overlap(self):
        assert agreement([note(mark(0, 2))], [note(mark(2, 4))]).score().partial == 0

    def test_one_long_mark_matches_one_short_one(self):
        score = agreement([note(mark(0, 9))], [note(mark(0, 3), mark(4, 6))]).score()
        assert (score.partial, score.partial_f1) == (1, pytest.approx(2 / 3))

    def test_disagreements_name_their_kind(self):
        other = [mark(1, 5, "PARK"), replace(B, end=11), mark(20, 22)]
        result = agreement([note(A, B, C)], [note(*other)])
        assert [each.kind for each in result.disagreements] == [
            "label",
            "boundary",
            "first only",
            "second only",
        ]
        assert "COMPANY" in str(result.disagreements[0])

    def test_skips_other_texts_and_single_passages_are_left_out(self):
        first = [note(A, passage=name) for name in "abcd"]
        second = [note(A, passage="a"), note(passage="b", skipped=True), note(A, passage="c", sha256="y")]
        result = agreement(first, second)
        assert (result.passages, result.left_out) == (1, ("b", "c", "d"))

    def test_two_empty_layers_agree(self):
        assert agreement([note()], [note()]).score().strict_f1 == 1


class TestApply:
    def test_untouched_marks_keep_value_name_and_source(self):
        value = Money(Decimal(350000000), currency="CNY")
        original = pair()
        zh = replace(original.zh, entities=tuple(
            replace(e, value=value) if e.label == "MONEY" else e for e in original.zh.entities))  # fmt: skip
        original = replace(original, zh=zh)
        pulled = from_tasks(submitted(to_tasks([original])), [original])
        applied = apply_layer([original], pulled.annotations)
        assert applied.passages[0].zh == original.zh
        assert applied.passages[0].en == original.en
        assert [(link.zh, link.en) for link in applied.passages[0].links] == [(0, 0), (1, 1), (2, 2)]
        assert {link.method for link in applied.passages[0].links} == {"person:1"}

    def test_new_marks_take_their_value_from_the_parser_and_their_source_from_the_person(self):
        export = submitted(to_tasks([pair()]))
        del regions(export)[1]
        regions(export).append(manual("zh", 5, 12, "MONEY", ZH))
        pulled = from_tasks(export, [pair()], annotators={"1": "li"})
        seen = []

        def value_of(surface, language):
            seen.append((surface, language))
            return Money(Decimal(1))

        applied = apply_layer([pair()], pulled.annotations, value_of=value_of)
        changed = next(e for e in applied.passages[0].zh.entities if e.label == "MONEY")
        assert (changed.surface, changed.source) == (ZH[5:12], "person:li")
        assert seen == [(ZH[5:12], "zh")]
        assert changed.value == Money(Decimal(1))

    def test_skipped_passages_stay_as_the_rules_left_them(self):
        pulled = from_tasks(submitted(to_tasks([pair()]), cancelled=True), [pair()])
        applied = apply_layer([pair()], pulled.annotations)
        assert applied.passages == (pair(),)
        assert applied.corrected == 0

    def test_marks_follow_a_better_cleaning_by_their_raw_spans(self):
        raw = "■\n晨帆泵 业投产"
        old = Document(
            "d",
            raw,
            "zh",
            blocks=(Block("paragraph", (Span(0, 9),)),),
            edits=(Edit(Span(5, 6), "", "blank"),),
        )
        new = replace(old, edits=(Edit(Span(0, 2), "", "ornament"), *old.edits))
        before = AlignedPassage("p", Passage("p", "d", "zh", "■\n晨帆泵业投产", blocks=(0,),
            entities=(entity("■\n晨帆泵业投产", "晨帆泵业", "COMPANY"),)))  # fmt: skip
        after = AlignedPassage("p", Passage("p", "d", "zh", "晨帆泵业投产", blocks=(0,)))
        pulled = from_tasks(submitted(to_tasks([before])), [before], documents={"d": old})
        applied = apply_layer([after], pulled.annotations, documents={"d": new})
        assert [(e.span, e.surface) for e in applied.passages[0].zh.entities] == [(Span(0, 4), "晨帆泵业")]
        lost = apply_layer([after], pulled.annotations)
        assert not lost.passages[0].zh.entities
        assert "not there any more" in str(lost.problems[0])

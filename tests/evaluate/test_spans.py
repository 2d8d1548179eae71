"""Span scores by hand-counted examples."""

from decimal import Decimal

import pytest

from tzcorpus.errors import InputError
from tzcorpus.evaluate.spans import Counts, Mention, confusion, evaluate, match, mentions, tally
from tzcorpus.records import Entity, Money, Span


def mention(start, end, label="COMPANY", **more):
    return Mention(Span(start, end), label, more.pop("surface", f"{start}-{end}"), **more)


def scores(gold, predicted, label="all"):
    return evaluate([(gold, predicted)], draws=10).scores[label]


def test_exact_spans_count_under_every_mode():
    for counts in scores([mention(0, 4)], [mention(0, 4)]).values():
        assert counts == Counts(1, 1, 1, 1)
        assert counts.f1 == 1


def test_touching_spans_do_not_overlap():
    counts = scores([mention(0, 2)], [mention(2, 4)])["partial"]
    assert (counts.precision, counts.recall, counts.f1) == (0, 0, 0)


def test_partial_gives_half_for_an_overlap_of_the_same_label():
    assert scores([mention(0, 4)], [mention(1, 6)])["partial"] == Counts(0.5, 1, 0.5, 1)
    assert scores([mention(0, 4)], [mention(1, 6, "PARK")])["partial"] == Counts(0, 1, 0, 1)


def test_halves_survive_pooling_over_documents():
    exact = ([mention(0, 4)], [mention(0, 4)])
    half = ([mention(0, 4)], [mention(0, 3)])
    assert evaluate([exact, half], draws=10).scores["all"]["partial"].f1 == pytest.approx(0.75)


def test_alternative_span_is_right_under_alt_only():
    gold = [mention(0, 6, alternatives=(Span(2, 6),))]
    found = scores(gold, [mention(2, 6)])
    assert found["alt"].f1 == 1
    assert found["strict"].f1 == 0


def test_one_gold_mention_is_not_hit_twice():
    gold = [mention(0, 6, alternatives=(Span(2, 6),))]
    assert scores(gold, [mention(0, 6), mention(2, 6)])["alt"] == Counts(1, 2, 1, 1)


def test_optional_gold_counts_neither_way():
    gold = [mention(0, 4), mention(10, 14, optional=True)]
    found, missed = [mention(0, 4), mention(10, 14)], [mention(0, 4)]
    near = [mention(0, 4), mention(10, 15)]
    for predicted in (found, missed, near):
        assert scores(gold, predicted)["alt"] == Counts(1, 1, 1, 1)


def test_optional_gold_is_left_out_of_strict_and_partial_too():
    gold = [mention(0, 4), mention(10, 14, optional=True)]
    for predicted in ([mention(0, 4)], [mention(0, 4), mention(10, 14)], [mention(0, 4), mention(10, 15)]):
        found = scores(gold, predicted)
        assert found["strict"] == found["partial"] == Counts(1, 1, 1, 1)


def test_what_overlaps_optional_and_core_gold_is_a_mistake_of_the_core_one():
    gold = [mention(0, 4), mention(4, 8, optional=True)]
    assert scores(gold, [mention(0, 8)])["alt"] == Counts(0, 1, 0, 1)


def test_another_span_of_one_mention_does_not_hide_a_second_mention():
    gold = [mention(0, 6, surface="long", alternatives=(Span(2, 6),)), mention(2, 6, surface="short")]
    found = [mention(2, 6), mention(0, 6)]
    assert {(m.surface, g.span) for m, g in match(gold, found)} == {
        ("long", Span(0, 6)),
        ("short", Span(2, 6)),
    }


def test_labels_are_scored_apart():
    gold = [mention(0, 4), mention(5, 9, "PARK")]
    predicted = [mention(0, 4), mention(5, 9, "COMPANY")]
    report = evaluate([(gold, predicted)], draws=10)
    assert report.scores["COMPANY"]["strict"].precision == 0.5
    assert report.scores["PARK"]["strict"].recall == 0
    assert report.scores["MONEY"]["strict"].f1 == 1  # nothing there, nothing wrong


def test_entities_links_and_values():
    one, two = Money(Decimal(5), currency="CNY"), Money(Decimal(6), currency="CNY")
    gold = [
        mention(0, 4, entity="甲有限公司"), mention(5, 7, entity="甲有限公司"), mention(8, 10, entity="乙"),
        mention(20, 24, "MONEY", value=one), mention(30, 34, "MONEY", value=one),
    ]  # fmt: skip
    predicted = [
        mention(0, 4, entity="甲有限公司"), mention(5, 7, entity="甲"),
        mention(20, 24, "MONEY", value=one), mention(30, 34, "MONEY", value=two),
    ]  # fmt: skip
    report = evaluate([(gold, predicted)], draws=10)
    assert (report.entities["COMPANY"].right, report.entities["COMPANY"].total) == (1, 2)
    assert report.links["COMPANY"].accuracy == 0.5
    assert report.values.accuracy == 0.5


def test_seen_and_unseen_recall():
    gold = [mention(0, 4, surface="甲"), mention(5, 9, surface="乙")]
    gold.append(mention(10, 14, "MONEY", surface="3亿元"))
    report = evaluate([(gold, [mention(0, 4), mention(10, 14, "MONEY")])], known={"甲"}, draws=10)
    assert report.seen["COMPANY"].accuracy == 1
    assert report.unseen["COMPANY"].accuracy == 0
    assert (report.unseen["all"].right, report.unseen["all"].total) == (0, 1)  # an amount is no name


def test_confusion_tells_kinds_apart_and_is_counted():
    gold = [mention(0, 4), mention(10, 14), mention(20, 24)]
    predicted = [mention(0, 3), mention(10, 14, "PARK"), mention(30, 34)]
    kinds = [mistake.kind for mistake in confusion((gold, predicted))]
    assert kinds == ["boundary", "label", "missed", "spurious"]
    twice = confusion((gold, []), 0) + confusion((gold, []), 1)
    assert tally(twice)[0] == ("missed", "0-4", "", 2)


def test_interval_holds_the_score_and_is_the_same_for_the_same_seed():
    documents = [([mention(0, 4)], [mention(0, 4)] if n % 3 else []) for n in range(30)]
    first, second = (evaluate(documents, draws=200, seed=7) for _ in range(2))
    low, high = first.interval["all"]
    assert first.interval == second.interval
    assert low < first.scores["all"]["alt"].f1 < high


def test_records_become_mentions():
    entity = Entity(Span(0, 2), "PARK", "甲园", "甲园")
    assert mentions([entity]) == [Mention(Span(0, 2), "PARK", "甲园", "甲园")]


def test_nothing_to_score_is_an_error():
    with pytest.raises(InputError):
        evaluate([])

"""Pushing against a server that fails as proxies and queues do: every passage ends there once."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from fake_server import fake_studio
from review_samples import pair

from tzcorpus.errors import ServerError
from tzcorpus.review.connection import Connection
from tzcorpus.review.push import to_tasks

pytestmark = pytest.mark.extras
pytest.importorskip("label_studio_sdk")

from tzcorpus.review.client import LabelStudio, UnsureError  # noqa: E402
from tzcorpus.review.sync import Journal, Push, key  # noqa: E402

TASKS = to_tasks([pair(f"d1.{number}") for number in range(10)])


@pytest.fixture
def studio():
    with fake_studio() as server:
        yield server


@pytest.fixture
def push(studio, tmp_path):
    client = LabelStudio(Connection(studio.url, "a" * 40), timeout=1.0)
    yield Push(client, 1, Journal(tmp_path / "journal.json"), batch=4, patience=1.5)
    client.close()


def passages(studio):
    return Counter(task["data"]["passage_id"] for task in studio.tasks)


ONCE = Counter(task["data"]["passage_id"] for task in TASKS)


def test_a_second_push_sends_nothing(studio, push):
    first = push.run(TASKS)
    sent = studio.imports
    second = push.run(TASKS)
    assert (first.created, second.created, second.unchanged) == (10, 0, 10)
    assert studio.imports == sent == 3
    assert passages(studio) == ONCE


@pytest.mark.parametrize(
    ("failure", "imports"),
    [
        ("504 after commit", 3), ("hangs up after commit", 3), ("silent after commit", 3),
        ("504, then commit", 3), ("queue", 3), ("504 before commit", 4), ("409", 4),
    ],
)  # fmt: skip
def test_what_may_have_been_done_is_looked_up_before_it_is_sent_again(studio, push, failure, imports):
    studio.failures = ["", failure]
    assert push.run(TASKS).created == 10
    assert passages(studio) == ONCE
    assert studio.imports == imports


def test_a_server_that_never_takes_them_is_an_error_and_the_next_push_goes_on(studio, push):
    studio.failures = ["", *["504 before commit"] * 3]
    push.patience = 0.0
    with pytest.raises(UnsureError, match="504"):
        push.run(TASKS)
    assert len(studio.tasks) == 4
    assert push.run(TASKS).created == 6
    assert passages(studio) == ONCE


def test_a_refusal_is_sent_once_and_said(studio, push):
    studio.failures = ["400"]
    with pytest.raises(ServerError, match=r"400: Validation error \['no data'\]"):
        push.run(TASKS)
    assert studio.imports == 1


def test_a_batch_that_was_under_way_at_a_kill_is_waited_for(studio, push):
    push.journal.note(key(task) for task in TASKS[:4])
    threading.Timer(0.4, studio.commit, [TASKS[:4]]).start()
    assert push.run(TASKS).created == 6
    assert passages(studio) == ONCE
    assert push.journal.under_way() == []


def test_doubles_go_unless_somebody_worked_on_them(studio, push):
    studio.commit(TASKS)
    studio.commit(TASKS[:2])
    studio.tasks[10]["total_annotations"] = 1
    pushed = push.run(TASKS)
    assert pushed.doubles == (1, 12)
    assert passages(studio) == ONCE


def test_two_worked_on_doubles_are_an_error_that_names_them(studio, push):
    studio.commit([TASKS[0], TASKS[0]])
    for task in studio.tasks:
        task["total_annotations"] = 1
    with pytest.raises(ServerError, match=r"d1\.0: several tasks .*\(1, 2\)"):
        push.run(TASKS)
    assert len(studio.tasks) == 2


def test_predictions_of_a_passage_somebody_worked_on_are_left(studio, push):
    studio.commit(TASKS)
    studio.tasks[3]["drafts"] = [{"id": 1}]
    studio.tasks[3]["predictions"][0]["result"] = []
    pushed = push.run(TASKS)
    assert pushed.kept == ("d1.3",)
    assert studio.tasks[3]["predictions"][0]["result"] == []


def test_a_text_that_is_no_longer_ours_stays_and_is_named(studio, push):
    studio.commit(TASKS)
    studio.tasks[5]["data"]["sha256"] = "another"
    pushed = push.run(TASKS)
    assert (pushed.created, pushed.stale) == (1, (6,))


def test_a_list_that_breaks_off_is_no_list(studio, push, monkeypatch):
    monkeypatch.setattr("tzcorpus.review.client._PAGE", 4)
    studio.commit(TASKS)
    studio.cut_lists = True
    with pytest.raises(ServerError, match="broke off after 4 of 10 tasks"):
        push.run(TASKS)
    assert studio.imports == 0


@pytest.mark.parametrize(
    ("detail", "advice"),
    [
        ("legacy token authentication has been disabled for this organization", "personal access token"),
        ("Invalid token.", "copy the token again"),
    ],
)
def test_a_refused_token_says_which_kind_is_wanted(studio, push, detail, advice):
    studio.refusal = detail
    with pytest.raises(ServerError, match=f"401: {detail}.*{advice}"):
        push.server.whoami()


def test_nothing_at_the_address_is_one_line(tmp_path):
    client = LabelStudio(Connection("http://127.0.0.1:9", "a" * 40))
    with pytest.raises(ServerError, match="nothing answers; is it running"):
        client.whoami()
    client.close()

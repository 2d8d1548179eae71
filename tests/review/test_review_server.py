"""A real Label Studio: what is pushed, corrected in a browser and pulled is the same to the character."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk_page import browser_page
from review_samples import EN, ZH, manual, pair, submitted

from processes import hears_ctrl_c
from tzcorpus.cli import cli
from tzcorpus.io import write_records
from tzcorpus.records import AlignedPassage, Entity, Passage, Span
from tzcorpus.review.connection import Connection
from tzcorpus.review.desk import Desk, load_desk, running
from tzcorpus.review.layers import read_layer, write_layer
from tzcorpus.review.push import to_tasks
from tzcorpus.review.tasks import from_tasks

pytestmark = pytest.mark.browser

# every kind of text that has shifted somebody's spans
TORTURE = [
    "𠮷野家𠮷", "a😀b👨‍👩‍👧c🇨🇳d", "cafe\u0301 e\u0301\u0301", "苏州\u3000工业\u3000园区",
    "two  spaces   three",
    "line\r\nfeeds\rand\nmore\n\n\nend", "<b>bold</b> &amp; \"quoted\" 'x' \\n %20 {{zh}}",
    "\u200bzero\u200d\u2060width\ufeff", "עברית ١٢٣ ไทย हिन्दी", "ﬁ ﷽ Å Å ㎡ ｶﾞ",
]  # fmt: skip


class Studio:
    """The command line against the desk, and a client to look behind it."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        from tzcorpus.review.client import LabelStudio

        self.desk = desk
        self.folder = folder
        self.title = f"test {uuid.uuid4()}"
        self.source = folder / "aligned.jsonl"
        self.layers = folder / "layers"
        self.client = LabelStudio(Connection(desk.url, desk.token))

    def run(self, verb: str, *arguments: object, code: int = 0) -> str:
        options = ["--project", self.title, "--url", self.desk.url, "--token", self.desk.token]
        result = CliRunner().invoke(cli, ["review", verb, *map(str, arguments), *options])
        assert result.exit_code == code, (result.output, result.exception)
        return result.output

    def push(self, *passages: AlignedPassage) -> str:
        write_records(self.source, passages)
        return self.run("push", self.source)

    def pull(self, *options: str, code: int = 0) -> str:
        return self.run("pull", self.source, "-o", self.layers, *options, code=code)

    def layer(self):
        return read_layer(self.layers / f"{self.desk.email}.jsonl")

    @property
    def project(self) -> int:
        return int(self.client.projects(self.title)[0]["id"])

    def tasks(self):
        return list(self.client.tasks(self.project, results=True))

    def annotate(self, task, result, **more):
        sdk = self.client._sdk
        return sdk.annotations.create(task["id"], result=result, **more)


@pytest.fixture
def studio(desk, tmp_path, monkeypatch):
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    made = Studio(desk, tmp_path)
    yield made
    made.client.close()


def places(marks):
    return {(mark.start, mark.end, mark.label) for mark in marks}


def test_what_a_person_does_in_the_browser_comes_back_to_the_character(studio, chromium):
    passage = pair("d1.0")
    studio.push(passage)
    (task,) = studio.tasks()
    company, amount, face = ZH.index("晨帆"), ZH.index("3.5"), ZH.index("😀")
    with browser_page(studio.desk.url) as page:
        page.log_in(studio.desk.email, studio.desk.password)
        page.open(studio.project, task["id"])
        for side, passages in (("zh", passage.zh), ("en", passage.en)):
            assert page.spans(side) == {(e.span.start, e.span.end, e.label) for e in passages.entities}
        page.delete("zh", amount)
        page.add("zh", face - 1, face + 2, "2")  # PARK, from U+3000 over 😀 to 在
        page.add("en", EN.index("👨"), EN.index("👧") + 1, "4")  # COMPANY, five code points
        page.move_right_edge("zh", company, company + 4, company + 6)
        page.link(("zh", face - 1), ("en", EN.index("👨")))
        drawn = {side: page.spans(side) for side in ("zh", "en")}
        page.submit()
    studio.pull()
    (annotation,) = studio.layer()
    assert {
        (mark.surface, mark.label, mark.origin, mark.source) for mark in annotation.zh
    } == {
        ("晨帆泵业投资", "COMPANY", "prediction-changed", "rule:suffix"),
        ("\u3000😀在", "PARK", "manual", ""),
        ("滨江产业园", "PARK", "prediction", "rule:park"),
    }  # fmt: skip
    assert {(mark.surface, mark.origin) for mark in annotation.en} == {
        ("Chenfan  Pumps", "prediction"), ("350 million yuan", "prediction"), ("👨‍👩‍👧", "manual"),
        ("Binjiang Industrial Park", "prediction"),
    }  # fmt: skip
    assert {side: places(getattr(annotation, side)) for side in drawn} == drawn
    for mark in (*annotation.zh, *annotation.en):
        text = ZH if mark in annotation.zh else EN
        assert text[mark.start : mark.end] == mark.surface
    surface = {mark.id: mark.surface for _, mark in annotation.marks()}
    assert {(surface[r.source], surface[r.target]) for r in annotation.relations} == {
        ("晨帆泵业投资", "Chenfan  Pumps"), ("滨江产业园", "Binjiang Industrial Park"),
        ("\u3000😀在", "👨‍👩‍👧"),
    }  # fmt: skip


def test_every_span_of_torture_texts_comes_back_exactly(studio):
    passages = []
    for number, text in enumerate(TORTURE):
        spans = [Span(at, min(at + 3, len(text))) for at in range(0, len(text), 2)]
        entities = tuple(Entity(span, "PARK", text[span.start : span.end], source="rule:x") for span in spans)
        side = Passage(f"t.{number}", "t", "zh", text, entities=entities)
        passages.append(AlignedPassage(f"t.{number}", side, replace(side, language="en")))
    studio.push(*passages)
    for task in studio.tasks():
        studio.annotate(task, task["predictions"][0]["result"])
    studio.pull()
    pulled = {annotation.passage: annotation for annotation in studio.layer()}
    for passage in passages:
        for side, marks in (("zh", pulled[passage.id].zh), ("en", pulled[passage.id].en)):
            wanted = {(e.span.start, e.span.end, e.surface) for e in getattr(passage, side).entities}
            assert {(mark.start, mark.end, mark.surface) for mark in marks} == wanted


# what is drawn in each torture text
TARGETS = ["野家", "b", "e\u0301\u0301", "工业", "three", "more", "&amp;", "width", "ไทย", "㎡"]


def test_a_span_drawn_in_a_torture_text_is_exact(studio, chromium):
    passages = []
    for number, text in enumerate(TORTURE):
        side = Passage(f"t.{number}", "t", "zh", text)
        passages.append(AlignedPassage(f"t.{number}", side, replace(side, language="en")))
    studio.push(*passages)
    tasks = {task["data"]["passage_id"]: task["id"] for task in studio.tasks()}
    with browser_page(studio.desk.url) as page:
        page.log_in(studio.desk.email, studio.desk.password)
        for passage, target in zip(passages, TARGETS, strict=True):
            page.open(studio.project, tasks[passage.id])
            page.add_text("zh", target, "2")
            page.add_text("en", target, "5")
            page.submit()
    said = studio.pull()
    pulled = {annotation.passage: annotation for annotation in studio.layer()}
    for passage, target in zip(passages, TARGETS, strict=True):
        for marks in (pulled[passage.id].zh, pulled[passage.id].en):
            (mark,) = marks
            assert passage.zh.text[mark.start : mark.end] == mark.surface
            # a mouse cannot stop between a letter and what has no width behind it: that is warned about
            assert mark.surface.strip("\ufeff") == target
    assert said.count("has white space or invisible characters at an end") == 2


def test_pushing_again_changes_nothing_and_new_rules_leave_work_alone(studio):
    passages = [pair(f"d1.{number}") for number in range(3)]
    assert "3 tasks made" in studio.push(*passages)
    assert "0 tasks made, 0 renewed, 3 as they were" in studio.push(*passages)
    before = studio.tasks()
    studio.annotate(before[0], [])
    assert "0 tasks made, 0 renewed, 3 as they were" in studio.push(*passages)
    bare = [replace(passage, zh=replace(passage.zh, entities=()), links=()) for passage in passages]
    said = studio.push(*bare)
    assert "0 tasks made, 2 renewed, 0 as they were" in said
    assert "1 passages were worked on and keep their older predictions" in said
    after = studio.tasks()
    assert after[0]["predictions"] == before[0]["predictions"]
    assert [len(task["predictions"]) for task in after] == [1, 1, 1]
    assert [len(task["predictions"][0]["result"]) for task in after] == [9, 3, 3]
    assert [task["id"] for task in after] == [task["id"] for task in before]
    assert studio.client.project(studio.project)["model_version"] == "rules"


def test_a_pull_reads_only_what_changed_and_keeps_edits_of_the_files(studio):
    studio.push(*(pair(f"d1.{number}") for number in range(3)))
    tasks = studio.tasks()
    made = [studio.annotate(task, task["predictions"][0]["result"]) for task in tasks]
    studio.pull()
    file = studio.layers / f"{studio.desk.email}.jsonl"
    first = file.read_bytes()
    studio.pull()
    assert file.read_bytes() == first
    # somebody edits the file, an annotator deletes an annotation and another is changed at the desk
    lines = first.splitlines(keepends=True)
    file.write_bytes(lines[0].replace(b'"choices":[]', b'"choices":["translation_ok"]') + b"".join(lines[1:]))
    sdk = studio.client._sdk
    sdk.annotations.delete(made[1].id)
    sdk.annotations.update(made[2].id, result=[manual("zh", 0, 5, "PARK", ZH)])
    studio.pull()
    by_id = {annotation.passage: annotation for annotation in studio.layer()}
    assert set(by_id) == {"d1.0", "d1.2"}
    assert by_id["d1.0"].choices == ("translation_ok",)
    assert [mark.surface for mark in by_id["d1.2"].zh] == ["𠮷晨帆泵业"]


def test_a_conflict_writes_nothing_until_a_side_is_chosen(studio):
    studio.push(pair("d1.0"))
    (task,) = studio.tasks()
    made = studio.annotate(task, [manual("zh", 0, 2, "PARK", ZH)])
    studio.pull()
    file = studio.layers / f"{studio.desk.email}.jsonl"
    edited = file.read_bytes().replace(b'"end":2', b'"end":3').replace("𠮷晨".encode(), "𠮷晨帆".encode())
    file.write_bytes(edited)
    studio.client._sdk.annotations.update(made.id, result=[manual("zh", 0, 5, "PARK", ZH)])
    said = studio.pull(code=1)
    assert "conflict: d1.0: zh span Xy12" in said
    assert "nothing was written" in said
    assert file.read_bytes() == edited
    studio.pull("--theirs")
    assert [mark.surface for mark in studio.layer()[0].zh] == ["𠮷晨帆泵业"]
    studio.pull()


def test_skips_and_drafts_are_told_apart(studio):
    studio.push(*(pair(f"d1.{number}") for number in range(3)))
    tasks = studio.tasks()
    studio.annotate(tasks[0], [], was_cancelled=True)
    studio.annotate(tasks[1], [])
    http, token = studio.client._http, studio.desk.token
    draft = {"result": [manual("zh", 0, 2, "PARK", ZH)], "lead_time": 1}
    address = f"{studio.desk.url}/api/tasks/{tasks[2]['id']}/drafts"
    assert http.post(address, json=draft, headers={"Authorization": f"Token {token}"}).is_success
    assert "d1.2: a draft was not submitted" in studio.pull()
    assert [(a.passage, a.skipped) for a in studio.layer()] == [("d1.0", True), ("d1.1", False)]
    assert "1 submitted, 1 skipped, 1 in draft, 0 in disagreement" in studio.run("status")
    # the one in draft is somebody's work
    bare = [replace(pair(f"d1.{number}"), links=()) for number in range(3)]
    assert "3 passages were worked on" in studio.push(*bare)


def test_a_task_that_is_gone_takes_nothing_along(studio):
    studio.push(pair("d1.0"), pair("d1.1"))
    for task in studio.tasks():
        studio.annotate(task, [])
    studio.pull()
    studio.client.delete_task(studio.tasks()[0]["id"])
    assert "d1.0: desk@example.org: the task is gone from the server" in studio.pull()
    assert [annotation.passage for annotation in studio.layer()] == ["d1.0", "d1.1"]


def test_uncertain_passages_come_first_in_the_stream(studio, chromium):
    sure, unsure = pair("d1.0"), pair("d1.1")
    doubted = replace(unsure.zh.entities[0], score=0.2)
    zh = replace(unsure.zh, entities=(doubted, *unsure.zh.entities[1:]))
    studio.push(sure, replace(unsure, zh=zh))
    with browser_page(studio.desk.url) as page:
        page.log_in(studio.desk.email, studio.desk.password)
        page.open(studio.project)
        assert page.heading() == "d1.1"


def test_the_desk_command_starts_says_where_and_stops(desk, tmp_path):
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config")}
    command = [sys.executable, "-m", "tzcorpus", "review", "serve", "--data", str(tmp_path / "desk")]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=hears_ctrl_c,
    ) as process:
        try:
            said = [process.stdout.readline() for _ in range(5)]
            own = load_desk(tmp_path / "desk")
            assert own is not None
            assert said[0].split() == ["desk", own.url]
            assert own.email in said[1]
            assert own.password in said[1]
            assert "/user/signup/?token=" in said[2]
            with running(tmp_path / "desk") as again:
                assert again.running
            known = json.loads((tmp_path / "config/tzcorpus/label-studio.json").read_text())
            assert known == {"url": own.url, "token": own.token}
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        finally:
            process.terminate()  # of no effect where it has ended
    assert process.returncode == 0
    assert "its data are kept" in errors


def test_what_two_differ_on_becomes_a_project_of_its_own(studio):
    passages = [pair("d1.0"), pair("d1.1")]
    studio.push(*passages)
    studio.pull()
    layers = studio.folder / "layers"
    for name, amount in (("li", True), ("wang", False)):
        export = submitted(to_tasks(passages), user=name)
        mine = export[1]["annotations"][0]
        mine["result"] = [r for r in mine["result"] if amount or "zh-7-12" not in str(r)]
        write_layer(layers / f"{name}.jsonl", from_tasks(export, passages).annotations)
    title = f"{studio.title} disputes"
    connection = ["--url", studio.desk.url, "--token", studio.desk.token]
    command = ["review", "agreement", studio.source, layers, "--adjudicate", title, *connection]
    result = CliRunner().invoke(cli, list(map(str, command)))
    assert result.exit_code == 0, result.output
    assert "1 passages to adjudicate" in result.stdout
    (project,) = studio.client.projects(title)
    (task,) = studio.client.tasks(int(project["id"]), results=True)
    assert task["data"]["passage_id"] == "d1.1"
    sources = {r["value"]["text"]: r["meta"]["text"] for r in task["predictions"][0]["result"] if "meta" in r}
    assert sources["3.5亿元"] == ["person:li"]
    assert sources["晨帆泵业"] == ["person:li+wang"]


def test_the_server_asks_our_backend_for_predictions(studio):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    # one task comes with its prediction, as pushed; another one without
    studio.push(pair("d1.0"))
    (bare,) = to_tasks([pair("d1.1")])
    studio.client.import_tasks(studio.project, [{**bare, "predictions": []}])
    command = [sys.executable, "-m", "tzcorpus", "review", "backend", "--port", url.rpartition(":")[2]]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=hears_ctrl_c) as process:
        try:
            wait_for(f"{url}/health", studio.client._http)
            sdk = studio.client._sdk
            assert sdk.ml.create(url=url, project=studio.project, title="rules").state == "CO"
            everything = {"all": True, "excluded": []}
            sdk.actions.create(
                project=studio.project, id="retrieve_tasks_predictions", selected_items=everything
            )
            pushed, predicted = studio.tasks()
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
    assert [len(task["predictions"]) for task in (pushed, predicted)] == [1, 1]
    found = {r["value"]["text"] for r in predicted["predictions"][0]["result"] if r["type"] == "labels"}
    assert {"3.5亿元", "350 million yuan"} <= found


def wait_for(url, http):
    until = time.monotonic() + 60
    while True:
        try:
            if http.get(url).is_success:
                return
        except Exception:
            if time.monotonic() > until:
                raise
        time.sleep(0.2)


# the SDK's own code, where it trades a personal token for a short-lived one
@pytest.mark.filterwarnings("ignore:The `parse_obj` method is deprecated")
def test_both_kinds_of_token_work_and_a_switched_off_one_is_explained(studio):
    import httpx

    with httpx.Client(base_url=studio.desk.url, timeout=60, follow_redirects=True, trust_env=False) as person:
        person.get("/user/login/")
        form = {"email": studio.desk.email, "password": studio.desk.password}
        form["csrfmiddlewaretoken"] = person.cookies["csrftoken"]
        assert person.post("/user/login/", data=form, headers={"Referer": studio.desk.url}).is_success

        def post(path, body):
            headers = {"X-CSRFToken": person.cookies["csrftoken"], "Referer": studio.desk.url}
            answer = person.post(path, json=body, headers=headers)
            assert answer.is_success, answer.text
            return answer.json()

        settings = {"api_tokens_enabled": True, "legacy_api_tokens_enabled": False}
        post("/api/jwt/settings", settings)
        try:
            personal = post("/api/token/", {})["token"]
            command = ["review", "init", "--url", studio.desk.url, "--token"]
            refused = CliRunner().invoke(cli, [*command, studio.desk.token])
            assert "make a personal access token" in str(refused.exception)
            taken = CliRunner().invoke(cli, [*command, personal])
            assert f"logged in as {studio.desk.email}" in taken.output
        finally:
            post("/api/jwt/settings", {**settings, "legacy_api_tokens_enabled": True})

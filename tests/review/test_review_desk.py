"""The desk and the connection without a server: settings, files, messages."""

from __future__ import annotations

import http.server
import json
import socket
import stat
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from tzcorpus.cli import cli
from tzcorpus.cli.review import VERBS
from tzcorpus.errors import ServerError
from tzcorpus.review import install
from tzcorpus.review.connection import Connection, checked, find_connection, save_connection
from tzcorpus.review.desk import Desk, answers, load_desk
from tzcorpus.review.status import count


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("LABEL_STUDIO_URL", raising=False)
    monkeypatch.delenv("LABEL_STUDIO_API_KEY", raising=False)
    return tmp_path


class TestConnection:
    def test_it_is_kept_for_the_owner_alone(self):
        path = save_connection(Connection("http://127.0.0.1:8080", "secret"))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert find_connection() == Connection("http://127.0.0.1:8080", "secret")

    def test_what_is_given_wins_over_the_environment_and_that_over_what_was_kept(self, monkeypatch):
        save_connection(Connection("http://kept", "kept"))
        monkeypatch.setenv("LABEL_STUDIO_URL", "http://environment/")
        monkeypatch.setenv("LABEL_STUDIO_API_KEY", "environment")
        assert find_connection() == Connection("http://environment", "environment")
        assert find_connection("http://given", "given") == Connection("http://given", "given")

    def test_a_kept_token_goes_to_no_other_server(self):
        save_connection(Connection("http://kept", "kept"))
        with pytest.raises(ServerError, match="no token for http://other is known"):
            find_connection("http://other")
        assert find_connection("http://kept/").token == "kept"

    def test_nothing_known_says_what_to_do(self):
        with pytest.raises(ServerError, match="tzcorpus review serve"):
            find_connection()

    @pytest.mark.parametrize("url", ["labels.example.org", "ftp://x", "http://", ""])
    def test_an_address_must_be_one(self, url):
        with pytest.raises(ServerError, match="expected http"):
            checked(url, "token")

    @pytest.mark.parametrize("token", ["", "  ", "密码"])
    def test_a_token_must_be_one(self, token):
        with pytest.raises(ServerError, match="token"):
            checked("http://x", token)

    def test_a_broken_file_is_one_line(self):
        path = save_connection(Connection("http://kept", "kept"))
        path.write_text("{")
        with pytest.raises(ServerError, match="is not a connection"):
            find_connection()


class TestServersEnvironment:
    def test_nothing_of_ours_that_the_server_would_read_gets_in(self, tmp_path, monkeypatch):
        for name in (
            "HOST",
            "PORT",
            "DEBUG",
            "USERNAME",
            "PASSWORD",
            "HEARTEX_DEBUG",
            "DJANGO_DB",
            "PYTHONPATH",
        ):
            monkeypatch.setenv(name, "stray")
        made = install.environment(tmp_path, {"LABEL_STUDIO_USERNAME": "desk@example.org"})
        assert "stray" not in made.values()
        assert made["LABEL_STUDIO_BASE_DATA_DIR"] == str(tmp_path)
        assert made["LABEL_STUDIO_USERNAME"] == "desk@example.org"

    def test_it_is_told_to_call_nobody(self, tmp_path):
        made = install.environment(tmp_path)
        assert made["COLLECT_ANALYTICS"] == made["LATEST_VERSION_CHECK"] == "false"
        assert made["SENTRY_DSN"] == made["FRONTEND_SENTRY_DSN"] == ""
        assert made["HTTPS_PROXY"] == "http://127.0.0.1:9"


class TestInstall:
    def test_a_failure_shows_the_last_lines_and_leaves_it_not_installed(self, tmp_path, monkeypatch):
        monkeypatch.setattr(install, "_uv", lambda: None)
        monkeypatch.setattr(install, "VERSION", "no-such-version")
        monkeypatch.setattr(install.sys, "executable", "/bin/false")
        with pytest.raises(ServerError, match="making an environment failed"):
            install.install(tmp_path, say=lambda line: None)
        assert not install.installed(tmp_path)


class TestDesk:
    def test_no_desk_yet(self, tmp_path):
        assert load_desk(tmp_path) is None

    @pytest.mark.parametrize("text", ["{", "[]", '{"url": "x"}', "\udcff"])
    def test_a_broken_file_is_one_line(self, tmp_path, text):
        (tmp_path / "desk.json").write_text(text, errors="surrogateescape")
        with pytest.raises(ServerError, match="is not a desk's file"):
            load_desk(tmp_path)

    def test_nobody_answers(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        assert answers(Desk(url, "a@b", "", "t")) is None

    @pytest.mark.parametrize(("email", "ours"), [("a@b", True), ("somebody@else", False)])
    def test_somebody_else_at_the_port_is_not_the_desk(self, email, ours):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = json.dumps({"email": email}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.handle_request)
            thread.start()
            assert answers(Desk(f"http://127.0.0.1:{server.server_port}", "a@b", "", "t")) is ours
            thread.join()


def test_status_counts_by_person():
    region = {"type": "labels", "to_name": "zh", "value": {"start": 0, "end": 2, "labels": ["PARK"]}}
    tasks = [
        {"annotations": [
            {"completed_by": 1, "result": [region]},
            {"completed_by": 2, "result": []},
        ]},
        {"annotations": [{"completed_by": 2, "was_cancelled": True, "result": []}]},
        {"annotations": [], "drafts": [{"user": "li@example.org"}]},
        {"annotations": [], "drafts": []},
    ]  # fmt: skip
    counted = count(tasks, {"1": "li@example.org", "2": "wang@example.org"})
    assert (counted.tasks, counted.done, counted.untouched) == (4, 2, 1)
    people = {
        name: (person.submitted, person.skipped, person.drafts, person.disagreements)
        for name, person in counted.people.items()
    }
    assert people == {"li@example.org": (1, 0, 1, 1), "wang@example.org": (1, 1, 0, 1)}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb):
    result = CliRunner().invoke(cli, ["review", verb, "--help"])
    assert result.exit_code == 0, result.output
    assert f"tzcorpus review {verb}" in result.output.partition("Example")[2]


def test_every_verb_stands_in_the_annotators_page():
    page = (Path(__file__).parents[2] / "docs/annotator.md").read_text(encoding="utf-8")
    assert [verb for verb in VERBS if verb != "config" and f"tzcorpus review {verb}" not in page] == []

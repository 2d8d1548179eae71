"""Publishing: what would go is what goes, and what stands in the way is one line."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hub_standin import READER, WRITER, hub
from package_samples import corpus, pair

from tzcorpus.errors import ConfigError, InputError
from tzcorpus.package.dataset import write_dataset
from tzcorpus.package.publish import plan
from tzcorpus.package.validate import validate

NAME = "my-lab/newspapers"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    write_dataset(tmp_path / "dataset", **corpus())
    return tmp_path / "dataset"


def publish(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The verb as a user runs it, with no token but the one given and no way to the network but loopback."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "HUGGING"))}
    result = subprocess.run(
        [sys.executable, "-m", "tzcorpus", "publish", *map(str, arguments)],
        env={**kept, "NO_PROXY": "127.0.0.1", "HF_HUB_DISABLE_XET": "1", **environment},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "Traceback" not in result.stderr, result.stderr
    return result


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


class TestDryRun:
    def test_lists_every_file_with_its_size_and_digest_and_nothing_else(self, dataset):
        result = publish(NAME, "--dataset", dataset, "--dry-run")
        assert result.returncode == 0
        listed = {}
        for line in result.stdout.splitlines():
            size, digest, path = line.split(None, 2)
            listed[path] = int(size), digest
        there = contents(dataset)
        assert listed == {path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in there.items()}
        assert len(result.stdout.splitlines()) == len(there)
        assert f"{len(there)} files, {sum(map(len, there.values())):,} bytes" in result.stderr
        assert plan(dataset, NAME).message in result.stderr

    def test_loads_no_hub_library_and_opens_no_socket(self, dataset):
        code = (
            "import socket, sys\n"
            "def refuse(*_): raise AssertionError('a socket')\n"
            "socket.socket.connect = socket.getaddrinfo = refuse\n"
            "from tzcorpus.cli import main\n"
            "try: main(sys.argv[1:])\n"
            "except SystemExit as end: assert not end.code, end\n"
            "heavy = {'huggingface_hub', 'datasets', 'httpx', 'requests', 'pandas'} & sys.modules.keys()\n"
            "assert not heavy, heavy"
        )
        arguments = ["publish", NAME, "--dataset", str(dataset), "--dry-run"]
        result = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr
        assert "nothing was sent" in result.stderr

    def test_the_message_names_the_build(self, dataset):
        planned = plan(dataset, NAME)
        (shard, *_) = (file.path for file in planned.files if file.path.startswith("passages/"))
        build = shard.removesuffix(".parquet").rpartition("-")[2]
        assert build in planned.message

    def test_paths_of_this_machine_are_pointed_out(self, dataset):
        assert plan(dataset, NAME).private_paths == ()
        told = corpus()
        for number, path in enumerate(["/home/someone/scans/1.txt", r"C:\scans\2.txt", "scans/3.txt"]):
            document = told["documents"][2 * number]
            told["documents"][2 * number] = replace(document, source=replace(document.source, path=path))
        write_dataset(dataset, **told, force=True)
        result = publish(NAME, "--dataset", dataset, "--dry-run")
        assert result.returncode == 0
        assert "note: 2 documents name their file by its place on this machine" in result.stderr
        assert "/home/someone/scans/1.txt" in result.stderr


class TestRefusals:
    def test_a_dataset_with_a_fault_is_not_sent(self, dataset):
        (dataset / "notes.txt").write_text("draft", encoding="utf-8")
        with pytest.raises(InputError, match=r"has faults: notes\.txt.*nothing was sent"):
            plan(dataset, NAME)
        result = publish(NAME, "--dataset", dataset, "--dry-run")
        assert result.returncode == 2
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1

    def test_a_folder_of_something_else_is_not_sent(self, tmp_path):
        (tmp_path / "README.md").write_text("mine", encoding="utf-8")
        with pytest.raises(InputError, match="not a dataset"):
            plan(tmp_path, NAME)

    @pytest.mark.parametrize(
        "name", ["", "a/b/c", "-a/b", "a/b-", "a//b", "a/b--c", "a/..", "语料/a", "a" * 97, "a b"]
    )
    def test_a_name_no_hub_takes(self, dataset, name):
        with pytest.raises(ConfigError, match="not a repository id"):
            plan(dataset, name)

    @pytest.mark.parametrize("name", ["a/b", "newspapers", "My_Lab.2/zh-en_v1.0"])
    def test_names_a_hub_takes(self, dataset, name):
        assert plan(dataset, name).repo_id == name

    def test_no_token_is_one_line_with_the_variable_to_set(self, dataset, tmp_path):
        pytest.importorskip("huggingface_hub")
        result = publish(NAME, "--dataset", dataset, HF_HOME=str(tmp_path / "home"))
        assert result.returncode == 2
        assert len(result.stderr.splitlines()) == 1
        assert "HF_TOKEN is not set" in result.stderr


def refusal(result) -> list[str]:
    """What is said after the line that tells what is being sent."""
    sending, *after = result.stderr.splitlines()
    assert sending.startswith("sending ")
    return after


@pytest.mark.slow
class TestPush:
    """Against the stand-in of `hub_standin`; the library is the real one."""

    def test_what_arrives_is_the_dataset_in_one_commit(self, dataset, tmp_path):
        pytest.importorskip("huggingface_hub")
        with hub() as there:
            result = publish(
                NAME, "--dataset", dataset, "--endpoint", there.url, "--private", HF_TOKEN=WRITER
            )
        assert result.returncode == 0, result.stderr
        repository = there.repositories[NAME]
        assert repository.files == contents(dataset)
        assert repository.messages == [plan(dataset, NAME).message]
        assert repository.created_with["type"] == "dataset"
        wanted = repository.created_with  # releases before 1 say private, later ones visibility
        assert wanted.get("visibility") == "private" or wanted.get("private") is True
        assert any(request.startswith("PUT /lfs/") for request in there.requests)
        assert result.stdout.startswith(f"{there.url}/datasets/{NAME}/commit/")
        for path, data in repository.files.items():
            target = tmp_path / "received" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        assert validate(tmp_path / "received") == []

    def test_a_later_build_takes_the_place_of_the_earlier_one(self, dataset):
        pytest.importorskip("huggingface_hub")
        with hub() as there:
            send = [NAME, "--dataset", dataset, "--endpoint", there.url]
            assert publish(*send, HF_TOKEN=WRITER).returncode == 0
            foreign = {".gitattributes": b"*.parquet filter=lfs", "extra/table.parquet": b"PAR1"}
            there.repositories[NAME].files.update(foreign)
            first = contents(dataset)
            changed = corpus()
            changed["aligned"] = [*changed["aligned"], pair("d1", 2)]
            write_dataset(dataset, **changed, force=True)
            assert contents(dataset).keys() != first.keys()
            result = publish(*send, HF_TOKEN=WRITER)
        assert result.returncode == 0, result.stderr
        assert there.repositories[NAME].files == {**contents(dataset), **foreign}
        assert len(there.repositories[NAME].messages) == 2

    @pytest.mark.parametrize(
        ("token", "message"),
        [(READER, "may not write there (HTTP 403)"), ("hf_nobody", "does not know the token (HTTP 401)")],
    )
    def test_a_hub_that_refuses(self, dataset, token, message):
        pytest.importorskip("huggingface_hub")
        with hub() as there:
            arguments = [NAME, "--dataset", dataset, "--endpoint", there.url, "--token-env", "MY_TOKEN"]
            result = publish(*arguments, MY_TOKEN=token)
        assert result.returncode == 2
        assert message in result.stderr
        assert len(refusal(result)) == 1
        assert token not in result.stderr
        assert there.repositories == {}

    def test_an_upload_that_breaks_commits_nothing(self, dataset):
        pytest.importorskip("huggingface_hub")
        with hub() as there:
            there.break_upload = True
            result = publish(NAME, "--dataset", dataset, "--endpoint", there.url, HF_TOKEN=WRITER)
        assert result.returncode == 2
        assert "HTTP 400" in result.stderr
        assert len(refusal(result)) == 1
        assert there.repositories[NAME].files == {}

    def test_a_hub_that_does_not_answer(self, dataset):
        pytest.importorskip("huggingface_hub")
        with socket.socket() as free:  # bound and not listening: connections are refused
            free.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{free.getsockname()[1]}"
            result = publish(NAME, "--dataset", dataset, "--endpoint", url, HF_TOKEN=WRITER)
        assert result.returncode == 2
        assert len(refusal(result)) == 1
        assert f"{url}/datasets/{NAME}: could not be pushed" in result.stderr

"""What huggingface_hub asks of a hub when a dataset is pushed, on loopback: repositories in a dict.

Endpoints: create a repository, look at one, list its tree, check a card, ask how files go up, the LFS batch,
the upload itself, and the commit. Tokens: WRITER may do all, READER may look, any other is unknown.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

WRITER, READER = "hf_writer", "hf_reader"
LFS_SUFFIX = ".parquet"  # what the real hub's .gitattributes sends to LFS


@dataclass
class Repository:
    """Files of the head commit, the messages of all commits, and what the repository was created with."""

    created_with: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)


@dataclass
class Hub:
    """Everything the stand-in knows. ``uploads`` holds LFS objects by digest."""

    url: str = ""
    repositories: dict[str, Repository] = field(default_factory=dict)
    uploads: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    break_upload: bool = False


@contextmanager
def hub() -> Iterator[Hub]:
    """A running stand-in on a free port of loopback."""
    state = Hub()

    class Bound(_Handler):
        hub = state

    server = ThreadingHTTPServer(("127.0.0.1", 0), Bound)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.route("GET")

    def do_POST(self) -> None:
        self.route("POST")

    def do_PUT(self) -> None:
        self.route("PUT")

    def route(self, method: str) -> None:
        path, body = urlsplit(self.path).path, self.body()
        self.hub.requests.append(f"{method} {path}")
        parts = [unquote(part) for part in path.strip("/").split("/")]
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if method == "PUT" and parts[0] == "lfs":  # a signed address: no token
            self.store(parts[1], body)
        elif token not in (WRITER, READER):
            self.answer(401, {"error": "Invalid credentials in Authorization header"})
        elif method == "POST" and token != WRITER:
            self.answer(403, {"error": "You don't have the rights"})
        else:
            self.granted(parts, body)

    def granted(self, parts: list[str], body: bytes) -> None:
        match parts:
            case ["api", "repos", "create"]:
                self.create(json.loads(body))
            case ["api", "validate-yaml"]:
                good = json.loads(body)["content"].startswith("---\n")
                self.answer(200 if good else 400, {"errors": [], "warnings": []})
            case [*_, "info", "lfs", "objects", "batch"]:
                self.batch(json.loads(body))
            case ["api", "datasets", owner, name, *rest] if f"{owner}/{name}" in self.hub.repositories:
                self.dataset(self.hub.repositories[f"{owner}/{name}"], f"{owner}/{name}", rest, body)
            case _:
                self.answer(404, {"error": "Repository not found"})

    def store(self, oid: str, body: bytes) -> None:
        if self.hub.break_upload:
            self.answer(400, {"error": "storage is out"})
            return
        assert hashlib.sha256(body).hexdigest() == oid
        self.hub.uploads[oid] = body
        self.answer(200, {})

    def create(self, wanted: dict[str, Any]) -> None:
        name = f"{wanted['organization']}/{wanted['name']}"
        answer = {"url": f"{self.hub.url}/datasets/{name}", "name": name, "id": "1"}
        if name in self.hub.repositories:
            self.answer(409, {**answer, "error": "You already created this dataset repo"})
            return
        self.hub.repositories[name] = Repository(wanted)
        self.answer(200, answer)

    def dataset(self, repository: Repository, name: str, rest: list[str], body: bytes) -> None:
        match rest:
            case [] | ["revision", "main"]:
                self.answer(200, {"id": name, "sha": "0" * 40})
            case ["tree", "main"]:
                self.answer(200, [
                    {"type": "file", "path": path, "size": len(data), "oid": hashlib.sha1(data).hexdigest()}
                    for path, data in repository.files.items()
                ])  # fmt: skip
            case ["preupload", "main"]:
                files = json.loads(body)["files"]
                self.answer(200, {"files": [
                    {"path": file["path"], "shouldIgnore": False,
                     "uploadMode": "lfs" if file["path"].endswith(LFS_SUFFIX) else "regular"}
                    for file in files
                ]})  # fmt: skip
            case ["commit", "main"]:
                self.commit(repository, name, [json.loads(line) for line in body.splitlines()])
            case _:
                self.answer(404, {"error": "no such place"})

    def commit(self, repository: Repository, name: str, lines: list[dict[str, Any]]) -> None:
        for line in lines:
            value = line["value"]
            match line["key"]:
                case "header":
                    repository.messages.append(value["summary"])
                case "file":
                    repository.files[value["path"]] = base64.b64decode(value["content"])
                case "lfsFile":
                    repository.files[value["path"]] = self.hub.uploads[value["oid"]]
                case "deletedFile":
                    del repository.files[value["path"]]
                case other:
                    raise AssertionError(other)
        number = f"{len(repository.messages):040x}"
        url = f"{self.hub.url}/datasets/{name}/commit/{number}"
        self.answer(200, {"success": True, "commitOid": number, "commitUrl": url, "hookOutput": ""})

    def batch(self, wanted: dict[str, Any]) -> None:
        objects = []
        for each in wanted["objects"]:
            known = each["oid"] in self.hub.uploads
            actions = {"actions": {"upload": {"href": f"{self.hub.url}/lfs/{each['oid']}", "header": {}}}}
            objects.append({"oid": each["oid"], "size": each["size"], **({} if known else actions)})
        self.answer(200, {"transfer": "basic", "objects": objects})

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def answer(self, status: int, data: Any) -> None:
        payload = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

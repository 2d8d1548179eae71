"""A tiny Label Studio that fails on demand, as proxies and hosted servers do."""

from __future__ import annotations

import copy
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

STAMP = "2026-03-04T05:06:07.000000Z"


class FakeStudio(ThreadingHTTPServer):
    """``failures``: what the next imports do, in order; see `_Handler.import_tasks`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.tasks: list[dict[str, Any]] = []
        self.failures: list[str] = []
        self.imports = 0
        self.refusal = ""  # the detail of a 401 for every request
        self.cut_lists = False  # pages behind the first answer 404

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def commit(self, tasks: list[dict[str, Any]]) -> None:
        for task in copy.deepcopy(tasks):
            number = len(self.tasks) + 1
            predictions = [{"id": number, **each} for each in task.get("predictions", [])]
            self.tasks.append(
                {
                    **task, "id": number, "predictions": predictions, "annotations": [], "drafts": [],
                    "total_annotations": 0, "cancelled_annotations": 0, "updated_at": STAMP,
                }
            )  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    server: FakeStudio
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Silent."""

    def answer(self, status: int, body: Any) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if self.server.refusal:
            self.answer(401, {"detail": self.server.refusal})
        elif "whoami" in address.path:
            self.answer(200, {"id": 1, "email": "li@example.org"})
        elif address.path.startswith("/api/tasks"):
            asked = parse_qs(address.query)
            page, size = int(asked["page"][0]), int(asked["page_size"][0])
            part = self.server.tasks[(page - 1) * size : page * size]
            if page > 1 and (not part or self.server.cut_lists):
                self.answer(404, {"detail": "Invalid page."})
            else:
                self.answer(200, {"tasks": part, "total": len(self.server.tasks)})
        else:
            self.answer(404, {"detail": "Not found."})

    def do_POST(self) -> None:
        tasks = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.imports += 1
        self.import_tasks(tasks, self.server.failures.pop(0) if self.server.failures else "")

    def do_DELETE(self) -> None:
        number = int(urlsplit(self.path).path.rstrip("/").rpartition("/")[2])
        self.server.tasks = [task for task in self.server.tasks if task["id"] != number]
        self.send_response(204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def import_tasks(self, tasks: list[dict[str, Any]], failure: str) -> None:
        commit = self.server.commit
        match failure:
            case "504 after commit":
                commit(tasks)
                self.answer(504, {"detail": "Gateway Time-out"})
            case "504 before commit":
                self.answer(504, {"detail": "Gateway Time-out"})
            case "504, then commit":
                threading.Timer(0.4, commit, [tasks]).start()
                self.answer(504, {"detail": "Gateway Time-out"})
            case "hangs up after commit":
                commit(tasks)
                self.close_connection = True
            case "silent after commit":
                commit(tasks)
                time.sleep(2.0)
                self.close_connection = True
            case "409":
                self.answer(409, {"detail": "Conflict"})
            case "queue":
                threading.Timer(0.4, commit, [tasks]).start()
                self.answer(201, {"import": 7})
            case "400":
                self.answer(400, {"detail": "Validation error", "validation_errors": ["no data"]})
            case _:
                commit(tasks)
                self.answer(201, {"task_count": len(tasks)})


@contextmanager
def fake_studio() -> Iterator[FakeStudio]:
    server = FakeStudio()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

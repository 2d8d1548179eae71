"""An annotator's desk: a Label Studio server on this machine, with an account, a token and its own data.

Needs none of tzcorpus's extras: the server lives in the environment that `tzcorpus.review.install` makes.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from tzcorpus.errors import ServerError
from tzcorpus.io import open_atomic
from tzcorpus.review.install import DATABASE, Say, default_folder, environment, install, program, template

EMAIL = "desk@example.org"
_HOST = "127.0.0.1"
_PROCESS = "server.pid"
_PORT = 8080
_PATIENCE = 180.0  # seconds; a busy machine took 139 for all migrations
_LAST_WORDS = 10.0  # seconds between asking a server to stop and killing it
_STARTS = 3


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk: where it is and who may sit at it. ``running`` tells whether it was found up already."""

    url: str
    email: str
    password: str
    token: str
    running: bool = False


def default_data() -> Path:
    """Where the desk keeps its database: the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("tzcorpus") / "desk"


def load_desk(data: Path) -> Desk | None:
    """The desk of a data folder; None where there was none yet. Raises `ServerError`."""
    path = data / "desk.json"
    if not path.is_file():
        return None
    try:
        known = json.loads(path.read_bytes())
        return Desk(str(known["url"]), str(known["email"]), str(known["password"]), str(known["token"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ServerError(
            f"is not a desk's file ({error})", where=str(path), hint="choose another --data folder"
        ) from error


def answers(desk: Desk, *, timeout: float = 5.0) -> bool | None:
    """Does this very desk answer at its address? None where nothing does, False where somebody else does."""
    found = _get(f"{desk.url}/api/current-user/whoami", desk.token, timeout)
    return None if found is None else found.get("email") == desk.email


def invitation(desk: Desk) -> str:
    """The address at which another annotator makes an account; accounts made otherwise cannot log in."""
    found = _get(f"{desk.url}/api/invite", desk.token, 10.0) or {}
    link = str(found.get("invite_url", ""))
    return f"{desk.url}{link}" if link.startswith("/") else link


def _get(url: str, token: str, timeout: float) -> dict[str, Any] | None:
    """The JSON object at a loopback address: None where nothing answers, empty for any other answer."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, headers={"Authorization": f"Token {token}"})
    try:
        with opener.open(request, timeout=timeout) as answer:
            found = json.loads(answer.read())
    except urllib.error.HTTPError as error:
        error.close()
        return {}
    except ValueError:
        return {}
    except OSError:
        return None
    return found if isinstance(found, dict) else {}


@contextmanager
def running(
    data: Path, *, port: int | None = None, folder: Path | None = None, say: Say = lambda line: None
) -> Iterator[Desk]:
    """The desk whose data are in ``data``, up and checked; stopped at the end, its data kept.

    The server is installed into ``folder`` on first use. A desk that runs already is yielded as it is, and
    left running. ``port`` is wanted; without it, the last one or 8080 is taken where it is free.

    Raises `ServerError` where it cannot be installed or does not come up.
    """
    known = load_desk(data)
    # patient: a busy desk that answers late is not one that is down
    if known is not None and answers(known, timeout=_PATIENCE):
        yield replace(known, running=True)
        return
    home = folder or default_folder()
    install(home, say=say)
    desk = _prepare(data, known, home)
    for left in range(_STARTS, 0, -1):
        desk = replace(desk, url=f"http://{_HOST}:{_free_port(port or _port_of(known))}")
        _save(desk, data)
        server = _start(desk, data, home)
        try:
            if _wait(desk, server, data):
                yield desk
                return
        finally:
            _stop(server)
        say(f"something else took {desk.url}; trying another port ({left - 1} tries left)")
    raise ServerError("no free port could be held", hint="choose one with --port")


def _prepare(data: Path, known: Desk | None, home: Path) -> Desk:
    """The data folder with a database, and the desk's account, made on first use."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = data / DATABASE
    if not database.is_file():
        with open_atomic(database) as stream, template(home).open("rb") as source:
            shutil.copyfileobj(source, stream)
    return known or Desk("", EMAIL, secrets.token_urlsafe(9), secrets.token_hex(20))


def _save(desk: Desk, data: Path) -> None:
    with open_atomic(data / "desk.json") as stream:
        stream.write(json.dumps(asdict(desk), indent=1).encode())
    (data / "desk.json").chmod(0o600)


def _port_of(desk: Desk | None) -> int:
    return int(desk.url.rpartition(":")[2]) if desk is not None and desk.url else _PORT


def _free_port(wanted: int) -> int:
    """``wanted``, or any other free port. The server itself would silently take another one."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            # a connection of an earlier run that is not quite over does not make a port busy
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(os.name != "nt"))
            with contextlib.suppress(OSError):
                probe.bind((_HOST, port))
                return int(probe.getsockname()[1])
    raise ServerError("no port is free")


def _start(desk: Desk, data: Path, home: Path) -> subprocess.Popen[bytes]:
    account = {
        "LABEL_STUDIO_USERNAME": desk.email,
        "LABEL_STUDIO_PASSWORD": desk.password,
        "LABEL_STUDIO_USER_TOKEN": desk.token,
    }
    port = desk.url.rpartition(":")[2]
    command = [str(program(home)), "start", "--no-browser", "--internal-host", _HOST, "--port", port]
    with (data / "server.log").open("ab") as log:
        server = subprocess.Popen(
            command, env=environment(data, account), cwd=data, stdin=subprocess.DEVNULL, stdout=log,
            stderr=log, start_new_session=True,
        )  # fmt: skip
    (data / _PROCESS).write_text(f"{server.pid}\n")
    return server


def server_process(data: Path) -> str:
    """The number of the server's process, as it was last started; "?" where that is not known."""
    try:
        return (data / _PROCESS).read_text().strip() or "?"
    except OSError:
        return "?"


def _wait(desk: Desk, server: subprocess.Popen[bytes], data: Path) -> bool:
    """True when the desk answers, False when somebody else does at its address. Raises `ServerError`."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        state = answers(desk)
        if state is not None:
            return state
        time.sleep(0.1)
    raise ServerError(
        f"the server did not come up: {_last_line(data / 'server.log')}", where=desk.url,
        hint=f"its log is {data / 'server.log'}",
    )  # fmt: skip


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n")[-20:]
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ask, then insist."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
    try:
        server.wait(_LAST_WORDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()

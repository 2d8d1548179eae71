"""Which Label Studio server is spoken to, and with which token: said once, kept for the user alone."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tzcorpus.errors import ServerError
from tzcorpus.io import open_atomic

# the names that Label Studio's own tools read
URL, TOKEN = "LABEL_STUDIO_URL", "LABEL_STUDIO_API_KEY"


@dataclass(frozen=True, slots=True)
class Connection:
    """A server's address and an access token of either kind."""

    url: str
    token: str


def connection_file() -> Path:
    """Where the connection is kept, readable by its owner alone: never in a project's folder."""
    from platformdirs import user_config_path

    return user_config_path("tzcorpus") / "label-studio.json"


def save_connection(connection: Connection) -> Path:
    """Keep the connection for later commands; returns the file."""
    path = connection_file()
    with open_atomic(path) as stream:
        os.fchmod(stream.fileno(), 0o600) if hasattr(os, "fchmod") else None
        stream.write(json.dumps(asdict(connection), indent=1).encode() + b"\n")
    path.chmod(0o600)
    return path


def find_connection(url: str | None = None, token: str | None = None) -> Connection:
    """What was given, else the environment's, else what was kept. Raises `ServerError`."""
    kept = _kept()
    address = url or os.environ.get(URL) or (kept.url if kept else "")
    # a kept token belongs to the server that it was kept for
    own = kept.token if kept is not None and kept.url == address.rstrip("/") else ""
    key = token or os.environ.get(TOKEN) or own
    if not address or not key:
        raise ServerError(
            "no Label Studio server is known" if not address else f"no token for {address} is known",
            hint="start one with 'tzcorpus review serve', or name one with 'tzcorpus review init'",
        )  # fmt: skip
    return checked(address, key)


def checked(url: str, token: str) -> Connection:
    """The connection, its address without a slash at the end. Raises `ServerError`."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ServerError(f"the address {url!r} cannot be used", expected="http://… or https://…")
    if not token.strip() or not token.isascii():
        raise ServerError("the token is empty or holds characters that no token has")
    return Connection(url.rstrip("/"), token.strip())


def _kept() -> Connection | None:
    path = connection_file()
    if not path.is_file():
        return None
    try:
        known = json.loads(path.read_bytes())
        return checked(str(known["url"]), str(known["token"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ServerError(f"is not a connection ({error})", where=str(path), hint="delete it") from error

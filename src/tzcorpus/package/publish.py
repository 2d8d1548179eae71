"""Push a dataset folder to a hub that speaks the Hugging Face interface, or say what would be pushed.

Only files that ``SHA256SUMS`` lists are sent, and only from a folder in which `validate` finds no fault.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from tzcorpus.errors import ConfigError, InputError, OutputError
from tzcorpus.extras import require
from tzcorpus.io import file_sha256
from tzcorpus.package.dataset import MARKER, SUMS
from tzcorpus.package.features import CONFIGS
from tzcorpus.package.parquet import read_rows
from tzcorpus.package.validate import Step, validate

TOKEN_ENV = "HF_TOKEN"  # the name huggingface_hub itself reads
# The hub's own rule: letters, digits, - _ . in two parts, none of them at an end or doubled.
_PART = r"[A-Za-z0-9_](?:[A-Za-z0-9_]|[-.](?=[A-Za-z0-9_]))*"
_REPO_ID = re.compile(rf"(?:{_PART}/)?{_PART}")
_REPO_ID_LENGTH = 96
_REFUSED = {
    401: "the hub does not know the token",
    403: "the token may not write there",
    404: "there is no such account, or the token may not see it",
    409: "somebody else is writing there",
    413: "the hub finds a file too large",
    429: "the hub asks to slow down",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A file to send: its path in the folder and in the repository, its size in bytes, its digest."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push sends: the files, and the commit message, which names the build. ``private_paths`` are
    source paths in `documents` that tell of the machine the dataset was built on.
    """

    folder: Path
    repo_id: str
    message: str
    files: tuple[Sent, ...]
    private_paths: tuple[str, ...] = ()


def plan(folder: str | Path, repo_id: str, *, step: Step = lambda rows: None) -> Plan:
    """What `push` would send, after a full `validate`, which calls ``step``. Touches no network.

    Raises `InputError` where ``folder`` is no dataset or has faults, `ConfigError` for a ``repo_id`` that no
    hub takes.
    """
    if not _REPO_ID.fullmatch(repo_id) or len(repo_id) > _REPO_ID_LENGTH:
        raise ConfigError(
            f"{repo_id!r} is not a repository id", expected="OWNER/NAME, as in my-lab/newspapers"
        )
    root = Path(folder)
    if faults := validate(root, step=step):
        more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
        raise InputError(f"has faults: {faults[0]}{more}", where=str(folder),
                         hint=f"tzcorpus validate {folder} lists them; nothing was sent")  # fmt: skip
    marker = json.loads((root / MARKER).read_text(encoding="utf-8"))
    message = f"tzcorpus build {marker['build']}, version {marker['version']}"
    return Plan(root, repo_id, message, tuple(_files(root)), tuple(_private_paths(root)))


def _files(root: Path) -> Iterator[Sent]:
    """The files that the sums list (their digests hold: `validate` has compared them), and the sums."""
    for line in (root / SUMS).read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        yield Sent(name, (root / name).stat().st_size, digest)
    yield Sent(SUMS, (root / SUMS).stat().st_size, file_sha256(root / SUMS))


def _private_paths(root: Path) -> Iterator[str]:
    """Absolute paths in `documents`, which a build from an absolute path leaves there."""
    for _, row in read_rows(root, "documents") if (root / "documents").is_dir() else ():
        path = row["path"]
        if PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute():
            yield path


def push(
    planned: Plan, *, private: bool = False, token_env: str = TOKEN_ENV, endpoint: str = "",
    bars: bool = True, begin: Callable[[], object] = lambda: None,
) -> str:  # fmt: skip
    """Create the dataset repository where it is missing, send the files in one commit, return its address.

    Shards of earlier builds that stand in the repository are removed in the same commit. The token comes
    from the environment variable ``token_env``; where that is the default and not set, from the login that
    huggingface_hub keeps. ``endpoint`` is another hub's address; releases of huggingface_hub up to 1.0 read
    parts of it from HF_ENDPOINT alone, which must be set before they are imported. ``bars`` shows how far the
    files are, on a terminal; ``begin`` is called when nothing is in the way of sending.

    Raises `ExtraMissingError` without huggingface_hub, `ConfigError` without a token, `OutputError` where the
    hub refuses or cannot be reached.
    """
    hub = require("huggingface_hub", purpose="publishing")
    token = _token(token_env, hub.get_token)
    if not (bars and sys.stderr.isatty()):
        hub.utils.disable_progress_bars()
    begin()
    api = hub.HfApi(endpoint=endpoint or None, token=token)
    try:
        # without --private the choice is left to the account's own default
        chosen = {"private": True} if private else {}
        made = api.create_repo(planned.repo_id, repo_type="dataset", exist_ok=True, **chosen)
        old = _old_shards(planned, api.list_repo_files(made.repo_id, repo_type="dataset"))
        # not upload_folder: its releases from 2 on may split a push over several commits, and a repository
        # that holds half a build loads as a shorter dataset
        commit = api.create_commit(
            made.repo_id,
            repo_type="dataset",
            operations=[
                *(hub.CommitOperationAdd(file.path, planned.folder / file.path) for file in planned.files),
                *(hub.CommitOperationDelete(path) for path in old),
            ],
            commit_message=planned.message,
        )
    except Exception as error:  # the hub's library, its HTTP client and its threads share no base class
        raise _refusal(error, planned.repo_id, api.endpoint) from error
    return str(commit.commit_url)


def _old_shards(planned: Plan, there: Iterable[str]) -> list[str]:
    """Shards in the repository that this build does not have; other people's files are left alone."""
    ours = {file.path for file in planned.files}
    return sorted(
        path for path in there
        if path not in ours and path.endswith(".parquet") and path.partition("/")[0] in CONFIGS
    )  # fmt: skip


def _token(name: str, kept: object) -> str:
    token = os.environ.get(name, "").strip()
    if not token and name == TOKEN_ENV and callable(kept):
        token = kept() or ""
    if not token:
        raise ConfigError(
            f"no token: the environment variable {name} is not set",
            hint=f"make a token with write access in the hub's settings and export {name}=…",
        )
    return token


def _refusal(error: BaseException, repo_id: str, endpoint: str) -> OutputError:
    """One line for whatever went wrong, by the HTTP status where there is one in the chain of causes."""
    where, cause = f"{endpoint}/datasets/{repo_id}", error
    seen: BaseException | None = error
    while seen is not None:
        status = getattr(getattr(seen, "response", None), "status_code", None)
        if status is not None:
            reason = _REFUSED.get(status, "the hub refused")
            return OutputError(f"{reason} (HTTP {status})", where=where, hint=_NEXT.get(status, ""))
        cause, seen = seen, seen.__cause__ or seen.__context__
    what = " ".join(str(cause).split())[:200] or "no reason given"
    return OutputError(
        f"could not be pushed ({type(error).__name__}: {what})",
        where=where,
        hint="see whether the repository shows the commit; if not, run the command again",
    )


_NEXT = {
    401: "make a new token in the hub's settings",
    403: "use a token with write access to that account",
    404: "check the owner's name and the token's rights",
}

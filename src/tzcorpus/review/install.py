"""A Label Studio server in an environment of its own: installed once, outside of tzcorpus's packages.

The server pins what a corpus needs newer (pyarrow, numpy), so the two never share an environment.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tzcorpus.errors import ServerError

VERSION = "1.23.2"  # the version that the tests run against
DATABASE = "label_studio.sqlite3"
_DONE = "installed"
# What a server may see of the caller's environment. It reads HOST, PORT, DEBUG, USERNAME and PASSWORD
# where it finds them, so everything else stays out.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "SYSTEMROOT", "USERPROFILE", "LOCALAPPDATA")
# No request leaves the machine: nothing listens on the discard port. Loopback is never proxied.
_NOWHERE = "http://127.0.0.1:9"
_SETTINGS = {
    "COLLECT_ANALYTICS": "false",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "LATEST_VERSION_CHECK": "false",
    "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
    # a prediction server on this machine is what a desk is for
    "LABEL_STUDIO_ML_BLOCK_LOCAL_IP": "false",
    "LABEL_STUDIO_SSRF_PROTECTION_ENABLED": "false",
    "LABEL_STUDIO_LOG_LEVEL": "WARNING",
    "PYTHONWARNINGS": "ignore",
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE),
    **dict.fromkeys(("no_proxy", "NO_PROXY"), "127.0.0.1,localhost"),
}

Say = Callable[[str], None]


def default_folder() -> Path:
    """Where the server is installed: the user's cache folder, by version of server and Python."""
    from platformdirs import user_cache_path

    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return user_cache_path("tzcorpus") / f"label-studio-{VERSION}-py{python}"


def environment(data: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment variables of a server whose database and files are in ``data``."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, **_SETTINGS, "LABEL_STUDIO_BASE_DATA_DIR": str(data.resolve()), **(more or {})}


def program(folder: Path) -> Path:
    """The server's executable in ``folder``, whether it is there or not."""
    windows = os.name == "nt"
    return folder / "venv" / ("Scripts/label-studio.exe" if windows else "bin/label-studio")


def template(folder: Path) -> Path:
    """The empty database, migrated once: a copy of it starts in seconds."""
    return folder / "template" / DATABASE


def installed(folder: Path) -> bool:
    """Is the server there, whole?"""
    return (folder / _DONE).is_file() and program(folder).is_file() and template(folder).is_file()


def install(folder: Path, *, say: Say) -> None:
    """Install the server into ``folder``, unless it is there. An install that was broken off starts anew.

    Raises `ServerError` with the installer's last lines where it fails.
    """
    if installed(folder):
        return
    say(f"installing Label Studio {VERSION} into {folder} (about 800 MB, once)")
    folder.mkdir(parents=True, exist_ok=True)
    venv = folder / "venv"
    if not (folder / _DONE).is_file():
        shutil.rmtree(venv, ignore_errors=True)
        _packages(venv)
        (folder / _DONE).touch()
    say("making the empty database (once)")
    _migrate(folder)


def _packages(venv: Path) -> None:
    wanted = f"label-studio=={VERSION}"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    _run([sys.executable, "-m", "venv", str(venv)], "making an environment")
    uv = _uv()
    if uv is not None:
        # where uv cannot, pip may: it reads its own settings of mirrors and certificates
        with contextlib.suppress(ServerError):
            _run([*uv, "pip", "install", "-q", "--python", str(python), wanted], f"installing {wanted}")
            return
    _run([str(python), "-m", "pip", "install", "-q", wanted], f"installing {wanted}")


def _uv() -> list[str] | None:
    """The command of uv (a minute instead of four), where there is one."""
    beside = Path(sys.executable).with_name("uv")
    found = str(beside) if beside.is_file() else shutil.which("uv")
    return [found] if found else None


def _migrate(folder: Path) -> None:
    target = template(folder)
    with tempfile.TemporaryDirectory(prefix="template", dir=folder) as temporary:
        # any command migrates first; this one then only prints the version
        work = Path(temporary)
        _run([str(program(folder)), "version"], "making the empty database", env=environment(work))
        target.parent.mkdir(exist_ok=True)
        (work / DATABASE).replace(target)


def _run(command: list[str], what: str, *, env: Mapping[str, str] | None = None) -> None:
    # both names of one setting of uv: certificates come from the system, as with pip
    env = env or {**os.environ, "UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "true"}
    try:
        ended = subprocess.run(
            command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise ServerError(f"{what} failed ({error.strerror})", where=command[0]) from error
    if ended.returncode:
        said = "; ".join((ended.stderr or ended.stdout).strip().splitlines()[-3:])
        raise ServerError(f"{what} failed: {said}", hint=f"the command was: {' '.join(command)}")

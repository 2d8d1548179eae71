"""The one module that speaks to Label Studio's SDK: plain dicts in and out, errors in words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from tzcorpus.errors import ServerError
from tzcorpus.extras import require
from tzcorpus.review.connection import Connection
from tzcorpus.review.install import VERSION

_TIMEOUT = 60.0  # seconds for one request; a batch of tasks takes one or two
_PAGE = 500  # tasks a request; a page that is past the end answers 404
# The server did or did not do it: only a look at the server tells.
_UNSURE = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
# Every request of ours that writes is sent once: the SDK would repeat what was done already.
_ONCE = {"max_retries": 0}

Task = dict[str, Any]


class UnsureError(ServerError):
    """A request whose answer did not come, or came from a proxy: it may have been carried out."""


class LabelStudio:
    """A server. ``timeout`` in seconds is for one request.

    Every method raises `ServerError` in words, and `UnsureError` where a write may have been carried out.
    """

    def __init__(self, connection: Connection, *, timeout: float = _TIMEOUT) -> None:
        sdk = require("label_studio_sdk", purpose="talking to Label Studio")
        import httpx

        self.url = connection.url
        # a proxy of the environment has no business between this machine and itself
        here = urlsplit(self.url).hostname in ("127.0.0.1", "localhost", "::1")
        self._http = httpx.Client(timeout=timeout, follow_redirects=True, trust_env=not here)
        with self._words("connecting"):
            self._sdk = sdk.LabelStudio(base_url=self.url, api_key=connection.token, httpx_client=self._http)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def whoami(self) -> str:
        """The e-mail address of the token's owner."""
        with self._words("asking who we are"):
            return str(self._sdk.users.whoami().email)

    def version_note(self) -> str:
        """A line where the server's version is not the tested one; empty where it is."""
        with self._words("asking for the version"):
            found = _plain(self._sdk.versions.get())
        version = str(found.get("release") or "unknown")
        tested = VERSION.rpartition(".")[0]
        return "" if version.startswith(f"{tested}.") else f"server version {version}; tested with {tested}.x"

    def users(self) -> dict[str, str]:
        """E-mail addresses by user id."""
        with self._words("listing users"):
            return {str(user.id): str(user.email) for user in self._sdk.users.list()}

    def projects(self, title: str) -> list[dict[str, Any]]:
        """The projects with exactly this title, oldest first."""
        with self._words("listing projects"):
            found = [_plain(each) for each in self._sdk.projects.list(page_size=100)]
        return sorted((each for each in found if each.get("title") == title), key=lambda each: each["id"])

    def project(self, project: int) -> dict[str, Any]:
        """One project."""
        with self._words(f"reading project {project}"):
            return _plain(self._sdk.projects.get(project))

    def create_project(self, **settings: Any) -> dict[str, Any]:
        """A new project; ``settings`` as the server names them."""
        with self._words("making a project"):
            return _plain(self._sdk.projects.create(**settings, request_options=_ONCE))

    def update_project(self, project: int, **settings: Any) -> None:
        """Change settings of a project."""
        with self._words(f"changing project {project}"):
            self._sdk.projects.update(project, **settings, request_options=_ONCE)

    def ensure_view(self, project: int, view: Mapping[str, Any]) -> None:
        """Give the project a tab of tasks, unless it has any."""
        with self._words(f"looking at the tabs of project {project}"):
            if not list(self._sdk.views.list(project=project)):
                self._sdk.views.create(project=project, data=dict(view), request_options=_ONCE)

    def tasks(self, project: int, *, results: bool = False, since: str = "") -> Iterator[Task]:
        """The tasks of a project; with ``results`` their annotations, drafts and predictions, too; with
        ``since`` (a time of the server) only those changed at or after it.
        """
        query: dict[str, Any] = {"ordering": ["tasks:id"]}
        if since:
            item = {
                "filter": "filter:tasks:updated_at", "operator": "greater_or_equal", "type": "Datetime",
                "value": since,  # with fractions of a second and Z, or the server answers 500
            }  # fmt: skip
            query["filters"] = {"conjunction": "and", "items": [item]}
        with self._words(f"listing the tasks of project {project}"):
            pages = self._sdk.tasks.list(
                project=project, page_size=_PAGE, query=json.dumps(query),
                fields="all" if results else "task_only",
            )  # fmt: skip
            expected = int(_plain(pages.response).get("total") or 0)
            count = 0
            for task in pages:
                count += 1
                yield _plain(task)
        # the SDK takes a page that fails with 404 for the end
        if count < expected:
            raise ServerError(
                f"the list broke off after {count} of {expected} tasks", where=self.url, hint="try again"
            )

    def import_tasks(self, project: int, tasks: Sequence[Mapping[str, Any]]) -> int:
        """Import tasks with their predictions; returns how many the server says it made. A server with a
        queue answers before it has done it and says none: then only a list tells.
        """
        with self._words(f"importing {len(tasks)} tasks"):
            answer = self._sdk.projects.import_tasks(project, request=list(tasks), request_options=_ONCE)
        return int(_plain(answer).get("task_count") or 0)

    def update_task(self, task: int, *, data: Mapping[str, Any], meta: Mapping[str, Any]) -> None:
        """Replace a task's data and meta."""
        with self._words(f"changing task {task}"):
            self._sdk.tasks.update(str(task), data=dict(data), meta=dict(meta), request_options=_ONCE)

    def delete_task(self, task: int) -> None:
        """Delete a task, and all that hangs on it."""
        with self._words(f"deleting task {task}"):
            self._sdk.tasks.delete(str(task), request_options=_ONCE)

    def import_predictions(self, project: int, predictions: Sequence[Mapping[str, Any]]) -> None:
        """Add predictions, each with the id of its ``task``."""
        if predictions:
            with self._words(f"importing {len(predictions)} predictions"):
                self._sdk.projects.import_predictions(
                    project, request=list(predictions), request_options=_ONCE
                )

    def delete_prediction(self, prediction: int) -> None:
        """Delete a prediction."""
        with self._words(f"deleting prediction {prediction}"):
            self._sdk.predictions.delete(prediction, request_options=_ONCE)

    @contextmanager
    def _words(self, doing: str) -> Iterator[None]:
        """Whatever goes wrong inside becomes one of our errors."""
        import httpx
        from label_studio_sdk.core.api_error import ApiError

        try:
            yield
        except ApiError as error:
            raise _explained(doing, self.url, error.status_code, error.body) from error
        except httpx.ConnectError as error:
            raise ServerError(
                f"{doing}: nothing answers", where=self.url,
                hint="is it running? 'tzcorpus review serve' starts a desk",
            ) from error  # fmt: skip
        except httpx.HTTPError as error:
            what = str(error) or type(error).__name__
            raise UnsureError(f"{doing}: no answer ({what})", where=self.url, hint="try again") from error


def _plain(model: Any) -> dict[str, Any]:
    found: dict[str, Any] = model if isinstance(model, dict) else json.loads(model.json())
    return found


def _explained(doing: str, url: str, status: int | None, body: Any) -> ServerError:
    said = _detail(body)
    if status == 401:
        if "legacy" in said.lower():
            hint = (
                "make a personal access token in your account settings, or let an owner enable legacy tokens"
            )
        else:
            hint = "copy the token again (account settings) and give it to 'tzcorpus review init'"
        return ServerError(f"{doing}: the token is refused (401: {said})", where=url, hint=hint)
    if status == 403:
        return ServerError(
            f"{doing}: not allowed (403: {said})", where=url, hint="ask an owner of the organisation"
        )
    if status == 404:
        return ServerError(f"{doing}: not there (404)", where=url, hint="was it deleted?")
    if status in _UNSURE:
        return UnsureError(f"{doing}: the answer was {status} ({said})", where=url, hint="try again")
    return ServerError(f"{doing}: refused ({status}: {said})", where=url)


def _detail(body: Any) -> str:
    if isinstance(body, Mapping):
        more = body.get("validation_errors")
        return " ".join(str(part) for part in (body.get("detail") or body, more or "") if part)[:300]
    return str(body).strip()[:300] or "no reason given"

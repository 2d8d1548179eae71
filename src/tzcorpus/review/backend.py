"""A prediction server with the interface that Label Studio expects of a machine-learning backend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tzcorpus.errors import TzcorpusError
from tzcorpus.extras import require
from tzcorpus.records import AlignedPassage
from tzcorpus.review.push import MODEL_VERSION, to_task

# passage id and the two texts, to the passage with its entities and links
Annotate = Callable[[str, str, str], AlignedPassage]


def application(annotate: Annotate) -> Any:
    """A FastAPI application that predicts with ``annotate``.

    Predictions carry the version that `push` uses, so that the project shows them, and a score that is
    lowest for the least certain: with uncertainty sampling those passages come first.
    """
    fastapi = require("fastapi", purpose="the prediction server")
    app = fastapi.FastAPI(title="tzcorpus", docs_url=None, redoc_url=None, openapi_url=None)

    def health() -> dict[str, str]:
        return {"status": "UP", "model_class": "tzcorpus"}

    def versions() -> dict[str, list[str]]:
        return {"versions": [MODEL_VERSION]}

    def setup(body: dict[str, Any]) -> dict[str, str]:
        return {"model_version": MODEL_VERSION}

    def webhook(body: dict[str, Any]) -> dict[str, str]:
        # rules learn nothing from an event; corrections come back by `tzcorpus review pull`
        return {"status": "ignored"}

    def predict(body: dict[str, Any]) -> dict[str, Any]:
        tasks = body.get("tasks") or ()
        return {"results": [prediction(task, annotate) for task in tasks], "model_version": MODEL_VERSION}

    gets: dict[str, Callable[[], Any]] = {"/": health, "/health": health, "/versions": versions}
    posts: dict[str, Callable[[dict[str, Any]], Any]]
    posts = {"/setup": setup, "/webhook": webhook, "/predict": predict}
    for path, answer in gets.items():
        app.add_api_route(path, answer, methods=["GET"])
    for path, reply in posts.items():
        app.add_api_route(path, reply, methods=["POST"])
    return app


def prediction(task: Mapping[str, Any], annotate: Annotate) -> dict[str, Any]:
    """The prediction for one task as Label Studio sends it; an empty one, with an ``error``, for a task that
    cannot be read, so that the others of its batch keep their places.
    """
    data = task.get("data")
    texts = [data.get(name) for name in ("passage_id", "zh", "en")] if isinstance(data, Mapping) else []
    empty: dict[str, Any] = {"result": [], "score": 0.0, "model_version": MODEL_VERSION}
    known = [text for text in texts if isinstance(text, str)]
    if len(known) != 3:
        return {**empty, "error": "expected data with passage_id, zh and en"}
    try:
        found: dict[str, Any] = to_task(annotate(*known))["predictions"][0]
    except TzcorpusError as error:
        return {**empty, "error": str(error)}
    return found

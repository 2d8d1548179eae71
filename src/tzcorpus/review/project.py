"""The project on a server: made with our labelling interface, or brought up to it without harm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from defusedxml import ElementTree

from tzcorpus.errors import ServerError
from tzcorpus.review.client import LabelStudio, UnsureError
from tzcorpus.review.config import labelling_config
from tzcorpus.review.push import MODEL_VERSION

INSTRUCTION = (
    "Correct the marked names and amounts on both sides, link the two sides, say whether the figures agree, "
    "submit. Delete a span: click it, Backspace. Move an edge: click the span, drag its edge. Add one: press "
    "its key, then drag over the text. Link: click a span, Alt+R, click the other."
)
# The tab that people meet first: what is least certain stands at the top, and "Label All Tasks" follows it.
# The project's own sampling is asked by the API alone.
_HIDDEN = [
    f"tasks:{name}"
    for name in (
        "inner_id", "completed_at", "total_predictions", "annotations_results", "annotations_ids",
        "predictions_model_versions", "predictions_results", "file_upload", "storage_filename", "created_at",
        "updated_at", "updated_by", "avg_lead_time", "data.sha256", "data.values", "data.en",
    )
]  # fmt: skip
VIEW = {
    "title": "Uncertain first",
    "type": "list",
    "target": "tasks",
    "ordering": ["tasks:predictions_score"],
    "filters": {"conjunction": "and", "items": []},
    "hiddenColumns": {"explore": _HIDDEN, "labeling": _HIDDEN},
}


def prepare_project(
    server: LabelStudio, title: str, project: Mapping[str, Any] | None, *, overlap: int = 1
) -> Mapping[str, Any]:
    """The project, made where it is None, with our labelling interface and predictions that show.

    Uncertain passages come first in the stream. A project whose interface has labels that ours lacks is
    refused: the server would accept the change and leave spans without a label. Raises `ServerError`.
    """
    config = labelling_config()
    if project is None:
        project = _created(server, title, config, overlap)
    server.ensure_view(int(project["id"]), VIEW)
    changes: dict[str, Any] = {}
    theirs = str(project.get("label_config") or "")
    if theirs.strip() != config.strip():
        if lost := _labels(theirs) - _labels(config):
            raise ServerError(
                f"project {title!r} has labels that ours lack: {', '.join(sorted(lost))}", where=server.url,
                hint="choose another title with --project",
            )  # fmt: skip
        changes["label_config"] = config
    if project.get("model_version") != MODEL_VERSION:
        # predictions of any other version are invisible
        changes["model_version"] = MODEL_VERSION
    if changes:
        server.update_project(int(project["id"]), **changes)
    return project


def _created(server: LabelStudio, title: str, config: str, overlap: int) -> Mapping[str, Any]:
    try:
        return server.create_project(
            title=title, label_config=config, maximum_annotations=overlap, expert_instruction=INSTRUCTION,
            sampling="Uncertainty sampling", model_version=MODEL_VERSION,
            show_collab_predictions=True, enable_empty_annotation=True,
        )  # fmt: skip
    except UnsureError:
        # made or not made? only a look tells, and a second one would split the work
        if found := server.projects(title):
            return found[0]
        raise


def _labels(config: str) -> set[str]:
    try:
        root = ElementTree.fromstring(config)
    except ElementTree.ParseError:
        return set()
    return {str(element.get("value")) for element in root.iter("Label")}

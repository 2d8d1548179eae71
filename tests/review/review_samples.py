"""Aligned passages built by hand, and a Label Studio that behaves as the real one was seen to."""

from __future__ import annotations

import copy
import json
from typing import Any

from tzcorpus.records import AlignedPassage, Bead, Entity, EntityLink, Finding, Passage, Span

ZH = "𠮷晨帆泵业投资3.5亿元\u3000😀在滨江产业园建厂。"
EN = "Chenfan  Pumps put 350 million yuan 👨‍👩‍👧 into Binjiang Industrial Park, cafe\u0301."


def entity(text: str, surface: str, label: str, **more: Any) -> Entity:
    start = text.index(surface)
    return Entity(Span(start, start + len(surface)), label, surface, **more)


def pair(identifier: str = "d1.0", *, findings: tuple[Finding, ...] = ()) -> AlignedPassage:
    zh = Passage(
        f"{identifier}.zh", "d1", "zh", ZH, blocks=(0,), sentences=(Span(0, len(ZH)),),
        entities=(
            entity(ZH, "晨帆泵业", "COMPANY", source="rule:suffix", entity="晨帆泵业"),
            entity(ZH, "3.5亿元", "MONEY", source="rule:money", score=0.9),
            entity(ZH, "滨江产业园", "PARK", source="rule:park"),
        ),
    )  # fmt: skip
    en = Passage(
        f"{identifier}.en", "d1-en", "en", EN, blocks=(0,), sentences=(Span(0, len(EN)),),
        entities=(
            entity(EN, "Chenfan  Pumps", "COMPANY", source="rule:suffix"),
            entity(EN, "350 million yuan", "MONEY", source="rule:money"),
            entity(EN, "Binjiang Industrial Park", "PARK", source="rule:park"),
        ),
    )  # fmt: skip
    links = tuple(EntityLink(k, k, 1.0, "dictionary") for k in range(3))
    return AlignedPassage(identifier, zh, en, (Bead((0,), (0,), 1.0),), links, findings)


def submitted(
    tasks: list[dict[str, Any]], *, user: Any = 1, cancelled: bool = False, when: str = "2026-03-04T05:06:07Z"
) -> list[dict[str, Any]]:
    """The JSON export after one person pressed submit on every task without a change.

    As seen on a real server: predictions come back as ids, regions keep their id and gain an origin, and
    the text of an unedited region is what was pushed.
    """
    out = []
    for number, task in enumerate(json.loads(json.dumps(copy.deepcopy(tasks))), start=1):
        result = task["predictions"][0]["result"]
        for region in result:
            if region["type"] != "relation":
                region["origin"] = "prediction"
        annotation = {
            "id": 100 + number, "completed_by": user, "result": result, "was_cancelled": cancelled,
            "ground_truth": False, "created_at": when, "updated_at": when, "lead_time": 3.25,
            "unique_id": "7b0d1c1e-0000-4000-8000-000000000000", "parent_prediction": None,
        }  # fmt: skip
        out.append(
            {
                "id": number, "data": task["data"], "meta": task["meta"], "annotations": [annotation],
                "predictions": [number], "drafts": [], "updated_at": when,
            }
        )  # fmt: skip
    return out


def regions(export: list[dict[str, Any]], number: int = 0) -> list[dict[str, Any]]:
    return export[number]["annotations"][0]["result"]


def manual(
    side: str, start: int, end: int, label: str, text: str, identifier: str = "Xy12"
) -> dict[str, Any]:
    """A region as a person draws it: the server stores the rendered text, with runs of spaces collapsed."""
    return {
        "id": identifier, "from_name": f"ner_{side}", "to_name": side, "type": "labels", "origin": "manual",
        "value": {"start": start, "end": end, "text": " ".join(text[start:end].split()), "labels": [label]},
    }  # fmt: skip

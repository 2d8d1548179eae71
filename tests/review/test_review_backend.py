"""The prediction server, as Label Studio calls it."""

from __future__ import annotations

from functools import partial

import pytest

from tzcorpus.config import Settings
from tzcorpus.pipeline import annotate_pair
from tzcorpus.review.push import MODEL_VERSION

pytestmark = pytest.mark.extras
pytest.importorskip("fastapi")

ZH = "晨帆泵业有限公司投资3.5亿元在滨江产业园建厂。"
EN = "Chenfan Pumps Co., Ltd. put 350 million yuan into a plant in Binjiang Industrial Park."
TASK = {"id": 1, "data": {"passage_id": "p.1", "zh": ZH, "en": EN}}


@pytest.fixture(scope="module")
def ask():
    """Send a request through the application itself; returns the JSON of the answer."""
    import asyncio

    import httpx

    from tzcorpus.review.backend import application

    app = application(partial(annotate_pair, settings=Settings()))

    def send(method, path, body=None):
        async def run():
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://backend") as client:
                return await client.request(method, path, json=body)

        answer = asyncio.run(run())
        assert answer.status_code == 200, answer.text
        return answer.json()

    return send


def test_health_setup_versions_and_webhook_answer(ask):
    assert ask("GET", "/health")["status"] == "UP"
    assert ask("POST", "/setup", {"project": "1", "schema": "<View/>"}) == {"model_version": MODEL_VERSION}
    assert ask("GET", "/versions") == {"versions": [MODEL_VERSION]}
    assert ask("POST", "/webhook", {"action": "ANNOTATION_CREATED"})["status"] == "ignored"


def test_predictions_are_what_a_push_would_send(ask):
    answer = ask("POST", "/predict", {"tasks": [TASK], "project": "1.2", "params": {"context": None}})
    (prediction,) = answer["results"]
    spans = {
        (r["to_name"], r["value"]["labels"][0]): (ZH if r["to_name"] == "zh" else EN)[
            r["value"]["start"] : r["value"]["end"]
        ]
        for r in prediction["result"]
        if r["type"] == "labels"
    }
    assert spans["zh", "MONEY"] == "3.5亿元"
    assert spans["en", "MONEY"] == "350 million yuan"
    assert spans["zh", "COMPANY"] == "晨帆泵业有限公司"
    assert any(region["type"] == "relation" for region in prediction["result"])
    assert 0 < prediction["score"] <= 1
    assert prediction["model_version"] == answer["model_version"] == MODEL_VERSION


def test_a_task_that_cannot_be_read_keeps_its_place(ask):
    broken = {"id": 2, "data": {"text": "?"}}
    answer = ask("POST", "/predict", {"tasks": [broken, TASK]})
    assert [bool(result["result"]) for result in answer["results"]] == [False, True]
    assert "passage_id" in answer["results"][0]["error"]


def test_one_side_alone_is_predicted(ask):
    alone = {"id": 3, "data": {"passage_id": "p.3", "zh": ZH, "en": ""}}
    (prediction,) = ask("POST", "/predict", {"tasks": [alone]})["results"]
    assert {region["to_name"] for region in prediction["result"]} == {"zh"}

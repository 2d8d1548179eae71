"""What goes out is what Label Studio's own library takes: labelling config and predictions."""

from __future__ import annotations

import pytest

from tzcorpus.records import AlignedPassage, Entity, EntityLink, Passage, Span
from tzcorpus.review.config import labelling_config
from tzcorpus.review.tasks import to_tasks

pytestmark = pytest.mark.extras


@pytest.fixture(scope="module")
def interface() -> object:
    # the SDK's own modules warn while they are imported
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from label_studio_sdk.label_interface import LabelInterface

        return LabelInterface(labelling_config())


def passage() -> AlignedPassage:
    money = Entity(Span(6, 9), "MONEY", "5亿元")
    zh = Passage("d.zh.0001", "d", "zh", "𠮷禾农业投资5亿元😀。", entities=(
        Entity(Span(0, 4), "COMPANY", "𠮷禾农业"), money,
    ))  # fmt: skip
    en = Passage("d.en.0001", "d.en", "en", "Jihe Farming put in 500 million yuan.", entities=(
        Entity(Span(0, 12), "COMPANY", "Jihe Farming"),
    ))  # fmt: skip
    return AlignedPassage("d.zh.0001", zh, en, links=(EntityLink(0, 0, 1.0, "name"),))


def test_the_labelling_config_is_one_that_the_sdk_reads(interface: object) -> None:
    assert interface.is_valid  # type: ignore[attr-defined]
    controls = {control.name for control in interface.controls}  # type: ignore[attr-defined]
    assert {"ner_zh", "ner_en"} <= controls


def test_predictions_pass_the_sdks_validation(interface: object) -> None:
    (task,) = to_tasks([passage()])
    for prediction in task["predictions"]:
        errors = interface.validate_prediction(prediction, return_errors=True)  # type: ignore[attr-defined]
        assert not errors, errors


def test_the_sdk_would_have_seen_a_wrong_control(interface: object) -> None:
    (task,) = to_tasks([passage()])
    (prediction,) = task["predictions"]
    prediction["result"][0]["from_name"] = "ner_fr"
    assert interface.validate_prediction(prediction, return_errors=True)  # type: ignore[attr-defined]

"""The agreement that the card states is the one that the layers have."""

from __future__ import annotations

import re
import tomllib

import agreement
import corpus_source


def test_the_card_states_the_agreement_of_the_layers() -> None:
    gold, second = agreement.read(agreement.documents())
    stated = tomllib.loads((agreement.ROOT / "corpus" / "dataset.toml").read_text(encoding="utf-8"))[
        "agreement"
    ]

    def of(label: str) -> str:
        keys = [{key for key in layer if label in (key[4], "all")} for layer in (gold, second)]
        return f"{agreement.f1(*keys):.3f}"

    assert f"{of('all')} over all" in stated
    for label in ("COMPANY", "PARK", "MONEY"):
        assert f"{label} {of(label)}" in stated
    assert re.match(rf"\s*{len(agreement.documents())} of the articles", stated)


def test_every_mention_of_the_second_layer_stands_in_its_text() -> None:
    import json

    texts = {}
    for line in agreement.LAYER.read_text(encoding="utf-8").splitlines():
        mention = json.loads(line)
        key = mention["document"], mention["side"]
        if key not in texts:
            article = corpus_source.load(agreement.ROOT / "corpus" / "source" / f"{key[0]}.md")
            texts[key] = agreement.side_text(article, key[1])[0]
        assert texts[key][mention["start"] : mention["end"]] == mention["surface"]

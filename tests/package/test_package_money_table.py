from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd

from tzcorpus.package.exports import export
from tzcorpus.records import AlignedPassage, Entity, Money, Passage, Span


def test_amounts_come_back_exact_with_their_sentence(tmp_path: Path) -> None:
    text = "开工了。=晨帆投资3.5亿元，每亩税收40.47万元。"
    first, second = text.index("3.5"), text.index("40.47")
    invested = Money(Decimal(350000000), currency="CNY")
    taxed = Money(Decimal("404700"), currency="CNY", per="亩")
    passage = Passage(
        "d.zh.0001", "d", "zh", text,
        sentences=(Span(0, 4), Span(4, len(text))),
        entities=(
            Entity(Span(first, first + 5), "MONEY", "3.5亿元", value=invested),
            Entity(Span(second, second + 7), "MONEY", "40.47万元", value=taxed),
        ),
    )  # fmt: skip
    done = export("money", [("train", AlignedPassage("d.zh.0001", passage))], tmp_path / "out")
    assert done.items == 2
    table = pd.read_parquet(tmp_path / "out" / "money.parquet")
    assert table["amount"].tolist() == [Decimal(350000000), Decimal(404700)]
    assert table["per"].tolist()[1] == "亩"
    assert table["surface"].tolist() == ["3.5亿元", "40.47万元"]
    assert table["sentence"].tolist()[0].startswith("=晨帆投资")
    csv = pd.read_csv(tmp_path / "out" / "money.csv", dtype=str)
    assert csv["amount"].tolist() == ["350000000", "404700"]
    assert csv["sentence"].tolist()[0].startswith("'=")

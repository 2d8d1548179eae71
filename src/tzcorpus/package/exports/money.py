"""Amounts of money as a table: a mention a row, both languages, with the sentence it stands in."""

from __future__ import annotations

from pathlib import Path

from tzcorpus.annotate.money_table import write_money_table
from tzcorpus.package.exports.base import Exported, Options, Passages, sides


def export_money(passages: Passages, out: Path, options: Options) -> Exported:
    """``money.csv`` and ``money.parquet``: document, passage, surface, amount, low, high, currency, per,
    sentence.
    """
    found = [side for _, aligned in passages for side in sides(aligned)]
    files = (out / "money.csv", out / "money.parquet")
    count = 0
    for path in files:
        count = write_money_table(path, found)
    return Exported(files, count)

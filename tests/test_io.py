from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tzcorpus.errors import FormatError, InputError, OutputError
from tzcorpus.io import from_dict, open_atomic, parse_line, read_records, to_dict, write_records
from tzcorpus.records import (
    AlignedPassage,
    Bead,
    Block,
    Box,
    Document,
    Edit,
    Entity,
    EntityLink,
    Finding,
    LayoutLine,
    LayoutWord,
    Money,
    Passage,
    Record,
    Reject,
    Source,
    Span,
    Suspect,
)

NAME = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SPAN = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: Span(min(pair), max(pair)))
NUMBER = st.floats(0, 1, allow_nan=False).map(lambda x: round(x, 6))
BOX = st.builds(Box, NUMBER, NUMBER, NUMBER, NUMBER, st.integers(0, 3))
AMOUNT = st.none() | st.decimals(allow_nan=False, allow_infinity=False)
EXACT = st.decimals(allow_nan=False, allow_infinity=False)
MONEY = st.builds(Money, AMOUNT, AMOUNT, AMOUNT, st.none() | st.sampled_from(["CNY", "USD"]),
                  per=st.none() | NAME, alternatives=st.lists(EXACT, max_size=2).map(tuple))  # fmt: skip
ENTITY = st.builds(Entity, SPAN, st.sampled_from(["COMPANY", "PARK", "MONEY"]), NAME, st.none() | NAME,
                   st.none() | MONEY, st.none() | SPAN, NAME, NUMBER)  # fmt: skip


def many(item: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(item, max_size=3).map(tuple)


WORD = st.builds(LayoutWord, SPAN, BOX, st.none() | NUMBER)
LINE = st.builds(LayoutLine, SPAN, BOX, words=many(WORD))
DOCUMENT = st.builds(
    Document, NAME, NAME, st.sampled_from(["zh", "en"]), st.builds(Source, NAME, NAME), many(LINE),
    many(st.builds(Block, st.sampled_from(["paragraph", "caption"]), many(SPAN), box=st.none() | BOX)),
    many(st.builds(Edit, SPAN, NAME, NAME, NUMBER)), many(st.builds(Suspect, SPAN, NAME, NAME, many(NAME))),
)  # fmt: skip
PASSAGE = st.builds(
    Passage, NAME, NAME, st.sampled_from(["zh", "en"]), NAME, entities=many(ENTITY), words=many(SPAN)
)
ALIGNED = st.builds(
    AlignedPassage, NAME, st.none() | PASSAGE, st.none() | PASSAGE,
    many(st.builds(Bead, many(st.integers(0, 9)), many(st.integers(0, 9)), NUMBER)),
    many(st.builds(EntityLink, st.integers(0, 9), st.integers(0, 9), NUMBER, NAME)),
    many(st.builds(Finding, st.sampled_from(["agrees", "missing"]), st.none() | SPAN)), NAME, NUMBER,
)  # fmt: skip
RECORD = st.one_of(DOCUMENT, PASSAGE, ALIGNED, st.builds(Reject, NAME, NAME, NAME, NAME))


@settings(max_examples=500, deadline=None)
@given(record=RECORD)
def test_json_round_trip_is_the_identity(record: Record) -> None:
    from tzcorpus.io import dump_line

    assert parse_line(dump_line(record), where="x:1") == record
    assert from_dict(to_dict(record)) == record


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_files_hold_what_was_written(tmp_path: Path, name: str) -> None:
    records = [Passage("p", "d", "zh", "台州\n😀"), Reject("x", "ingest", "empty")]
    assert write_records(tmp_path / name, records) == 2
    assert list(read_records(tmp_path / name)) == records
    first = (tmp_path / name).read_bytes()
    write_records(tmp_path / name, records)
    assert (tmp_path / name).read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "bad.jsonl:2: not JSON"),
        ("[]", "bad.jsonl:2: JSON list; expected one JSON object a line"),
        ('{"record":"novel"}', "bad.jsonl:2: record type 'novel'"),
        ('{"record":"passage","schema":99}', "bad.jsonl:2: schema 99; expected schema 1"),
        ('{"record":"passage","schema":1}', "bad.jsonl:2: passage: .*missing required field `id`"),
        (
            '{"record":"passage","schema":1,"id":"p","document":"d","language":"zh","text":"t",'
            '"sentences":[{"start":"0","end":1}]}',
            r"bad.jsonl:2: passage: .*at `\$.sentences\[0\].start`",
        ),
        (
            '{"record":"passage","schema":1,"id":"p","document":"d","language":"zh","text":"t",'
            '"sentences":[{"start":3,"end":1}]}',
            "bad.jsonl:2: passage: .*span 3:1",
        ),
    ],
)
def test_broken_lines_are_named_by_file_and_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(FormatError, match=message):
        list(read_records(path))


def test_files_that_cannot_be_read_or_written_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none.jsonl: cannot be opened"):
        list(read_records(tmp_path / "none.jsonl"))
    (tmp_path / "cut.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00")
    with pytest.raises(InputError, match="cut.jsonl.gz: cannot be read"):
        list(read_records(tmp_path / "cut.jsonl.gz"))
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"), open_atomic(tmp_path / "file" / "out"):
        pass


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    def records() -> object:
        yield Reject("x", "s", "r")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_records(tmp_path / "out.jsonl", records())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_decimals_stay_exact() -> None:
    value = Money(amount=Decimal("2562.300"), low=Decimal("1E+8"))
    entity = Entity(Span(0, 1), "MONEY", "x", value=value)
    record = Passage("p", "d", "zh", "x", entities=(entity,))
    (back,) = from_dict(to_dict(record)).entities  # type: ignore[union-attr]
    assert back.value == value
    assert str(back.value.amount) == "2562.300"  # type: ignore[union-attr]

"""Is a dataset folder what it says it is? A line a fault, from the files alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tzcorpus.edits import PieceTable
from tzcorpus.errors import InputError, TzcorpusError
from tzcorpus.io import file_sha256
from tzcorpus.package.checks import faults
from tzcorpus.package.dataset import CARD, FORMAT, MARKER, SUMS, is_dataset
from tzcorpus.package.features import CONFIGS, NER_TAGS, arrow_schema, yaml_features
from tzcorpus.package.parquet import read_rows
from tzcorpus.package.rows import Row, aligned_of, sentence_rows, token_row
from tzcorpus.package.tokens import tag
from tzcorpus.records import AlignedPassage, Block, Document, Edit, Span

# Shorter texts (a department's name, a stock headline) recur in any paper and give nothing away.
LEAK_CHARACTERS = 30
_SUM_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
# Called with how many rows were looked at.
Step = Callable[[int], object]
_SHA256 = re.compile(r"[0-9a-f]{64}")
# What a row that does not hold what its column should makes `aligned_of` raise.
_ROW_ERRORS = (TzcorpusError, TypeError, KeyError, ValueError, AttributeError)


def validate(folder: str | Path, *, step: Step = lambda rows: None) -> list[str]:
    """The faults of a packaged dataset, ``file or id: what is wrong``; empty when there are none.

    Checks digests, card against files, columns, every span and value, ids across configurations, sentences
    and tags against the passages they were made of, the clean text against raw text and edits, licences,
    and that no document and no text of 30 characters or more is in two splits. ``step`` is called with the
    rows that were looked at since its last call.

    Raises `InputError` where ``folder`` is not a dataset that tzcorpus wrote.
    """
    root = Path(folder)
    if not is_dataset(root):
        raise InputError(
            "not a dataset that tzcorpus wrote", where=str(folder),
            expected=f"a folder with a {MARKER} that says {FORMAT!r}",
        )  # fmt: skip
    found = [*_digest_faults(root), *_card_faults(root)]
    schemas = [*_schema_faults(root)]
    if schemas:  # rows of other columns would only repeat the fault
        return found + schemas
    return found + _Rows(root).check(step)


def row_total(folder: str | Path) -> int:
    """The rows of a dataset folder, as its Parquet files state them: what `validate` will look at."""
    return sum(
        max(0, _row_count(path)) for config in CONFIGS for path in Path(folder).glob(f"{config}/*.parquet")
    )


def _digest_faults(root: Path) -> Iterator[str]:
    try:
        lines = (root / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        yield f"{SUMS}: cannot be read"
        return
    listed = {SUMS}
    for number, line in enumerate(lines, start=1):
        match = _SUM_LINE.fullmatch(line)
        if match is None:
            yield f"{SUMS}:{number}: not a digest and a path"
            continue
        digest, name = match.groups()
        listed.add(name)
        path = root / name
        if not path.is_file():
            yield f"{name}: listed in {SUMS} and not there"
        elif file_sha256(path) != digest:
            yield f"{name}: does not have the digest that {SUMS} gives"
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name not in listed:
            yield f"{name}: not listed in {SUMS}"


def _card_faults(root: Path) -> Iterator[str]:
    import yaml

    try:
        text = (root / CARD).read_text(encoding="utf-8")
        _, front, _ = text.split("---\n", 2)
        data = yaml.safe_load(front)
        configs = {each["config_name"]: each for each in data["configs"]}
        infos = {each["config_name"]: each for each in data["dataset_info"]}
        licence = data["license"]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        yield f"{CARD}: its YAML cannot be read ({type(error).__name__}: {error})"
        return
    if not licence:
        yield f"{CARD}: no license"
    for config in sorted({path.parent.name for path in root.glob("*/*.parquet")} - configs.keys()):
        yield f"{CARD}: configuration {config} is not declared"
    for config, declared in configs.items():
        if config not in CONFIGS:
            yield f"{CARD}: unknown configuration {config}"
            continue
        info = infos.get(config, {})
        if info.get("features") != yaml_features(CONFIGS[config]):
            yield f"{CARD}: the features of {config} are not those of this version"
        yield from _split_faults(root, config, declared, info)


def _split_faults(
    root: Path, config: str, declared: Mapping[str, Any], info: Mapping[str, Any]
) -> Iterator[str]:
    stated = {each["name"]: each["num_examples"] for each in info.get("splits", ())}
    files: set[Path] = set()
    for each in declared["data_files"]:
        split, paths = each["split"], sorted(root.glob(each["path"]))
        files.update(paths)
        if not paths:
            yield f"{CARD}: no file is {each['path']}"
        rows = sum(_row_count(path) for path in paths)
        if rows != stated.get(split):
            yield f"{CARD}: {config} {split} should have {stated.get(split)} rows and has {rows}"
    for path in sorted(set((root / config).glob("*")) - files):
        yield f"{path.relative_to(root).as_posix()}: no split of the card names it"


def _row_count(path: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowInvalid, OSError):
        return -1  # `_schema_faults` says so in words


def _schema_faults(root: Path) -> Iterator[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for config, columns in CONFIGS.items():
        for path in sorted((root / config).glob("*.parquet")):
            name = path.relative_to(root).as_posix()
            try:
                schema = pq.read_schema(path)
            except (pa.ArrowInvalid, OSError) as error:
                yield f"{name}: cannot be read as Parquet ({error})"
                continue
            if not schema.equals(arrow_schema(columns)):
                yield f"{name}: its columns are not those of {config}"
            if b"huggingface" in (schema.metadata or {}):
                yield f"{name}: carries a huggingface key, which older releases of datasets cannot read"


@dataclass(slots=True)
class _Rows:
    """Reads every configuration once, `passages` first, and keeps what the others are held against."""

    root: Path
    passages: dict[str, tuple[str, AlignedPassage]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    in_passages: dict[str, str] = field(default_factory=dict)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)

    def check(self, step: Step) -> list[str]:
        """All faults of all rows."""
        checks: Mapping[str, Callable[[str, Row], Iterator[str]]] = {
            "passages": self.passage,
            "documents": self.document,
            "sentences": self.sentence,
            "tokens": self.token,
            "cleaning": self.cleaning,
        }
        found: list[str] = []
        for config, faults_of in checks.items():
            seen: set[str] = set()
            there = (self.root / config).is_dir()
            if not there and config in {"documents", "cleaning"}:
                continue  # a dataset of passages alone is one too
            for split, row in read_rows(self.root, config) if there else ():
                step(1)
                where = f"{config} {row['id']}"
                if row["id"] in seen:
                    found.append(f"{where}: the id stands there twice")
                seen.add(row["id"])
                try:
                    found += [f"{where}: {fault}" for fault in faults_of(split, row)]
                except _ROW_ERRORS as error:
                    found.append(f"{where}: does not add up ({error})")
            found += self.missing(config, seen)
        return found

    def missing(self, config: str, seen: set[str]) -> Iterator[str]:
        """Rows that other configurations promise."""
        if config == "documents":
            yield from (f"documents {name}: missing" for name in sorted(self.in_passages.keys() - seen))
        if config == "cleaning":
            yield from (f"cleaning {name}: missing" for name in sorted(self.documents.keys() - seen))
        if config == "tokens":
            sides = {
                f"{name}:{side.language}"
                for name, (_, aligned) in self.passages.items()
                for side in (aligned.zh, aligned.en)
                if side is not None
            }
            yield from (f"tokens {name}: missing" for name in sorted(sides - seen))
        if config == "sentences":
            pairs = {row["id"] for _, aligned in self.passages.values() for row in sentence_rows(aligned)}
            yield from (f"sentences {name}: missing" for name in sorted(pairs - seen))

    def passage(self, split: str, row: Row) -> Iterator[str]:
        """Faults of a row of `passages`."""
        aligned = aligned_of(row)
        self.passages[aligned.id] = split, aligned
        yield from faults(aligned)
        yield from _licence_faults(row)
        sides = [side for side in (aligned.zh, aligned.en) if side is not None]
        if sides and row["document"] != sides[0].document:
            yield f"document {row['document']} is not that of its text, {sides[0].document}"
        for side in sides:
            other = self.in_passages.setdefault(side.document, split)
            if other != split:
                yield f"document {side.document} is in {other} and in {split}"
            key = "".join(side.text.split())
            if len(key) >= LEAK_CHARACTERS:
                before, where = self.texts.setdefault(key, (split, aligned.id))
                if before != split:
                    yield f"its {side.language} text is in {split} and, as {where}, in {before}"

    def document(self, split: str, row: Row) -> Iterator[str]:
        """Faults of a row of `documents`."""
        self.documents[row["id"]] = split
        yield from _licence_faults(row)
        if self.in_passages.get(row["id"], split) != split:
            yield f"in {split}, its passages in {self.in_passages[row['id']]}"
        if row["digest"] and not _SHA256.fullmatch(row["digest"]):
            yield f"digest {row['digest']!r} is not a sha256"
        for partner in row["partners"]:
            if self.in_passages.get(partner, split) != split:
                yield f"in {split}, its partner {partner} in {self.in_passages[partner]}"

    def sentence(self, split: str, row: Row) -> Iterator[str]:
        """Faults of a row of `sentences`."""
        yield from self._derived(
            split, row, lambda aligned: {each["id"]: each for each in sentence_rows(aligned)}.get(row["id"])
        )

    def token(self, split: str, row: Row) -> Iterator[str]:
        """Faults of a row of `tokens`."""
        if any(not token or token.isspace() for token in row["tokens"]):
            yield "a token is white space"

        def expected(aligned: AlignedPassage) -> Row | None:
            sides = (aligned.zh, aligned.en)
            side = sides[row["lang"]] if row["lang"] in (0, 1) else None
            return token_row(aligned, side, tag(side), NER_TAGS) if side is not None else None

        yield from self._derived(split, row, expected)

    def _derived(
        self, split: str, row: Row, expected: Callable[[AlignedPassage], Row | None]
    ) -> Iterator[str]:
        """Faults of a row that is computed from a passage."""
        if row["passage"] not in self.passages:
            yield f"its passage {row['passage']} is not in `passages`"
            return
        home, aligned = self.passages[row["passage"]]
        if home != split:
            yield f"in {split}, its passage in {home}"
        wanted = expected(aligned)
        if wanted is None:
            yield "its passage has no such row"
            return
        for key, value in wanted.items():
            if row[key] != value:
                yield f"{key} does not follow from the passage"

    def cleaning(self, split: str, row: Row) -> Iterator[str]:
        """Faults of a row of `cleaning`."""
        if self.documents and self.documents.get(row["id"]) != split:
            yield f"in {split}, in `documents` {self.documents.get(row['id'], 'nowhere')}"
        table = PieceTable.of(_document_of(row))
        texts = [table.text(number) for number in range(len(row["blocks"]))]
        if "\n".join(texts) != row["clean"]:
            yield "the clean text does not follow from raw text, blocks and edits"
        else:
            for number, (block, text) in enumerate(zip(row["blocks"], texts, strict=True)):
                if row["clean"][block["start"] : block["end"]] != text:
                    yield f"block {number} does not stand at {block['start']}:{block['end']}"
        if row["blocks"]:
            yield from table.problems()


def _licence_faults(row: Row) -> Iterator[str]:
    for key in ("license_text", "license_annotation"):
        if not row[key]:
            yield f"{key} is empty"


def _document_of(row: Row) -> Document:
    return Document(
        row["id"],
        row["raw"],
        blocks=tuple(
            Block(block["role"], tuple(Span(**span) for span in block["fragments"]), block["article"])
            for block in row["blocks"]
        ),
        edits=tuple(
            Edit(Span(edit["start"], edit["end"]), edit["replacement"], edit["rule"], edit["confidence"])
            for edit in row["edits"]
        ),
    )

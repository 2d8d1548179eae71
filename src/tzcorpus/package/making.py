"""What the rows of a dataset are made of: passages and documents that are checked, counted and put down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tzcorpus.errors import RecordError
from tzcorpus.package.checks import encodable, faults
from tzcorpus.package.features import NER_TAGS
from tzcorpus.package.rows import Row, cleaning_row, document_row, passage_row, sentence_rows, token_row
from tzcorpus.package.stats import Counts
from tzcorpus.package.tokens import tag
from tzcorpus.records import AlignedPassage, Document, Reject

# Takes a row: configuration, split, row, and roughly how many characters it holds.
Put = Callable[[str, str, Row, int], None]


@dataclass(frozen=True, slots=True)
class Licences:
    """SPDX ids of the texts and of their annotation."""

    text: str = ""
    annotation: str = ""


@dataclass(slots=True)
class RowMaker:
    """Makes rows of records and gives them to ``put``. ``refused`` are records that contradict themselves or
    whose id is taken; ``partners`` and ``per_document`` (passages) are by document.
    """

    put: Put
    licences: Licences = Licences()
    counts: Counts = field(default_factory=Counts)
    refused: list[Reject] = field(default_factory=list)
    partners: dict[str, set[str]] = field(default_factory=dict)
    per_document: Counter[str] = field(default_factory=Counter)
    _passages: set[str] = field(default_factory=set)
    _documents: set[str] = field(default_factory=set)

    def takes(self, aligned: AlignedPassage) -> bool:
        """Is the passage one to write? Otherwise it is refused."""
        found = faults(aligned)
        if aligned.id in self._passages:
            found.append("another passage has the same id")
        if found:
            self.refuse(aligned.id, "; ".join(found))
            return False
        self._passages.add(aligned.id)
        return True

    def passage(
        self, aligned: AlignedPassage, split: str, *, kind: str = "", cluster: str | None = None
    ) -> None:
        """The rows of a passage that was taken."""
        sides = [side for side in (aligned.zh, aligned.en) if side is not None]
        names = [side.document for side in sides]
        self.per_document.update(set(names))
        if len(names) > 1:
            for name in names:
                self.partners.setdefault(name, set()).update(other for other in names if other != name)
        size = sum(len(side.text) for side in sides)
        row = passage_row(
            aligned, kind=kind, cluster=cluster,
            license_text=self.licences.text, license_annotation=self.licences.annotation,
        )  # fmt: skip
        self.put("passages", split, row, size)
        for pair in sentence_rows(aligned):
            self.put("sentences", split, pair, sum(map(len, pair["translation"].values())))
        tagged = [tag(side) for side in sides]
        for side, each in zip(sides, tagged, strict=True):
            self.put("tokens", split, token_row(aligned, side, each, NER_TAGS), len(side.text))
        self.counts.add(split, aligned, tagged)

    def document(
        self, document: Document, split: str, *, kind: str = "", gold: str | None = None
    ) -> Row | None:
        """Put down the row of `cleaning`, and return that of `documents`, to be put down when its passages
        are known (`settle`). None where the document is refused.
        """
        if document.id in self._documents:
            self.refuse(document.id, "another document has the same id")
            return None
        if not encodable(document.raw):
            self.refuse(document.id, "the text holds half of a surrogate pair, which UTF-8 cannot write")
            return None
        try:
            cleaning = cleaning_row(document, gold=gold)
        except RecordError as error:
            self.refuse(document.id, str(error))
            return None
        self._documents.add(document.id)
        clean_characters = len(cleaning["clean"])
        self.put("cleaning", split, cleaning, 2 * len(document.raw))
        self.counts.add_document(split, document.language, kind, (edit.rule for edit in document.edits))
        return document_row(
            document, clean_characters=clean_characters, partners=(), passages=0, kind=kind,
            license_text=self.licences.text, license_annotation=self.licences.annotation,
        )  # fmt: skip

    def settle(self, row: Row, split: str) -> None:
        """Put down a row of `documents`, after its passages."""
        name = row["id"]
        row |= {"partners": sorted(self.partners.get(name, ())), "passages": self.per_document[name]}
        self.put("documents", split, row, 0)

    def refuse(self, identifier: str, reason: str) -> None:
        """Put the record aside, with the reason."""
        self.refused.append(Reject(identifier, "package", reason))

"""From "this raw character is that character of the article" to a standoff gold.

A `Trace` holds a damaged text and the owner of each of its characters. `gold` writes the entry that the
cleaning score reads: blocks in reading order with spans into the raw text, and character fixes; `locate`
carries a span of a block's clean text to its raw fragments.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from typing import Any

BODY_ROLES = ("kicker", "headline", "subhead", "paragraph")
# A run of lost characters longer than this is lost text and not a misreading: no cleaner can mend it.
LOST_RUN = 3
UNSURE = 0.3
LEVEL = str.maketrans("“”„「」『』＂‘’‚＇—–―－─━·・•‧", '""""""""' + "''''" + "------" + "····")


def fold(text: str) -> str:
    """Characters without their width; one for one."""
    out = []
    for ch in text.translate(LEVEL):
        flat = unicodedata.normalize("NFKC", ch)
        out.append(flat if len(flat) == 1 else ch)
    return "".join(out)


def solid(text: str) -> str:
    """A text without white space: what `Owner.index` counts in."""
    return "".join(text.split())


@dataclass(frozen=True, slots=True)
class Owner:
    """The character of a block that a raw character stands for; ``extra`` ones follow it unprinted."""

    key: str
    index: int
    extra: bool = False


@dataclass
class Trace:
    """A damaged text. ``roles`` and ``texts`` are in reading order, by block key."""

    raw: str
    owners: dict[int, Owner] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def items(self) -> dict[str, list[tuple[int, bool, int]]]:
        """Per key: (index, extra, raw offset) in the order of the clean text."""
        out: dict[str, list[tuple[int, bool, int]]] = {key: [] for key in self.roles}
        for offset, owner in self.owners.items():
            out[owner.key].append((owner.index, owner.extra, offset))
        return {key: sorted(found) for key, found in out.items()}


def spans(raw: str, offsets: list[int], *, over_lines: bool = True) -> list[list[int]]:
    """Raw offsets in reading order as spans; blanks (and line ends) between two of them are bridged."""
    out: list[list[int]] = []
    for offset in offsets:
        between = raw[out[-1][1] : offset] if out and offset >= out[-1][1] else "x"
        if not between.strip() and (over_lines or "\n" not in between):
            out[-1][1] = offset + 1
        else:
            out.append([offset, offset + 1])
    return out


@dataclass
class Fix:
    """A change that makes raw text read as printed."""

    offset: int
    wrong: str
    right: str


def fixes(raw: str, truth: str, items: list[tuple[int, bool, int]]) -> list[Fix]:
    """All changes of one block, neighbours merged."""
    out: list[Fix] = []

    def add(offset: int, wrong: str, right: str) -> None:
        if out and out[-1].offset + len(out[-1].wrong) == offset:
            out[-1].wrong += wrong
            out[-1].right += right
        else:
            out.append(Fix(offset, wrong, right))

    due, after = 0, None
    for index, extra, offset in items:
        if extra:
            add(offset, raw[offset], "")
        else:
            if index > due:
                add(offset if after is None else after, "", truth[due:index])
            if raw[offset] != truth[index]:
                add(offset, raw[offset], truth[index])
            due = index + 1
        after = offset + 1
    if after is not None and due < len(truth):
        add(after, "", truth[due:])
    return out


def gold(trace: Trace, name: str) -> dict[str, Any]:
    """The gold of one file. Raises ValueError if the fixed spans do not read as the clean text."""
    blocks, changes = [], []
    for key, items in trace.items().items():
        if not items:
            continue
        role, truth = trace.roles[key], solid(trace.texts[key])
        blocks.append(
            {
                "id": key, "role": role, "keep_in_body": role in BODY_ROLES,
                "spans": spans(trace.raw, [offset for _, _, offset in items]),
            }
        )  # fmt: skip
        for fix in fixes(trace.raw, truth, items):
            sure = UNSURE if len(fix.right) - len(fix.wrong) > LOST_RUN else 1.0
            changes.append(
                {
                    "offset": fix.offset,
                    "wrong": fix.wrong,
                    "right": fix.right,
                    "certainty": sure,
                    "block": key,
                }
            )
    blocks += scraps(trace)
    digest = hashlib.sha256(trace.raw.encode("utf-8")).hexdigest()
    entry = {"sha256": digest, "characters": len(trace.raw), "blocks": blocks, "char_fixes": changes}
    return {"files": {name: entry}}


def owners_of(raw: str, entry: dict[str, Any]) -> dict[int, Owner]:
    """The owners that a gold entry was written from: its spans and fixes walked through once more."""
    out: dict[int, Owner] = {}
    for block in entry["blocks"]:
        if block["role"] == "noise":
            continue
        changes = [f for f in entry["char_fixes"] if f["block"] == block["id"]]
        by_end = {f["offset"]: f for f in changes if f["wrong"]}
        inserts = {f["offset"]: f for f in changes if not f["wrong"]}
        index, seen = 0, -1
        for start, end in block["spans"]:
            at = start
            while at < end:
                # an insertion belongs after the character before it, or opens the block
                if at in inserts and (seen == at - 1 or seen < 0):
                    index += len(inserts.pop(at)["right"])
                if raw[at].isspace():
                    at += 1
                    continue
                fix = by_end.get(at, {"wrong": raw[at], "right": raw[at]})
                for k in range(len(fix["wrong"])):
                    extra = k >= len(fix["right"])
                    owner = Owner(block["id"], index + min(k, len(fix["right"]) - 1), extra)
                    out[at + k] = owner
                index += len(fix["right"])
                at += len(fix["wrong"])
                seen = at - 1
            if end in inserts and seen == end - 1:
                index += len(inserts.pop(end)["right"])
    return out


def scraps(trace: Trace) -> list[dict[str, Any]]:
    """What nobody owns, a block a run."""
    free = [n for n, ch in enumerate(trace.raw) if not ch.isspace() and n not in trace.owners]
    return [
        {"id": f"n{k}", "role": "noise", "keep_in_body": False, "spans": [span]}
        for k, span in enumerate(spans(trace.raw, free, over_lines=False))
    ]


def locate(trace: Trace, key: str, start: int, end: int) -> list[list[int]]:
    """Raw fragments of a span of a block's clean text; a line end or foreign text parts two fragments.

    Characters that were lost have none; the list is empty where nothing of the span is left.
    """
    text = trace.texts[key]
    first, last = len(solid(text[:start])), len(solid(text[:end]))
    offsets = [n for index, _, n in trace.items()[key] if first <= index < last]
    while offsets and trace.owners[offsets[-1]].extra:
        offsets.pop()
    return spans(trace.raw, offsets, over_lines=False)


def verify(trace: Trace) -> None:
    """Raises ValueError where the fixed raw characters of a block are not its clean text."""
    for key, items in trace.items().items():
        if not items:
            continue
        at, out = {n: k for k, (_, _, n) in enumerate(items)}, [trace.raw[n] for _, _, n in items]
        inserts: dict[int, str] = {}
        for fix in fixes(trace.raw, solid(trace.texts[key]), items):
            for k in range(len(fix.wrong)):
                out[at[fix.offset + k]] = ""
            place = at.get(fix.offset)
            if fix.wrong:
                out[at[fix.offset]] = fix.right
            else:
                inserts[at[fix.offset - 1] + 1 if fix.offset - 1 in at else place or 0] = fix.right
        made = "".join(inserts.get(k, "") + ch for k, ch in enumerate([*out, ""]))
        if made != solid(trace.texts[key]):
            raise ValueError(f"block {key} reads {made[:60]!r}, printed {solid(trace.texts[key])[:60]!r}")

"""Every message that a user can meet, read from the source: what it says, what was expected, what to do.

The page of errors on the site ends with this list, so it cannot fall behind the code.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tzcorpus import errors

SOURCE = Path(errors.__file__).parent
KINDS = {
    name
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, errors.TzcorpusError) and kind is not errors.TzcorpusError
}
# what click says for us: a usage error names the option and the verb's help
USAGE = {"UsageError", "BadParameter", "ClickException", "BadArgumentUsage"}
GAP = "…"


@dataclass(frozen=True, slots=True)
class Message:
    """A message with gaps for what is filled in; ``part`` is the folder or file of the source."""

    part: str
    kind: str
    what: str
    expected: str
    hint: str


def messages() -> Iterator[Message]:
    """The messages in the order of the source, each once."""
    seen = set()
    for path in sorted(SOURCE.rglob("*.py")):
        part = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (name := _name(node.func)) in KINDS | USAGE | {
                "TzcorpusError",
                "Reject",
            }:
                given = {word.arg: _words(word.value) for word in node.keywords if word.arg}
                place = 2 if name == "Reject" else 0  # the reason of a reject is its third field
                what = _words(node.args[place]) if len(node.args) > place else GAP
                message = Message(part, name, what, given.get("expected", ""), given.get("hint", ""))
                if what != GAP and message not in seen:
                    seen.add(message)
                    yield message


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _words(node: ast.expr) -> str:
    """The text of a literal; what is filled in, or chosen when it runs, becomes a gap."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return f"{_words(node.left)}{_words(node.right)}".replace(GAP * 2, GAP)
    if isinstance(node, ast.IfExp):
        choices = [words for words in (_words(node.body), _words(node.orelse)) if words]
        return " / ".join(choices)
    return GAP


def as_markdown() -> str:
    """The list as tables, one a part of the source."""
    lines = ["", "## Every message", "", f"{GAP} stands for what is filled in. Made from the source."]
    part = ""
    for each in sorted(messages(), key=lambda message: (message.part, message.kind, message.what)):
        if each.part != part:
            part = each.part
            lines += [
                "",
                f"### {part}",
                "",
                "| message | kind | expected | what to do |",
                "|---|---|---|---|",
            ]
        cells = (each.what, each.kind, each.expected, each.hint or "see its kind above")
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join([*lines, ""])

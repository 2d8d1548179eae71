"""The reference of the command line, made from each verb's own help as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tzcorpus.cli import cli

# columns of the help as it stands on the page
WIDTH = 96


def as_markdown() -> str:
    """A section a verb, with the verbs below it."""
    return "\n".join(
        _sections(cli, click.Context(cli, info_name="tzcorpus", **cli.context_settings), level=2)
    )


def _sections(command: click.Command, context: click.Context, *, level: int) -> Iterator[str]:
    context.terminal_width = WIDTH
    context.max_content_width = WIDTH
    yield f"\n{'#' * level} {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                below = click.Context(inner, info_name=name, parent=context)
                yield from _sections(inner, below, level=min(level + 1, 4))

"""``tzcorpus review``: a group of verbs, each in the module of its subject."""

from __future__ import annotations

import importlib

import click

# verb -> (module of this package, what its command is called there, the line that --help shows)
VERBS = {
    "serve": ("desk", "serve", "A Label Studio of your own on this machine: the annotators' desk."),
    "init": ("desk", "init", "Use a Label Studio server that exists already."),
    "push": ("server", "push", "Passages with predicted spans onto the server, each once."),
    "pull": ("server", "pull", "What annotators did, into one layer of each."),
    "status": ("server", "status", "Who did how much: done, skipped, in draft, in disagreement."),
    "agreement": ("results", "agreement", "How far annotators agree, and on what they do not."),
    "gold": ("results", "gold", "One layer of several: what all say, and what was decided."),
    "report": ("results", "report", "Which rules the corrections contradict most."),
    "backend": ("backend", "backend", "A prediction server for Label Studio."),
    "export": ("files", "export", "The tasks as a file for Label Studio's own import."),
    "import": ("files", "import_", "Label Studio's JSON export, into layers."),
    "config": ("files", "config", "Print the labelling interface (XML)."),
}


class _Verbs(click.Group):
    """Verbs that are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, name, _ = VERBS[cmd_name]
        found: click.Command = getattr(importlib.import_module(f"tzcorpus.cli.review.{module}"), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(verb, line) for verb, (_, _, line) in VERBS.items()])


@click.group("review", cls=_Verbs)
def command() -> None:
    """To Label Studio and back: passages with predicted entities go out as tasks, corrections come back as
    one layer an annotator.

    \b
    Examples:
      tzcorpus review serve                        (in a terminal of its own)
      tzcorpus review push corpus
      tzcorpus review pull corpus -o annotations/layers
    """

"""The command line: one module a verb, imported when its verb is called.

Nothing heavy is imported here, so that ``tzcorpus --help`` answers at once; a test pins this.
"""

from __future__ import annotations

import gc
import importlib
import itertools
import os
import sys

import click

from tzcorpus import __version__
from tzcorpus.errors import TzcorpusError

# verb -> the line that `tzcorpus --help` shows; the command is `command` in tzcorpus.cli.<verb>
VERBS = {
    "new": "A corpus folder of your own to put files into, with what goes where.",
    "build": "A folder of raw text and translations becomes a dataset, in one go.",
    "clean": "OCR or e-paper text becomes clean text; every change is accounted for.",
    "show": "A document with its edits as a coloured diff; why a character changed.",
    "ingest": "Files of any kind become document records (JSONL).",
    "segment": "Clean documents become passages with sentences and words.",
    "annotate": "Find COMPANY, PARK and MONEY in passages, or in plain text.",
    "train": "A recogniser of your own, learnt from a dataset.",
    "align": "Chinese and English passages side by side, or plain sentences.",
    "check": "Do the figures of a translation agree with its original?",
    "package": "Aligned passages become a dataset for load_dataset.",
    "export": "A dataset in other formats: CoNLL, DocBin, TMX, brat, JSONL, tables.",
    "validate": "Look for faults in a dataset.",
    "stats": "Count what a dataset holds.",
    "report": "One HTML file to look at: corpus, edits, passages, errors.",
    "publish": "Push a dataset to a hub, or list what would be sent.",
    "review": "To Label Studio and back into annotations/.",
    "evaluate": "Score cleaning, entities or alignment against gold.",
    "doctor": "Look at this machine: what is missing, and what needs it.",
    "completion": "Print the shell completion script.",
}

# What stands after Ctrl-C, and how to go on, where a verb has no more to say of it.
_ANEW = "outputs that were finished are kept, none is half written; run the same command again"
_STOPPED = {
    "build": "entries that were finished are kept; run the same command again to go on",
    "train": "no model was saved; run the same command again (with fewer --rounds it ends sooner)",
    "publish": "the repository shows the dataset if its commit was made; if not, run the same command again",
    "review": "what was sent or written is kept; run the same command again to go on",
}


class _Verbs(click.Group):
    """Verbs that are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"tzcorpus.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name not in VERBS and not name.startswith("-"):
            import difflib

            close = difflib.get_close_matches(name, VERBS, n=1)
            hint = f"did you mean {close[0]!r}?" if close else "see 'tzcorpus --help'"
            ctx.fail(f"no command {name!r}; {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="tzcorpus", message="%(prog)s %(version)s")
def cli() -> None:
    """From OCR'd Chinese newspapers to a clean, annotated, aligned zh/en dataset.

    \b
    Examples:
      tzcorpus clean scans/ -o clean/
      tzcorpus annotate --text article.txt --only MONEY
      tzcorpus build corpus -o build/dataset
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. Every error a user can meet ends as one line and exit code 2."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull)  # noqa: PTH123, SIM115 - closed by the caller: read as empty
    if sys.stdout is None:
        sys.exit("tzcorpus: standard output is closed; expected a terminal, a file or a pipe")
    # pipes from files in any locale: text in and out is UTF-8, and what cannot be shown is escaped
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    if _empty_path(given):
        click.echo(
            "tzcorpus: an empty path (a variable that is not set?); expected a file or folder", err=True
        )
        sys.exit(2)
    from tzcorpus.executors.tasks import COLLECT

    gc.set_threshold(*COLLECT)
    try:
        code = cli.main(args=arguments, prog_name="tzcorpus", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Abort:
        sys.exit(_stopped(given))
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        usage = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
        said = " ".join(error.format_message().split())
        click.echo(f"tzcorpus: {said}" + (f" ({usage} --help tells more)" if usage else ""), err=True)
        sys.exit(error.exit_code)
    except TzcorpusError as error:
        click.echo(f"tzcorpus: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # the reader of our pipe has gone (head, less): not an error of ours
        _drop_output()
        sys.exit(0)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"tzcorpus: {where}cannot be read or written ({error.strerror or error})", err=True)
        _drop_output()
        sys.exit(2)
    except UnicodeEncodeError:
        from tzcorpus.ingest.names import is_utf8, shown

        odd = next((each for each in given if not is_utf8(each)), None)
        if odd is None:
            raise
        # Parquet's library, for one, opens no such file
        click.echo(
            f"tzcorpus: {shown(odd)}: the name is not UTF-8, which this verb needs; rename it", err=True
        )
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(_stopped(given))


def _empty_path(arguments: list[str]) -> bool:
    """Is an input or ``-o`` the empty string, which would be taken for the folder we are in?"""
    return any(
        not value and (not before.startswith("--") or before == "--output")
        for before, value in itertools.pairwise(["", *arguments])
    )


def _stopped(given: list[str]) -> int:
    """One line on how to go on; the exit code of what Ctrl-C stopped."""
    click.echo(f"tzcorpus: stopped; {_STOPPED.get(given[0] if given else '', _ANEW)}", err=True)
    return 130


def _drop_output() -> None:
    """What still waits to be written goes nowhere, so that the interpreter's end does not fail on it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())

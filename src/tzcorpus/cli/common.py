"""What the verbs share: options, progress, output places, the end of a run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tzcorpus.errors import InputError, OutputError
from tzcorpus.records import SUPERSEDED, Document, Reject

if TYPE_CHECKING:
    from tzcorpus.cli.finished import Finished
    from tzcorpus.cli.progress import Meter

Item = TypeVar("Item")
_QUIET = "tzcorpus.quiet"
# an archive may have text beside the layout of each page: a few lines say so as well as a thousand
_SUPERSEDED_SHOWN = 3
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def inputs_argument(function: Decorated) -> Decorated:
    """``PATH…|-``"""

    def once(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
        if value.count("-") > 1:
            raise click.BadParameter("standard input (-) is given twice", ctx=context, param=parameter)
        return value

    return click.argument("paths", nargs=-1, required=True, metavar="PATH…|-", callback=once)(function)


def jobs_option(function: Decorated) -> Decorated:
    """``--jobs N``"""
    option = click.option(
        "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N",
        help="Processes to use.",
    )  # fmt: skip
    return option(function)


def config_option(function: Decorated) -> Decorated:
    """``--config FILE``"""
    option = click.option(
        "--config", type=click.Path(dir_okay=False), metavar="FILE",
        help="TOML file with settings of the stages.",
    )  # fmt: skip
    return option(function)


def force_option(function: Decorated) -> Decorated:
    """``--force``"""
    return click.option("--force", is_flag=True, help="Replace outputs that exist.")(function)


def quiet_option(function: Decorated) -> Decorated:
    """``-q``: `progress` and `say` ask for it."""

    def keep(context: click.Context, parameter: click.Parameter, value: bool) -> None:
        context.meta[_QUIET] = value

    option = click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, callback=keep, help="No progress and no counts."
    )
    return option(function)


def is_quiet() -> bool:
    """Was ``-q`` given?"""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_QUIET))


def say(text: str) -> None:
    """A line on standard error, unless the verb is to be quiet."""
    if not is_quiet():
        click.echo(text, err=True)


def progress(
    items: Iterable[Item], *, what: str, total: int | None = None, quiet: bool = False
) -> Iterator[Item]:
    """``items``, with a bar on standard error, or lines where that is no terminal."""
    from tzcorpus.cli.progress import Meter

    with Meter(what, total=total, quiet=quiet or is_quiet()) as meter:
        for item in items:
            meter.advance(1, isinstance(item, Reject))
            yield item


def counter(what: str, total: int) -> Meter:
    """How far ``total`` pieces of work are, to be told by `Meter.advance`; silent where the verb is quiet."""
    from tzcorpus.cli.progress import Meter

    return Meter(what, total=total, quiet=is_quiet())


@dataclass
class Outcome:
    """What became of the inputs: rejects are printed as they come and decide the exit code."""

    rejects: list[Reject] = field(default_factory=list)
    done: int = 0
    superseded: int = 0

    def reject(self, reject: Reject) -> None:
        """Print one line to standard error and keep it for the end."""
        self.rejects.append(reject)
        if reject.stage == SUPERSEDED:
            self.superseded += 1
            if self.superseded > _SUPERSEDED_SHOWN:
                return
        where, reason = " ".join(reject.where.split()), " ".join(reject.reason.split())
        click.echo(f"tzcorpus: {reason if reason.startswith(where) else f'{where}: {reason}'}", err=True)

    @property
    def faults(self) -> list[Reject]:
        """The rejects that are faults: not those of which another rendering was read."""
        return [reject for reject in self.rejects if reject.stage != SUPERSEDED]

    def finish(self) -> None:
        """Exit with 1 where some inputs were rejected, 2 where all were."""
        if (more := self.superseded - _SUPERSEDED_SHOWN) > 0:
            click.echo(
                f"tzcorpus: {more:,} more files stand beside a better rendering of their page", err=True
            )
        if self.faults:
            raise click.exceptions.Exit(1 if self.done else 2)


def kept(items: Iterable[Item | Reject], outcome: Outcome) -> Iterator[Item]:
    """The items that are not rejects; those go to ``outcome``."""
    for item in items:
        if isinstance(item, Reject):
            outcome.reject(item)
        else:
            outcome.done += 1
            yield item


def refused(reject: Reject) -> InputError:
    """The error of a verb that has one input, and that was rejected."""
    where = "" if reject.reason.startswith(reject.where) else reject.where
    return InputError(reject.reason, where=where)


class Place:
    """Where outputs go: standard output, or files of a folder named after their inputs.

    A file that exists is refused without ``force``, unless ``finished`` knows it as ours; two inputs with one
    stem are refused always.
    """

    def __init__(
        self, folder: str | None, *, suffix: str, force: bool, finished: Finished | None = None
    ) -> None:
        self.folder = None if folder in (None, "-") else Path(str(folder))
        self.suffix = suffix
        self.force = force
        self.finished = finished
        self._used: set[Path] = set()
        self._first = True
        if self.folder is not None and self.folder.exists() and not self.folder.is_dir():
            raise OutputError("is a file", where=str(self.folder), expected="a folder for -o")

    def path(self, stem: str) -> Path:
        """The file for the input with ``stem``."""
        return (self.folder or Path()) / f"{stem}{self.suffix}"

    def write(self, stem: str, text: str, *, between: str = "") -> None:
        """Write ``text`` for the input with ``stem``; on standard output ``between`` parts two inputs."""
        from tzcorpus.io import open_atomic

        if self.folder is None:
            if not self._first and between:
                sys.stdout.write(between)
            self._first = False
            sys.stdout.write(text)
            return
        target = self.path(stem)
        if target in self._used:
            raise OutputError(
                f"two inputs would be written to {target}", hint="give them different names or folders"
            )
        known = target.exists() and self.finished is not None and self.finished.ours(target, text)
        if target.exists() and not self.force and not known:
            raise OutputError("exists already", where=str(target), hint="use --force to replace it")
        self._used.add(target)
        with open_atomic(target, sync=self.finished is None) as stream:
            stream.write(text.encode("utf-8", errors="surrogatepass"))


def stem_of(path: str) -> str:
    """The name of an output for an input path: its file name without the last suffix.

    >>> stem_of("scans/005.page.txt"), stem_of("-")
    ('005.page', 'stdin')
    """
    if path in ("-", "<stdin>"):
        return "stdin"
    name = Path(path).name
    name = name.removesuffix(".gz")
    return Path(name).stem


def output_name(document: Document) -> str:
    """The name of a document's output: its file's stem, or its id where the stem alone would not tell it
    from others (a file of a subfolder, a second file of the same name).

    >>> from tzcorpus.records import Source
    >>> output_name(Document("005", "", source=Source(path="scans/005.txt")))
    '005'
    >>> output_name(Document("05__p1", "", source=Source(path="scans/05/p1.txt")))
    '05__p1'
    >>> output_name(Document("../x", ""))
    '_.._x'
    """
    stem = stem_of(document.source.path) if document.source.path else ""
    if stem and document.id == stem:
        return stem
    name = "".join(c if c.isalnum() or c in "._-@+ " else "_" for c in document.id)
    return f"_{name}" if name.startswith(".") or not name else name


def read_text(path: str) -> str:
    """The decoded text of one file or of standard input (``-``). Raises `InputError`."""
    from tzcorpus.ingest.encoding import decode

    return decode(read_bytes(path), where="<stdin>" if path == "-" else path).text


def read_bytes(path: str) -> bytes:
    """The bytes of one file or of standard input (``-``). Raises `InputError`."""
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except IsADirectoryError as error:
        raise InputError("a folder", where=path, expected="its files, one by one or with *") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=path) from error


def say_what_the_aligner_lacks() -> None:
    """One line on standard error where the aligner works without its dictionary."""
    from tzcorpus.align import lexicon

    if state := lexicon.load().state:
        click.echo(f"tzcorpus: {state}", err=True)

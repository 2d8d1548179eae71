"""How far the work is: a bar on a terminal, a plain line every few seconds in a log."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

import click

# Nothing is shown of work that lasts less than this, and a log gets a line this often (seconds).
_PATIENCE, _EVERY = 2.0, 10.0


class Meter:
    """Counts what is done and what was rejected, on standard error. ``start`` is what was done before."""

    def __init__(self, what: str, *, total: int | None = None, start: int = 0, quiet: bool = False) -> None:
        self.what, self.total, self.start, self.quiet = what, total, start, quiet
        self.done, self.rejects = start, 0
        self._began = self._said = time.monotonic()
        self._bar: Any = None
        self._task: Any = None
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> Meter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, done: int, rejects: int = 0) -> None:
        """So many more are done, and so many of them were rejected."""
        self.done += done
        self.rejects += rejects
        if self.quiet:
            return
        now = time.monotonic()
        if self._terminal:
            if self._bar is None and now - self._began > _PATIENCE:
                self._start()
            if self._bar is not None:
                self._bar.update(self._task, completed=self.done, rate=self._rate(now), rejects=self.rejects)
        elif now - self._said > _EVERY:
            self._said = now
            click.echo(f"tzcorpus: {self.line(now)}", err=True)

    def at(self, done: int) -> None:
        """So many are done altogether."""
        self.advance(done - self.done)

    def line(self, now: float) -> str:
        """One line for a log: done, total, rate, rejects, time left."""
        rate = self._rate(now)
        of = "" if self.total is None else f"/{self.total}"
        left = ""
        if self.total is not None and rate:
            left = f", about {(self.total - self.done) / rate:.0f} s left"
        return f"{self.what} {self.done}{of}, {rate:.1f}/s, {self.rejects} rejects{left}"

    def _rate(self, now: float) -> float:
        return (self.done - self.start) / max(now - self._began, 1e-6)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TextColumn("{task.fields[rate]:.1f}/s"), TextColumn("{task.fields[rejects]} rejects"),
            TimeRemainingColumn(),
        )  # fmt: skip
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(self.what, total=self.total, completed=self.done, rate=0.0, rejects=0)
        self._bar.start()

"""Tables on a terminal: in colour and as wide as the window there, plain and never cut when piped.

Widths are those of the cells of a terminal, where a Chinese character takes two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

# a pipe has no width: wider than any line of ours
_NO_WIDTH = 100_000


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str | Text]], *, title: str = "", text: int = 1
) -> None:
    """Print ``rows`` under ``columns``, of which the first ``text`` hold words and the others figures."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    box = SIMPLE_HEAD if sys.stdout.isatty() else None
    table = Table(title=title or None, title_justify="left", box=box, pad_edge=False, show_edge=False)
    for number, name in enumerate(columns):
        table.add_column(Text(name), justify="left" if number < text else "right", overflow="fold")
    for row in rows:
        # as text: a cell that holds [brackets] is not markup
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    print_grid(table)


def print_grid(table: Table) -> None:
    """Print a table that was made elsewhere."""
    from rich.console import Console

    if sys.stdout.isatty():
        Console().print(table)
        return
    console = Console(file=sys.stdout, width=_NO_WIDTH, color_system=None, highlight=False)
    with console.capture() as captured:
        console.print(table)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))

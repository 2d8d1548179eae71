"""Hook of mkdocs: pages of the project that live outside docs/ stand on the site too.

A page under docs/ links to them where they lie (``../annotations/guidelines.md``), so that the link works
in the tree as well; here it is pointed at the copy on the site.
"""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
# path in the repository -> page of the site
PAGES = {
    "annotations/guidelines.md": "guidelines.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "corpus/README.md": "corpus.md",
    "README.md": "index.md",
}
_LINK = re.compile(r"\]\((?!https?:|#)([^)\s#]+)(#[^)\s]*)?\)")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages; they are not in the navigation unless mkdocs.yml names them."""
    from mkdocs.structure.files import File, InclusionLevel

    for source, page in PAGES.items():
        if files.get_file_from_path(page) is None:
            text = (ROOT / source).read_text(encoding="utf-8")
            made = File.generated(config, page, content=relinked(text, Path(source).parent))
            made.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(made)
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Point links that leave docs/ at the site's pages; end two pages with what is made from the source."""
    made = {"errors.md": "site_messages", "cli.md": "site_commands"}.get(page.file.src_uri)
    if made:
        sys.path.insert(0, str(Path(__file__).parent))
        markdown += str(importlib.import_module(made).as_markdown())
    return relinked(markdown, Path("docs") / Path(page.file.src_uri).parent)


def relinked(markdown: str, folder: Path) -> str:
    """``markdown`` of a page that lies in ``folder`` of the repository, with links for the site.

    A link to a file that the site does not hold (source code, a licence) becomes its path as text.

    >>> relinked("[rules](../CONTRIBUTING.md#adding-a-rule), [text](../LICENSE)", Path("docs"))
    '[rules](contributing.md#adding-a-rule), text (`LICENSE`)'
    """

    def moved(match: re.Match[str]) -> str:
        target, anchor = match[1], match[2] or ""
        try:
            path = (ROOT / folder / target).resolve().relative_to(ROOT)
        except ValueError:
            return match[0]
        if path.as_posix() in PAGES:
            return f"]({PAGES[path.as_posix()]}{anchor})"
        if path.parts[:1] == ("docs",):
            return f"]({Path(*path.parts[1:]).as_posix()}{anchor})"
        return f"](OUTSIDE:{path.as_posix()})"

    linked = _LINK.sub(moved, markdown)
    return re.sub(r"\[([^\]]*)\]\(OUTSIDE:([^)]+)\)", r"\1 (`\2`)", linked)

"""The editor's page, driven as a person does: all its selectors stand here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_SIDES = {"zh": 0, "en": 1}
# client rects of the text between two code points of a side: {x, y} of both ends
_ENDS = """
([side, start, end]) => {
  const root = document.querySelectorAll('.lsf-htx-richtext')[side];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    let unit = 0;
    for (const character of node.data) {
      if (at === start) range.setStart(node, unit);
      unit += character.length;
      at += 1;
      if (at === end) range.setEnd(node, unit);
    }
  }
  const rects = [...range.getClientRects()].filter(rect => rect.width > 0);
  const first = rects[0], last = rects[rects.length - 1];
  return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
}
"""
# the same ends, of the first place where a side says something; line ends are no text on the page
_FOUND = """
([side, target]) => {
  const root = document.querySelectorAll('.lsf-htx-richtext')[side];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const units = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    for (let unit = 0; unit < node.data.length; unit += 1) units.push([node, unit]);
  const at = units.map(([node, unit]) => node.data[unit]).join('').indexOf(target);
  const [last, unit] = units[at + target.length - 1];
  const range = document.createRange();
  range.setStart(...units[at]);
  range.setEnd(last, unit + 1);
  const rects = [...range.getClientRects()].filter(rect => rect.width > 0);
  const one = rects[0], other = rects[rects.length - 1];
  return [one.left, one.top + one.height / 2, other.right, other.top + other.height / 2];
}
"""


class DeskPage:
    """A logged-in person's browser page."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        self.url = url

    def log_in(self, email: str, password: str) -> None:
        # the server would ask a public site for tips
        self.page.route("**/heidi-tips*", lambda route: route.abort())
        self.page.goto(f"{self.url}/user/login/")
        self.page.fill("input[name=email]", email)
        self.page.fill("input[name=password]", password)
        self.page.click("button[type=submit]")
        self.page.wait_for_url(lambda url: "login" not in url)

    def open(self, project: int, task: int | None = None) -> None:
        """A task, or the stream's next one; ready when its texts stand there."""
        where = f"task={task}" if task else "labeling=1"
        self.page.goto(f"{self.url}/projects/{project}/data?{where}")
        self.page.wait_for_selector(".lsf-htx-richtext")
        self.page.wait_for_selector("[data-testid=bottombar-submit-button]")
        self.page.wait_for_timeout(500)

    def heading(self) -> str:
        """The id of the passage that is open."""
        return str(self.page.locator("h4").first.inner_text())

    def spans(self, side: str) -> set[tuple[int, int, str]]:
        """The spans that are drawn on a side."""
        root = self.page.locator(".lsf-htx-richtext").nth(_SIDES[side])
        found = root.locator(".htx-highlight").evaluate_all(
            "nodes => nodes.map(node => [node.dataset.start, node.dataset.end, node.dataset.label])"
        )
        # the label stands behind the region's number: "2:MONEY"
        return {(int(start), int(end), label.rpartition(":")[2]) for start, end, label in found}

    def select(self, side: str, start: int) -> None:
        """Click the span that starts there, near its left end."""
        root = self.page.locator(".lsf-htx-richtext").nth(_SIDES[side])
        root.locator(f'.htx-highlight[data-start="{start}"]').first.click(position={"x": 6, "y": 8})

    def delete(self, side: str, start: int) -> None:
        self.select(side, start)
        self.page.keyboard.press("Backspace")
        self.page.keyboard.press("Escape")

    def add(self, side: str, start: int, end: int, key: str) -> None:
        """Press a label's key, then drag over the text."""
        self.page.keyboard.press(key)
        self.drag(self.ends(side, start, end))
        self.page.keyboard.press("Escape")

    def add_text(self, side: str, target: str, key: str) -> None:
        """Press a label's key, then drag over the first ``target``."""
        self.page.keyboard.press(key)
        self.drag(tuple(self.page.evaluate(_FOUND, [_SIDES[side], target])))
        self.page.keyboard.press("Escape")

    def move_right_edge(self, side: str, start: int, end: int, new_end: int) -> None:
        """Drag the right edge of a span to behind another character."""
        self.select(side, start)
        _, _, right, middle = self.ends(side, start, end)
        _, _, target, level = self.ends(side, end, new_end)
        self.drag((right - 1, middle, target - 1, level))
        self.page.keyboard.press("Escape")

    def link(self, one: tuple[str, int], other: tuple[str, int]) -> None:
        self.select(*one)
        self.page.keyboard.press("Alt+r")
        self.select(*other)
        self.page.keyboard.press("Escape")

    def ends(self, side: str, start: int, end: int) -> tuple[float, float, float, float]:
        left, top, right, bottom = self.page.evaluate(_ENDS, [_SIDES[side], start, end])
        return left, top, right, bottom

    def drag(self, way: tuple[float, float, float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(way[0] + 1, way[1])
        mouse.down()
        for step in range(1, 9):
            mouse.move(*(way[k] + (way[k + 2] - way[k]) * step / 8 for k in (0, 1)))
        mouse.up()

    def submit(self) -> None:
        with self.page.expect_response(lambda answer: "/annotations" in answer.url and answer.ok):
            self.page.get_by_test_id("bottombar-submit-button").click()


@contextmanager
def browser_page(url: str) -> Iterator[DeskPage]:
    """A page in headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_ARGUMENTS)
        try:
            yield DeskPage(browser.new_page(viewport={"width": 1500, "height": 950}), url)
        finally:
            browser.close()

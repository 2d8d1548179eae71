"""The report in headless Chromium, from disk: what a reader does, in both themes, on a desk and a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from report_samples import aligned, hostile, material

from tzcorpus.report.loading import Material

pytestmark = pytest.mark.browser

PAGES = ("corpus", "documents", "passages", "errors")
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# rules of WCAG 2.1 A and AA, contrast among them
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    system = material(2000)
    changed = ("train", aligned(0, company="PARK"))
    return written(tmp_path_factory, Material((changed, *system.passages[1:]), system.documents), gold=system)


def written(factory: pytest.TempPathFactory, made: Material, gold: Material | None = None) -> Path:
    from tzcorpus.report.page import render

    path = factory.mktemp("report") / "report.html"
    path.write_text(render(made, title="报告 <report>", gold=gold), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test for anything said on its console or asked of a network."""
    opened = browser.new_page(viewport=DESK)
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on(
        "request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None
    )
    yield opened
    opened.close()
    assert said == []


def opened(page: Any, report: Path, where: str) -> None:
    page.goto(f"{report.as_uri()}#{where}")
    page.wait_for_selector("h2")


def test_every_page_opens_from_disk(page: Any, report: Path) -> None:
    for name in PAGES:
        opened(page, report, name)
        assert page.locator("h2").inner_text().lower() == name
        assert page.locator("nav a[aria-current=page]").inner_text().lower() == name


def test_edits_explain_themselves_and_filter_by_rule(page: Any, report: Path) -> None:
    opened(page, report, "documents")
    edit = page.locator(".text .edit[data-rule=number-blanks]").first
    edit.hover()
    told = page.locator("#tip").inner_text()
    assert "rule number-blanks, confidence" in told
    assert "raw 33–34" in told
    assert page.locator(".clean .edit.lit").count() == 1  # the same edit on the other side
    before = page.locator(".text .edit").count()
    page.get_by_role("checkbox", name="number-blanks").uncheck()
    assert 0 < page.locator(".text .edit").count() < before
    page.get_by_role("button", name="None").click()
    assert page.locator(".text .edit").count() == 0


def test_captions_stand_beside_the_body_and_boxes_are_drawn(page: Any, report: Path) -> None:
    opened(page, report, "documents?id=boxed")
    assert "图为工人调试新线" in page.locator(".beside").inner_text()
    assert "图为工人" not in page.locator(".body").inner_text()
    box = page.locator(".layout .box").first
    box.focus()
    assert page.locator(".clean .block.lit").count() == 1


def test_two_thousand_passages_are_paged_and_found(page: Any, report: Path) -> None:
    opened(page, report, "passages")
    assert page.locator(".passage").count() == 20
    assert page.locator(".status").inner_text() == "2,000 passages, page 1 of 100"
    page.get_by_role("button", name="Next").click()
    assert page.locator(".passage h3").first.inner_text() == "p20"
    page.get_by_role("searchbox").fill("p1999")
    assert page.locator(".status").inner_text() == "1 passages, page 1 of 1"
    page.get_by_label("Findings").select_option("power-of-ten")
    assert page.locator(".passage").count() == 1


def test_linked_entities_light_up_together(page: Any, report: Path) -> None:
    opened(page, report, "passages?id=p7")
    page.locator("p[lang=zh] .COMPANY").first.hover()
    assert page.locator("p[lang=en] .COMPANY.lit").inner_text() == "Chenfan Pump"
    assert "linked with Chenfan Pump" in page.locator("#tip").inner_text()
    assert "350,000,000 CNY" in page.locator("p[lang=zh] .MONEY").inner_text()
    assert page.locator(".findings").inner_text().startswith("power-of-ten:")
    assert page.locator("p[lang=zh] .finding").count() == 1


def test_names_lead_to_their_passages(page: Any, report: Path) -> None:
    opened(page, report, "corpus")
    page.wait_for_selector(".plot svg")
    page.get_by_role("link", name="晨帆泵业股份有限公司").first.click()
    page.wait_for_selector(".passage")
    assert page.locator(".status").inner_text() == "2,000 passages, page 1 of 100"


def test_mistakes_are_listed_in_their_sentence(page: Any, report: Path) -> None:
    opened(page, report, "errors")
    page.wait_for_selector(".plot svg")
    assert page.locator(".mistake").count() == 1
    assert page.locator(".mistake .gold.system, .mistake .gold").first.inner_text() == "晨帆泵业"
    page.locator(".controls select").nth(1).select_option("label")
    assert page.locator(".mistake").count() == 1


def test_the_keyboard_reaches_everything(page: Any, report: Path) -> None:
    opened(page, report, "documents")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('edit')"):
            break
    assert "confidence" in page.locator("#tip").inner_text()
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "tip"
    page.keyboard.press("Escape")
    assert page.locator("#tip").is_hidden()


def test_hostile_text_runs_nothing(page: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    report = written(tmp_path_factory, hostile(), gold=hostile())
    for name in PAGES:
        opened(page, report, name)
        page.wait_for_timeout(100)
        assert page.evaluate("window.hacked === undefined")
        assert page.locator("#page img, #page script, #page [onload]").count() == 0
    opened(page, report, "documents")
    assert "<script>window.hacked=1" in page.locator(".text").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_contrast_names_and_width(browser: Any, report: Path, theme: str, size: dict[str, int]) -> None:
    from axe_core_python.sync_playwright import Axe

    opened_page = browser.new_page(viewport=size, color_scheme=theme, bypass_csp=True)
    try:
        for name in PAGES:
            opened(opened_page, report, name)
            assert opened_page.evaluate("document.documentElement.dataset.theme") == theme
            width = opened_page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], name
            found = Axe().run(opened_page, options=RULES)
            assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]] == []
    finally:
        opened_page.close()


def test_the_theme_can_be_chosen(page: Any, report: Path) -> None:
    opened(page, report, "corpus")
    page.wait_for_selector(".plot svg")
    before = page.evaluate("document.documentElement.dataset.theme")
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("document.documentElement.dataset.theme") != before

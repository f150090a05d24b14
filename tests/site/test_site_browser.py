"""The site in a real browser, from a file: slider, search, languages, accessibility, and no request but for its own files."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from release_case import AT, make_view

from khronika.release import release_files
from khronika.site import Edition, site_pages, write_site

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out, view = tmp_path_factory.mktemp("site") / "out", make_view()
    write_site(out, site_pages(view, Edition("Sample", ("en", "ru", "ar"), AT), release_files(view, "s", AT)))
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.fail("this test needs Chromium; install it with: apt-get install chromium (or: brew install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Browser, size: str, trouble: list[str], site: Path) -> Page:
    page = browser.new_context(viewport=SIZES[size]).new_page()  # type: ignore[arg-type]
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith(site.as_uri()) else trouble.append(sent.url))
    return page


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("folder", ["", "ru/", "ar/"])
def test_pages_are_accessible_fit_and_ask_for_nothing(browser: Browser, site: Path, size: str, folder: str) -> None:
    trouble: list[str] = []
    page = opened(browser, size, trouble, site)
    event = next(p.name for p in sorted((site / "events").glob("khr-*.html")) if b"blockquote" in p.read_bytes())
    for path in ("index.html", f"events/{event}", "search.html", "downloads.html", "collections/election.html"):
        page.goto((site / folder / path).as_uri())
        assert trouble == []
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], path
        assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"  # the style is there
        serious = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
        assert serious == [], path
        trouble.clear()  # the check itself asks for the style once more
    page.context.close()


def test_the_slider_hides_marks_of_other_days(browser: Browser, site: Path) -> None:
    page = opened(browser, "desktop", [], site)
    page.goto((site / "index.html").as_uri())
    expect(page.locator("#slider")).to_be_visible()
    before = page.locator("a[data-mark]:visible").count()
    page.locator("#until").fill("0")
    expect(page.locator("#shown")).not_to_contain_text("shown: 0")
    assert page.locator("a[data-mark]:visible").count() < before
    page.context.close()


@pytest.mark.parametrize(
    ("words", "some"),
    [("广场", True), ("الساحة", True), ("PEOPLE", True), ("peop", True), ("zzzz", False), ("three zzzz", False)],
)
def test_search_finds_words_of_any_script(browser: Browser, site: Path, words: str, some: bool) -> None:
    page = opened(browser, "desktop", [], site)
    page.goto((site / "search.html").as_uri())
    page.locator("#words").fill(words)
    if some:
        expect(page.locator("#hits a").first).to_be_visible()
        page.locator("#hits a").first.click()
        expect(page.locator("article h1")).to_be_visible()
    else:
        expect(page.locator("#many")).to_contain_text("Nothing")
    page.context.close()

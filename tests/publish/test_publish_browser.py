"""The page in a real browser, opened as a file with the network off."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.fail("this test needs Chromium; install it with: apt-get install chromium (or: brew install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=["desktop", "phone"])
def opened(request: pytest.FixtureRequest, browser: Browser, large: Path) -> Iterator[Page]:
    """The page, watched: at the end nothing was requested, logged or thrown."""
    context = browser.new_context(viewport=SIZES[request.param], offline=True, reduced_motion="reduce")
    page, address, trouble = context.new_page(), (large / "chronicle.html").as_uri(), []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda sent: trouble.append(sent.url) if sent.url.partition("#")[0] != address else None)
    page.goto(address)
    yield page
    assert page.evaluate("window.hurt") is None
    context.close()
    assert trouble == []


def test_map_shows_countries_and_areas(opened: Page) -> None:
    assert opened.locator("#map svg path.country").count() > 200
    assert opened.locator("#map .area").count() == 9
    assert opened.locator("#map .area .cover.whole").count() == 1
    assert opened.locator("#map path.disputed").count() > 10
    box = opened.locator("#map .area .cover").first.bounding_box()
    assert box and box["width"] > 5 and box["height"] > 5


def test_nothing_is_wider_than_the_screen(opened: Page) -> None:
    opened.locator("#open-all").click()
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_filter_reduces_table_articles_map_and_timeline(opened: Page) -> None:
    before = opened.locator("#timeline .item").count()
    opened.locator("#filters input").fill("수백")
    assert opened.locator("#table tbody tr:visible").count() == 1
    assert opened.locator(".story:visible").count() == 1
    assert opened.locator("#map .area:visible").count() == 1
    assert opened.locator("#timeline .item").count() == 1 < before
    assert opened.locator("#shown").text_content() == "1 of 20 events"
    opened.locator("#filters button").click()
    opened.locator("#timeline .item").nth(1).wait_for(state="attached")
    assert opened.locator("#table tbody tr:visible").count() == 20


def test_lists_filter_by_kind_country_and_language(opened: Page) -> None:
    opened.locator("select[name=group]").select_option("violence")
    opened.locator("select[name=country]").select_option("LBY")
    opened.locator("select[name=language]").select_option("ar")
    assert opened.locator("#table tbody tr:visible").count() == 1
    opened.locator("select[name=country]").select_option("KOR")
    assert opened.locator("#none").is_visible()


def test_row_reveals_its_article(opened: Page) -> None:
    row = opened.locator("#table tbody tr", has_text="Strike").first
    story = opened.locator(f"[id='{row.get_attribute('data-id')}']")
    assert not story.locator("blockquote").is_visible()
    row.click(position={"x": 150, "y": 10})
    story.locator("blockquote").wait_for(state="visible")
    assert story.locator("mark[data-field=trigger]").text_content() == "파업"
    assert opened.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_area_of_one_event_chooses_it_by_keyboard(opened: Page) -> None:
    opened.locator("#map .area[aria-label^='Kazakhstan']").focus()
    assert "Kazakhstan" in (opened.locator(".tip").text_content() or "")
    opened.keyboard.press("Enter")
    assert opened.locator(".story.chosen h3").text_content() == "Peaceful protest in Kazakhstan, October 2022."


def test_place_with_several_events_lists_them(opened: Page) -> None:
    opened.locator("#map .area[aria-label^='Misrata']").focus()
    opened.keyboard.press("Enter")
    assert opened.locator(".tip button").count() == 4
    opened.keyboard.press("Enter")
    assert opened.locator(".story.chosen").count() == 1


def test_map_moves_by_buttons_keys_and_wheel(opened: Page) -> None:
    ground, moved = opened.locator("#map svg > g").first, set()
    opened.locator("#map").scroll_into_view_if_needed()
    opened.locator("#map button[aria-label='Zoom in']").click()
    moved.add(ground.get_attribute("transform"))
    opened.locator("#map svg").focus()
    for key in ("ArrowLeft", "+", "-", "0"):
        opened.keyboard.press(key)
        moved.add(ground.get_attribute("transform"))
    box = opened.locator("#map").bounding_box()
    assert box
    opened.mouse.move(box["x"] + 90, box["y"] + 90)
    opened.wait_for_timeout(500)
    opened.mouse.wheel(0, -300)
    opened.wait_for_timeout(100)
    moved.add(ground.get_attribute("transform"))
    assert len(moved) >= 5 and "scale(1)" not in (ground.get_attribute("transform") or "")


def test_table_sorts_and_says_so(opened: Page) -> None:
    if opened.viewport_size == SIZES["phone"]:
        return
    head = opened.locator("#table th[data-key=number]")
    head.locator("button").click()
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert "200–999" in (opened.locator("#table tbody tr").first.text_content() or "")


def test_page_is_readable_with_scripts_off(browser: Browser, large: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((large / "chronicle.html").as_uri())
    assert page.locator("#table tbody tr").count() == 20
    assert not page.locator("#filters").is_visible() and not page.locator("#map").is_visible()
    page.locator(".story summary").first.click()
    assert page.locator(".story blockquote").first.is_visible()
    context.close()

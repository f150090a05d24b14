"""The page in a real browser: by keys alone, in three scripts and any layout; offsets as the server counts; nothing leaves."""

import shutil
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from review_case import TEXTS, acts, event_with

from khronika.archive import Archive
from khronika.review.app import make_app
from khronika.review.desk import Desk
from khronika.review.guard import new_gate
from khronika.review.start import bound_socket, make_ready

CYRILLIC = {"KeyC": "с", "KeyS": "ы", "KeyW": "ц", "KeyJ": "о", "KeyV": "м", "KeyD": "в", "KeyX": "ч", "KeyZ": "я"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.fail("this test needs Chromium; install it with: apt-get install chromium (or: brew install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Served:
    """A running page."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        bound = bound_socket(0)
        self.base = f"http://127.0.0.1:{bound.getsockname()[1]}"
        self.desk = Desk(archive, new_gate(bound.getsockname()[1], "secret"))
        make_ready(self.desk)
        self.desk.weigher.weigh()
        self.server = uvicorn.Server(uvicorn.Config(make_app(self.desk), log_level="error"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [bound]})
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join()


@pytest.fixture
def served(archive: Archive) -> Iterator[Served]:
    served = Served(archive)
    yield served
    served.close()


SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


def opened(browser: Browser, served: Served, trouble: list[str], **more: Any) -> tuple[BrowserContext, Page]:
    context = browser.new_context(**{"viewport": SIZES["desktop"], "reduced_motion": "reduce", "locale": "en", **more})
    page = context.new_page()
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith((served.base, "data:")) else trouble.append(sent.url))
    page.goto(f"{served.base}/?token=secret")
    return context, page


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """At the end nothing was thrown or logged, no source's script ran, and no request left the machine."""
    trouble: list[str] = []
    context, page = opened(browser, served, trouble)
    yield page
    assert page.evaluate("window.hurt") is None
    context.close()
    assert trouble == []


PAGES = ("/queue", "/table", "/map", "/timeline", "/pairs", "/documents", "/search?q=porto", "/keys", "/document?id=ar1",
         "/document?id=ko1&start=0&stop=5", "/document?id=bad", "/event/")  # fmt: skip


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("dark", ["light", "dark"])
def test_no_page_has_a_serious_fault_of_access_or_is_too_wide(
    browser: Browser, served: Served, size: str, dark: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    trouble: list[str] = []
    context, page = opened(browser, served, trouble, viewport=SIZES[size], color_scheme=dark, bypass_csp=True)
    for path in PAGES:
        address = path + event_with(served.archive, "en1") if path == "/event/" else path
        page.goto(served.base + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found = Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], path
    context.close()
    assert trouble == []


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_offsets_in_the_browser_are_the_server_s(page: Page, served: Served, name: str) -> None:
    """Every mark, and the whole text: emoji, combining marks, line ends, right to left."""
    page.goto(f"{served.base}/document?id={name}")
    source = page.request.get(f"{served.base}/document.json?id={name}").json()["source"]
    text = TEXTS[name][1]
    assert page.locator(".text").evaluate("e => e.textContent") == text
    picked = page.evaluate(
        """() => { const out = []; const text = document.querySelector(".text");
           const all = document.createRange(); all.selectNodeContents(text); const sel = getSelection();
           for (const mark of document.querySelectorAll("mark")) { sel.removeAllRanges(); const r = document.createRange();
             r.selectNodeContents(mark); sel.addRange(r); out.push(khronikaSelected()); } sel.removeAllRanges(); sel.addRange(all);
           out.push(khronikaSelected()); sel.removeAllRanges(); return out; }"""
    )
    for one in picked:
        assert text[one["start"] : one["stop"]] == one["quote"]
    assert (picked[-1]["start"], picked[-1]["stop"]) == (0, len(text))
    starts = {m["start"] for m in source["marks"]}
    assert starts <= {one["start"] for one in picked}


def press(page: Page, code: str, layout: dict[str, str]) -> None:
    """A key of the board as a layout sends it: the place is the same, the letter is not."""
    session = page.context.new_cdp_session(page)
    for kind in ("rawKeyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "code": code, "key": layout.get(code, code[-1].lower())})
    session.detach()


def select_by_keys(page: Page, document: str, words: str) -> None:
    """Moves through the text word by word until the selection begins and ends as wanted."""
    page.locator(f".text[data-document='{document}']").focus()
    rtl = page.evaluate("getComputedStyle(document.activeElement).direction") == "rtl"
    ahead = "ArrowLeft" if rtl else "ArrowRight"
    page.evaluate("getSelection().collapse(document.activeElement, 0)")
    for _ in range(400):
        before = page.evaluate(
            "() => { const r = document.createRange(); r.selectNodeContents(document.activeElement);"
            " const s = getSelection(); r.setStart(s.focusNode, s.focusOffset); return r.toString(); }"
        )
        if before.lstrip().startswith(words):
            break
        page.keyboard.press(ahead)
    for _ in range(40):
        chosen = page.evaluate("khronikaSelected()")
        if chosen and len(chosen["quote"]) >= len(words):
            break
        page.keyboard.press(f"Shift+{ahead}")
    assert page.evaluate("khronikaSelected().quote") == words


@pytest.mark.parametrize(
    ("document", "layout", "words", "locale"),
    [("ru1", CYRILLIC, "подожгли склад", "ru"), ("ko1", {}, "창고가 불탔다", "ko"), ("ar1", {"KeyW": "ص"}, "احترق مخزن", "ar")],
)  # fmt: skip
def test_a_session_by_keys_alone(
    browser: Browser, served: Served, document: str, layout: dict[str, str], words: str, locale: str
) -> None:
    trouble: list[str] = []
    context, page = opened(browser, served, trouble, locale=locale)
    event, before = event_with(served.archive, document), acts(served.archive)
    page.goto(f"{served.base}/event/{event}")
    press(page, "KeyV", layout)
    assert page.locator("mark.here").count() >= 1
    press(page, "KeyC", layout)
    page.wait_for_url(lambda url: event not in url)
    assert acts(served.archive)[len(before) :] == ["verdict"]
    page.goto(f"{served.base}/event/{event}")
    press(page, "KeyS", layout)
    select_by_keys(page, document, words)
    press(page, "KeyW", layout)
    page.wait_for_url(lambda url: "/document?" in url)
    page.locator("[name=kind]:focus").wait_for(timeout=5000)
    page.evaluate("document.activeElement.value = 'property_destruction'")
    page.keyboard.press("Enter")
    page.evaluate("document.activeElement.blur()")
    press(page, "KeyG", layout)
    page.wait_for_url("**/event/khr-*")
    told = page.request.get(page.url.partition("#")[0] + ".json").json()["event"]
    kind = next(f for f in told["fields"] if f["name"] == "kind")
    assert [words] in [rival["quotes"] for rival in kind["rivals"]]  # it may join what the machine found there
    assert acts(served.archive)[len(before) :] == ["verdict", "missed", "events"]
    assert page.evaluate("window.hurt") is None
    context.close()
    assert trouble == []


def test_words_become_a_date_by_keys(page: Page, served: Served) -> None:
    event = event_with(served.archive, "ko1")
    page.goto(f"{served.base}/event/{event}")
    select_by_keys(page, "ko1", "2031년 6월 3일")
    press(page, "KeyD", {})
    page.locator("button:focus").wait_for()
    form = page.locator("#e-date form")
    assert form.locator("[name=date_start]").input_value() == "2031-06-03"
    assert form.locator("[name=words]").input_value() == "2031년 6월 3일"
    page.keyboard.press("Enter")
    page.wait_for_url("**#f-date")
    view = page.request.get(f"{served.base}/event/{event}.json").json()["event"]
    assert view["decisions"][0]["body"]["spans"][0][:3] == ["ko1", 0, len("2031년 6월 3일")]


def test_help_lists_the_keys_and_fields_keep_their_letters(page: Page, served: Served) -> None:
    page.keyboard.press("Shift+Slash")
    assert page.locator("dialog[open] kbd").count() > 20
    page.keyboard.press("Escape")
    page.locator("[name=q]").focus()
    page.keyboard.type("c2x")
    assert page.url == f"{served.base}/queue" and page.locator("[name=q]").input_value() == "c2x"


def test_everything_works_without_javascript(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(f"{served.base}/?token=secret")
    page.locator(".queue a").first.click()
    page.locator("#f-kind summary", has_text="change").click()
    page.locator("#f-kind select[name=value]").select_option("boycott")
    page.locator("#f-kind form button").first.click()
    assert "Boycott" in page.locator("#f-kind .value").inner_text()
    page.locator(".verdicts .confirm").click()
    assert page.locator(".chip.state").inner_text() == "open"
    assert acts(served.archive)[-2:] == ["value", "verdict"]
    context.close()


def test_nothing_of_the_archive_is_kept_by_the_browser(page: Page, served: Served) -> None:
    page.goto(f"{served.base}/event/{event_with(served.archive, 'en1')}")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]

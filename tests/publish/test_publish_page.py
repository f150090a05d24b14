"""The page without JavaScript: what it says, that foreign text stays text, that it asks for nothing."""

import base64
import hashlib
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from chronicle_case import HOSTILE

from khronika.publish.page.render import SCRIPTS
from khronika.publish.safety import safe_link, script_json, shown

ROOM = Path(__file__).parents[2] / "src" / "khronika" / "publish"


class Outline(HTMLParser):
    """Tags with their attributes, scripts, and all visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.text, self.inside = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self.inside = tag if tag in ("script", "style") else ""
        if tag == "script":
            self.scripts.append((dict(attributes), ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)
        elif not self.inside:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    return Outline(page)


def test_hostile_text_is_inert(outline: Outline) -> None:
    assert len(outline.scripts) == 1 + len(SCRIPTS)
    assert not outline.all("img") and not outline.all("iframe") and not outline.all("link")
    handlers = [
        name for _, attributes in outline.tags for name in attributes if name.startswith("on") or name == "style"
    ]
    assert handlers == []
    assert HOSTILE in outline.text


def test_links_lead_to_web_pages_only_and_tell_nobody(outline: Outline) -> None:
    outward = [link for link in outline.all("a") if not (link["href"] or "").startswith("#")]
    assert outward and all((link["href"] or "").startswith(("https://", "http://")) for link in outward)
    assert all("noreferrer" in (link["rel"] or "") for link in outward)


def test_page_forbids_requests_and_every_script_but_its_own(page: str, outline: Outline) -> None:
    policy = next(meta["content"] or "" for meta in outline.all("meta") if meta.get("http-equiv"))
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    for attributes, body in outline.scripts:
        if "type" not in attributes:
            assert base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() in policy
    assert not re.search(
        r'(?:src|srcset|action|poster)="(?!data:)', re.sub(r"<script.*?</script>", "", page, flags=re.S)
    )


def test_data_block_is_json(outline: Outline) -> None:
    attributes, body = outline.scripts[0]
    assert attributes == {"type": "application/json", "id": "chronicle-data"}
    data = json.loads(body)
    assert len(data["events"]) == 7 and len(data["areas"]) == 6
    assert "<" not in body


def test_everything_is_readable_without_javascript(outline: Outline) -> None:
    for words in (
        "Working copy, not for publication:", "Protest with intervention in Khasavyurt, Dagestan, Russia, on 25 September 2022: 200–999 participants, at least 12 detained.",
        "수백 명", "جنديين", "перекрыли трассу", "median-of-independent", "resolve.date.narrowest", "soldiers from Dagestan: at least 301 killed", "binary, not text",
        "no trigger", "khronika explain khr-00000000000000000000000001 --archive DIR", "GeoNames", "CC BY 4.0", "Natural Earth", "according to لجنة محلية", "Where the reports disagree",
    ):  # fmt: skip
        assert words in outline.text, words


def test_each_event_has_a_row_that_leads_to_its_article(outline: Outline) -> None:
    rows = [row["data-id"] for row in outline.all("tr") if "data-id" in row]
    articles = [article["id"] for article in outline.all("article") if article["data-record"] == "event"]
    targets = {(link["href"] or "")[1:] for link in outline.all("a")}
    assert rows == articles and set(rows) <= targets


def test_sources_are_shown_in_their_own_direction_and_language(outline: Outline) -> None:
    quotes = outline.all("blockquote")
    assert {quote["lang"] for quote in quotes} == {"en", "ko", "ar", "ru"}
    assert all(quote["dir"] == "auto" for quote in quotes)


def test_headings_and_landmarks_make_an_outline(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert all(outline.all(tag) for tag in ("header", "main", "footer", "caption"))
    ids = [attributes["id"] for _, attributes in outline.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))


def test_twenty_events_stay_under_two_megabytes(large: Path) -> None:
    assert (large / "chronicle.html").read_text(encoding="utf-8").count('data-record="event"') == 20
    assert (large / "chronicle.html").stat().st_size < 2_000_000


@pytest.mark.parametrize("name", [*SCRIPTS, "page/assets/page.css"])
def test_shipped_code_is_unchanged_by_the_page(name: str) -> None:
    code = (ROOM / name).read_text(encoding="utf-8")
    assert shown(code) == code
    assert "</" not in code or not re.search(r"</(script|style)", code, re.I)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "javascript://a.example/%0aalert(1)",
        "ftp://a.example",
        "JaVaScRiPt:alert(1)",
        " https://a.example",
        "data:text/html,x",
        "//a.example",
        "https:///x",
        "http://[",
        "java\nscript:1",
        "",
        None,
    ],
)
def test_only_web_addresses_are_links(url: str | None) -> None:
    assert safe_link(url) is None


def test_web_addresses_are_links_as_they_are() -> None:
    assert safe_link("https://a.example/x?a=1&b=<2>") == "https://a.example/x?a=1&b=<2>"


def test_json_in_a_script_can_end_or_open_nothing() -> None:
    text = script_json({"a": f"{HOSTILE}\u2028"})
    assert "<" not in text and ">" not in text and "\u2028" not in text
    assert json.loads(text) == {"a": f"{HOSTILE}\u2028"}

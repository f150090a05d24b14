import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from release_case import AT, event, make_view

from khronika.bulletin import Order, Period, render
from khronika.disclosure import View
from khronika.errors import UsageError
from khronika.release import release_files
from khronika.site import Edition, site_pages, write_site
from khronika.site.search import SHARDS, Entry, search_files, search_words, shard_of

ATOM = "{http://www.w3.org/2005/Atom}"
EDITION = Edition("Sample & <site>", ("en", "ru", "ar"), AT)


@pytest.fixture(scope="module")
def view() -> View:
    return make_view()


def made(view: View, edition: Edition = EDITION, since: Path | None = None, **more: Any) -> dict[str, bytes]:
    pages = site_pages(view, edition, release_files(view, "s", AT, since), **more)
    return {path: page.make() for path, page in pages.items()}


@pytest.fixture(scope="module")
def files(view: View) -> dict[str, bytes]:
    return made(view)


def test_each_event_has_a_page_in_each_language(view: View, files: dict[str, bytes]) -> None:
    for found in view.events:
        for folder in ("", "ru/", "ar/"):
            assert found.event_id.encode() in files[f"{folder}events/{found.event_id}.html"]
    assert b'dir="rtl"' in files["ar/index.html"]


def test_every_link_leads_to_a_file_of_the_site(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if not path.endswith((".html", "feeds/events.xml", "feeds/corrections.xml")):
            continue
        for link in re.findall(r'(?:href|src)="([^"#]+)"', content.decode()):
            if not link.startswith(("http://", "https://")):
                target = (Path("/") / path).parent / link
                assert target.resolve().relative_to("/").as_posix() in files, (path, link)


def test_pages_ask_for_nothing_of_others(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.endswith(".html"):
            loads = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]+)"', content.decode())
            assert not [link for link in loads if "//" in link], path
            assert b"Content-Security-Policy" in content


def test_foreign_text_is_escaped_everywhere(view: View) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    bad = msgspec.structs.replace(view.events[0], group=evil, record="figure", sources=[evil])
    for path, content in made(
        msgspec.structs.replace(view, events=[bad, *view.events[1:]]), Edition(evil, ("en", "ar"), AT)
    ).items():
        if path.endswith((".html", ".xml", "map-data.js")):
            assert b"<script>alert" not in content, path
            assert b"<img" not in content, path


def test_the_same_view_gives_the_same_bytes(view: View, files: dict[str, bytes]) -> None:
    turned = msgspec.structs.replace(view, events=list(reversed(view.events)))
    assert {p: c for p, c in made(turned).items() if not p.startswith("data/")} == {
        p: c for p, c in files.items() if not p.startswith("data/")
    }


def test_only_what_changed_is_written_again(view: View, tmp_path: Path) -> None:
    def pages(of: View) -> Any:
        return site_pages(of, EDITION, release_files(of, "s", AT))

    first = write_site(tmp_path / "a", pages(view))
    assert (first.kept, first.removed) == (0, 0)
    assert write_site(tmp_path / "a", pages(view)).made == 0
    fewer = msgspec.structs.replace(view, events=view.events[1:])
    again = write_site(tmp_path / "a", pages(fewer))
    assert 0 < again.made < again.kept
    assert not (tmp_path / "a" / "events" / f"{view.events[0].event_id}.html").exists()
    write_site(tmp_path / "b", pages(fewer))
    whole = [
        {p.relative_to(root): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        for root in (tmp_path / "a", tmp_path / "b")
    ]
    assert whole[0] == whole[1]


def test_a_page_that_somebody_damaged_is_written_again(view: View, tmp_path: Path) -> None:
    pages = site_pages(view, EDITION, {})
    write_site(tmp_path / "a", pages)
    (tmp_path / "a" / "index.html").write_text("nothing")
    assert write_site(tmp_path / "a", pages).made == 1


def test_a_folder_that_is_no_site_is_left_alone(view: View, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(UsageError, match="is no site"):
        write_site(tmp_path, site_pages(view, EDITION, {}))


def test_a_merged_id_leads_to_the_event_that_holds_it(view: View) -> None:
    old, new = "khr-0OLD", view.events[0].event_id
    page = made(view, merged={old: new, new: "khr-gone"})[f"events/{old}.html"].decode()
    assert f'content="0; url={new}.html"' in page
    assert f'rel="canonical" href="{new}.html"' in page


@pytest.mark.parametrize(
    "path", ["feeds/events.xml", "feeds/corrections.xml", "ar/feeds/events.xml", "collections/election.xml"]
)
def test_feeds_are_atom(files: dict[str, bytes], path: str) -> None:
    feed = ET.fromstring(files[path])
    assert feed.tag == f"{ATOM}feed"
    for node in [feed, *feed.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert node.findtext(f"{ATOM}{name}"), name
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", node.findtext(f"{ATOM}updated") or "")
    ids = [e.findtext(f"{ATOM}id") for e in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


def test_a_correction_is_in_the_feed_and_in_the_history(view: View, tmp_path: Path) -> None:
    for path, content in release_files(view, "s", AT).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    changed = next(e for e in view.events if e.kind == "clash")
    later = msgspec.structs.replace(changed, kind="attack_civilians")
    found = made(
        msgspec.structs.replace(view, events=[later if e is changed else e for e in view.events]), since=tmp_path
    )
    assert b"clash" in found["feeds/corrections.xml"]
    assert "attack_civilians" in found[f"events/{changed.event_id}.html"].decode().partition("History")[2]


def test_words_are_cut_in_every_script() -> None:
    assert search_words("Три ПИКЕТА, 300 서울역! ﬁre") == ["три", "пикета", "300", "서울", "울역", "fire"]
    assert search_words("चौक में") == ["चौक", "में"]
    assert search_words("广场") == ["广场"]
    assert search_words("░█ … '\"") == []


def test_each_word_lies_where_the_page_looks_for_it() -> None:
    files = search_files([Entry("events/1.html", "One", "border 국경"), Entry("events/2.html", "Two", "border")])
    assert len([p for p in files if "/t-" in p]) == SHARDS
    found = files[f"search/t-{shard_of('border')}.js"]
    assert b'"border":[0,1]' in found


def test_the_first_page_without_its_map_is_small(files: dict[str, bytes]) -> None:
    page = re.sub(rb'<svg xmlns="[^"]+" class="map".*?</svg>', b"", files["index.html"], flags=re.S)
    assert len(page) + len(files["style.css"]) + len(files["map-data.js"]) < 300_000


def test_what_is_withheld_or_coarsened_is_in_no_byte_of_site_and_bulletin() -> None:
    """The view of a day on which protected kinds wait, and one later: neither names of persons nor finer places nor days."""
    for today in (date(2031, 5, 3), date(2031, 6, 30)):
        view = make_view(today)
        order = Order(Period(date(2031, 4, 1), date(2031, 6, 1)), today)
        texts = [
            *made(view).values(),
            render(view, order).encode(),
            render(view, msgspec.structs.replace(order, form="md")).encode(),
        ]
        withheld = {d.subject for d in view.decisions if (d.what, d.field) == ("withheld", "event")}
        coarse = [e for e in view.events if e.event_id in view.coarsened]
        assert withheld if today < date(2031, 5, 14) else coarse
        for text in texts:
            assert not [name for name in withheld if name.encode() in text]
        pages = made(view)
        for found in coarse:
            page = pages[f"events/{found.event_id}.html"]
            assert b"Makhachkala" not in page
            assert b"42.97" not in page
            assert b"blockquote" not in page


def test_an_event_without_place_and_day_has_a_page_and_a_list(view: View) -> None:
    bare = event(901, "strike", place=None, day="2031-05-01", date_start=None, date_end=None, date_level=None)
    found = made(msgspec.structs.replace(view, events=[bare]))
    assert bare.event_id.encode() in found["events/undated.html"]
    assert b"not given" in found[f"events/{bare.event_id}.html"]

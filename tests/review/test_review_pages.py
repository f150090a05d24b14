"""What the pages show: the right events for each filter, texts in their scripts, search in any of them."""

from typing import Any

import pytest
from review_case import TEXTS, event_with
from starlette.testclient import TestClient

from khronika.archive import Archive
from khronika.review import phrases, sample, tokens
from khronika.review.desk import Desk
from khronika.review.sourceview import Mark, marked


def ids(client: TestClient, query: str) -> set[str]:
    return {row["id"] for row in client.get(f"/queue.json{query}").json()["rows"]}


def test_the_queue_is_in_the_order_of_worth(client: TestClient) -> None:
    worth = [row["attention"] for row in client.get("/queue.json").json()["rows"]]
    assert worth == sorted(worth, reverse=True) and len(worth) > 5


@pytest.mark.parametrize(
    ("query", "inside", "outside"),
    [
        ("?language=ko", "ko1", "en1"), ("?source=Paper ru1", "ru1", "ko1"), ("?country=PRT", "en1", "ar1"),
        ("?kind=blockade", "en1", "ru1"), ("?since=2031-06-09", "bad", "en1"), ("?until=2031-06-03", "en1", "bad"),
        ("?box=-10,36,-6,43", "en1", "bad"), ("?q=лисс", "", "en1"), ("?q=казан", "ru1", "en1"), ("?q=تونس", "ar1", "ru1"),
        ("?q=dockers police", "en2", "bad"),
    ],
)  # fmt: skip
def test_filters(client: TestClient, archive: Archive, query: str, inside: str, outside: str) -> None:
    found = ids(client, query)
    assert not inside or event_with(archive, inside) in found
    assert event_with(archive, outside) not in found


@pytest.mark.parametrize(
    "query", ["?box=1,2", "?box=a,b,c,d", "?state=x", "?only=x", "?q=!!", "?page=0", "?box=0,50,1,20"]
)
def test_a_filter_that_is_none_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/queue.json{query}").status_code in (400, 422)


@pytest.mark.parametrize(
    ("query", "document"),
    [("부산", "ko1"), ("연행", "ko1"), ("산에", "ko1"), ("창고", "ko1"), ("극장", "film"), ("казани", "ru1"), ("МИТИНГ", "ru1"),
     ("متظاهرين", "ar1"), ("café", "odd"), ("cafe owners", "odd"), ("lisb", "en1")],
)  # fmt: skip
def test_search_finds_words_in_any_script(client: TestClient, query: str, document: str) -> None:
    found = client.get("/search.json", params={"q": query}).json()
    assert document in [hit["id"] for hit in found["hits"]]


def test_search_does_not_find_what_is_not_there(client: TestClient) -> None:
    assert client.get("/search.json?q=산부").json()["total"] == 0
    assert client.get("/search.json?q=dockers farmers").json()["total"] == 0


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_marks_change_no_character_of_a_text(client: TestClient, name: str) -> None:
    source = client.get("/document.json", params={"id": name}).json()["source"]
    text = TEXTS[name][1]
    for mark in source["marks"]:
        assert 0 <= mark["start"] < mark["stop"] <= len(text)
    assert source["stretches"][0]["start"] == 0 and source["stretches"][0]["stop"] == len(text)


def test_overlapping_marks_are_cut_where_they_cross() -> None:
    html = str(marked("abcdef<g", 0, 8, [Mark(0, 4, "date", "date"), Mark(2, 7, "place", "place")]))
    assert html.count("<mark") == 3 and "&lt;" in html
    assert html.index('data-w="0"') < html.index('data-w="1"')


def test_every_value_leads_to_words_that_stand_there(client: TestClient, archive: Archive) -> None:
    page = client.get(f"/event/{event_with(archive, 'en2')}").text
    anchors = [part.partition('"')[0] for part in page.split('href="#s')[1:]]
    assert len(anchors) > 5
    assert all(f'id="s{anchor}"' in page for anchor in anchors)


def test_arabic_runs_from_right_to_left(client: TestClient, archive: Archive) -> None:
    assert 'dir="rtl" lang="ar" data-document="ar1"' in client.get(f"/event/{event_with(archive, 'ar1')}").text


@pytest.mark.parametrize(
    "path", ["/queue", "/map", "/timeline", "/table", "/pairs", "/documents", "/search?q=porto", "/keys"]
)
@pytest.mark.parametrize("code", sorted(phrases.languages()))
def test_every_page_in_every_language(client: TestClient, path: str, code: str) -> None:
    client.get(f"/language?set={code}")
    page = client.get(path)
    assert page.status_code == 200 and f'<html lang="{code}" dir="{phrases.phrases(code).dir}">' in page.text


@pytest.mark.parametrize("code", sorted(phrases.languages()))
def test_languages_say_the_same_things(code: str) -> None:
    own, english = phrases.phrases(code), phrases.phrases("en")
    for part in ("say", "kinds", "quantities", "fields", "values"):
        assert set(getattr(own, part)) == set(getattr(english, part)), part
    for key, phrase in english.say.items():
        gaps = sorted(p.partition("}")[0] for p in phrase.split("{")[1:])
        assert sorted(p.partition("}")[0] for p in own.say[key].split("{")[1:]) == gaps, key


def test_all_kinds_of_the_codebook_have_names() -> None:
    assert set(phrases.phrases("en").kinds) == set(phrases.known_kinds())


@pytest.mark.parametrize(
    ("accepted", "code"), [("uk-UA,uk;q=0.9", "uk"), ("xx,ru;q=0.5,uk;q=0.8", "uk"), ("", "en"), ("*;q=x", "en")]
)
def test_the_browser_s_language_is_taken(accepted: str, code: str) -> None:
    assert phrases.chosen_language(None, accepted) == code


def test_a_run_of_close_script_is_cut_in_pairs() -> None:
    assert tokens.tokens("마하치칼라 2022年 Ёлка") == ["마하", "하치", "치칼", "칼라", "2022", "年", "елка"]
    assert tokens.found_at("안녕 마하치칼라", "치칼") == [(5, 7)]


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(0, 10, 0.0, 0.3085), (1, 20, 0.0013, 0.2487), (10, 10, 0.6915, 1.0)]
)
def test_limits_are_those_of_clopper_and_pearson(k: int, n: int, low: float, high: float) -> None:
    """Against R: binom.test(k, n)$conf.int."""
    assert sample.limits(k, n) == pytest.approx((low, high), abs=5e-5)


def test_recall_without_a_look_is_not_given() -> None:
    assert sample.estimate(100, 2, 0, 0, 50).recall is None


def test_another_program_s_writing_is_seen(client: TestClient, archive: Archive, desk: Desk, tmp_path: Any) -> None:
    source = tmp_path / "more.jsonl"
    source.write_text(
        '{"id": "new", "text": "Miners blocked a road in Ankara on 7 June 2031.", "published": "2031-06-12"}\n'
    )
    archive.add(source)
    archive.code("fast")
    assert event_with(archive, "new") in ids(client, "?country=TUR")

"""Nobody but the person who started the page gets in, reads, or writes."""

import pytest
from review_case import SCRIPT, acts, event_with
from starlette.testclient import TestClient

from khronika.archive import Archive
from khronika.review.desk import Desk

PAGES = (
    "/queue",
    "/table",
    "/map",
    "/timeline",
    "/pairs",
    "/documents",
    "/search?q=lisbon",
    "/document?id=en1",
    "/keys",
)
TWINS = tuple(p.replace("?", ".json?") if "?" in p else f"{p}.json" for p in PAGES if p != "/keys")


@pytest.mark.parametrize("path", [*PAGES, *TWINS, "/openapi.json", "/", "/nothing"])
def test_without_the_token_there_is_nothing(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert b"Lisbon" not in answer.content and b"Tests" not in answer.content


def test_a_wrong_token_opens_nothing(stranger: TestClient) -> None:
    assert stranger.get("/?token=secreT").status_code == 401
    assert stranger.get("/queue", headers={"authorization": "Bearer ключ".encode()}).status_code == 401
    assert "set-cookie" not in stranger.get("/?token=wrong").headers


def test_the_token_leaves_the_address_and_becomes_a_strict_cookie(stranger: TestClient) -> None:
    answer = stranger.get("/queue?token=secret&kind=strike")
    assert answer.headers["location"] == "/queue?kind=strike"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:9", "localhost", "127.0.0.1.evil.example:8000", "", "[::1]"]
)
def test_another_host_is_refused_though_it_leads_here(client: TestClient, host: str) -> None:
    assert client.get("/queue", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("path", PAGES)
def test_headers_forbid_scripts_frames_and_sniffing(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert " style=" not in answer.text and " onclick=" not in answer.text and "<style" not in answer.text


def form(desk: Desk, **more: str) -> dict[str, str]:
    return {"act": "confirm", "token": desk.gate.form, **more}


def test_a_form_without_our_sign_writes_nothing(client: TestClient, desk: Desk, archive: Archive) -> None:
    address, before = f"/event/{event_with(archive, 'en1')}/decide", acts(archive)
    assert client.post(address, data={"act": "confirm"}).status_code == 403
    assert client.post(address, data=form(desk, token="x")).status_code == 403
    assert client.post(address, data=form(desk), headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post(address, data=form(desk), headers={"origin": "null"}).status_code == 403
    assert client.post(address, data=form(desk), headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert acts(archive) == before
    assert client.post(address, data=form(desk), headers={"origin": "http://127.0.0.1:8000"}).status_code == 303
    assert acts(archive) == [*before, "verdict"]


def test_a_program_of_another_site_cannot_write_as_json(stranger: TestClient, archive: Archive) -> None:
    address = f"/event/{event_with(archive, 'en1')}/decide.json"
    stranger.cookies.set("khronika", "secret")
    plain = stranger.post(
        address, content=b'{"act": "confirm"}', headers={"content-type": "text/plain", "sec-fetch-site": "cross-site"}
    )
    assert plain.status_code == 403
    assert "verdict" not in acts(archive)


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/guard.py", "/static/page.css%00", "/static//etc/passwd",
     "/document?id=../../ledger.sqlite", "/document.json?id=/etc/passwd", "/event/..%2f..%2fledger.sqlite"],
)  # fmt: skip
def test_no_path_leads_out(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404, 422)
    assert b"import" not in answer.content and b"root:" not in answer.content


@pytest.mark.parametrize("path", PAGES)
def test_nothing_from_a_source_becomes_markup(client: TestClient, archive: Archive, path: str) -> None:
    for address in (
        path,
        f"/event/{event_with(archive, 'bad')}",
        "/document?id=bad",
        "/search?q=farmers",
        "/documents",
    ):
        found = client.get(address).text
        assert "<script>window" not in found and "<img" not in found and "javascript:" not in found
    assert SCRIPT.replace("<", "&lt;").replace(">", "&gt;") in client.get("/document?id=bad").text


@pytest.mark.parametrize(
    "name", ["q", "kind", "source", "language", "country", "box", "since", "state", "only", "sort"]
)
def test_nothing_from_an_address_becomes_markup(client: TestClient, name: str) -> None:
    for path in ("/queue", "/table", "/map", "/timeline", "/search"):
        answer = client.get(path, params={name: f'">{SCRIPT}'})
        assert "<script>window" not in answer.text and "<img" not in answer.text
        assert answer.status_code in (200, 400)


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"])
def test_choosing_a_language_leads_to_no_other_site(client: TestClient, back: str) -> None:
    assert client.get("/language", params={"set": "en", "back": back}).headers["location"] == "/queue"


def test_a_sealed_document_is_nowhere(client: TestClient, archive: Archive, desk: Desk) -> None:
    event = event_with(archive, "ko1")
    assert "부산" in client.get("/queue").text + client.get("/search?q=부산").text
    archive.seal("ko1", "asked to")
    for path in [*PAGES, *TWINS, "/search?q=부산", "/search.json?q=연행", "/queue.json?q=연행", "/documents.json"]:
        found = client.get(path).text
        assert "ko1" not in found and "연행" not in found.replace("q=연행", "").replace('"q":"연행"', "").replace(
            'value="연행"', ""
        )
    for path in ("/document?id=ko1", "/document.json?id=ko1", f"/event/{event}", f"/event/{event}.json",
                 "/document/read.json?id=ko1&field=date&start=0&stop=5"):  # fmt: skip
        assert client.get(path).status_code == 404
    for name in ("review.sqlite", "review.sqlite-wal"):
        file = archive.folder.derived / name
        assert not file.exists() or "연행".encode() not in file.read_bytes()

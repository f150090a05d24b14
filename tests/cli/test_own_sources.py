"""Tables, event tables and addresses from the command line."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from calls import Khronika

PAGE = b"<html><body><article><p>About 300 people marched in Lisbon on 3 May 2031, police said.</p></article></body></html>"
ROW = {
    "event_id_cnty": "KHR-PRT-1", "event_date": "2031-05-03", "time_precision": "1", "event_type": "Protests",
    "sub_event_type": "Peaceful protest", "actor1": "Protesters (Portugal)", "inter1": "Protesters", "iso": "620",
    "location": "Porto", "latitude": "41.15", "longitude": "-8.61", "geo_precision": "1", "fatalities": "0",
}  # fmt: skip


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_rows_of_an_event_table_become_events_with_their_cells(khronika: Khronika, tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text(",".join(ROW) + "\n" + ",".join(ROW.values()) + "\n", encoding="utf-8")
    code, _, err = khronika("chronicle", table, "--out", tmp_path / "out")
    assert (code, "1 coded" in err) == (0, True), err
    (event,) = lines(tmp_path / "out" / "events.jsonl")
    assert (event["kind"], event["date_start"]) == ("protest_peaceful", "2031-05-03")
    (document,) = lines(tmp_path / "out" / "documents.jsonl")
    assert document["parts"][1][2:] == ["cell", "B2"]
    assert "acled.sub_event_type" in khronika("explain", str(event["event_id"]), "--archive", tmp_path / "out")[1]


def test_extract_codes_no_row_twice(khronika: Khronika, tmp_path: Path) -> None:
    table = tmp_path / "rows.csv"
    table.write_text(",".join(ROW) + "\n" + ",".join(ROW.values()) + "\n", encoding="utf-8")
    code, out, _ = khronika("extract", table, "--quiet")
    (mention,) = [json.loads(line) for line in out.splitlines()]
    assert (code, mention["id"], mention["rules"]["kind"]) == (0, "rows.csv:2#1", "acled.sub_event_type")


def test_columns_of_a_table(khronika: Khronika, tmp_path: Path) -> None:
    table = tmp_path / "texts.csv"
    table.write_text('day,body\n2031-05-07,"Hundreds protested in Lisbon on Saturday."\n', encoding="utf-8")
    code, _, err = khronika("extract", table, "--quiet")
    assert (code, "name it with --columns text=NAME; there are: day, body" in err) == (1, True)
    code, out, _ = khronika("extract", table, "--columns", "text=body,published=day", "--quiet")
    assert (code, json.loads(out)["date_start"]) == (0, "2031-05-03")


def test_columns_that_mean_nothing_are_wrong_use(khronika: Khronika, tmp_path: Path) -> None:
    code, _, err = khronika("extract", tmp_path, "--columns", "story=body")
    assert code == 2
    assert "story" in err


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        pass


def test_an_address_is_fetched_where_that_is_allowed(khronika: Khronika, tmp_path: Path) -> None:
    pytest.importorskip("urllib3")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/report"
        code, _, err = khronika("chronicle", url, "--out", tmp_path / "no")
        assert (code, "an address of this machine" in err) == (1, True)
        code, _, err = khronika("chronicle", url, "--allow-private", "--full", "--out", tmp_path / "out")
        server.shutdown()
    assert code == 0, err
    (document,) = lines(tmp_path / "out" / "documents.jsonl")
    assert (document["id"], document["url"]) == (url, url)
    assert "Lisbon" in (tmp_path / "out" / "events.jsonl").read_text(encoding="utf-8")

"""What the readers and fetching bring into an archive."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from khronika.archive import Archive
from khronika.capture import FetchOptions
from khronika.sources import Columns, ReadOptions

TABLE = "id,body\nd1,Hundreds protested in this sample.\nd2,The market of this sample opens.\n"
EVENTS = (
    "event_date,event_type,sub_event_type,actor1,latitude,longitude,time_precision,geo_precision\n"
    "2031-05-03,Protests,Peaceful protest,Protesters,41.1,-8.6,1,1\n"
)


def test_a_table_is_one_capture_of_several_documents(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(TABLE, encoding="utf-8")
    options = ReadOptions(columns=Columns(text="body"))
    assert archive.add([tmp_path / "calls.csv"], options).new == 2
    assert archive.add([tmp_path / "calls.csv"], options).known == 2
    captures = [p for p in (archive.folder.root / "captures").rglob("*") if p.is_file()]
    assert len(captures) == 1


def test_an_event_table_is_told_once_and_not_coded_as_text(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(EVENTS, encoding="utf-8")
    done = archive.add([tmp_path / "rows.csv"])
    assert (done.new, len(done.problems)) == (0, 1)
    assert "1 rows coded by others" in done.problems[0].what


class _Changing(BaseHTTPRequestHandler):
    body = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


def test_an_address_whose_bytes_changed_is_a_newer_capture(archive: Archive) -> None:
    pytest.importorskip("urllib3")
    options = ReadOptions(fetch=FetchOptions(allow_private=True))
    with ThreadingHTTPServer(("127.0.0.1", 0), _Changing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/report"
        assert "an address of this machine" in archive.add([url]).problems[0].what
        done = []
        for text in ("About 300 people marched.", "About 300 people marched.", "About 400 people marched."):
            _Changing.body = f"<html><body><article><p>{text} This is a sample.</p></article></body></html>".encode()
            done.append(archive.add([url], options))
        server.shutdown()
    assert [(d.new, d.known, d.superseding, d.problems) for d in done] == [(1, 0, 0, []), (0, 1, 0, []), (1, 0, 1, [])]

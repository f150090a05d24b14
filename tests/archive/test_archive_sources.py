"""What the readers and fetching bring into an archive."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from khronika.archive import Archive
from khronika.capture import FetchOptions
from khronika.cli.app import run
from khronika.sources import Columns, ReadOptions

sys.path[:0] = [str(Path(__file__).parents[1] / "sources")]
from reader_seeds import page, pdf  # noqa: E402

TABLE = "id,body\nd1,Hundreds protested in this sample.\nd2,The market of this sample opens.\n"


def test_a_table_is_one_capture_of_several_documents(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(TABLE, encoding="utf-8")
    options = ReadOptions(columns=Columns(text="body"))
    assert archive.add([tmp_path / "calls.csv"], options).new == 2
    assert archive.add([tmp_path / "calls.csv"], options).known == 2
    captures = [p for p in (archive.folder.root / "captures").rglob("*") if p.is_file()]
    assert len(captures) == 1


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


def test_a_page_whose_bytes_changed_is_a_revision_and_no_second_source(archive: Archive) -> None:
    pytest.importorskip("urllib3")
    options = ReadOptions(fetch=FetchOptions(allow_private=True), published="2031-06-04", source="Sample Post")
    says = "About {} nurses marched through Lisbon on 3 June 2031, the union said. This is a sample."
    issued: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Changing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/report"
        for number in (300, 340, 400):
            _Changing.body = f"<html><body><article><p>{says.format(number)}</p></article></body></html>".encode()
            assert archive.add([url], options).new == 1
            archive.code("fast")
            (event,) = archive.events()
            issued.append(event.event_id)
            assert (event.n_independent, len(event.sources)) == (1, 1)
            assert [(c.low, c.high) for c in event.claims] == [(number, number)]
        server.shutdown()
    assert [archive.show(name).event for name in issued] == [event] * 3
    with archive.reading() as opened:
        bodies = [s.values() for s in opened.ledger.statements(0, "document")]
        rows = list(opened.ledger.custody())
        first, second, third = (s.subject for s in opened.ledger.statements(0, "document"))
    assert [b["supersedes"] for b in bodies] == [None, first, second] and third
    assert {r.requested_url for r in rows} == {url} and len({r.sha256 for r in rows}) == 3
    assert archive.replay().problems == []
    assert archive.verify() == []


def test_pages_author_and_reader_are_kept_and_lead_back(archive: Archive, tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    pytest.importorskip("pypdfium2")
    first = page("A sample without a happening in it.")
    second = page("Police detained 34 students at a rally in Lisbon on 3 June 2031.")
    (tmp_path / "report.pdf").write_bytes(pdf([first, second]))
    archive.add(tmp_path / "report.pdf")
    archive.code("fast")
    (event,) = archive.events()
    with archive.reading() as opened:
        document = opened.document("report.pdf")
        (body,) = [s.values() for s in opened.ledger.about("report.pdf") if s.act == "document"]
    assert document is not None
    (mention,) = archive.show(event.event_id).mentions
    found = document.part_at(mention.spans["trigger"][0].start, "page")
    assert found is not None and found.label == 2
    assert body["reader"]["name"] == "pdf" and body["reader"]["libraries"]["pypdfium2"]
    root = str(archive.folder.root)
    assert run(["show", event.event_id, "--archive", root]) == 0
    assert "stands in page 2" in capsys.readouterr().out
    assert run(["explain", event.event_id, "--archive", root]) == 0
    assert "(page 2)" in capsys.readouterr().out
    assert run(["show", event.event_id, "--archive", root, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [part[2:] for part in told["parts"][mention.id]] == [["page", 2]]
    assert told["origins"]["report.pdf"]["capture"] == body["capture"]


def test_a_replay_reads_with_the_options_of_then(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("Полиция задержала 34 студента в Казани 3 июня 2031 года.".encode("koi8-r"))
    archive.add(tmp_path / "old.txt", ReadOptions(encoding="koi8-r", published="2031-06-04", source="Sample Post"))
    table = "Заметки;день\n" + "Полиция задержала 12 студентов в Казани.;2031-06-05\n"
    (tmp_path / "calls.csv").write_text("made by a sample\n" + table, encoding="utf-8")
    columns = Columns(text="Заметки", published="день", header=2, delimiter=";")
    assert archive.add(tmp_path / "calls.csv", ReadOptions(columns=columns)).new == 1
    archive.code("fast")
    done = archive.replay()
    assert (done.read, done.notes, done.problems) == (2, [], [])
    assert archive.compare("fast").notes == []

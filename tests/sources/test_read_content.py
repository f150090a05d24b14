import pytest
from reader_seeds import PAGE, RSS, SEEDS, WORDS, csv_of, docx, page, paragraph, pdf, xlsx

from khronika.errors import UsageError
from khronika.model import Document, Problem
from khronika.sources import MANIFESTS, ReadOptions, read_content

LIBRARY = {"pdf": "pypdfium2", "feed": "feedparser", "xlsx": "python_calamine"}
BODY = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("content", "name", "media_type", "reader"),
    [
        (WORDS.encode(), "https://x.example/a", "text/plain; charset=utf-8", "text"),
        (PAGE, "https://x.example/", "text/html; charset=utf-8", "html"),
        (PAGE, "https://x.example/a.php?id=1", "text/plain", "html"),
        (PAGE, "https://x.example/a.pdf", "text/html", "html"),
        (PAGE, "page", None, "html"),
        (pdf([page(WORDS)]), "https://x.example/download", "application/octet-stream", "pdf"),
        (pdf([page(WORDS)]), "https://x.example/a.html", "text/html", "pdf"),
        (docx(paragraph(WORDS)), "get", f"{BODY}wordprocessingml.document", "docx"),
        (docx(paragraph(WORDS)), "get", "application/octet-stream", "docx"),
        (xlsx([["text"], [WORDS]]), "get", None, "xlsx"),
        (RSS, "https://x.example/feed/", "application/rss+xml; charset=UTF-8", "feed"),
        (RSS, "https://x.example/feed/", "text/xml", "feed"),
        (csv_of(["text"], [WORDS]), "https://x.example/list.csv?v=2", "application/octet-stream", "csv"),
        (b'{"text": "A march."}\n', "x.example/a", "application/json", "jsonl"),
    ],
)
def test_the_reader_of_captured_bytes(content: bytes, name: str, media_type: str | None, reader: str) -> None:
    found = read_content(content, name, media_type)
    assert found.reader == reader
    assert found.version >= 1
    if reader in LIBRARY:
        pytest.importorskip(LIBRARY[reader])
    first = next(iter(found.items))
    assert isinstance(first, Document), first
    assert first.text


@pytest.mark.parametrize("label", SEEDS)
def test_the_same_bytes_give_the_same_text_again(label: str) -> None:
    name, content = SEEDS[label]
    first = read_content(content, name)
    again = read_content(content, name, reader=first.reader)
    assert list(first.items) == list(again.items)
    assert (first.reader, first.version, first.libraries) == (again.reader, again.version, again.libraries)


@pytest.mark.parametrize("label", ["text", "markdown", "html", "pdf", "docx", "csv", "xlsx"])
def test_bytes_are_read_as_the_file_is(label: str, read) -> None:
    name, content = SEEDS[label]
    file = read(**{name.replace(".", "__"): content})
    items = list(read_content(content, name).items)
    assert [i for i in items if isinstance(i, Document)] == file.documents
    assert [p.what for p in items if isinstance(p, Problem)] == [p.what for p in file.problems]


def test_the_address_is_given_to_documents_that_name_none() -> None:
    at = "https://x.example/a"
    (plain,) = read_content(WORDS.encode(), at, "text/plain", url=at).items
    assert isinstance(plain, Document)
    assert (plain.id, plain.url) == (at, at)
    (own,) = read_content(
        PAGE.replace(b"<head>", b"<head><link rel=canonical href=https://y.example/>"), at, url=at
    ).items
    assert isinstance(own, Document)
    assert own.url == "https://y.example/"


def test_the_servers_charset_weighs_in() -> None:
    text = "На площади собрались около трёхсот человек, сообщили в профсоюзе."
    (found,) = read_content(text.encode("koi8-r"), "a", "text/plain; charset=koi8-r").items
    assert isinstance(found, Document)
    assert found.text == text


def test_pages_the_careful_way_have_a_name_of_their_own() -> None:
    pytest.importorskip("trafilatura")
    careful = read_content(PAGE, "a.html", options=ReadOptions(pages="careful"))
    assert careful.reader == "html_careful"
    assert {"trafilatura", "htmldate"} <= careful.libraries.keys()
    (found,) = careful.items
    assert list(read_content(PAGE, "a.html", reader="html_careful").items) == [found]
    assert isinstance(found, Document)
    assert (found.title, found.author, found.source) == ("Dockers block road", "Harbour desk", "Northsea Ledger")
    assert found.published == "2031-05-03T00:30:00+02:00"
    assert "They met on Sunday again" in found.text, "what stands in <time> is not lost"
    assert "Home page" not in found.text
    assert "rights reserved" not in found.text


def test_what_no_reader_fits() -> None:
    found = read_content(b"<?xml version='1.0'?><note/>", "a.xml")
    assert (found.reader, found.version) == ("", 0)
    (problem,) = found.items
    assert isinstance(problem, Problem)
    with pytest.raises(UsageError, match="no reader is called 'word'"):
        read_content(b"x", "a", reader="word")


def test_readers_have_names_of_their_own() -> None:
    assert len({m.name for m in MANIFESTS}) == len(MANIFESTS) == 10
    assert all(m.version >= 1 for m in MANIFESTS)

import pytest
from reader_seeds import ATOM, RSS, WORDS

pytest.importorskip("feedparser")


def test_rss_entries_are_documents_with_the_day_as_their_writer_wrote_it(read) -> None:
    found = read(a__rss=RSS)
    first, second = found.documents
    assert first.text == f"{WORDS}\n\nNo one was hurt."
    assert (first.title, first.source, first.language) == ("Dockers & road", "Northsea Ledger", "en")
    assert (first.id, first.url) == ("tag:ledger.example,1", "https://ledger.example/1")
    assert first.published == "2031-05-03T00:30:00+02:00", "half past midnight is still the 2nd in UTC"
    assert str(first.published_day()) == "2031-05-03"
    assert [(p.kind, p.label, p.stop) for p in first.parts] == [("entry", 1, len(first.text))]
    assert (second.text, second.published) == ("Only a title", None)
    assert found.problem.where.endswith("a.rss:2")
    assert "'yesterday' is no ISO date" in found.problem.what


def test_atom_keeps_the_offset_and_takes_no_update_for_a_publication(read) -> None:
    first, second = read(a__atom=ATOM).documents
    assert (first.published, first.language, first.source) == ("2031-05-03T23:30:00-03:00", "pt", "Douro Courier")
    assert second.published is None


def rss(*entries: str) -> bytes:
    items = "".join(f"<item>{entry}</item>" for entry in entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'.encode()


@pytest.mark.parametrize(
    ("raw", "published"),
    [
        ("Mon, 05 May 2031 09:00:00 GMT", "2031-05-05T09:00:00+00:00"),
        ("5 May 2031 09:00:00 -0730", "2031-05-05T09:00:00-07:30"),
        ("2031-05-05", "2031-05-05"),
        ("Mon, 45 May 2031 09:00:00 GMT", None),
        ("", None),
    ],
)
def test_dates(read, raw: str, published: str | None) -> None:
    found = read(a__rss=rss(f"<title>A march</title><pubDate>{raw}</pubDate>"))
    assert [d.published for d in found.documents] == [published]
    assert len(found.problems) == (1 if raw and not published else 0)


def test_entries_without_text_are_told_and_the_others_go_on(read) -> None:
    found = read(a__rss=rss("<link>https://x.example/1</link>", "<title>A march</title>"))
    assert [d.text for d in found.documents] == ["A march"]
    assert (found.problem.where[-2:], found.problem.what) == (":1", "the entry holds no text")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'<rss version="2.0"><channel><title>x</title></channel></rss>', "the feed holds no entry"),
        (b"<rss>" + bytes(range(32, 127)), "damaged or no feed"),
        (rss(*["<title>x</title>"] * 20_001), "more than 20,000 entries"),
    ],
)
def test_what_is_refused(read, content: bytes, says: str) -> None:
    assert says in read(a__rss=content).problem.what


def test_entities_of_its_own_are_neither_unfolded_nor_opened(read, tmp_path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    kinds = f'<!ENTITY a0 "aaaaaaaaaa">{levels}<!ENTITY s SYSTEM "file://{tmp_path}/secret">'
    head = f'<?xml version="1.0"?><!DOCTYPE rss [{kinds}]>'.encode()
    found = read(a__rss=head + rss("<title>&a9; and &s;</title>").partition(b"?>")[2])
    assert all("SECRET" not in d.text and len(d.text) < 100 for d in found.documents)


def test_a_feed_is_known_by_its_content(read) -> None:
    assert len(read(news__xml=RSS).documents) == 2

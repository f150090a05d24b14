import sys

import pytest

import khronika as kh
from khronika.errors import MissingExtraError

TEXT = {"id": "a", "text": "About 300 nurses marched through Lisbon on Sunday, police said.", "published": "2024-05-14"}


def test_the_public_names_are_these():
    assert sorted(kh.__all__) == [
        "Archive", "Document", "Event", "KhronikaError", "Mention", "Problem", "Table", "__version__",
        "chronicle", "cite", "counts", "dates", "extract", "measure", "places", "resolve",
    ]  # fmt: skip
    for name in kh.__all__:
        assert getattr(kh, name) is not None


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        kh.nonsense  # noqa: B018


def test_mentions_of_dictionaries_documents_and_strings():
    assert [m.kind for m in kh.extract(TEXT)] == ["protest_peaceful"]
    assert [m.kind for m in kh.extract([kh.Document(**TEXT)])] == ["protest_peaceful"]
    assert [m.document for m in kh.extract("Nurses marched through Lisbon on 12 May 2024.")] == ["text-1"]


def test_events_of_mentions():
    events = kh.resolve(kh.extract(TEXT))
    assert len(events) == 1
    assert events[0].summary["participants"].best == 300
    assert kh.resolve(kh.extract(TEXT).to_dicts())[0].event_id == events[0].event_id


def test_places_dates_and_counts():
    assert [(p.quote, p.country_iso3) for p in kh.places(TEXT)] == [("Lisbon", "PRT")]
    assert [d.value for d in kh.dates(TEXT)] == ["2024-05-12"]
    assert [(c.low, c.high, c.unit) for c in kh.counts(TEXT)] == [(300, 300, "nurses")]


@pytest.mark.parametrize("read", [kh.places, kh.dates, kh.counts])
def test_the_lesser_readers_take_a_text_a_document_or_many(read):
    text = TEXT["text"]
    assert [row.document for row in read(text)] == ["text-1"]
    assert [row.document for row in read([text, TEXT, kh.Document("z", text)])] == ["text-1", "a", "z"]
    assert [row.document for row in read(iter([{"text": text}]))] == ["text-1"]
    assert len(read("")) == len(read([])) == 0
    for wrong in (None, 5, b"Lisbon", [5], {"id": "a"}, {"text": 5}):
        with pytest.raises(kh.KhronikaError, match="give a text, a dictionary"):
            read(wrong)


@pytest.mark.parametrize("read", [kh.places, kh.dates, kh.counts])
def test_explained_rows_are_tables_too(read):
    plain, full = read(TEXT), read(TEXT, explain=True)
    assert [row.quote for row in full] == [row.quote for row in plain]
    assert full[0].rules
    assert full[0].evidence is not None
    columns = full.to_arrow().column_names
    assert columns == [*plain.to_arrow().column_names, "rules", "evidence"]
    assert read([], explain=True).to_arrow().schema == full.to_arrow().schema


def test_the_lesser_readers_make_frames():
    pytest.importorskip("pandas")
    frame = kh.places(TEXT).to_pandas()
    assert frame.loc[0, "quote"] == "Lisbon"
    assert frame.loc[0, "lat"] == pytest.approx(38.7, abs=0.1)


def test_tables_are_arrow_with_the_same_columns_when_empty():
    full, empty = kh.extract(TEXT).to_arrow(), kh.extract([]).to_arrow()
    assert full.schema == empty.schema
    row = full.to_pylist()[0]
    assert row["place"]["name"] == "Lisbon"
    assert dict(row["rules"])["trigger"].startswith("en.")
    assert dict(row["spans"])["place"][0]["quote"] == "Lisbon"
    assert kh.resolve(kh.extract(TEXT)).to_arrow().num_rows == 1
    assert kh.places(TEXT).to_arrow().column("quote").to_pylist() == ["Lisbon"]


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'khronika\[arrow\]'"):
        kh.extract(TEXT).to_arrow()


def test_a_chronicle_from_python(tmp_path):
    (tmp_path / "a.txt").write_text("Nurses marched through Lisbon on 12 May 2024.")
    events = kh.chronicle([tmp_path / "a.txt"], tmp_path / "out")
    assert len(events) == 1
    assert (tmp_path / "out" / "chronicle.html").is_file()

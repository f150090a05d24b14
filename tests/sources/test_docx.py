import pytest
from reader_seeds import WORD_BODY, WORD_NOTES, WORDS, docx, packed, paragraph

from khronika.sources import ReadOptions


def test_headings_tables_and_footnotes_in_their_order(read) -> None:
    found = read(a__docx=docx(WORD_BODY, notes=WORD_NOTES)).only
    blocks = found.text.split("\n\n")
    assert blocks == ["Dockers block road", WORDS, "As told by the union.", "Gdynia\t120", "No one\twas hurt."]
    assert [(p.kind, p.label, found.text[p.start : p.stop]) for p in found.parts] == [
        ("heading", 1, "Dockers block road"),
        ("footnote", "2", "As told by the union."),
        ("table", 1, "Gdynia\t120"),
    ]
    assert found.title == "Dockers of a sample"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("one") + "<w:p/>" + paragraph("two"), "one\n\ntwo"),
        ("<w:p><w:r><w:t>no</w:t><w:noBreakHyphen/><w:t>one</w:t><w:br/><w:t>here</w:t></w:r></w:p>", "no-one\nhere"),
        ("<w:p><w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom><w:r><w:t>new</w:t></w:r></w:p>", "new"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>seen</w:t></w:r></w:p>", "seen"),
        ("<w:p><w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink><w:r><w:t> goes on</w:t></w:r></w:p>", "a link goes on"),
        (f"<w:tbl><w:tr><w:tc>{paragraph('a')}{paragraph('b')}</w:tc><w:tc>{paragraph('c')}</w:tc></w:tr></w:tbl>", "a b\tc"),
        (
            f"<w:tbl><w:tr><w:tc>{paragraph('out')}<w:tbl><w:tr><w:tc>{paragraph('in')}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
            "out in",
        ),
        (
            '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice>'
            f"<w:txbxContent>{paragraph('box')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{paragraph('box')}"
            "</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>around</w:t></w:r></w:p>",
            "box\n\naround",
        ),
    ],
)  # fmt: skip
def test_what_counts_as_text(read, body: str, text: str) -> None:
    assert read(a__docx=docx(body)).only.text == text


def test_rows_of_two_tables_are_told_apart(read) -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc></w:tr><w:tr><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
    parts = read(a__docx=docx(table + paragraph("between") + table)).only.parts
    assert [(p.kind, p.label) for p in parts] == [("table", 1), ("table", 1), ("table", 2), ("table", 2)]


ENTITIES = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (docx("<w:p/>"), "holds no text"),
        (docx(paragraph("x"), more={"word/media/x": bytes(50_000_000)}), "would unpack to 50 MB"),
        (docx("", more={"word/document.xml": f"{ENTITIES}<a>&c;</a>"}), "declares a document type"),
        (docx(paragraph("x"), more={"docProps/core.xml": f"{ENTITIES}<a>&c;</a>"}), "declares a document type"),
        (docx("<w:p>" * 400), "more than 256 elements are open at once"),
        (docx("<w:p>"), "its XML is broken"),
        (docx(paragraph("x") * 200_002), "200,000 paragraphs"),
        (packed({"a.txt": "x"}), "is no Word document"),
        (b"PK\x03\x04" + bytes(100), "does not open"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "locked with a password, or an old Office document"),
    ],
)
def test_what_is_refused(read, content: bytes, says: str) -> None:
    found = read(a__docx=content)
    assert found.documents == []
    assert says in found.problem.what


def test_a_directory_that_lies_of_its_sizes_is_counted_while_it_unpacks(read, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import zipfile

    from khronika.sources import package

    monkeypatch.setattr(package, "_MOST_UNPACKED", 50_000)
    lying = docx(paragraph("x" * 60_000))
    with zipfile.ZipFile(io.BytesIO(lying)) as archive, pytest.raises(package.XmlRefusedError, match="unpacks to more"):
        list(package.chunks(archive, "word/document.xml"))


def test_the_users_word_fills_in(read) -> None:
    options = ReadOptions(published="2031-05-03", source="Field notes", language="en")
    found = read(a__docx=docx(paragraph(WORDS)), options=options).only
    assert (found.published, found.source, found.language) == ("2031-05-03", "Field notes", "en")

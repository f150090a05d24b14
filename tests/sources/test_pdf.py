import pytest
from reader_seeds import WORDS, page, pdf

from khronika.sources import ReadOptions

pytest.importorskip("pypdfium2")


def test_text_with_the_page_of_each_stretch(read) -> None:
    found = read(
        a__pdf=pdf([page("Dockers block road", WORDS[:56], WORDS[56:], gaps=[1]), page("No one was hurt.")])
    ).only
    assert found.text == f"Dockers block road\n\n{WORDS[:56].rstrip()}\n{WORDS[56:].strip()}\n\nNo one was hurt."
    assert [(p.kind, p.label, found.text[p.start : p.stop].split()[0]) for p in found.parts] == [
        ("page", 1, "Dockers"),
        ("page", 2, "No"),
    ]
    second = found.part_at(found.text.index("hurt"), "page")
    assert second is not None
    assert second.label == 2
    assert found.part_at(len(found.text), "page") is None
    assert (found.title, found.published) == ("Dockers of a sample", None)


def test_a_sentence_goes_on_over_the_end_of_a_page(read) -> None:
    found = read(a__pdf=pdf([page("About 300 dockers blocked the road"), page("to the port on Friday.")])).only
    assert found.text == "About 300 dockers blocked the road\nto the port on Friday."


def test_pages_that_are_pictures_are_named(read) -> None:
    found = read(a__pdf=pdf([None, page(WORDS), None]))
    assert [d.text for d in found.documents] == [WORDS]
    assert found.problem.what == "pages 1, 3 of 3 are pictures without text"
    assert "OCR" in found.problem.then
    assert [p.label for p in found.documents[0].parts] == [2]


def test_a_file_of_pictures_gives_no_document(read) -> None:
    found = read(a__pdf=pdf([None] * 20))
    assert found.documents == []
    assert (
        found.problem.what == "pages 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 8 more of 20 are pictures without text"
    )


def test_an_empty_page_is_no_picture(read) -> None:
    assert read(a__pdf=pdf([b"", page(WORDS)])).only.text == WORDS
    assert read(b__pdf=pdf([b""])).problem.what == "the PDF holds no text"


def test_a_locked_file(read) -> None:
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a)(a)]" % (b"x" * 32, b"y" * 32)
    assert "password" in read(a__pdf=pdf([page(WORDS)], trailer=lock)).problem.what


def test_a_damaged_file(read) -> None:
    assert "damaged" in read(a__pdf=b"%PDF-1.4\n" + bytes(range(256)) * 20).problem.what


def test_limits(read) -> None:
    assert "has 3 pages" in read(a__pdf=pdf([page("x")] * 3), options=ReadOptions(max_pages=2)).problem.what
    assert "MB are too much" in read(a__pdf=pdf([page("x")]), options=ReadOptions(max_bytes=100)).problem.what


def test_a_pdf_is_known_by_its_mark(read) -> None:
    assert read(report__bin=pdf([page(WORDS)])).only.text == WORDS

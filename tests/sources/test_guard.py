"""Files that would hang or fill a process: only the process made for them suffers, and the next file is read."""

import random
import zlib

import pytest
from reader_seeds import SEEDS, WORDS, docx, page, paragraph, pdf, workbook

from khronika.errors import MissingExtraError
from khronika.sources import ReadOptions, guard
from khronika.sources import child as child_module


def unfolding(content: bytes) -> bytes:
    """A PDF whose page is these drawing commands, packed."""
    packed = zlib.compress(content, 9)
    plain = pdf([b"@"])
    head, tail = plain.split(b"<< /Length 1 >>\nstream\n@\nendstream", 1)
    return head + b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed) + tail


def test_a_giant_object_of_a_pdf_takes_only_its_own_file_along(read) -> None:
    pytest.importorskip("pypdfium2")
    bomb = unfolding(b"BT /F1 9 Tf " + b"(aaaaaaaaaaaaaaaa) Tj " * 12_000_000)
    assert len(bomb) < 2_000_000
    found = read(a__pdf=bomb, b__pdf=pdf([page(WORDS)]))
    assert [d.text for d in found.documents] == [WORDS]
    assert found.problem.where.endswith("a.pdf")


def test_a_slow_file_is_ended(read) -> None:
    pytest.importorskip("pypdfium2")
    slow = unfolding(b"0 0 m 1 1 l S " * 4_000_000)
    found = read(
        a__pdf=pdf([page(WORDS)]), b__pdf=slow, c__pdf=pdf([page(WORDS)]), options=ReadOptions(max_seconds=0.2)
    )
    assert [d.id for d in found.documents] == ["a.pdf", "c.pdf"]
    assert found.problem.what == "takes longer than 0.2 seconds to read"


def test_a_sheet_that_unfolds(read) -> None:
    pytest.importorskip("python_calamine")
    cell = '<c r="{}" t="inlineStr"><is><t>text</t></is></c>'
    far = f'<row r="1">{cell.format("A1")}</row><row r="1048576">{cell.format("XFD1048576")}</row>'
    assert read(a__xlsx=workbook(f"<sheetData>{far}</sheetData>")).problem


def test_memory_is_limited(read) -> None:
    noise = random.Random(7).randbytes(100_000)  # so that it is not refused for its packing already
    many = docx(paragraph("\U0001f6a2" * 7_000_000), more={"word/media/noise": noise})
    found = read(a__docx=many, b__docx=docx(paragraph(WORDS)), options=ReadOptions(max_memory=120_000_000))
    assert [d.id for d in found.documents] == ["b.docx"], "the limit leaves room for what is usual"
    assert "memory" in found.problem.what or "broke down" in found.problem.what


def test_a_process_serves_many_files_and_none_is_left_busy(read) -> None:
    read(**{f"a{n}__docx": SEEDS["docx"][1] for n in range(5)})
    assert len(guard._IDLE) == 1
    assert guard._IDLE[0].files >= 5


def test_a_reading_that_nobody_finishes_ends_its_process(tmp_path) -> None:
    from khronika.sources import read_paths

    (tmp_path / "a.rss").write_bytes(SEEDS["feed"][1])
    pytest.importorskip("feedparser")
    reading = read_paths([tmp_path / "a.rss"])
    next(reading)
    reading.close()
    assert all(worker.ready for worker in guard._IDLE)


def test_the_process_opens_no_connection() -> None:
    with pytest.raises(PermissionError, match="opens no connection"):
        child_module._NoSocket()


def test_a_missing_library_is_a_problem_of_the_file(read, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "pypdfium2.py").write_text("raise ModuleNotFoundError('pypdfium2')")
    (tmp_path / "trafilatura.py").write_text("raise ModuleNotFoundError('trafilatura')")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(guard, "_IDLE", [])
    found = read(a__pdf=pdf([page(WORDS)]), b__txt=WORDS)
    assert found.problem.then == "install it with: pip install 'khronika[pdf]'"
    assert [d.id for d in found.documents] == ["b.txt"]
    with pytest.raises(MissingExtraError, match=r"khronika\[html\]"):
        read(a__html=SEEDS["html"][1], options=ReadOptions(pages="careful"))
    for worker in guard._IDLE:
        worker.end()

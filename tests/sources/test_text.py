from khronika.sources import ReadOptions


def test_text_is_kept_exactly_but_for_the_mark(read) -> None:
    text = "Dockers blocked the road.\r\n\r\n  Two lines.\u0301\n"
    assert read(a__txt=b"\xef\xbb\xbf" + text.encode()).only.text == text


def test_options_fill_in_what_the_file_does_not_say(read) -> None:
    found = read(
        a__txt="A march.", options=ReadOptions(published="2031-05-03", source="Tin Whistle", language="en")
    ).only
    assert (found.id, found.published, found.source, found.language) == ("a.txt", "2031-05-03", "Tin Whistle", "en")


def test_korean_text_in_euc_kr(read) -> None:
    text = "농민들이 토요일 도청 앞에서 집회를 열었다."
    assert read(a__txt=text.encode("euc-kr")).only.text == text


def test_empty_and_blank_files_are_refused(read) -> None:
    assert "empty" in read(a__txt=b"").problem.what
    assert "no text" in read(b__txt=b" \n\n").problem.what


def test_binary_file_is_refused_by_its_kind(read) -> None:
    assert "PDF" in read(a__txt=b"%PDF-1.4 and so on").problem.what


def test_broken_bytes_are_reported_and_the_rest_is_read(read) -> None:
    found = read(a__txt="경찰은 시위대를 연행했다고 밝혔다.".encode()[:-2])
    assert "1 broken byte" in found.problem.what
    assert found.documents[0].text.startswith("경찰은")


def test_a_line_of_a_megabyte(read) -> None:
    text = "파업 strike " * 100_000
    assert read(a__txt=text).only.text == text


def test_encoding_told_by_the_user_that_does_not_fit(read) -> None:
    assert "utf-8" in read(a__txt="é".encode("latin-1"), options=ReadOptions(encoding="utf-8")).problem.what

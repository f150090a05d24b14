import pytest

from khronika.text.detect import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Teachers went on strike in the capital on Monday.", "en"),
        ("교사들이 월요일 수도에서 파업에 들어갔다.", "ko"),
        ("Учителя в столице объявили забастовку.", "ru"),
        ("TEACHERS WENT ON STRIKE IN THE CAPITAL ON MONDAY", "en"),
    ],
)
def test_a_sentence_has_a_language(text: str, language: str):
    found = detect(text)
    assert found is not None
    assert found[0] == language


@pytest.mark.parametrize("text", ["", "…", "12.05.2024", "* * * *", "ok"])
def test_a_scrap_has_none(text: str):
    assert detect(text) is None

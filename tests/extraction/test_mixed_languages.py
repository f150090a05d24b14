"""Paragraphs whose sentences are in several languages: each is read by its own words, dates and places. The texts are invented."""

import pytest

from khronika.extraction.stream import extract_one
from khronika.extraction.tongues import Block, Languages
from khronika.languages import get_pack
from khronika.model import Document, Mention

ENGLISH = "Nurses marched through Porto on Sunday to demand higher pay, the union said."
SPANISH = "Los choferes de Cuenca iniciaron el lunes una huelga por el precio del diésel."
RUSSIAN = "В воскресенье в Омске прошёл митинг против закрытия больницы."
KOREAN = "월요일 대구에서 버스 기사들이 파업에 들어갔다."
QUIET = "La biblioteca municipal abre de nuevo sus salas después de las obras."


def read(text: str) -> list[Mention]:
    found = extract_one(Document(id="d", text=text, published="2024-05-15")).mentions
    return [m for m in found if m.record == "event"]


def values(mention: Mention) -> tuple[str, str | None, str | None, str]:
    place = mention.place.name if mention.place else None
    return mention.kind, place, str(mention.date_start), mention.language


@pytest.mark.parametrize("between", [" ", "\n"])
@pytest.mark.parametrize(
    ("first", "second"), [(ENGLISH, RUSSIAN), (RUSSIAN, KOREAN), (SPANISH, RUSSIAN), (ENGLISH, SPANISH)]
)
def test_each_sentence_of_a_paragraph_is_read_in_its_own_language(first: str, second: str, between: str) -> None:
    apart = [values(m) for text in (first, second) for m in read(text)]
    assert len(apart) == 2
    assert [values(m) for m in read(first + between + second)] == apart


def test_a_word_of_another_language_does_not_take_its_sentence_away() -> None:
    block = Block(0, len(QUIET), ())
    spanish = get_pack("es")
    assert spanish is not None
    assert [pack.code for pack, _ in Languages(None, QUIET, []).runs(block, spanish)] == ["es"]


def test_an_unsupported_language_is_still_named() -> None:
    polish = "W poniedziałek policja rozpędziła protest przed sejmem, a demonstracja trwała do wieczora mimo deszczu."
    report = extract_one(Document(id="d", text=polish, published="2024-05-15")).report
    assert report.reason == "unsupported_language: pl"

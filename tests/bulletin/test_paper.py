from datetime import date

import msgspec
import pytest
from release_case import make_view

from khronika.bulletin import Order, Period
from khronika.bulletin.check import check_pdf
from khronika.bulletin.paper import pdf_text, render_pdf
from khronika.disclosure import View
from khronika.figures import png

ORDER = Order(Period(date(2031, 4, 28), date(2031, 5, 4)), date(2031, 6, 30), form="md")


@pytest.fixture(scope="module")
def view() -> View:
    return make_view()


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_a_pdf_agrees_with_its_archive_and_not_with_another(view: View, language: str) -> None:
    data, _ = render_pdf(view, msgspec.structs.replace(ORDER, language=language))
    assert check_pdf(data, view) == []
    fewer = msgspec.structs.replace(view, events=[e for e in view.events if e.kind != "clash"])
    assert check_pdf(data, fewer)


def test_a_pdf_has_the_same_content_twice(view: View) -> None:
    first, second = (pdf_text(render_pdf(view, ORDER)[0]) for _ in range(2))
    assert first == second
    assert "2031-04-28 to 2031-05-04" in first


def test_a_picture_is_a_png() -> None:
    data = png('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5"><rect width="10" height="5"/></svg>', 40)
    assert data.startswith(b"\x89PNG")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (40, 20)

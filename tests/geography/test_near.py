"""What is measured from a place: the place's own point, a radius that reaches, and the point that distance and bearing lead to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.geography import kilometres, read_places
from khronika.geography.geo import destination
from khronika.model import Document, FoundPlace
from khronika.readers import read_place_rows

SENTENCES = [
    ("en", "A convoy was hit 30 km north of Kidal.", "Kidal", 30, 0),
    ("en", "A convoy was hit 20 miles south-west of Kidal.", "Kidal", 32.19, 225),
    ("ru", "Колонну обстреляли в 30 км к северо-востоку от Купянска.", "Купянска", 30, 45),
    ("ru", "Колонну обстреляли в 2,5 км южнее Купянска.", "Купянска", 2.5, 180),
    ("uk", "Колону обстріляли за 30 км на південний схід від Мелітополя.", "Мелітополя", 30, 135),
    ("de", "Der Konvoi wurde 30 Kilometer nordöstlich von Kundus beschossen.", "Kundus", 30, 45),
    ("fr", "Le convoi a été attaqué à 30 km au nord de Djibo.", "Djibo", 30, 0),
    ("es", "El convoy fue atacado a 30 km al oeste de Culiacán.", "Culiacán", 30, 270),
    ("pt", "A coluna foi atacada a 30 km a sul de Pemba.", "Pemba", 30, 180),
    ("tr", "Kerkük'ün 30 kilometre güneydoğusunda konvoy vuruldu.", "Kerkük", 30, 135),
    ("ko", "키이우에서 북쪽으로 30km 떨어진 숲이 탔다.", "키이우", 30, 0),
    ("ar", "وقع انفجار على بعد 30 كيلومترا شمال غرب حلب.", "حلب", 30, 315),
]


def one(text: str, language: str, quote: str) -> FoundPlace:
    return next(f for f in read_places(text, language) if f.quote == quote)


@pytest.mark.parametrize(("language", "text", "quote", "far", "bearing"), SENTENCES)
def test_distance_and_bearing_give_the_point(language: str, text: str, quote: str, far: float, bearing: float) -> None:
    found = one(text, language, quote)
    place, offset = found.place, found.offset
    assert (found.hint, place.level) == ("near", "near")
    assert place.lat and place.lon and place.uncertainty_m and offset
    assert place.uncertainty_m >= far * 1000
    expected = destination((place.lat, place.lon), bearing, far)
    assert kilometres((offset.lat, offset.lon), expected) < 0.1


def test_without_a_bearing_there_is_no_point() -> None:
    found = one("Houve um ataque a 40 km de Pemba.", "pt", "Pemba")
    assert found.offset is None
    assert (found.place.uncertainty_m or 0) >= 40_000


@pytest.mark.parametrize(
    "text", ["A convoy was hit in Kidal.", "A march of 30 km ended. North of the road lies Kidal."]
)
def test_a_place_that_nothing_is_measured_from_has_no_point(text: str) -> None:
    assert one(text, "en", "Kidal").offset is None


def test_rows_tell_radius_and_point_only_of_what_is_near() -> None:
    near, plain = read_place_rows(
        Document(id="d", text="A convoy left Gao. It was hit 1,500 metres east of Kidal.", language="en")
    )
    if near.quote != "Kidal":
        near, plain = plain, near
    assert near.offset and near.uncertainty_m
    assert not plain.offset and not plain.uncertainty_m


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(0, 360), st.floats(0.1, 1000))
def test_a_destination_lies_as_far_away_as_it_shall(lat: float, lon: float, bearing: float, far: float) -> None:
    assert kilometres((lat, lon), destination((lat, lon), bearing, far)) == pytest.approx(far, abs=0.01)

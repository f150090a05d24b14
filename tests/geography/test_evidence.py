"""Evidence beside the names themselves: publisher, level words, rivers and sites, unknown units, who speaks. Sentences are invented."""

import pytest

from khronika.geography import gazetteer, locate, publisher, read_places
from khronika.model import Document, FoundPlace, Passage
from khronika.text.fold import fold


def found(text: str, language: str) -> dict[str, FoundPlace]:
    return {f.quote: f for f in read_places(text, language)}


@pytest.mark.parametrize(
    ("url", "source", "country"),
    [
        ("https://news.example.ru/1", None, "RUS"),
        (None, "example.com.ua", "UKR"),
        ("http://www.example.co.uk", None, "GBR"),
        ("https://example.com/ru", "OVD", None),
        ("https://example.tv", None, None),
        (None, None, None),
    ],
)
def test_the_publishers_country_is_read_from_its_host(url: str | None, source: str | None, country: str | None) -> None:
    assert publisher(Document(id="d", text="", url=url, source=source)) == country


def test_the_publisher_decides_only_what_is_nearly_even() -> None:
    def country(text: str, home: str) -> str | None:
        passages = [Passage(0, text, fold(text), "en")]
        return locate(passages, publisher=home)[0].place.country_iso3

    text = "Two men were hurt in Valencia."
    assert (country(text, "ESP"), country(text, "VEN")) == ("ESP", "VEN")
    assert country("Two men were hurt in London.", "CAN") == "GBR"


@pytest.mark.parametrize(
    ("language", "text", "quote", "name", "level"),
    [
        ("tr", "Hatay'ın Samandağ ilçesinde yürüyüş oldu.", "Hatay", "Hatay", "adm1"),
        ("tr", "Diyarbakır'ın Lice ilçesinde yürüyüş oldu.", "Lice", "Lice İlçesi", "adm2"),
        ("fr", "Dans la région de Labé, en Guinée, la route est bloquée.", "Labé", "Labé Region", "adm1"),
        ("de", "Im Landkreis Görlitz brannten Autos.", "Görlitz", "Görlitz", "adm2"),
        ("ru", "Войска форсировали реку Днепр.", "Днепр", "Dnipro River", "area"),
        ("en", "Troops crossed the Jordan River.", "Jordan River", "Jordan River", "area"),
        ("ko", "압록강에서 총성이 들렸다.", "압록강", "Yalu River", "area"),
        (
            "en",
            "Trucks queued at the Kerem Shalom crossing.",
            "Kerem Shalom crossing",
            "Kerem Shalom crossing",
            "point",
        ),
        ("ru", "У пункта Верхний Ларс стоят машины.", "Верхний Ларс", "Verkhny Lars", "point"),
    ],
)
def test_words_beside_say_of_what_sort_a_place_is(language: str, text: str, quote: str, name: str, level: str) -> None:
    place = found(text, language)[quote].place
    assert (place.name, place.level) == (name, level)


def test_a_unit_known_only_by_its_town_has_no_id_and_a_wide_radius() -> None:
    place = found("Im Landkreis Görlitz brannten Autos.", "de")["Görlitz"].place
    assert place.geonameid is None
    assert (place.uncertainty_m or 0) >= 20_000


def test_a_river_that_is_not_known_is_no_town() -> None:
    assert "Самара" not in found("Лодка утонула в реке Самара.", "ru")


def test_namesakes_stay_open_where_their_unit_is_unknown() -> None:
    place = found("В посёлке Октябрьский Хвостокамского района закрыли школу.", "ru")["Октябрьский"].place
    assert place.lat is None
    assert found("В посёлке Октябрьский закрыли школу.", "ru")["Октябрьский"].place.lat is not None


@pytest.mark.parametrize(
    ("language", "text", "quotes"),
    [
        ("en", "Ankara and Tehran denied the report.", {"Ankara", "Tehran"}),
        ("ko", "워싱턴은 성명을 통해 공격을 규탄했다.", {"워싱턴"}),
        ("tr", "Moskova dün saldırıyı kınadı.", {"Moskova"}),
        ("ar", "نفت موسكو الخبر.", {"موسكو"}),
    ],
)
def test_a_capital_that_speaks_is_a_speaker(language: str, text: str, quotes: set[str]) -> None:
    assert {quote for quote, f in found(text, language).items() if f.hint == "speaker"} == quotes


@pytest.mark.parametrize("text", ["키이우에서 열린 집회를 규탄했다.", "모스크바에 눈이 왔다."])
def test_where_something_happens_is_no_speaker(text: str) -> None:
    assert "speaker" not in {f.hint for f in found(text, "ko").values()}


def test_a_german_adjective_is_evidence_for_its_town() -> None:
    bolzano = found("Bozner Studenten streikten.", "de")["Bozner"]
    assert (bolzano.hint, bolzano.place.country_iso3) == ("demonym", "ITA")


def test_villages_without_an_id_are_not_found_by_id() -> None:
    assert gazetteer().by_id(0) is None

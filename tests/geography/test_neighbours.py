"""What words beside a name say over a distance: level words of a list, glued clitics, units behind, kilometres, streets."""

import pytest

from khronika.geography import read_places
from khronika.model import FoundPlace


def toponyms(text: str, language: str) -> dict[str, FoundPlace]:
    return {f.quote: f for f in read_places(text, language) if f.hint != "demonym"}


@pytest.mark.parametrize(
    ("language", "text", "quotes"),
    [
        ("en", "Rain fell on the Kherson and Zaporizhzhia regions.", {"Kherson", "Zaporizhzhia"}),
        ("en", "Rain fell on Kherson, Mykolaiv and Zaporizhzhia regions.", {"Kherson", "Mykolaiv", "Zaporizhzhia"}),
        ("ru", "Дожди идут в Калужской, Тульской и Орловской областях.", {"Калужской", "Тульской", "Орловской"}),
        ("tr", "Hakkari ve Şırnak illerinde yağmur yağdı.", {"Hakkari", "Şırnak"}),
        ("tr", "Van, Hakkari ve Şırnak illerinde yağmur yağdı.", {"Van", "Hakkari", "Şırnak"}),
        ("ar", "هطل المطر في ولايتي الجزيرة وسنار أمس", {"الجزيرة", "سنار"}),
        ("es", "Llovió en los estados de Zulia y Mérida.", {"Zulia", "Mérida"}),
    ],
)
def test_a_level_word_covers_the_list(language: str, text: str, quotes: set[str]) -> None:
    found = toponyms(text, language)
    assert {quote: found[quote].place.level for quote in quotes} == dict.fromkeys(quotes, "adm1")


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("en", "Rain fell on Moscow and Tula region.", "Moscow"),
        ("ru", "Дожди идут в Харькове и Сумской области.", "Харькове"),
        ("uk", "Дощі йдуть у Полтаві та Сумській області.", "Полтаві"),
    ],
)
def test_a_town_beside_one_unit_stays_a_town(language: str, text: str, quote: str) -> None:
    assert toponyms(text, language)[quote].place.level == "town"


@pytest.mark.parametrize(
    ("text", "quote", "name"),
    [
        ("Les élèves d'Arlit sont rentrés.", "Arlit", "Arlit"),
        ("Le car est parti d’Arlit hier.", "Arlit", "Arlit"),
        ("Le maire d'Idlib a parlé.", "Idlib", "Idlib"),
    ],
)
def test_elided_words_are_taken_off_a_name(text: str, quote: str, name: str) -> None:
    found = {f.quote.removeprefix("d'").removeprefix("d’"): f.place.name for f in toponyms(text, "fr").values()}
    assert found[quote] == name


@pytest.mark.parametrize(
    ("language", "text", "quote", "name"),
    [
        ("uk", "Дощі йшли в Індонезії. У місті Вамені тихо.", "Вамені", "Wamena"),
        ("ru", "Дожди шли в Индонезии. В Вамене тихо.", "Вамене", "Wamena"),
        ("ru", "Дожди шли в Сирии. В городе Сармине тихо.", "Сармине", "Sarmīn"),
    ],
)
def test_guesses_undo_case_endings(language: str, text: str, quote: str, name: str) -> None:
    assert toponyms(text, language)[quote].place.name == name


@pytest.mark.parametrize(
    ("language", "text", "quote", "admin1"),
    [
        ("ru", "Школа в городе Донецке Ростовской области закрыта.", "Донецке", "Rostov"),
        ("ru", "Школа в посёлке Октябрьский Белгородского района закрыта.", "Октябрьский", "Belgorod Oblast"),
        ("uk", "Школа у місті Городок Хмельницької області закрита.", "Городок", "Khmelnytskyi"),
    ],
)
def test_a_unit_in_another_case_behind_a_name_holds_it(language: str, text: str, quote: str, admin1: str) -> None:
    found = toponyms(text, language)[quote]
    assert (found.place.admin1, found.place.level, found.hint == "part") == (admin1, "town", False)


def test_a_village_that_only_bears_the_name_of_one_elsewhere_leaves_its_district() -> None:
    found = toponyms("Школа села Хабез Шебекинского городского округа закрыта.", "ru")
    assert {quote: f.place.level for quote, f in found.items()} == {"Шебекинского": "adm2"}


def test_a_village_of_the_postal_lists_lies_in_its_unit() -> None:
    found = toponyms("Школа села Купино Шебекинского городского округа закрыта.", "ru")
    assert found["Купино"].place.admin1 == "Belgorod Oblast"
    assert found["Купино"].place.geonameid is None


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("tr", "Kerkük'ün 30 kilometre güneyinde kar yağdı.", "Kerkük"),
        ("tr", "Halep'in 5 km batısında kar yağdı.", "Halep"),
        ("ko", "하르키우에서 북쪽으로 40km 떨어진 마을에 눈이 왔다.", "하르키우"),
        ("ko", "서울에서 남쪽으로 30 킬로미터 떨어진 마을에 눈이 왔다.", "서울"),
    ],
)
def test_a_distance_behind_a_name_is_near_it(language: str, text: str, quote: str) -> None:
    found = toponyms(text, language)[quote]
    assert (found.place.level, found.hint) == ("near", "near")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Los vecinos del barrio Nigeria comieron."),
        ("pt", "Moradores do bairro Argentina comeram."),
        ("fr", "Des habitants du quartier Mexique ont mangé."),
        ("de", "Im Stadtteil Nigeria wurde gegessen."),
        ("ru", "Концерт прошёл на улице Грузия."),
        ("ar", "أكل سكان حي السودان أمس"),
    ],
)
def test_streets_and_suburbs_are_no_countries(language: str, text: str) -> None:
    assert not {f.place.level for f in toponyms(text, language).values()} & {"country"}


def test_a_suburb_somewhere_in_a_country_leaves_the_country() -> None:
    found = toponyms("Dans un quartier de Mexico, on a mangé. Un quartier du Nigeria mange.", "fr")
    assert found["Nigeria"].place.level == "country"


def test_guesses_never_lie_over_known_names() -> None:
    found = read_places("T-다게스탄", "ko")
    assert len(found) <= 1

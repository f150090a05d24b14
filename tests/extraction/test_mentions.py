"""What a passage becomes: each case is whole in its text; the texts are invented."""

import pytest

from khronika.extraction.stream import extract_one
from khronika.model import Document, Mention


def read(text: str, published: str | None = "2024-05-14", language: str | None = None) -> list[Mention]:
    return extract_one(Document(id="d", text=text, published=published, language=language)).mentions


def one(text: str, published: str | None = "2024-05-14") -> Mention:
    found = [m for m in read(text, published) if m.record == "event"]
    assert len(found) == 1, [(m.kind, m.status) for m in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("About 300 nurses marched through Porto on Sunday to demand higher pay.", "protest_peaceful"),
        ("Police dispersed a rally in Sfax on Sunday with tear gas.", "protest_intervened"),
        ("Soldiers opened fire on protesters in Mandalay on Sunday, killing two.", "protest_excessive_force"),
        ("Protesters in Lyon threw stones at police on Sunday.", "demonstration_violent"),
        ("A lone picketer stood outside the court in Tver on Sunday.", "picket_single"),
        ("Bus drivers in Leeds went on strike on Sunday.", "strike"),
        ("Prisoners in Lima began a hunger strike on Sunday.", "hunger_strike"),
        ("Farmers blocked the highway near Nantes on Sunday.", "blockade"),
        ("A trader set himself on fire in Gabes on Sunday.", "self_immolation"),
        ("Security agents arrested four lawyers in Harare on Sunday.", "arrest"),
        ("The governor imposed a curfew in Cali on Sunday.", "restriction"),
        ("Soldiers and rebels exchanged fire near Goma on Sunday.", "clash"),
        ("Shells hit a school in Kherson on Sunday.", "shelling"),
        ("An air strike hit a depot in Taiz on Sunday.", "air_strike"),
        ("A drone strike killed two people in Mekelle on Sunday.", "drone_strike"),
        ("A roadside bomb hit a patrol near Mosul on Sunday.", "explosive"),
        ("A suicide bomber struck a market in Maiduguri on Sunday.", "suicide_bomb"),
        ("Gunmen killed four villagers near Zaria on Sunday.", "attack_civilians"),
        ("Unknown people set fire to a recruitment office in Kazan on Sunday.", "property_destruction"),
        ("Armed men abducted nine pupils near Kaduna on Sunday.", "abduction"),
        ("The army recaptured the town of Palma on Sunday.", "territory_regained"),
        ("Rebels seized control of Bukavu on Sunday.", "territory_overtaken"),
        ("The two sides signed a truce in Aden on Sunday.", "agreement"),
        ("Hundreds of families fled the village of Djibo on Sunday.", "flight"),
        ("지난 12일 부산에서 노동자 수백 명이 시위를 벌였다.", "protest_peaceful"),
        ("지난 12일 부산에서 버스 기사들이 파업에 들어갔다.", "strike"),
        ("지난 12일 하르키우에서 포격으로 주택이 부서졌다.", "shelling"),
        ("지난 12일 고마 인근에서 정부군과 반군이 교전했다.", "clash"),
        ("지난 12일 라고스에서 괴한들이 학생들을 납치했다.", "abduction"),
    ],
)
def test_a_kind_is_read(text: str, kind: str):
    mention = one(text)
    assert (mention.kind, mention.status) == (kind, "occurred")
    assert mention.date_start == "2024-05-12"
    assert mention.place is not None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Unions plan to march in Porto on Saturday.", "planned"),
        ("The army denied that it had shelled the town of Kutkai.", "denied"),
        ("There was no protest in Sfax on Sunday.", "denied"),
        ("The ban could lead to riots in Lyon.", "hypothetical"),
        ("Miners in Turow marked the anniversary of the strike of 1980.", "historical"),
        ("노조는 오는 토요일 부산에서 집회를 열 예정이다.", "planned"),
        ("군은 마을을 포격했다는 주장을 부인했다.", "denied"),
    ],
)
def test_what_did_not_happen_is_no_fact(text: str, status: str):
    assert {m.status for m in read(text)} == {status}


@pytest.mark.parametrize(
    "text",
    [
        "The striker attacked again in the second half and the goalkeeper saved the shot.",
        "Shares rallied on Monday as investors bought retailers.",
        "The film tells of a riot in a prison; its actors trained for months.",
        "The council will repair the bridge in June.",
        "결승전에서 공격수가 두 골을 넣었다.",
    ],
)
def test_misleading_words_are_no_event(text: str):
    assert read(text) == []


def test_numbers_are_claims_with_their_bounds():
    mention = one("Police arrested at least 40 people and dozens were injured at a rally in Minsk on Sunday.")
    assert {(c.quantity, c.low, c.high) for c in mention.claims} == {("detained", 40, None), ("injured", 24, 99)}


def test_arrests_told_after_the_rally_are_claims_of_the_rally():
    mention = one("Students held a rally in Lima on Sunday. Police arrested 15 people.")
    assert mention.kind == "protest_intervened"
    assert [(c.quantity, c.low) for c in mention.claims] == [("detained", 15)]


def test_a_list_of_towns_is_one_mention_each():
    towns = {m.place.name for m in read("Teachers protested in Oruro, Potosí and Sucre on Sunday.") if m.place}
    assert len(towns) == 3


def test_a_second_telling_is_the_same_mention():
    one("Dockers went on strike in Durban on Sunday. The strike in Durban stopped all ships.")


def test_the_place_of_the_sentence_before_carries_over():
    mentions = read("Rebels seized control of Bukavu on Saturday. The army retook the town on Sunday.")
    assert [m.place.name for m in mentions if m.place] == ["Bukavu", "Bukavu"]
    assert mentions[1].rules["place"].startswith("carry.")


def test_without_an_anchor_a_weekday_stays_open():
    assert one("Farmers blocked the highway near Nantes on Sunday.", None).date_start is None


def test_settlements_on_a_day_are_a_figure():
    figures = [
        m
        for m in read("According to the monitor group, protests took place in at least 12 towns on 4 May.")
        if m.record == "figure"
    ]
    assert [(c.quantity, c.low, c.high) for f in figures for c in f.claims] == [("places", 12, None)]
    assert figures[0].date_start == "2024-05-04"


def test_who_is_quoted_is_named_and_private_people_are_not():
    text = "Hundreds marched in Porto on Sunday, according to the nurses' union."
    assert one(text).attributed_to == "nurses' union"
    assert one(text.replace("the nurses' union", "Amaro Lindqvist")).attributed_to is None


def test_a_document_in_two_languages_is_read_in_both():
    text = "Nurses marched through Porto on Sunday to demand higher pay.\n\n지난 일요일 포르투에서 간호사들이 임금 인상을 요구하며 시위를 벌였다."
    assert {m.language for m in read(text)} == {"en", "ko"}


def test_an_unsupported_language_is_said():
    report = extract_one(
        Document(id="d", text="Ngày chủ nhật, hàng trăm người biểu tình tại quảng trường, cảnh sát bắt giữ protest.")
    )
    assert report.report.outcome == "irrelevant"
    assert any(n.startswith("unsupported_language") for n in report.report.notes)


def test_a_document_that_nobody_can_read_here_is_not_passed_over_in_silence():
    report = extract_one(
        Document(id="d", text="Ujumbe huu umeandikwa kwa Kiswahili na unaeleza kuhusu mvua kubwa iliyonyesha jana.")
    ).report
    assert (report.outcome, report.reason) == ("irrelevant", "unsupported_language: sw")


def test_nobody_hurt_is_a_number_and_no_denial():
    mention = one("No one was hurt when a bomb went off near Quetta on Sunday.")
    assert (mention.kind, mention.status) == ("explosive", "occurred")
    assert [(c.quantity, c.low, c.high, c.kind) for c in mention.claims] == [("injured", 0, 0, "none")]


def test_another_source_may_put_the_crowd_higher():
    mention = one("About 300 nurses marched through Lisbon on Sunday. The union put the crowd at more than 500.")
    assert {(c.low, c.high) for c in mention.claims if c.quantity == "participants"} == {(300, 300), (500, None)}


def test_people_counted_by_where_they_are_from_are_a_figure():
    mentions = read("At least 41 people from the Cusco region have been detained since 1 April over the protests.")
    (figure,) = [m for m in mentions if m.record == "figure"]
    assert (figure.kind, figure.group, figure.date_start, figure.date_end) == (
        "arrest",
        "people from the Cusco",
        "2024-04-01",
        "2024-05-14",
    )
    assert figure.place is not None
    assert figure.place.level == "adm1"


def test_a_feared_strike_said_again_is_no_fact():
    text = "Miners in Turow could go on strike if talks fail. The strike worries the mayor."
    assert {m.status for m in read(text)} == {"hypothetical"}


def test_the_dead_of_a_fight_are_not_told_of_those_who_fled():
    mentions = read(
        "Soldiers and rebels exchanged fire near Goma on Sunday. A clinic counted nine dead and said that hundreds of people had fled."
    )
    claims = {m.kind: {c.quantity.split("_")[0] for c in m.claims} for m in mentions}
    assert claims["clash"] == {"killed"}
    assert claims["flight"] == {"displaced"}


def test_footnotes_report_nothing():
    assert read("[3] The Daily Tide: Nurses marched through Lisbon, 12 May 2024.") == []


def test_each_trigger_of_a_sentence_has_its_own_status():
    mentions = read("노조는 12일 부산에서 집회를 열고 총파업에 들어가겠다고 경고했다.")
    assert {m.kind: m.status for m in mentions} == {"protest_peaceful": "occurred", "strike": "hypothetical"}


def test_nobody_arrested_is_a_number_of_the_rally():
    mention = one("Police said no one was arrested at the protest in Lyon on Sunday.")
    assert (mention.kind, mention.status) == ("protest_peaceful", "occurred")
    assert [(c.quantity, c.low) for c in mention.claims] == [("detained", 0)]


def test_rival_numbers_keep_their_speakers():
    mention = one("Hundreds marched in Lisbon on Sunday: police counted 300 people and the union 700, the city said.")
    assert mention.place is not None
    assert {c.speaker for c in mention.claims if c.low in (300, 700)} != {None}


def test_who_only_counts_is_no_source_of_the_happening():
    mention = one("Nurses marched through Lisbon on Sunday. Police estimated 300 people took part.")
    assert mention.attributed_to is None
    assert [(c.low, c.speaker) for c in mention.claims] == [(300, "Police")]

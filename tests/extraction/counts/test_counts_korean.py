import pytest


@pytest.mark.parametrize(
    ("text", "quote", "low", "high", "kind", "unit", "unit_type"),
    [
        ("광부 최소 17명이 나섰다", "최소 17명", 17, None, "min", "광부", "people"),
        ("농민 90여 명이 모였다", "90여 명", 90, 90, "about", "농민", "people"),
        ("최대 40대의 트럭", "최대 40대", None, 40, "max", "트럭", "vehicles"),
        ("수십만 명의 신도", "수십만 명", 200000, 999999, "word", "신도", "people"),
        ("교사 스물여덟 명", "스물여덟 명", 28, 28, "exact", "교사", "people"),
        ("1만 2천여 명이 행진했다", "1만 2천여 명", 12000, 12000, "about", "명", "people"),
        ("6천 명이 넘는 간호사", "6천 명이 넘는", 6000, None, "min", "간호사", "people"),
        ("15~18척", "15~18척", 15, 18, "range", "척", "vehicles"),
        ("부상자는 11명이다", "11명", 11, 11, "exact", "부상자", "casualties"),
        ("7개 마을이 잠겼다", "7개", 7, 7, "exact", "마을", "places"),
        ("십수 명의 승려", "십수 명", 11, 19, "word", "승려", "people"),
        ("인구의 5분의 2", "5분의 2", 0.4, 0.4, "exact", None, "ratio"),
    ],
)
def test_number_has_bounds_and_unit(
    read, text: str, quote: str, low: float, high: float, kind: str, unit: str | None, unit_type: str
) -> None:
    (count,) = read("ko", text)
    assert (count.quote, count.low, count.high, count.kind) == (quote, low, high, kind)
    assert (count.unit, count.unit_type) == (unit, unit_type)


@pytest.mark.parametrize(
    "text", ["제12조", "37세", "오전 7시", "6월 3일에", "사회 문제", "이번 사건", "구조 작업", "2대 0으로 졌다"]
)
def test_what_counts_nothing_is_left_alone(read, text: str) -> None:
    assert read("ko", text) == []


def test_one_person_is_a_singular(read) -> None:
    rules = [c.rule for c in read("ko", "한 여성이 울었고 남성 1명이 떠났다")]
    assert [r.endswith(".singular") for r in rules] == [True, True]


def test_said_absence_is_none(read) -> None:
    (count,) = read("ko", "인명 피해는 없는 것으로 알려졌다")
    assert (count.low, count.high, count.kind, count.unit) == (0, 0, "none", "인명 피해")


def test_topic_of_the_sentence_is_not_what_is_counted(read) -> None:
    (count,) = read("ko", "경찰은 30명을 연행했다")
    assert count.unit == "명"

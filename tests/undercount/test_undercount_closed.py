"""Open populations seen in the cases themselves: lists that leave out periods, places or kinds."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.undercount import Case, InclusionTable, Options, RefusedError, TableError, from_cases, measure, warnings
from khronika.undercount.cases import divided, merged, span_of
from khronika.undercount.closed import seen
from khronika.undercount.read import read_text
from khronika.undercount.sources import read_archive

LISTS = ("police", "press", "hospital")
BEGIN = date(2031, 1, 1)
QUICK = Options(draws=200, latent=None)


def people(seed: int, many: int = 900, days: int = 300, chances: Sequence[float] = (0.4, 0.5, 0.35)) -> list[Case]:
    """Cases all over a time, two places and two kinds; each list holds each with its chance, whatever they are."""
    chance = np.random.default_rng(seed)
    cases = []
    for _ in range(many):
        day = BEGIN + timedelta(days=int(chance.integers(days)))
        groups = {"place": ("north", "south")[chance.integers(2)], "kind": ("shot", "shelled")[chance.integers(2)]}
        on = frozenset(name for name, p in zip(LISTS, chances, strict=True) if chance.random() < p)
        if on:
            cases.append(Case(on, (day, day), groups))
    return cases


def without(cases: Sequence[Case], name: str, left_out: "object") -> list[Case]:
    """The cases after one list has lost those for which `left_out` is true."""
    assert callable(left_out)
    kept = [Case(c.on - {name} if left_out(c) else c.on, c.when, c.groups) for c in cases]
    return [c for c in kept if c.on]


def late(case: Case) -> bool:
    return case.when is not None and case.when[0] >= BEGIN + timedelta(days=200)


@pytest.mark.parametrize("seed", range(10))
def test_lists_that_cover_everything_have_no_gap(seed: int) -> None:
    found = seen(people(seed), LISTS)
    assert found.gaps == [] and 295 <= found.days <= 300


@pytest.mark.parametrize(
    ("left_out", "what", "words"),
    [
        (late, "period", "do not cover the same periods"),
        (lambda c: c.groups["place"] == "south", "place", "cases in south: the lists do not cover the same places"),
        (
            lambda c: c.groups["kind"] == "shot",
            "kind",
            "cases of kind shot: the lists do not cover the same definitions",
        ),
    ],
)
def test_a_list_that_leaves_a_group_out_is_refused(left_out: object, what: str, words: str) -> None:
    cases = without(people(3), "press", left_out)
    table = from_cases(cases, LISTS)
    assert [(gap.name, gap.field, gap.held) for gap in table.seen.gaps] == [("press", what, 0)]
    with pytest.raises(RefusedError, match=words):
        measure(table, options=QUICK)
    assert not from_cases(cases, ("police", "hospital")).seen.gaps


def test_one_stray_case_does_not_hide_that_a_list_ended() -> None:
    cases = without(people(3), "press", late)
    stray = max((c for c in cases if "police" in c.on), key=lambda c: str(c.when))
    cases[cases.index(stray)] = Case(stray.on | {"press"}, stray.when, stray.groups)
    (gap,) = seen(cases, LISTS).gaps
    assert gap.left_out and gap.name == "press" and gap.held == 1


def test_a_list_that_holds_much_less_of_a_place_is_a_warning() -> None:
    chance = np.random.default_rng(5)
    cases = without(people(4), "hospital", lambda c: c.groups["place"] == "south" and chance.random() < 0.75)
    found = measure(from_cases(cases, LISTS), options=QUICK)
    told = [w for w in warnings(found) if "of its share elsewhere: measure places as strata" in w]
    assert len(told) == 1 and told[0].startswith("hospital has ")


def test_a_span_of_more_than_a_year_is_a_warning() -> None:
    short, long = (measure(from_cases(people(6, days=days), LISTS), options=QUICK) for days in (366, 800))
    assert not any("more than a year" in w for w in warnings(short))
    assert any(w.startswith("cases are dated 2031-01-01 to 2033-03") for w in warnings(long))


def test_cases_without_date_place_or_kind_say_nothing() -> None:
    cases = [Case(c.on) for c in without(people(3), "press", late)]
    assert seen(cases, LISTS).gaps == [] and seen(cases, LISTS).days == 0 and seen([], LISTS).first is None


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 4000))
def test_a_span_is_read_as_it_is_written(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    assert span_of(f"{first}/{last}") == (first, last)
    start, end = span_of(f"{first:%Y-%m}")
    assert (start.day, (end + timedelta(days=1)).day) == (1, 1) and start <= first <= end
    assert span_of(f"{first.year:04}") == (date(first.year, 1, 1), date(first.year, 12, 31))


def rows(cases: Sequence[Case]) -> str:
    lines = [
        ",".join([*(str(int(n in c.on)) for n in LISTS), str(c.when and c.when[0]), *c.groups.values()]) for c in cases
    ]
    return "\n".join([",".join([*LISTS, "date", "place", "kind"]), *lines]) + "\n"


def test_a_dated_table_is_judged_by_its_own_dates() -> None:
    read = read_text(rows(without(people(3), "press", late)), "t.csv")
    assert read.tables[0].lists == LISTS and [g.field for g in read.tables[0].seen.gaps] == ["period"]
    by_place = read_text(rows(people(3)), "t.csv", by="place").tables
    assert [t.stratum for t in by_place] == ["north", "south"]
    assert sum(t.listed for t in by_place) == read_text(rows(people(3)), "t.csv").tables[0].listed


@pytest.mark.parametrize("given", ["soon", "2031-13", "2031-02-30", "2031-05/2031-04", "1-2-3-4"])
def test_a_date_that_is_none_names_its_line(given: str) -> None:
    with pytest.raises(TableError, match=r"t\.csv:3: date is"):
        read_text(f"A,B,date\n1,0,2031\n0,1,{given}\n", "t.csv")


def test_records_of_one_person_are_one_case() -> None:
    read = read_text("person,list,date,place\np,A,2031-05-02,north\np,B,2031-05,south\nq,C,,north\n", "t.csv")
    assert (read.tables[0].seen.first, read.tables[0].seen.last) == ("2031-05-01", "2031-05-31")
    one = merged([Case(frozenset("A"), None, {"place": "north"}), Case(frozenset("B"), None, {"place": "south"})])
    assert one.on == {"A", "B"} and one.groups == {}


def test_cases_that_have_no_year_stop_strata_by_year() -> None:
    across = Case(frozenset("A"), span_of("2030-12-31/2031-01-01"))
    with pytest.raises(TableError, match="1 cases have no year, or more than one; fill year in"):
        divided([across, Case(frozenset("B"), span_of("2031"))], "year", "t.csv")
    with pytest.raises(TableError, match="strata by week are not known"):
        divided([], "week", "t.csv")


def archive(folder: Path, cases: Sequence[Case]) -> Path:
    events = [
        {
            "record": "event", "event_id": f"e{i}", "sources": sorted(c.on), "kind": c.groups["kind"],
            "date_start": str(c.when and c.when[0]), "date_end": str(c.when and c.when[1]),
            "place": {"admin1": c.groups["place"], "country_iso3": "AAA"},
        }
        for i, c in enumerate(cases)
    ]  # fmt: skip
    (folder / "events.jsonl").write_text("".join(json.dumps(e) + "\n" for e in events), encoding="utf-8")
    return folder


def test_an_archive_is_judged_by_its_own_dates(tmp_path: Path) -> None:
    whole: InclusionTable = read_archive(archive(tmp_path, people(3))).tables[0]
    assert whole.seen.gaps == [] and 295 <= whole.seen.days <= 300
    folder = archive(tmp_path, without(people(3), "press", late))
    assert [(g.name, g.field, g.left_out) for g in read_archive(folder).tables[0].seen.gaps] == [
        ("press", "period", True)
    ]
    by_year = read_archive(archive(tmp_path, people(3, days=700)), by="year").tables
    assert [t.stratum for t in by_year] == ["2031", "2032"] and all(t.lists == by_year[0].lists for t in by_year)

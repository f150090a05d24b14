"""Days that the judge's happenings take: what is planned lies ahead, what names no day takes the one just told."""

from datetime import date
from types import SimpleNamespace

import pytest

from khronika.extraction.candidates import Candidate
from khronika.extraction.slots import look_ahead, take_days_before
from khronika.model import FoundDate

TODAY = date(2031, 5, 6)


def found(quote: str, first: str, last: str) -> FoundDate:
    return FoundDate(0, len(quote), quote, "DATE", first, first, last, "day", "xx.date")


def candidate(status: str, quote: str | None, first: str | None, last: str | None, number: int = 0) -> Candidate:
    made = Candidate(SimpleNamespace(number=number), [SimpleNamespace(start=number * 100, stop=number * 100 + 5)])  # type: ignore[arg-type,list-item]
    made.status, made.date_start, made.date_end = status, first, last
    made.dates = [found(quote, first or "", last or "")] if quote else []
    return made


@pytest.mark.parametrize(
    ("quote", "read", "meant"),
    [
        ("2 April", "2031-04-02", "2032-04-02"),
        ("im April", "2031-04-02", "2032-04-02"),
        ("в субботу", "2031-05-03", "2031-05-10"),
        ("٢ أبريل ٢٠٣١", "2031-04-02", "2031-04-02"),
        ("29 February", "2028-02-29", "2028-02-29"),
    ],
)
def test_a_plan_without_a_year_lies_ahead(quote: str, read: str, meant: str) -> None:
    plan = candidate("planned", quote, read, read)
    look_ahead(plan, TODAY)
    assert (plan.date_start, plan.date_end) == (meant, meant)


def test_a_fact_stays_where_it_was_read() -> None:
    fact = candidate("occurred", "2 April", "2031-04-02", "2031-04-02")
    look_ahead(fact, TODAY)
    assert fact.date_start == "2031-04-02"


def test_the_day_of_the_happening_just_told_is_taken_but_not_from_afar_nor_from_a_plan() -> None:
    told = candidate("occurred", "on Sunday", "2031-05-04", "2031-05-04", 0)
    near, far = candidate("occurred", None, None, None, 1), candidate("occurred", None, None, None, 9)
    plan = candidate("planned", None, None, None, 2)
    take_days_before([told, near, plan, far])
    assert (near.date_start, near.date_rule) == ("2031-05-04", "carry.happening")
    assert plan.date_start is None
    assert far.date_start is None

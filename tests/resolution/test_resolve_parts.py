"""The table of weights, dates, places, claims, and that time grows with the mentions only."""

import time
from datetime import date, timedelta

import pytest
from told_mentions import KOCHKOR, KYRGYZSTAN, NARYN, NARYN_REGION, NEAR_NARYN, OSH, say

from khronika.codebook import codebook
from khronika.errors import PackError
from khronika.model import Claim, Place
from khronika.resolution import resolve, shipped_weights, weights
from khronika.resolution.block import Blocks
from khronika.resolution.cases import Cell, build_batch
from khronika.resolution.compare import compare_claims, compare_dates
from khronika.resolution.spots import SpotTable

LEVELS = shipped_weights().levels


def test_every_level_has_a_sentence_and_shares_that_add_to_no_more_than_one():
    assert all(level.says for level in LEVELS.values())
    for group in {name.split(".")[0] for name in LEVELS} - {"prior", "frequency"}:
        for side in ("m", "u"):
            assert sum(shares(group, side)) <= 1.001, (group, side)


def shares(group: str, side: str) -> list[float]:
    data = weights.read_yaml(weights.RESOLVE_YAML)["levels"]
    return [entry.get(side, 0.0) for entry in data[group]]


def test_a_faulty_table_is_refused_with_its_line(tmp_path, monkeypatch):
    broken = weights.RESOLVE_YAML.read_text().replace(
        "{id: resolve.kind.same, m: 0.8, u: 0.12", "{id: resolve.kind.same, m: 0.8, u: 0"
    )
    (tmp_path / "resolve.yaml").write_text(broken)
    monkeypatch.setattr(weights, "RESOLVE_YAML", tmp_path / "resolve.yaml")
    with pytest.raises(PackError, match=r"resolve.yaml:\d+: level 'kind.same'"):
        weights.shipped_weights.__wrapped__()


def test_alike_is_mutual_and_knows_the_codebook_s_kinds():
    alike = shipped_weights().alike
    assert alike.keys() == codebook().kinds.keys()
    assert all(a in alike[b] for a in alike for b in alike[a])
    assert "territory_regained" in alike["clash"] and "hunger_strike" not in alike["strike"]


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("04", "04", "same_day"), ("04", "05", "next_day"), ("04", "06", "apart"), ("04-05", "06", "adjacent"), ("04-05", "04", "most_days"),
        ("03-09", "04", "part_days"), ("01-20", "01-20", "same_weeks"), ("01-20", "01-15", "most_weeks"),
        ("01-20", "19-30", "part_weeks"), ("01-05", "07-09", "apart"), ("", "04", "missing"),
    ],
)  # fmt: skip
def test_days_agree_by_levels_in_both_directions(a: str, b: str, level: str):
    cells = [Cell(0, "event", "occurred", None, *days(text), 0, []) for text in (a, b)]
    assert compare_dates(*cells) == compare_dates(*reversed(cells)) == f"date.{level}"


def test_what_lasts_may_pause_between_two_reports():
    early, late, next_week = (Cell(0, "event", "occurred", "strike", *days(t), 0, []) for t in ("04-05", "08", "12"))
    assert compare_dates(early, late, lasting=True) == "date.continues"
    assert compare_dates(early, next_week, lasting=True) == "date.apart"


def days(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    base = date(2031, 3, 1).toordinal() - 1
    return (base + int(first), base + int(last or first)) if text else (-1, -1)


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        (NARYN, NARYN, "same_settlement"), (NARYN, OSH, "other"), (NARYN, KOCHKOR, "other"), (NARYN, NARYN_REGION, "inside"),
        (KOCHKOR, NARYN_REGION, "inside"), (OSH, NARYN_REGION, "other"), (NARYN, NEAR_NARYN, "near"),
        (NARYN, KYRGYZSTAN, "country_only"), (NARYN_REGION, KYRGYZSTAN, "country_only"), (NARYN, None, "one_missing"),
        (KYRGYZSTAN, Place(None, None, "KGZ", level="country"), "same_country"),
        (Place("the valleys", None, "KGZ", level="area"), Place("the shore", None, "KGZ", level="area"), "other_area"),
        (Place("the valleys", None, "KGZ", level="area"), Place("호숫가", None, "KGZ", level="area"), "unread_area"),
        (OSH, Place("Osh City", 4, "KGZ", "Osh City", level="adm1", uncertainty_m=20000), "inside"),
        (Place("Bishkek", 2, "KGZ", "Bishkek", level="town"), Place("Bishkek", 3, "KGZ", "Bishkek", None, None, None, "adm1", 20000), "near"),
        (NARYN, Place("Market", 9, "KGZ", "Naryn", None, 41.44, 76.0, "point", 500), "near"),
        (NARYN, Place("Pass", 8, "KGZ", "Naryn", None, 41.9, 75.0, "point", 500), "other"),
    ],
)  # fmt: skip
def test_places_agree_by_levels_in_both_directions(a: Place, b: Place | None, level: str):
    for first, second in ((a, b), (b, a)):
        table = SpotTable(shipped_weights().radius_km)
        assert table.level(table.add(first), table.add(second)) == f"place.{level}"


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ((301, 301, "exact"), (301, None, "min"), "same_telling"), ((300, 300, "about"), (300, 300, "exact"), "same_round"),
        ((1, 1, "exact"), (1, 1, "exact"), "same_small"), ((200, 999, "word"), (200, 999, "word"), "same_word"),
        ((200, 999, "word"), (350, 350, "exact"), "overlap"), ((300, 300, "exact"), (350, 350, "exact"), "close"),
        ((300, 300, "exact"), (900, 900, "exact"), "far"), ((30, 30, "exact"), (900, 900, "exact"), "contrary"),
        ((0, 0, "none"), (5, 5, "exact"), "contrary"), ((0, 0, "none"), (0, 0, "none"), "same_small"),
    ],
)  # fmt: skip
def test_numbers_agree_by_levels_in_both_directions(a: tuple, b: tuple, level: str):
    one, other = (Claim("killed", low, high, kind, "") for low, high, kind in (a, b))
    assert compare_claims(one, other) == compare_claims(other, one) == f"claims.{level}"


def test_near_cells_finds_what_the_walk_finds():
    places = [NARYN, NEAR_NARYN, KOCHKOR, NARYN_REGION, OSH]
    told = [say(f"d{k}", place=places[k % 5], day=f"2031-03-{1 + k * 7 % 9:02d}") for k in range(40)]
    batch = build_batch(told, shipped_weights().radius_km)
    blocks = Blocks(batch, shipped_weights())
    walked = {frozenset(pair) for pair in blocks.cell_pairs()}
    near = {frozenset((c.index, o.index)) for c in batch.cells for o in blocks.near_cells(c)}
    assert walked == near


def test_a_great_march_in_a_capital_stays_one_event_and_quick():
    start = date(2031, 1, 1)
    usual = [say(f"u{k}", place=OSH, day=(start + timedelta(k)).isoformat()) for k in range(100)]
    burst = [say(f"b{k}", place=OSH, day="2031-02-10") for k in range(1500)]
    begun = time.perf_counter()
    found = resolve(usual + burst).events
    assert time.perf_counter() - begun < 20
    assert max(len(e.mentions) for e in found) == 1501


def test_a_long_list_without_dates_in_one_text_is_no_square():
    told = [say("a", day=None, start=k) for k in range(3000)]
    begun = time.perf_counter()
    resolve(told)
    assert time.perf_counter() - begun < 20

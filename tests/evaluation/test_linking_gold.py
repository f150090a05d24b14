"""The gold for joining reports is what its README says: layout, quotes, ids, dates, places, halves, near misses."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from khronika.geography import gazetteer

EVALUATION = Path(__file__).parents[2] / "evaluation"
LANGUAGES = ("ar", "de", "en", "es", "fr", "ko", "pt", "ru", "tr", "uk")


@pytest.fixture(scope="module")
def gold() -> Iterator[object]:
    sys.path.insert(0, str(EVALUATION))
    from linking_gold import read_linking

    yield read_linking()
    sys.path.remove(str(EVALUATION))


def told(gold):
    return [(report, mention) for report in gold.reports for mention in report.gold]


def test_sizes_are_those_asked_for(gold) -> None:
    assert len(gold.reports) >= 160 and len(gold.happenings) >= 48
    assert len({pair(gold, near) for near in gold.near_misses}) >= 32
    assert all(times >= 16 for times in Counter(r.language for r in gold.reports).values())
    assert sorted({r.language for r in gold.reports}) == list(LANGUAGES)
    assert {r.difficulty for r in gold.reports} == {"easy", "middle", "hard"}
    assert {near.why for near in gold.near_misses} == {
        "same-name", "same-day", "next-day", "week-later", "year-later", "two-cities", "same-area",
    }  # fmt: skip
    assert all(2 <= sentences(r.text) <= 7 for r in gold.reports), [r.id for r in gold.reports if sentences(r.text) < 2]


def sentences(text: str) -> int:
    return sum(text.count(mark) for mark in ".!?。؟\n")


def test_ids_are_unique_and_lead_somewhere(gold) -> None:
    for ids in ([r.id for r in gold.reports], [m.id for _, m in told(gold)], [h.id for h in gold.happenings]):
        assert [name for name, times in Counter(ids).items() if times > 1] == []
    happenings, reports = {h.id for h in gold.happenings}, {r.id: r for r in gold.reports}
    for report, mention in told(gold):
        assert mention.id.rpartition("#")[0] == report.id
        assert {mention.happening, mention.recalls} - {None} <= happenings
        assert bool(mention.happening) == (mention.status == "occurred"), mention.id
    assert all(r.copy_of.report in reports for r in gold.reports if r.copy_of)
    assert all(
        (r.copy_of.how == "translation") == (r.language != reports[r.copy_of.report].language)
        for r in gold.reports
        if r.copy_of
    )


def test_every_quote_stands_in_its_text(gold) -> None:
    for report, mention in told(gold):
        assert report.text[mention.start : mention.stop] == mention.trigger != ""
        assert report.text.count(mention.trigger) == 1, mention.id
        words = [c.text for c in mention.claims] + [c.speaker for c in mention.claims] + [mention.attributed_to]
        assert [w for w in words if w is not None and w not in report.text] == [], mention.id


def test_kinds_are_of_the_codebook(gold) -> None:
    from linking_gold import kinds

    assert {m.kind for _, m in told(gold)} | {h.kind for h in gold.happenings} <= kinds()


def test_dates_fit_their_level_and_are_not_after_publication(gold) -> None:
    from linking_gold import level

    for report, mention in told(gold):
        dates = (mention.date_start, mention.date_end, mention.date_level)
        assert all(dates) or not any(dates), mention.id
        if mention.date_start:
            assert mention.date_level == level(mention.date_start, mention.date_end), mention.id
            assert mention.status != "occurred" or mention.date_end <= report.published, mention.id
            assert mention.status != "planned" or mention.date_end >= report.published, mention.id


def test_a_mention_has_the_day_of_its_happening_save_where_a_text_is_wrong(gold) -> None:
    happenings = {h.id: h for h in gold.happenings}
    wrong = [
        m.id
        for _, m in told(gold)
        if m.happening
        and m.date_start
        and (m.date_start > happenings[m.happening].date_end or m.date_end < happenings[m.happening].date_start)
    ]
    assert wrong == ["ar-l-011#1", "de-l-017#1", "en-l-027#1", "es-l-016#1"]


def test_happenings_last_or_are_of_one_day_or_night(gold) -> None:
    for h in gold.happenings:
        days = (h.date_end - h.date_start).days
        assert days >= 1 if h.throughout else days in (0, 1), h.id
    episodes = Counter(h.episode for h in gold.happenings if h.episode)
    assert episodes and all(times > 1 for times in episodes.values())


def test_places_are_those_of_the_gazetteer(gold) -> None:
    known = gazetteer()
    for place in [m.place for _, m in told(gold) if m.place] + [h.place for h in gold.happenings]:
        found = known.by_id(place.geonameid)
        assert (found.country_iso3, found.admin1) == (place.country_iso3, place.admin1), place
        assert abs((found.lat or place.lat) - place.lat) < 0.02 and abs((found.lon or place.lon) - place.lon) < 0.02


def test_claims_have_the_bounds_of_their_kind(gold) -> None:
    for _, mention in told(gold):
        for c in mention.claims:
            fits = {
                "exact": c.low == c.high is not None,
                "about": c.low == c.high is not None,
                "min": c.low is not None and c.high is None,
                "max": c.low is None and c.high is not None,
                "word": None not in (c.low, c.high) and c.low < c.high,
                "range": None not in (c.low, c.high) and c.low < c.high,
                "none": (c.low, c.high) == (0, 0),
            }
            assert fits[c.kind], (mention.id, c)


def test_independent_sources_hold_each_report_once_and_copies_together(gold) -> None:
    tellers: dict[str, set[str]] = {}
    for report, mention in told(gold):
        tellers.setdefault(mention.happening, set()).add(report.id)
    for h in gold.happenings:
        assert sorted(report for group in h.independent for report in group) == sorted(tellers[h.id]), h.id
        for group in h.independent:
            assert len({gold.origin(report) for report in group}) == 1, (h.id, group)
        assert len({gold.origin(group[0]) for group in h.independent}) == len(h.independent), h.id


def test_near_misses_are_distinct_and_like_each_other(gold) -> None:
    happenings = {h.id: h for h in gold.happenings}
    for near in gold.near_misses:
        first, second = (happenings[name] for name in pair(gold, near))
        assert first.id != second.id and gold.half(first.id) == gold.half(second.id)
        days = abs((second.date_start - first.date_start).days)
        same_place = first.place.geonameid == second.place.geonameid
        assert same_place != (near.why in ("same-name", "two-cities")), near
        least, most = {"next-day": (1, 2), "week-later": (7, 7), "year-later": (365, 366)}.get(near.why, (0, 4))
        assert least <= days <= most, near


def pair(gold, near) -> tuple[str, str]:
    return tuple(sorted(gold.mentions[end][1].happening for end in (near.first, near.second)))


def test_families_stay_on_one_side_and_both_halves_are_big(gold) -> None:
    halves = {half: gold.part(half) for half in ("dev", "aside")}
    assert sum(len(part.reports) for part in halves.values()) == len(gold.reports)
    assert sum(len(part.near_misses) for part in halves.values()) == len(gold.near_misses)
    sizes = {half: (len(part.happenings), len(part.near_misses)) for half, part in halves.items()}
    assert sizes == {"dev": (40, 28), "aside": (34, 30)}
    for part in halves.values():
        assert min(Counter(r.language for r in part.reports).values()) >= 7


def test_the_second_coding_is_of_a_fifth_and_joins_the_same(gold) -> None:
    import yaml
    from linking_gold import HERE

    rows = yaml.safe_load((HERE / "second.yaml").read_text(encoding="utf-8"))
    reports = {row["report"] for row in rows}
    first = {report.id: report.gold for report in gold.reports if report.id in reports}
    assert len(first) == len(reports) >= len(gold.reports) / 5
    coded = [(row["report"], row["kind"], row["status"], row["place"]) for row in rows]
    assert sorted(coded) == sorted(
        (report, m.kind, m.status, m.place.name) for report, mentions in first.items() for m in mentions
    )
    events = {(report, kind, place): row["event"] for row, (report, kind, _, place) in zip(rows, coded, strict=True)}
    ours = [
        (m.happening, events[report, m.kind, m.place.name])
        for report, mentions in first.items()
        for m in mentions
        if m.happening
    ]
    assert len(set(ours)) == len({h for h, _ in ours}) == len({letter for _, letter in ours}) == 17

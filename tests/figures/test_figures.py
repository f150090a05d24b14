import sys
import xml.etree.ElementTree as ET
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "release"))
from release_case import event

from khronika.figures import bars, bars_svg, embed_page, extent, map_svg, marks, multiples_svg
from khronika.model import Place

EVIL = '"><script>alert(1)</script>'


def test_events_at_one_place_share_a_mark_and_all_are_in_some() -> None:
    here = [event(n, "strike") for n in range(3)]
    far = event(9, "clash", place=Place("Lisbon", 1, "PRT", "Lisbon", None, 38.7, -9.1, "town", 5000))
    found = marks([*here, far], extent([*here, far]))
    assert [len(m.events) for m in found] == [3, 1]


def test_a_country_is_no_point_on_the_map() -> None:
    wide = event(1, "strike", place=Place("Russia", 2, "RUS", None, None, 60.0, 100.0, "country", 4_000_000))
    assert marks([wide], extent([wide])) == []


def test_silent_days_have_a_bar_of_nothing() -> None:
    made = bars([event(1, "strike", day="2031-05-01"), event(2, "strike", day="2031-05-04")])
    assert [(b.at, b.n) for b in made] == [("2031-05-01", 1), ("2031-05-02", 0), ("2031-05-03", 0), ("2031-05-04", 1)]


def test_drawings_are_xml_and_run_nothing_foreign() -> None:
    evil = event(1, "strike", place=Place(EVIL, 1, "PRT", EVIL, None, 38.7, -9.1, "town", 5000))
    made = bars([evil])
    for svg in (map_svg([evil], EVIL, link=lambda _: EVIL), bars_svg(made, EVIL), multiples_svg({EVIL: made}, EVIL)):
        assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
        assert "<script" not in svg
        assert "<script" not in embed_page(svg, EVIL, EVIL, "en", "ltr")

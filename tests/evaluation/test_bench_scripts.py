"""The scripts in bench read their options, make their tables, and count the ceiling right on a set of our own."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parents[2] / "bench"
SET = """<articles><article><dltime>2024-05-06 10:00</dltime><text>Rain fell on Lisbon, Xyzzyville and the Texans.</text><toponyms>
<toponym><start>13</start><end>19</end><phrase>Lisbon</phrase><gaztag geonameid="2267057"><name>Lisbon</name><fcode>PPLC</fcode>
<lat>38.7</lat><lon>-9.1</lon></gaztag></toponym>
<toponym><start>20</start><end>30</end><phrase>Xyzzyville</phrase><gaztag geonameid="1"><name>Xyzzyville</name><fcode>PPL</fcode>
<lat>38.7</lat><lon>-9.1</lon></gaztag></toponym>
<toponym><start>39</start><end>45</end><phrase>Texans</phrase><gaztag geonameid="4736286"><name>Texas</name><fcode>ADM1</fcode>
<lat>31.2</lat><lon>-99.2</lon></gaztag></toponym></toponyms></article></articles>"""


@pytest.fixture(autouse=True)
def on_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(BENCH))
    yield


def load(name: str) -> ModuleType:
    return import_module(name)


def test_options_are_read() -> None:
    assert load("ratios").arguments(["--documents", "10", "--only-stream"]).documents == 10
    assert load("peers").arguments(["--only", "dates"]).runs == 5
    assert load("ceiling").arguments(["LGL", "a.xml", "b.xml.gz"]).files == [Path("a.xml"), Path("b.xml.gz")]
    with pytest.raises(SystemExit):
        load("ceiling").arguments(["TR-News", "a.xml"])


def test_ceiling_and_answers_of_a_small_set(tmp_path: Path) -> None:
    ceiling, toponyms = load("ceiling"), load("toponyms")
    file = tmp_path / "set.xml"
    file.write_text(SET, encoding="utf-8")
    (article,) = toponyms.read(file)
    assert [(t.phrase, t.demonym) for t in article.toponyms] == [
        ("Lisbon", False),
        ("Xyzzyville", False),
        ("Texans", True),
    ]
    lisbon, unknown = ceiling.outcomes([article], demonyms=False)
    assert (lisbon.reachable, lisbon.right) == (True, True)
    assert (unknown.reachable, unknown.right) == (False, False)
    assert ceiling.how_missed(unknown) == "no entry at all"


@pytest.mark.parametrize(
    ("phrase", "name", "code", "kind"),
    [
        ("Ohioans", "Ohio", "ADM1", "demonym or adjective"),
        ("W. Va.", "West Virginia", "ADM1", "abbreviation"),
        ("North Africa", "North Africa", "", "continent or part of one"),
        ("Anderson County", "Anderson County", "ADM2", "second-order region"),
        ("Elm Street", "", "", "street"),
        ("eastern Congo", "", "", "name with a point of the compass"),
    ],
)
def test_kinds_of_names(phrase: str, name: str, code: str, kind: str) -> None:
    top = load("toponyms").Toponym(0, len(phrase), phrase, (0.0, 0.0), name, code, None)
    assert load("miss_kinds").kind(top) == kind


def test_a_line_of_the_table_says_whether_the_bar_holds() -> None:
    peers = load("peers")
    figures = peers.Figures(documents=10, characters=1000, ours=0.1, theirs=1.0, found=(3, 4), version="1.0")
    line = peers.row(peers.Comparison("dates", "en", "other", 50), "news", figures)
    assert "| 100 | 10 | 10,000 | 1,000 | 10.0 | 50.0 | NO | 3 / 4 |" in line
    assert "| 1/20.0 | yes |" in peers.row(peers.Comparison("places", "en", "other", 1 / 20), "news", figures)

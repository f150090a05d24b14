import json

import pytest
from calls import Khronika

import khronika as kh
from khronika.codebook import codebook


def test_the_codebook_says_what_a_kind_means(khronika: Khronika):
    code, out, _ = khronika("codebook", "picket_single")
    assert code == 0
    assert codebook().kinds["picket_single"].means in out
    assert set(json.loads(khronika("codebook", "--json")[1])["kinds"]) == set(codebook().kinds)


def test_an_unknown_kind_names_the_known(khronika: Khronika):
    code, _, err = khronika("codebook", "picnic")
    assert code == 2
    assert "picket_single" in err


def test_languages_are_listed(khronika: Khronika):
    rows = json.loads(khronika("languages", "--json")[1])
    assert {"en", "ko"} <= {row["code"] for row in rows}


def test_the_version(khronika: Khronika):
    assert kh.__version__ in khronika("--version")[1]


@pytest.mark.parametrize(
    "command",
    [
        "chronicle",
        "extract",
        "places",
        "dates",
        "counts",
        "resolve",
        "events",
        "show",
        "explain",
        "codebook",
        "languages",
    ],
)
def test_every_command_has_help(khronika: Khronika, command: str):
    code, out, _ = khronika(command, "--help")
    assert code == 0
    assert "--json" in out
    assert "--quiet" in out


@pytest.mark.parametrize("command", ["import", "override", "search", "list", "remove"])
def test_every_command_on_gazetteers_has_help(khronika: Khronika, command: str):
    code, out, _ = khronika("gazetteer", command, "--help")
    assert code == 0
    assert "--json" in out
    assert "--quiet" in out
    assert "--gazetteer" in out

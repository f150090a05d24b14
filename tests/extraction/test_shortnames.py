"""Short names that a text explains are names of bodies where they stand alone."""

from khronika.extraction.stream import extract_one
from khronika.model import Document


def _doers(text: str) -> list[str]:
    mentions = extract_one(Document(id="d", text=text, published="2031-05-05")).mentions
    return [a.name for m in mentions for a in m.actors if a.role == "side_a"]


def test_a_short_name_is_learnt_from_the_long_one_before_it():
    text = (
        "On Monday fighters of the Highland Rebel Army (HRA) closed the road to Gondar. "
        "On Tuesday the HRA attacked a convoy near Gondar and killed six soldiers."
    )
    assert "HRA" in _doers(text)


def test_brackets_that_explain_no_body_teach_nothing():
    text = "On Monday gunmen attacked a convoy near Gondar and killed six people (WIB). The WIB is a bank."
    assert "WIB" not in _doers(text)

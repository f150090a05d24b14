"""What sort of name a gold toponym is, and how it was missed: categories only, so that no rule is written for one name."""

import re

from toponyms import Toponym

from khronika.text.fold import fold, fold_words

_CODES = (  # how GeoNames classes begin
    ("PCL", "country"),
    ("ADM1", "first-order region"),
    ("ADM2", "second-order region"),
    ("ADM", "smaller or unclear region"),
    ("CONT", "continent"),
    ("RGN|AREA|ZN|TERR", "region without borders"),
    ("PPLX", "part of a town"),
    ("PPLC", "capital"),
    ("PPL|STLMT", "town"),
    ("STM|LK|BAY|SEA|OCN|GULF|CHN|RSV|HBR|STRT|CNL|OVF", "water"),
    ("MT|VAL|HLL|CAPE|ISL|PEN|PLN", "mountain, island, coast"),
    ("PRK|RES", "park"),
    ("RD|ST$|STR|RDJCT|HWY", "street"),
)
_CONTINENTS = {"africa", "asia", "europe", "america", "americas", "antarctica", "oceania", "arctic", "eurasia"}
_PARTS = "north|south|east|west|northern|southern|eastern|western|central|upper|lower|mid|sub-saharan|saharan|southeast"
_WORDS = (  # tried in this order on the folded words
    ("street", r".*\b(?:street|st\.?|avenue|ave\.?|road|rd\.?|boulevard|blvd\.?|drive|lane|highway|hwy|square|plaza|route)"),
    ("site", r".*\b(?:airport|airfield|university|college|school|hospital|clinic|prison|jail|stadium|base|camp|farm|centre"
             r"|center|church|mosque|temple|museum|mall|hotel|bridge|station|port|harbou?r|zoo|institute|laboratory|market)"),
    ("water", r"(?:lake|gulf|bay|strait|river|sea|ocean)\b.*|.*\b(?:river|lake|sea|ocean|bay|gulf|strait|creek|canal|falls|delta)"),
    ("mountain, island, coast", r"(?:mount|mt\.?|cape|isle)\b.*|.*\b(?:mountains?|hills?|valley|islands?|peninsula|coast|basin|plateau)"),
    ("park", r".*\b(?:park|forest|reserve|garden|gardens|zoo)"),
    ("second-order region", r".*\b(?:county|counties|district|raion|rayon|parish|municipality|prefecture|borough)|county .*"),
    ("first-order region", r".*\b(?:province|provinces|state|region|oblast|krai|governorate|department|territory)|(?:province|state) .*"),
)  # fmt: skip


def kind(top: Toponym) -> str:
    """The sort of name: by its words where these say it, else by the class of the gold entry, else `plain name`."""
    words = fold(top.phrase).strip(" .,'\"")
    if top.demonym:
        return "demonym or adjective"
    if "." in top.phrase or (len(top.phrase) < 5 and top.phrase.isupper()):
        return "abbreviation"
    if words.split()[-1] in _CONTINENTS:
        return "continent or part of one"
    if top.code:
        return next((name for code, name in _CODES if re.match(code, top.code)), "site")
    return next((name for name, rule in _WORDS if re.fullmatch(rule, words)), _by_parts(words))


def _by_parts(words: str) -> str:
    if re.match(rf"(?:{_PARTS})\b.", words):
        return "name with a point of the compass"
    return "several words" if " " in words else "one word"


def same_name(top: Toponym) -> bool:
    """Whether the gold entry is called as the text calls it, a note in brackets or after a comma aside."""
    return fold_words(top.phrase).split() == fold_words(re.split(r"[,(]", top.name)[0]).split()

"""Which of a place's names texts may write, in matching form. Country files hold codes and machine transliterations too."""

import re
import unicodedata

from khronika.geography.own.entry import LONGEST_NAME
from khronika.text.fold import fold

_MARKS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670\u0640\u0300-\u036f]")
_BRACKETS = re.compile(r"\s*[(\[（].*?[)\]）]\s*")
_CASED = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u058f]")
_HANGUL = re.compile("[\uac00-\ud7a3]")


def clean(name: str) -> str:
    """The name without brackets, vowel points and doubled blanks, composed."""
    name = _MARKS.sub("", unicodedata.normalize("NFC", name))
    return " ".join(_BRACKETS.sub(" ", name).replace("’", "'").replace("‘", "'").split())


def worth_it(name: str) -> bool:
    """Whether another name of a country file is one that texts write: no code, no address, nothing too short.

    >>> [worth_it(name) for name in ("Lwów", "LWO", "gorod l'vov", "http://lviv.ua", "Lv")]
    [True, False, False, False, False]
    """
    if not 1 < len(name) <= LONGEST_NAME or name[0].isdigit() or "/" in name:
        return False
    if not _CASED.search(name):
        return any(c.isalpha() for c in name)
    return len(name) > 2 and any(c.isupper() for c in name) and not (name.isupper() and len(name) < 6)


def matching(name: str) -> set[str]:
    """The forms under which a name is looked up: folded, with and without apostrophes, in Hangul with and without blanks."""
    folded = fold(clean(name)).strip(" -'")
    forms = {folded, folded.replace("'", "") if len(folded) > 4 else folded}
    if _HANGUL.search(folded):
        forms.add(folded.replace(" ", "").replace("-", ""))
    return {form for form in forms if len(form) > 1}

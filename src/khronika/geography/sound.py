"""Write a name the way it sounds, letter by letter, whatever its script, so that spellings of one name meet.

Two forms: `sounds` keeps vowels (lower case) beside consonant classes (capitals) and serves to compare; `skeletons` keeps
the consonant classes alone and serves to find. Knows letters, no words; covers Latin, Cyrillic, Hangul, Greek and Arabic.
"""

import re
from functools import lru_cache

from khronika.text.fold import fold


def _pairs(table: str) -> dict[str, str]:
    """`a=b` words as a table; a letter without a sound has nothing after the sign."""
    return dict(pair.split("=") for pair in table.split())


_LATIN = _pairs("ç=ch č=ch ć=ch š=sh ş=sh ș=sh ś=sh ž=zh ż=zh ğ= ß=ss æ=e œ=e þ=th ţ=ts ț=ts ə=e ð=d ŋ=n ħ=h")
_CYRILLIC = _pairs(
    "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=sh ъ= ы=y ь= "
    "э=e ю=yu я=ya і=i ї=yi є=ye ґ=g ў=v җ=j ң=n ө=o ү=u қ=k ғ=g һ=h ә=a ј=y љ=l њ=n ћ=ch ђ=dj џ=dj ѕ=dz ҷ=dj ҳ=h ӣ=i ӯ=u"
)
_GREEK = _pairs(
    "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=i φ=f χ=kh ψ=ps ω=o"
)
_ARABIC = _pairs(
    "ا=a ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=z ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z ع=a غ=gh ف=f ق=q ك=k ل=l م=m ن=n ه=h و=w ي=y "
    "پ=p چ=ch ژ=zh گ=g ء= ئ= ؤ="
)
# Hangul syllables are arithmetic: initial, vowel, final; a dash stands for no sound.
_INITIALS = "g k n d t r m b p s s - j j ch k t p h".replace("-", "").split(" ")
_VOWELS = "a e ya ye o e yo ye o wa we we yo u wo we wi yu - i i".replace("-", "").split(" ")
_FINALS = "- k k k n n n t l k m p l l p l m p p t t n t t k t p t".replace("-", "").split(" ")
_LETTERS = str.maketrans({**_LATIN, **_CYRILLIC, **_GREEK, **_ARABIC})
_FOLDED = str.maketrans({**_CYRILLIC, **_GREEK, **_ARABIC})

_CLASSES = {
    "shch": "S", "sch": "S", "sh": "S", "s": "S", "tch": "C", "dzh": "C", "dsch": "C", "zh": "C", "ch": "C", "ts": "C", "tz": "C",
    "dj": "C", "dz": "C", "j": "C", "z": "C", "kh": "H", "h": "H", "gh": "K", "ck": "K", "qu": "K", "k": "K", "g": "K", "q": "K",
    "ce": "Se", "ci": "Si", "c": "K", "x": "KS", "ph": "P", "p": "P", "b": "P", "f": "P", "v": "P", "th": "T", "t": "T", "d": "T",
    "l": "R", "r": "R", "m": "M", "n": "N",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_CLASSES, key=len, reverse=True)) + "|[aeiouyw]|.", re.DOTALL)
_SEMIVOWELS = {"y": "i", "w": "u"}
_DOUBLE = re.compile(r"(.)\1+")


def _hangul(char: str) -> str:
    """Letters of one Hangul syllable. 으 is silent: it only parts the consonants of foreign names."""
    code = ord(char) - 0xAC00
    if not 0 <= code < 11172:
        return char
    return _INITIALS[code // 588] + _VOWELS[code % 588 // 28] + _FINALS[code % 28]


def romanise(name: str) -> str:
    """The name in plain lower-case Latin letters, one letter after another; other characters are dropped.

    >>> romanise("Махачкала"), romanise("우류핀스크"), romanise("Muş")
    ('makhachkala', 'uryupinsk', 'mush')
    """
    lower = name.lower().translate(_LETTERS)
    if lower.isascii():
        return lower
    return "".join(map(_hangul, fold(lower).translate(_FOLDED)))


def _sound(match: re.Match[str]) -> str:
    piece = match.group()
    return _CLASSES.get(piece) or _SEMIVOWELS.get(piece) or (piece if piece in "aeiou" else "")


@lru_cache(maxsize=65536)
def sounds(name: str) -> str:
    """Consonant classes in capitals with vowels between them, doubles collapsed.

    >>> sounds("Makhachkala"), sounds("마하치칼라")
    ('MaHaCKaRa', 'MaHaCiKaRa')
    """
    return _DOUBLE.sub(r"\1", _SOUND.sub(_sound, romanise(name)))


def _bones(sounded: str) -> str:
    first = "A" if sounded[:1].islower() else ""
    bones = _DOUBLE.sub(r"\1", "".join(c for c in sounded if c.isupper()))
    return first + _DOUBLE.sub(r"\1", bones.replace("NK", "N"))  # ng is one sound in some scripts, two in others


def skeletons(name: str) -> tuple[str, ...]:
    """Keys under which spellings of the name meet: consonant classes; a leading vowel is A; two keys where j may be a vowel.

    >>> skeletons("Uryupinsk") == skeletons("우류핀스크"), skeletons("Endirey")[0] in skeletons("Endirej")
    (True, True)
    """
    keys = [_bones(sounds(name))]
    if "j" in name or "J" in name:
        keys.append(_bones(sounds(name.replace("j", "y").replace("J", "Y"))))
    return tuple(dict.fromkeys(key for key in keys if len(key) > 1))

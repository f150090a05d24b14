"""Nouns that say by their ending that there are two, made from the noun list: قناصان is two snipers.

Built once a language, beside the vague words that the pack lists; does not look at texts.
"""

import re

from khronika.extraction.counts.nouns import forms_of
from khronika.extraction.counts.schema import Counts, Duals, Vague
from khronika.text.fold import fold

_SHORTEST = 3


def dual_words(data: Counts) -> dict[str, Vague]:
    """Folded dual -> a rule with the class of its noun; {} in a language without duals."""
    rule = data.duals
    if rule is None:
        return {}
    words: dict[str, Vague] = {}
    for noun in data.nouns:
        vague = Vague(id=rule.id, words=[], low=2, high=2, kind="exact", type=noun.type)
        for entry in noun.words if noun.worth is None and not noun.general else ():
            for dual in _duals(entry, rule):
                words |= {fold(front + dual): vague for front in ("", *rule.proclitics)}
    return words


def dual_pattern(data: Counts) -> re.Pattern[str] | None:
    """Any word with the ending of a dual; None in a language without duals."""
    endings = "|".join(map(re.escape, map(fold, data.duals.endings))) if data.duals else ""
    return re.compile(rf"[^\W\d_]+(?:{endings})(?![^\W_])") if endings else None


def _duals(entry: str, rule: Duals) -> list[str]:
    """The duals of one entry of the noun list, from its first singular."""
    forms = list(forms_of(entry))
    ones = [form for form, number in forms if number == "one"]
    plurals = {form for form, number in forms if number == "many"}
    if not ones or len(ones[0]) < _SHORTEST or " " in ones[0]:
        return []
    stem = ones[0][:-1] + rule.feminine.get(ones[0][-1], ones[0][-1])
    ambiguous = any(plural.startswith(ones[0]) and plural.endswith(tuple(rule.unless_plural)) for plural in plurals)
    return [stem + ending for ending in rule.endings if not (ambiguous and ending in rule.unless_plural)]

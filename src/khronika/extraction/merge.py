"""One happening once a document and language: joins tellings of the same kind, place and time, and what only continues.

Two joins. A sentence without place or date of its own that tells what a neighbour's happening takes in (arrests after a
rally) continues it. Tellings of one family with places and dates that agree, or are missing, are one happening.
"""

from khronika.codebook import codebook
from khronika.extraction.candidates import Candidate, name_kind
from khronika.model import Place

_NEAR_SENTENCES = 2


def continue_neighbours(candidates: list[Candidate]) -> list[Candidate]:
    """Join candidates that only go on with the one before; runs before anything is carried over."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=_only_negated):  # what is merely denied may stand before what it belongs to
        home = next((k for k in reversed(kept) if _continues(k, candidate)), None)
        if home is None:
            kept.append(candidate)
        else:
            _take_in(home, candidate)
    return sorted(kept, key=lambda c: c.sentence.number)


def _continues(home: Candidate, new: Candidate) -> bool:
    if new.figure or home.figure or (new.sentence is home.sentence and not _only_negated(new)):
        return False
    if new.sentence is not home.sentence and not _here_and_then(home, new):
        return False
    if new.status != home.status and not (home.status == "occurred" and _only_negated(new)):
        return False
    if (
        not 0 <= new.sentence.number - home.sentence.number <= _NEAR_SENTENCES
        or new.sentence.pack is not home.sentence.pack
    ):
        return False
    absorbs = codebook().absorbs
    taken = {c for h in home.concepts for c in absorbs.get(h, ())}
    return new.concepts <= taken


def _here_and_then(home: Candidate, new: Candidate) -> bool:
    """Whether the place and the day that the new sentence names, if any, are those of the happening before."""
    if new.places and not (home.place and new.place and home.place.place.geonameid == new.place.place.geonameid):
        return False
    return not new.dates or (home.date_start is not None and _dates_agree(home, new))


def _only_negated(candidate: Candidate) -> bool:
    """Whether the text merely says that nothing of the sort happened ("nobody was detained")."""
    return candidate.status == "denied" and all(h.concept == "negation" for h in candidate.status_hits)


def _take_in(home: Candidate, new: Candidate) -> None:
    _add_claims(home, new)
    if new.status != home.status:
        return
    home.extra |= new.sentence.concepts | new.concepts
    home.triggers += new.triggers
    home.attributed = home.attributed or new.attributed
    name_kind(home)


def _add_claims(home: Candidate, new: Candidate) -> None:
    known = {(c.quantity, c.low, c.high) for c, _, _ in home.claims}
    for item in new.claims:
        if (item[0].quantity, item[0].low, item[0].high) not in known:
            home.claims.append(item)


def merge(candidates: list[Candidate]) -> list[Candidate]:
    """Join tellings of one happening; the one with most facts of its own leads."""
    told = [c for c in candidates if c.figure or c.places or c.dates]
    kept = _merged([], sorted(told, key=_coarse))
    for candidate in (c for c in candidates if c not in told and not _poor(c)):
        _count_on(kept, candidate)
    return _merged(kept, [c for c in candidates if _poor(c) and c not in told])


def once(candidates: list[Candidate]) -> list[Candidate]:
    """Join happenings of one kind, place and day that were found apart (contract 4.1: told twice is one mention)."""
    kept: list[Candidate] = []
    for candidate in candidates:
        home = next((k for k in kept if _told_twice(k, candidate)), None)
        if home is None:
            kept.append(candidate)
        else:
            home.triggers += candidate.triggers
            home.chance = max(filter(None, (home.chance, candidate.chance)), default=None)
            home.attributed = home.attributed or candidate.attributed
            _add_claims(home, candidate)
    return kept


def _told_twice(a: Candidate, b: Candidate) -> bool:
    if a.kind != b.kind or a.figure or not _kin(a, b) or a.place is None or b.place is None:
        return False
    p, q = a.place.place, b.place.place
    here = p.geonameid == q.geonameid if p.geonameid is not None else p.name == q.name
    return here and a.date_start is not None and b.date_start is not None and _days_overlap(a, b)


def _count_on(kept: list[Candidate], candidate: Candidate) -> None:
    """Numbers without a place or a day of their own are of the happening of their family told last, unless the text says
    that it is another one."""
    homes = [
        k for k in kept if _kin(k, candidate) and k.start < candidate.start and k.sentence is not candidate.sentence
    ]
    if homes and "another" not in candidate.sentence.concepts:
        _join(kept, max(homes, key=lambda k: k.start), candidate)
    else:
        kept.append(candidate)


def _kin(a: Candidate, b: Candidate) -> bool:
    """Whether they may be one happening at all: events of one family, told in one language as equally true."""
    alike = a.family == b.family and a.status == b.status
    return alike and a.sentence.pack is b.sentence.pack and not a.figure and not b.figure


def _coarse(candidate: Candidate) -> bool:
    return candidate.place is None or candidate.place.level in ("adm1", "area", "country", "sea", None)


def _merged(kept: list[Candidate], more: list[Candidate]) -> list[Candidate]:
    for candidate in more:
        homes = [k for k in kept if _same(k, candidate)] or [k for k in kept if _restates(candidate, k)]
        if not homes or (_tells_of_many(candidate, homes) and len(homes) > 1):
            kept.append(candidate)
        else:
            _join(kept, next((h for h in homes if _poor(h)), homes[0]) if _poor(candidate) else homes[0], candidate)
    return kept


def _tells_of_many(candidate: Candidate, homes: list[Candidate]) -> bool:
    """Of several happenings a bare word, or the name of their country, tells of none: it sums them up."""
    if _poor(candidate):
        return not any(map(_poor, homes))
    place = candidate.place
    return place is not None and all(h.place and _contains(place.place, h.place.place) for h in homes)


def _restates(candidate: Candidate, home: Candidate) -> bool:
    """A bare word said again of what was denied, planned or feared is no fact: "A strike … may begin. The strike …"."""
    alike = candidate.family == home.family and candidate.sentence.pack is home.sentence.pack
    return _poor(candidate) and alike and not home.figure and home.status != "occurred" and home.start < candidate.start


def _same(a: Candidate, b: Candidate) -> bool:
    if not _kin(a, b) or (a.sentence is b.sentence and a.places != b.places):
        return False
    if _poor(a) or _poor(b):
        return True
    return _places_agree(a, b) and _dates_agree(a, b)


def _poor(candidate: Candidate) -> bool:
    """A restatement: nothing of its own but the word."""
    return not candidate.has_own_facts


def _places_agree(a: Candidate, b: Candidate) -> bool:
    p, q = a.place, b.place
    if p is None or q is None:
        return True
    if p.place.geonameid is None and q.place.geonameid is None:
        return p.quote == q.quote
    if p.place.geonameid == q.place.geonameid:
        return True
    return (bool(a.places) and _contains(p.place, q.place)) or (bool(b.places) and _contains(q.place, p.place))


def _contains(wide: Place, fine: Place) -> bool:
    """Whether the country or first-order region is that of the finer place: the same happening told more coarsely.

    Asked only where the text itself says the wide place; one that was carried over says nothing of its own.
    """
    if wide.country_iso3 is None or wide.country_iso3 != fine.country_iso3:
        return False
    if wide.level == "country":
        return fine.level != "country"
    return wide.level == "adm1" and fine.level not in ("country", "adm1") and wide.admin1 == fine.admin1


def _dates_agree(a: Candidate, b: Candidate) -> bool:
    """Whether their days overlap; a day that was only carried over contradicts none."""
    if a.date_start is None or b.date_start is None or not a.dates or not b.dates:
        return True
    return _days_overlap(a, b)


def _days_overlap(a: Candidate, b: Candidate) -> bool:
    first, last = (
        (a.date_start or "", b.date_start or ""),
        (a.date_end or a.date_start or "", b.date_end or b.date_start or ""),
    )
    return first[0] <= last[1] and first[1] <= last[0]


def _join(kept: list[Candidate], home: Candidate, new: Candidate) -> None:
    lead, rest = (new, home) if _poor(home) and not _poor(new) else (home, new)
    kept[kept.index(home)] = lead
    ranks = codebook().kinds
    if ranks[rest.kind].rank > ranks[lead.kind].rank:
        lead.kind, lead.kind_rule = rest.kind, rest.kind_rule
    if lead.place is None or (rest.place and _contains(lead.place.place, rest.place.place)):
        lead.place, lead.places, lead.place_rule = rest.place, rest.places, rest.place_rule
    if lead.date_start is None:
        lead.date_start, lead.date_end, lead.dates, lead.date_rule = (
            rest.date_start,
            rest.date_end,
            rest.dates,
            rest.date_rule,
        )
    lead.attributed = lead.attributed or rest.attributed
    _add_claims(lead, rest)

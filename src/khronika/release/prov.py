"""PROV-JSON: which source each claim was read from, and which claims each event derives from. Agents are software only."""

from typing import Any

from khronika.disclosure import View
from khronika.release.tool import VERSION

_QUOTED = {"prov:type": {"$": "prov:Quotation", "type": "prov:QUALIFIED_NAME"}}
_SOFTWARE = "khr:software"


def provenance(view: View, name: str, created: str) -> dict[str, Any]:
    """The document; every entity and relation has an id that depends on its ends alone."""
    documents = {m.id: m.document for m in view.mentions}
    sources = {f"khr:{d}": {"prov:type": "khr:source"} for d in sorted(set(documents.values()))}
    events = sorted(view.events, key=lambda e: e.event_id)
    claims = [
        (f"khr:{e.event_id}-c{n}", f"khr:{e.event_id}", documents.get(c.mention))
        for e in events
        for n, c in enumerate(e.claims, 1)
    ]
    entities = sources | {f"khr:{e.event_id}": {"prov:type": "khr:event"} for e in events}
    entities |= {claim: {"prov:type": "khr:claim"} for claim, _, _ in claims}
    release = f"khr:release-{name}"
    return {
        "prefix": {"khr": "urn:khr:", "prov": "http://www.w3.org/ns/prov#"},
        "entity": entities | {release: {"prov:type": "khr:release"}},
        "activity": {"khr:publish": {"prov:endTime": created}},
        "agent": {_SOFTWARE: {"prov:type": "prov:SoftwareAgent", "khr:version": VERSION}},
        "wasAssociatedWith": {"_:a1": {"prov:activity": "khr:publish", "prov:agent": _SOFTWARE}},
        "wasGeneratedBy": {"_:g1": {"prov:entity": release, "prov:activity": "khr:publish"}},
        "wasDerivedFrom": _relation("q", [(claim, f"khr:{source}") for claim, _, source in claims if source], _QUOTED)
        | _relation("d", [(event, claim) for claim, event, _ in claims], {}),
        "hadMember": {f"_:m{n}": {"prov:collection": release, "prov:entity": f"khr:{e.event_id}"} for n, e in enumerate(events)},
    }  # fmt: skip


def _relation(letter: str, pairs: list[tuple[str, str]], more: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Pairs of what is made and what it is made of; a quotation is a derivation of that type."""
    return {
        f"_:{letter}{n}": {"prov:generatedEntity": made, "prov:usedEntity": used, **more}
        for n, (made, used) in enumerate(pairs)
    }

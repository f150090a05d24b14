"""What became of another archive's events, said in this one's names: every id it issued leads to an event here."""

import sqlite3
from collections import Counter
from typing import Any

from khronika.ledger import Ledger


def merged_events(other: Ledger, connection: sqlite3.Connection, names: dict[str, str]) -> dict[str, Any]:
    """Body of an `events` statement. `names`: the other's documents -> those here.

    A mention that an event here has already stays there; an id whose mentions all do becomes an alias of that event.
    """
    now, aliases, withdrawn = _last_state(other)
    events: dict[str, dict[str, Any]] = {}
    leads: dict[str, str] = {}
    for name, event in now.items():
        mentions = [found for m in event["mentions"] if (found := _renamed(m, names))]
        homes = {m: _home(connection, m) for m in mentions}
        own = [m for m in mentions if homes[m] in (None, name)]
        here = [row[0] for row in connection.execute("SELECT mention FROM member WHERE event = ? ORDER BY 1", (name,))]
        if own or here:
            events[name] = {"mentions": sorted({*own, *here}), "digest": event["digest"]}
        elif others := Counter(home for home in homes.values() if home):
            leads[name] = min(others, key=lambda home: (-others[home], home))
        else:
            withdrawn.append(name)
    unknown = [n for n in withdrawn if n not in events and not _is_issued(connection, n)]
    ended = {n: {"mentions": [], "digest": ""} for n in [*leads, *unknown] if not _is_issued(connection, n)}
    for old, new in aliases.items():
        if old not in events and not _is_issued(connection, old):
            leads[old] = leads.get(new, new)
            ended[old] = {"mentions": [], "digest": ""}
    return {"events": {**events, **ended}, "aliases": leads, "withdrawn": sorted(unknown)}


def _last_state(other: Ledger) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """The other's events as they stand, where its joined ids lead, its withdrawn ids."""
    now: dict[str, Any] = {}
    aliases: dict[str, str] = {}
    withdrawn: dict[str, None] = {}
    for statement in other.statements(0, "events"):
        body = statement.values()
        for name, event in body["events"].items():
            now[name] = event
            aliases.pop(name, None)
            withdrawn.pop(name, None)
        for old, new in body["aliases"].items():
            now.pop(old, None)
            aliases = {k: new if v == old else v for k, v in aliases.items()} | {old: new}
        for old in body["withdrawn"]:
            now.pop(old, None)
            withdrawn[old] = None
    return now, aliases, list(withdrawn)


def _renamed(mention: str, names: dict[str, str]) -> str | None:
    document, _, number = mention.rpartition("#")
    return f"{names[document]}#{number}" if document in names else None


def _home(connection: sqlite3.Connection, mention: str) -> str | None:
    row = connection.execute("SELECT event FROM member WHERE mention = ?", (mention,)).fetchone()
    return row[0] if row else None


def _is_issued(connection: sqlite3.Connection, name: str) -> bool:
    query = "SELECT 1 FROM event WHERE id = ?1 UNION ALL SELECT 1 FROM alias WHERE old = ?1"
    return connection.execute(query, (name,)).fetchone() is not None

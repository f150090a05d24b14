"""Find in the derived store what a person names: an event by id, by the beginning of one, by an alias, by a mention."""

import sqlite3

import msgspec

from khronika.errors import UsageError
from khronika.model import Event, Mention

_mention = msgspec.json.Decoder(Mention)


class Held(msgspec.Struct, frozen=True):
    """An event with its mentions; for a mention that is no event's, `event` is None."""

    event: Event | None
    mentions: list[Mention]


def find_event(connection: sqlite3.Connection, wanted: str) -> Event:
    """The event meant. Raises UsageError where there is none or more than one, and where it was withdrawn."""
    now = connection.execute("SELECT new FROM alias WHERE old = ?", (wanted,)).fetchone()
    member = connection.execute("SELECT event FROM member WHERE mention = ?", (wanted,)).fetchone()
    name = (now or member or (wanted,))[0]
    query = "SELECT id, state, content FROM event WHERE id >= ? AND id < ? || '\U0010ffff' LIMIT 3"
    rows = connection.execute(query, (name, name)).fetchall()
    rows = [row for row in rows if row[0] == name] or rows
    if len(rows) == 1 and rows[0][1] == "joined":
        return find_event(connection, rows[0][0])
    if len(rows) == 1 and rows[0][1] == "withdrawn":
        raise UsageError(f"event {rows[0][0]} was withdrawn: nothing that told of it counts any more")
    if len(rows) != 1 or rows[0][2] is None:
        many = f"several events begin with {wanted!r}" if len(rows) > 1 else f"no event {wanted!r}"
        raise UsageError(f"{many} in this archive; list them with: khronika events")
    return msgspec.json.decode(rows[0][2], type=Event)


def find_mention(connection: sqlite3.Connection, wanted: str) -> Mention | None:
    """The mention of that id."""
    row = connection.execute("SELECT content FROM mention WHERE id = ?", (wanted,)).fetchone()
    return _mention.decode(row[0]) if row else None


def mentions_of(connection: sqlite3.Connection, event: Event) -> list[Mention]:
    """An event's mentions in its order."""
    found = (find_mention(connection, name) for name in event.mentions)
    return [mention for mention in found if mention is not None]

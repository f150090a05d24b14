"""Resolve the blocks that something entered or left, and give each event the id it has had since its first issue.

One block at a time, so that memory does not grow with the archive. The answer is that of `resolution.resolve` over all
mentions of the archive, but for ids: an id once issued stays with most of what it named, or becomes an alias.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from khronika.archive.beside import NOTHING, Beside, beside
from khronika.archive.catch_up import take_events
from khronika.archive.decisions import judgements_within
from khronika.archive.derived import Derived
from khronika.archive.session import Session
from khronika.archive.wordless import event_digest
from khronika.ledger import Statement
from khronika.model import Event, Mention
from khronika.resolution import PairExplanation, Regrouping, Resolution, regroupings, resolve
from khronika.resolution.identity import event_id
from khronika.resolution.rates import exposure

PER_STATEMENT = 400  # events
_mention = msgspec.json.Decoder(Mention)


class Change(msgspec.Struct):
    """What resolving a block changed: events as they are now (those that differ), ids that joined others or ended.

    `regrouped`: merges and splits of mentions that were there before, with what decided each.
    """

    block: int
    now: list[Event]
    changed: dict[str, Event]
    new: set[str]
    aliases: dict[str, str]
    withdrawn: list[str]
    regrouped: list[Regrouping] = []


def span_of(connection: sqlite3.Connection) -> int:
    """Days from the first to the last day that counts for rates, over all mentions."""
    low, high = (
        connection.execute(f"SELECT {end}(day) FROM mention WHERE current AND day IS NOT NULL").fetchone()[0]
        for end in ("min", "max")  # SQLite looks up the end of an index for one of them, and reads all of it for both
    )
    return int(high - low) if low is not None else 0


Acknowledge = Callable[[list[Change]], None]


def resolve_dirty(session: Session) -> tuple[int, int, int]:
    """Resolves what is waiting; gives how many events are new, changed, gone."""
    return resolve_waiting(session.derived, lambda changes: _acknowledge(session, changes), beside(session))


def resolve_waiting(derived: Derived, acknowledge: Acknowledge, given: Beside = NOTHING) -> tuple[int, int, int]:
    """As `resolve_dirty`; `acknowledge` keeps what changed and must take the blocks off the list."""
    connection = derived.connection
    span = span_of(connection)
    if derived.state("exposure") != repr(exposure(span)) or derived.state("resolve_all"):
        with derived.writing():  # the length of the whole bears on every weight of frequency
            connection.execute("INSERT OR IGNORE INTO dirty SELECT DISTINCT block FROM mention WHERE block IS NOT NULL")
            derived.set_state("exposure", repr(exposure(span)))
            connection.execute("DELETE FROM state WHERE name = 'resolve_all'")
    totals = [0, 0, 0]
    waiting: list[Change] = []
    blocks = [row[0] for row in connection.execute("SELECT block FROM dirty ORDER BY block")]
    for change in (resolve_block(connection, block, span, given) for block in blocks):
        waiting.append(change)
        if sum(len(c.now) for c in waiting) >= PER_STATEMENT:
            acknowledge(waiting)
            waiting = []
        totals[0] += len(change.new)
        totals[1] += len(change.changed) - len(change.new)
        totals[2] += len(change.aliases) + len(change.withdrawn)
    acknowledge(waiting)
    if given.texts is not None:
        with derived.writing():
            given.texts.keep(connection)
    return totals[0], totals[1], totals[2]


def block_resolution(
    connection: sqlite3.Connection, block: int, span: int, given: Beside = NOTHING
) -> tuple[set[str], Resolution]:
    """Ids of the block's mentions, and what `resolve` says of them beside the other mentions of their texts."""
    rows = connection.execute("SELECT id, text, content FROM mention WHERE block = ?", (block,)).fetchall()
    inside = {row[0]: _mention.decode(row[2]) for row in rows}
    context: dict[str, Mention] = {}
    for text in {row[1] for row in rows}:
        for name, content in connection.execute("SELECT id, content FROM mention WHERE text = ?", (text,)):
            if name not in inside:
                context[name] = _mention.decode(content)
    told = [*inside.values(), *context.values()]
    judgements = judgements_within(connection, inside | context)
    return set(inside), resolve(told, span_days=span, weights=given.weights, texts=given.texts, judgements=judgements)


def resolve_block(connection: sqlite3.Connection, block: int, span: int, given: Beside = NOTHING) -> Change:
    """The block's events under their lasting ids, and what differs from before."""
    inside, resolution = block_resolution(connection, block, span, given)
    found = [event for event in resolution.events if inside.issuperset(event.mentions)]
    before = _before(connection, block)
    names, fates = _names(connection, found, before)
    final = [_renamed(event, names) for event in found]
    digests = dict(connection.execute("SELECT id, digest FROM event WHERE block = ? AND state = 'current'", (block,)))
    for event in final:
        if event.event_id not in digests:
            query = "SELECT id, digest FROM event WHERE id = ? AND state = 'current'"
            digests |= dict(connection.execute(query, (event.event_id,)))
    changed = {e.event_id: e for e in final if digests.get(e.event_id) != event_digest(e)}
    aliases = {old: new for old, new in fates.items() if new is not None}
    withdrawn = sorted(old for old, new in fates.items() if new is None)
    after = {e.event_id: e.mentions for e in final}
    regrouped = [resolution.reasoned(change) for change in regroupings(before, after)]
    return Change(block, final, changed, {n for n in changed if n not in digests}, aliases, withdrawn, regrouped)


_OF_BLOCK = """
SELECT event.id, issued, member.mention, now.block FROM event LEFT JOIN member ON member.event = event.id
  LEFT JOIN mention AS now ON now.id = member.mention WHERE event.block = ?1 AND state = 'current'
UNION SELECT event.id, issued, other.mention, now.block FROM mention JOIN member ON member.mention = mention.id
  JOIN event ON event.id = member.event JOIN member AS other ON other.event = event.id
  LEFT JOIN mention AS now ON now.id = other.mention WHERE mention.block = ?1
ORDER BY 2, 1, 3
"""


def _before(connection: sqlite3.Connection, block: int) -> dict[str, list[str]]:
    """Events that were here, or that held what is here now: id -> mentions, in the order of their issue.

    Of an event whose mentions were coded anew into several blocks, the block that holds most of them decides alone: else
    one would end it while another keeps it.
    """
    found: dict[str, list[str]] = {}
    homes: dict[str, Counter[int]] = {}
    for name, _, mention, home in connection.execute(_OF_BLOCK, (block,)):
        found.setdefault(name, []).extend([mention] if mention else [])
        homes.setdefault(name, Counter()).update([home] if home is not None else [])
    return {name: mentions for name, mentions in found.items() if _decides(homes[name], block)}


def _decides(homes: Counter[int], block: int) -> bool:
    return not homes or block == min(homes, key=lambda home: (-homes[home], home))


def _names(
    connection: sqlite3.Connection, found: Sequence[Event], before: dict[str, list[str]]
) -> tuple[dict[str, str], dict[str, str | None]]:
    """For each found event its lasting id; for each earlier id that no event keeps, the event it now means, or None."""
    home = {mention: event.event_id for event in found for mention in event.mentions}
    claims: dict[str, str] = {}
    fates: dict[str, str | None] = {}
    for old, mentions in before.items():
        heirs = Counter(home[m] for m in mentions if m in home) or _heirs(connection, old, mentions, found)
        if not heirs:
            fates[old] = None
            continue
        returned = _returned(connection, old, heirs)
        claims |= {name: name for name in returned if name not in claims}
        heirs = Counter({name: count for name, count in heirs.items() if name not in returned})
        heir = min(heirs, key=lambda name: (-heirs[name], name))
        if heir in claims:
            fates[old] = heir
        else:
            claims[heir] = old
    names = {event.event_id: claims[event.event_id] for event in found if event.event_id in claims}
    for event in found:
        if event.event_id not in names:
            names[event.event_id] = _free_id(connection, event, set(names.values()))
    return names, {old: names[new] if new else None for old, new in fates.items()}


def _returned(connection: sqlite3.Connection, old: str, heirs: Counter[str]) -> set[str]:
    """Where an event is parted: those that had joined it under ids of their own, which they get back."""
    if len(heirs) < 2:
        return set()
    found = {name for name in heirs if _home_of(connection, name) == old}
    return found if len(found) < len(heirs) else set()


def _heirs(connection: sqlite3.Connection, old: str, mentions: list[str], found: Sequence[Event]) -> Counter[str]:
    """Where all mentions of an event left with documents that were superseded: the events of those that follow them."""
    heirs: Counter[str] = Counter()
    kind = connection.execute("SELECT content FROM event WHERE id = ?", (old,)).fetchone()
    was = msgspec.json.decode(kind[0], type=Event) if kind and kind[0] else None
    documents = {mention.rpartition("#")[0] for mention in mentions}
    follow = {
        row[0]
        for document in documents
        for row in connection.execute("SELECT id FROM document WHERE supersedes = ? AND current", (document,))
    }
    for event in found:
        if was and (event.record, event.kind) == (was.record, was.kind):
            count = sum(m.rpartition("#")[0] in follow for m in event.mentions)
            heirs.update({event.event_id: count} if count else {})
    return heirs


def _free_id(connection: sqlite3.Connection, event: Event, taken: set[str]) -> str:
    """The id of the smallest mention, or the first further one that names nothing else; one withdrawn comes back."""
    name, nth = event.event_id, 0
    while name in taken or _was_issued(connection, name):
        nth += 1
        name = event_id((event.mentions[0], -1, nth, "", event.record, 0))
    return name


def _was_issued(connection: sqlite3.Connection, name: str) -> bool:
    query = "SELECT 1 FROM event WHERE id = ?1 AND state != 'withdrawn' UNION ALL SELECT 1 FROM alias WHERE old = ?1"
    return connection.execute(query, (name,)).fetchone() is not None


def _home_of(connection: sqlite3.Connection, name: str) -> str | None:
    """The event that an alias leads to."""
    row = connection.execute("SELECT new FROM alias WHERE old = ?", (name,)).fetchone()
    return row[0] if row else None


def _renamed(event: Event, names: dict[str, str]) -> Event:
    episode = names.get(event.episode, event.episode) if event.episode else None
    return msgspec.structs.replace(event, event_id=names[event.event_id], episode=episode)


def _acknowledge(session: Session, changes: list[Change]) -> None:
    """Ledger first, then the store; a block without a change leaves no statement."""
    if not changes:
        return
    statement = None
    if any(c.changed or c.aliases or c.withdrawn for c in changes):
        with session.ledger.writing() as writing:
            statement = writing.state("events", f"resolution {writing.seq + 1}", events_body(changes))
    keep_changes(session.derived, changes, statement)


def keep_changes(derived: Derived, changes: list[Change], statement: Statement | None) -> None:
    """Shows what a statement says in the store, with the values that the ledger leaves out."""
    with derived.writing() as connection:
        if statement is not None:
            take_events(connection, statement, with_values=True)
            derived.set_state("seq", statement.seq)
        for change in changes:
            shown = dict(connection.execute("SELECT id, content FROM event WHERE block = ?", (change.block,)))
            for event in change.now:
                content = msgspec.json.encode(event)
                if shown.get(event.event_id) == content:
                    continue
                connection.execute(
                    "UPDATE event SET block = ?, day = ?, content = ? WHERE id = ?",
                    (change.block, event.date_start or "9999-12-31", content, event.event_id),
                )
            connection.execute("DELETE FROM dirty WHERE block = ?", (change.block,))


def events_body(changes: list[Change]) -> dict[str, object]:
    """The body of an `events` statement."""
    events = {
        name: {"mentions": event.mentions, "digest": event_digest(event)}
        for change in changes
        for name, event in change.changed.items()
    }
    regrouped = [msgspec.to_builtins(one) for change in changes for one in change.regrouped]
    return {
        "events": events,
        "aliases": {old: new for change in changes for old, new in change.aliases.items()},
        "withdrawn": sorted(name for change in changes for name in change.withdrawn),
        **({"regrouped": regrouped} if regrouped else {}),
    }


def current_events(connection: sqlite3.Connection) -> Iterator[Event]:
    """All events and figures by first day and id, undated ones last."""
    query = "SELECT content FROM event WHERE state = 'current' AND content IS NOT NULL ORDER BY day, id"
    return (msgspec.json.decode(row[0], type=Event) for row in connection.execute(query))


def why_one(connection: sqlite3.Connection, event: Event, given: Beside = NOTHING) -> list[PairExplanation]:
    """Why the event's mentions are one, and the best that were kept out: steps of weight, as its block is resolved."""
    row = connection.execute("SELECT block FROM event WHERE id = ?", (event.event_id,)).fetchone()
    _, resolution = block_resolution(connection, row[0], span_of(connection), given)
    now = next((e for e in resolution.events if e.mentions == event.mentions), None)
    return resolution.steps(now.event_id) if now else []

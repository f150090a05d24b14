"""Which weights an archive resolves by: the shipped ones, or those estimated from its own mentions, frozen in the ledger.

Estimating is an explicit act; nothing else moves a weight. The last `weights` statement counts; one with no weights goes
back to the shipped table. After it all blocks are resolved again.
"""

from collections.abc import Iterator

import msgspec

from khronika.archive.beside import shown_weights
from khronika.archive.catch_up import catch_up
from khronika.archive.resolving import resolve_dirty
from khronika.archive.session import Session
from khronika.errors import UsageError
from khronika.model import Mention
from khronika.resolution import EstimatedWeights, estimate_weights

SUBJECT = "weights"


class Weighed(msgspec.Struct, frozen=True):
    """The weights that count from now on, None for the shipped ones, and what they changed of the events."""

    weights: EstimatedWeights | None
    statement: int | None
    events_new: int
    events_changed: int
    events_gone: int


def estimate(session: Session) -> Weighed:
    """Estimates from all mentions of the archive and resolves by it. Raises UsageError: there are none."""
    found = estimate_weights(_mentions(session))
    if not found.mentions:
        raise UsageError("no mentions to estimate from; code documents first: khronika code")
    return _state(session, found)


def use_shipped(session: Session) -> Weighed:
    """Goes back to the weights that ship."""
    return _state(session, None)


def _mentions(session: Session) -> Iterator[Mention]:
    query = "SELECT content FROM mention WHERE current ORDER BY id"
    decoder = msgspec.json.Decoder(Mention)
    yield from (decoder.decode(content) for (content,) in session.derived.connection.execute(query))


def _state(session: Session, weights: EstimatedWeights | None) -> Weighed:
    """One statement, unless these are the weights already; then what it changes."""
    body = msgspec.to_builtins(weights)
    seq = None
    if shown_weights(session.ledger) != weights:
        with session.ledger.writing() as writing:
            seq = writing.state("weights", SUBJECT, {"estimated": body}).seq
        catch_up(session.ledger, session.derived)
    return Weighed(weights, seq, *resolve_dirty(session))

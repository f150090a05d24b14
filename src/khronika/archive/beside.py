"""What resolving takes beside the mentions: the archive's weights and the signatures of its texts."""

from typing import TYPE_CHECKING

import msgspec

from khronika.archive.signatures import Signatures
from khronika.ledger import Ledger
from khronika.resolution import EstimatedWeights, Weights

if TYPE_CHECKING:
    from khronika.archive.session import Session


class Beside(msgspec.Struct, frozen=True):
    """`weights`: None for the shipped ones; `texts`: None where no texts are at hand."""

    weights: Weights | None = None
    texts: Signatures | None = None


NOTHING = Beside()


def beside(session: "Session") -> Beside:
    """What counts in an archive now. Raises UsageError where its weights were estimated from another table."""
    estimated = shown_weights(session.ledger)
    texts = Signatures(session.derived.connection, lambda name: session.store.read("texts", name))
    return Beside(estimated.table() if estimated else None, texts)


def shown_weights(ledger: Ledger) -> EstimatedWeights | None:
    """The weights of the last `weights` statement; None for the shipped ones."""
    stated = [s for s in ledger.about("weights") if s.act == "weights"]
    body = stated[-1].values()["estimated"] if stated else None
    return msgspec.convert(body, EstimatedWeights) if body else None

"""The published view of an archive: its shown documents, current mentions and events under the archive's policy."""

from datetime import date

import msgspec

from khronika.archive.loosening import archive_policy
from khronika.archive.resolving import current_events
from khronika.archive.session import Session
from khronika.disclosure import View, published_view
from khronika.model import Document, Mention

_mention = msgspec.json.Decoder(Mention)


def archive_view(session: Session, today: date) -> View:
    """What may leave as of a day. Raises UsageError: the policy is at fault or loosened without a reason on record."""
    policy = archive_policy(session)
    connection = session.derived.connection
    mentions = [
        _mention.decode(r[0]) for r in connection.execute("SELECT content FROM mention WHERE current ORDER BY id")
    ]
    query = "SELECT id, outcome, reason FROM document WHERE hidden IS NULL AND current ORDER BY number"
    documents: list[Document] = []
    reports = []
    for name, outcome, reason in connection.execute(query).fetchall():
        document = session.document(name)
        if document is not None:
            documents.append(document)
            reports.append({"document": name, "outcome": outcome or "failed", "reason": reason, "mentions": 0})
    return published_view(documents, mentions, list(current_events(connection)), reports, policy, today)


def merged_ids(session: Session) -> dict[str, str]:
    """Ids of events that were joined to another -> that other."""
    return dict(session.derived.connection.execute("SELECT old, new FROM alias").fetchall())

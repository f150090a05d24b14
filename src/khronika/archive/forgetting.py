"""Take words out of the derived store for good: rows that are left over, other stores beside it, pages that SQLite freed."""

from khronika.archive.derived import Derived, remove_store
from khronika.archive.signatures import forget_signatures

ASKED = "forget"  # name in `state`: something was hidden and its traces were not yet taken away


def forget(derived: Derived) -> None:
    """Does so where it was asked for; killed before its end, the next writer does it."""
    if derived.state(ASKED) is None:
        return
    for name in ("pending.sqlite", "pending.draft", "replay.sqlite", "review.sqlite"):
        remove_store(derived.path.with_name(name))
    with derived.writing() as connection:
        connection.execute("UPDATE event SET content = NULL WHERE state != 'current'")
        forget_signatures(connection)
        connection.execute("DELETE FROM feature WHERE block NOT IN (SELECT block FROM mention WHERE block IS NOT NULL)")
    derived.connection.execute("PRAGMA temp_store=MEMORY")
    derived.connection.execute("VACUUM")
    with derived.writing() as connection:
        connection.execute("DELETE FROM state WHERE name = ?", (ASKED,))

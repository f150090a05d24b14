"""Near-merges: pairs of events whose best link is close to the threshold. Weighed a block at a time, beside the page.

A block is resolved as `code` does it, which takes as long as its size; so this runs in a thread of its own, and the pages
show what it has found until now.
"""

import sqlite3
import threading
from collections.abc import Iterator

from khronika.archive.resolving import block_resolution, span_of
from khronika.archive.session import Session
from khronika.resolution import PairExplanation
from khronika.review.index import Index

NEAR = 6.0  # bits below the threshold: odds of 1 to 64 less than what would have joined them
AT_ONCE = 20
JUDGED = "resolve.judgement."


class Weigher:
    """The thread that weighs. `wake` after each write; `weigh` does all that waits at once."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._work, self._ended = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._one = threading.Lock()

    def start(self) -> None:
        """Begins."""
        self._work.set()
        self._thread = threading.Thread(target=self._run, daemon=True, name="weigher")
        self._thread.start()

    def wake(self) -> None:
        """Something was written."""
        self._work.set()

    def stop(self) -> None:
        """Ends after the block at hand."""
        self._ended.set()
        self._work.set()
        if self._thread is not None:
            self._thread.join(30)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._work.wait()
            self._work.clear()
            if self.index.made.wait(5) and not self._ended.is_set():
                self.weigh()

    def weigh(self) -> None:
        """Weighs every block that was not, or that changed."""
        with self._one:
            while not self._ended.is_set() and self._some():
                pass

    def _some(self) -> bool:
        """A few blocks; whether there were any."""
        with self.index.archive.reading() as session:
            waiting = list(_waiting(session, self.index.connection()))[:AT_ONCE]
            found = [(block, _near(session, block)) for block in waiting]
        if found:
            self.index.keep_near(found)
        return bool(found)


Near = tuple[str, str, float, float, str | None]


def _waiting(session: Session, index: sqlite3.Connection) -> Iterator[int]:
    """Blocks of two events or more that are not weighed."""
    weighed = {row[0] for row in index.execute("SELECT block FROM weighed")}
    query = "SELECT block FROM event WHERE state = 'current' AND block IS NOT NULL GROUP BY block HAVING count(*) > 1"
    yield from (row[0] for row in session.derived.connection.execute(query) if row[0] not in weighed)


def progress(session: Session, index: sqlite3.Connection) -> tuple[int, int]:
    """Blocks weighed, of how many."""
    done = index.execute("SELECT count(*) FROM weighed").fetchone()[0]
    return done, done + sum(1 for _ in _waiting(session, index))


def _near(session: Session, block: int) -> list[Near]:
    """The pairs of a block's events that come close to being one, each with its best link."""
    connection = session.derived.connection
    _, resolution = block_resolution(connection, block, span_of(connection))
    homes = dict(connection.execute(
        "SELECT member.mention, event FROM member JOIN mention ON mention.id = member.mention WHERE block = ?", (block,)
    ).fetchall())  # fmt: skip
    best: dict[tuple[str, str], Near] = {}
    for event in resolution.events:
        for pair in resolution.steps(event.event_id):
            ends = sorted({homes.get(m, "") for m in pair.mentions})
            if len(ends) == 2 and ends[0] and not pair.together and _is_close(pair):
                near = (ends[0], ends[1], pair.total, pair.threshold, _verdict(pair))
                known = best.get((ends[0], ends[1]))
                if known is None or near[2] > known[2] or near[4]:
                    best[ends[0], ends[1]] = near
    return list(best.values())


def _is_close(pair: PairExplanation) -> bool:
    forbidden = any(s.never and not s.level.startswith(JUDGED) for s in pair.steps)
    return pair.total >= pair.threshold - NEAR and not forbidden


def _verdict(pair: PairExplanation) -> str | None:
    """What a person said of the pair."""
    return next((s.level.removeprefix(JUDGED) for s in pair.steps if s.level.startswith(JUDGED)), None)

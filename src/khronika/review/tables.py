"""The tables of the page's own index, and how it is opened. It is made of the derived store and the texts, and made again when lost."""

import sqlite3
from pathlib import Path

VERSION = 1
FILE = "review.sqlite"
_TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE event (
  id TEXT PRIMARY KEY, record TEXT NOT NULL, kind TEXT, status TEXT NOT NULL, state TEXT NOT NULL, day TEXT, last TEXT,
  place TEXT, within TEXT, iso3 TEXT, admin1 TEXT, level TEXT, lat REAL, lon REAL, uncertainty_m INTEGER,
  numbers TEXT NOT NULL, languages TEXT NOT NULL, sources TEXT NOT NULL, n_mentions INTEGER NOT NULL,
  n_independent INTEGER NOT NULL, confidence REAL NOT NULL, conflicts INTEGER NOT NULL, near INTEGER NOT NULL,
  doubt REAL NOT NULL, stake REAL NOT NULL, attention REAL NOT NULL, has_comment INTEGER NOT NULL);
CREATE INDEX event_attention ON event (attention DESC, id);
CREATE INDEX event_open ON event (state, attention DESC, id);
CREATE INDEX event_kind ON event (kind, attention DESC, id);
CREATE INDEX event_day ON event (day, id);
CREATE INDEX event_spot ON event (lat, lon);
CREATE TABLE source (name TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (name, event)) WITHOUT ROWID;
CREATE INDEX source_event ON source (event);
CREATE TABLE language (name TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (name, event)) WITHOUT ROWID;
CREATE INDEX language_event ON language (event);
CREATE TABLE document (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT, title TEXT, language TEXT, published TEXT,
  outcome TEXT, reason TEXT, size INTEGER NOT NULL, events INTEGER NOT NULL, sampled INTEGER NOT NULL, checked TEXT);
CREATE INDEX document_outcome ON document (outcome, number);
CREATE INDEX document_sampled ON document (sampled, checked) WHERE sampled;
CREATE VIRTUAL TABLE words USING fts5 (content, tokenize = "unicode61 remove_diacritics 0", detail = full);
CREATE TABLE near (a TEXT NOT NULL, b TEXT NOT NULL, total REAL NOT NULL, threshold REAL NOT NULL, verdict TEXT,
  PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX near_total ON near (verdict, total DESC);
CREATE INDEX near_other ON near (b);
CREATE TABLE weighed (block INTEGER PRIMARY KEY, at INTEGER NOT NULL);
"""


def open_index(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """A connection for one thread; one that writes makes the tables where they are missing or of another version."""
    if write:
        connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        if int(connection.execute("PRAGMA user_version").fetchone()[0]) != VERSION:
            connection.close()
            for end in ("", "-wal", "-shm"):
                path.with_name(path.name + end).unlink(missing_ok=True)
            connection = sqlite3.connect(path, isolation_level=None, timeout=30)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(f"BEGIN;{_TABLES}PRAGMA user_version={VERSION};COMMIT;")
        connection.execute("PRAGMA synchronous=OFF")  # lost with the machine, it is made again
        connection.execute("PRAGMA secure_delete=ON")
    else:
        address = f"{path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=30, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection

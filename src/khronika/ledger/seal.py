"""The seal: a small file beside the ledger with the SHA-256 of the whole file, its size and its last statement.

It is taken off before the first byte is written and put on when the writer has finished, so a ledger at rest is covered
to its last unused byte, and its end cannot be cut off unseen. After a kill it is missing: then only the contents are
checked, by their chains, until the next writer puts it on again.
"""

from hashlib import file_digest
from pathlib import Path

import msgspec

from khronika.ledger.canonical import canonical, digest


class Seal(msgspec.Struct, frozen=True):
    """`seq`, `hash` and `custody` of the last rows; `check` covers the other fields, so that a damaged seal is known."""

    size: int
    sha256: str
    seq: int
    hash: str
    custody: str
    check: str = ""

    def with_check(self) -> "Seal":
        """The seal with its own checksum."""
        return msgspec.structs.replace(self, check=digest([self.size, self.sha256, self.seq, self.hash, self.custody]))


def seal_path(ledger: Path) -> Path:
    """Where the seal of a ledger lies."""
    return ledger.with_suffix(".seal")


def take_seal(ledger: Path, seq: int, last: str, custody: str) -> Seal:
    """The seal that the file has now."""
    with ledger.open("rb") as stream:
        found = file_digest(stream, "sha256").hexdigest()
        return Seal(stream.tell(), found, seq, last, custody).with_check()


def seal_bytes(seal: Seal) -> bytes:
    """The seal as it is written."""
    return canonical(seal) + b"\n"


def read_seal(ledger: Path) -> Seal | str | None:
    """The seal; None where there is none; what is wrong with it as text."""
    path = seal_path(ledger)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        seal = msgspec.json.decode(content, type=Seal)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return "the seal cannot be read"
    if seal.with_check() != seal or seal_bytes(seal) != content:
        return "the seal itself was changed"
    return seal


def broken_seal(ledger: Path) -> str | None:
    """Why the file is not the one that was sealed; None where it is, or where there is no seal."""
    seal = read_seal(ledger)
    if seal is None or isinstance(seal, str):
        return seal
    if ledger.with_name(ledger.name + "-wal").exists() and ledger.with_name(ledger.name + "-wal").stat().st_size:
        return "a journal lies beside a sealed ledger"
    now = take_seal(ledger, seal.seq, seal.hash, seal.custody)
    if now == seal:
        return None
    return f"{now.size} bytes instead of {seal.size}" if now.size != seal.size else "its bytes are not those sealed"

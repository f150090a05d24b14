"""The chain of custody: one row a capture, with the columns of formats.md 5; each row names the hash of the one before."""

import msgspec

from khronika.ledger.canonical import digest


class Custody(msgspec.Struct, frozen=True, kw_only=True):
    """What is recorded of one capture. `captured_at` is UTC; `clock_synced` None where nobody knows.

    `collector_alias` is no person's name. Fields of fetching are None for files.
    """

    requested_url: str
    final_url: str | None = None
    http_status: int | None = None
    captured_at: str
    clock_synced: bool | None = None
    collector_alias: str
    tool: str
    tool_version: str
    egress_label: str | None = None
    media_type: str | None = None
    bytes: int
    sha256: str
    sha256_text: str | None = None
    warc_or_wacz: str | None = None
    screenshot_sha256: str | None = None
    rfc3161_tsr: str | None = None
    tsa_name: str | None = None


class CustodyRow(Custody, frozen=True, kw_only=True):
    """A row as it stands in the ledger: numbered, named, chained."""

    seq: int
    capture_id: str
    prev_row_sha256: str
    row_sha256: str

    def expected_hash(self) -> str:
        """The hash that this row must have."""
        return row_hash(self, self.seq, self.prev_row_sha256)


FIELDS = Custody.__struct_fields__
COLUMNS = (
    "capture_id", "requested_url", "final_url", "http_status", "captured_at", "clock_synced", "collector_alias", "tool",
    "tool_version", "egress_label", "media_type", "bytes", "sha256", "sha256_text", "warc_or_wacz", "screenshot_sha256",
    "rfc3161_tsr", "tsa_name", "prev_row_sha256",
)  # fmt: skip


def row_hash(row: Custody, seq: int, previous: str) -> str:
    """SHA-256 over the previous row's hash, the number and all fields."""
    return digest([previous, seq, *(getattr(row, name) for name in FIELDS)])


def chained(row: Custody, seq: int, previous: str) -> CustodyRow:
    """The row as the next of the chain; its id is the beginning of its hash."""
    found = row_hash(row, seq, previous)
    values = {name: getattr(row, name) for name in FIELDS}
    return CustodyRow(**values, seq=seq, capture_id=f"cap-{found[:32]}", prev_row_sha256=previous, row_sha256=found)

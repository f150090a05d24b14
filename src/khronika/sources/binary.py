"""Say whether bytes are something else than text, and what, so that a refusal can tell the reader what to do."""

import re

_SIGNS = {
    b"%PDF-": "a PDF", b"{\\rtf": "an RTF document", b"\xd0\xcf\x11\xe0": "an old Office document",
    b"PK\x03\x04": "a ZIP archive or an Office document", b"\x1f\x8b": "a gzip archive", b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7z archive", b"Rar!\x1a": "a RAR archive", b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"\x89PNG": "a picture", b"GIF8": "a picture", b"\xff\xd8\xff": "a picture",
    b"RIFF": "a sound, film or picture file", b"ID3": "a sound file", b"OggS": "a sound file", b"\x7fELF": "a program",
    b"SQLite format 3\0": "a database", b"PAR1": "a Parquet table", b"WARC/": "a web archive",
}  # fmt: skip
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def binary_kind(content: bytes) -> str | None:
    """What the bytes are where they are no text in a byte-wise encoding; None for text.

    UTF-16 without a mark counts as binary here: `encoding` tries it before it believes this.
    """
    for sign, kind in _SIGNS.items():
        if content.startswith(sign):
            return kind
    if b"\0" in content:
        return "not plain text (it holds NUL bytes)"
    sample = content[:65536]
    odd = len(_CONTROLS.findall(sample))
    return "not plain text (it holds control characters)" if odd > 0.02 * len(sample) else None

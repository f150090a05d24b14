"""Mutated copies of files, by a seeded generator: what fuzzing feeds to the readers."""

import io
import random
import zipfile
import zlib

from reader_seeds import packed

_TOKENS = (
    b"\0", b"\xff", b"\xed\xa0\x80", b"<", b">", b"&", b"&#0;", b"&#x110000;", b"]]>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"<![CDATA[", b'"', b",", b"\n", b"\r", b"\x1a", b"-1", b"99999999999999999999", b"1e999", b"NaN", b"0 R", b"<<", b">>",
    b"[", b"(", b"endobj", b"stream\n", b"/Kids [2 0 R]", b"/Count -1", b"PK\x03\x04", b"{", b"}", b"\\ud800", b"---\n",
    b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"<div>" * 50, b"((((" * 50, b"2031-02-30", b"xml:space", b"\xef\xbb\xbf",
)  # fmt: skip


def mutant(content: bytes, chance: random.Random) -> bytes:
    """A damaged copy: of a ZIP archive, in half of the cases one of the files inside it."""
    if content.startswith(b"PK") and chance.random() < 0.5:
        return _inside(content, chance)
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        _mutate(found, chance)
    return bytes(found)


def _mutate(found: bytearray, chance: random.Random) -> None:
    size = len(found)
    at = chance.randrange(size + 1)
    stop = min(size, at + chance.choice((1, 2, 4, 16, 64, 400)))
    way = chance.randrange(7)
    if way == 0 and at < size:
        found[at] ^= 1 << chance.randrange(8)
    elif way == 1 and at < size:
        found[at] = chance.randrange(256)
    elif way == 2:
        del found[at:stop]
    elif way == 3:
        found[at:at] = found[at:stop] * chance.choice((1, 2, 20))
    elif way == 4:
        found[at:at] = chance.choice(_TOKENS)
    elif way == 5:
        found[at:stop] = chance.randbytes(stop - at)
    elif chance.random() < 0.2:
        del found[at:]
    else:
        other = chance.randrange(size + 1)
        found[at:stop] = found[other : other + stop - at]


def _inside(content: bytes, chance: random.Random) -> bytes:
    files: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            files[name] = archive.read(name)
    name = chance.choice(sorted(files))
    held = bytearray(files[name] if isinstance(files[name], bytes) else b"")
    for _ in range(chance.choice((1, 2, 8))):
        _mutate(held, chance)
    return packed({**files, name: bytes(held)})


def mutants(content: bytes, number: int, seed: str) -> list[bytes]:
    """So many damaged copies, the same each time for one seed."""
    chance = random.Random(zlib.crc32(seed.encode()))
    return [mutant(content, chance) for _ in range(number)]

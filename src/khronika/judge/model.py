"""Run the encoder and its heads over passages, and say for each telling what it tells and which words belong to it.

Needs the extra `careful`: onnxruntime, numpy and the package `khronika-weights`, which holds the network as data.
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import msgspec

from khronika.errors import MissingExtraError
from khronika.judge.labels import GROUPS, KINDS, LINKS, QUANTITIES, STATUSES
from khronika.judge.passages import calm
from khronika.judge.pieces import PAD, Pieces

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

_TOLD = 0.5
_SAME, _SURELY_SAME, _AKIN, _ALIKE_TOLD = 0.6, 0.97, 0.3, 0.3
_BATCH = 16
_PRIOR = 1.0


class Telling(msgspec.Struct, frozen=True):
    """Words that tell of a happening: their span in the passage, how sure, and the chances of kinds and statuses.

    `hinted`: others pointed at the words; the judge by itself found too little in them.
    """

    start: int
    stop: int
    chance: float
    kinds: dict[str, float]
    statuses: dict[str, float]
    hinted: bool = False


class Told(msgspec.Struct, frozen=True):
    """A happening of a passage: all its tellings, the chances of kinds, the likeliest status."""

    tellings: tuple[Telling, ...]
    chance: float
    kinds: dict[str, float]
    status: str
    status_chance: float
    rows: tuple[int, ...]


class Judged:
    """What the network says of one passage. Offsets are the passage's."""

    def __init__(
        self, spans: Sequence[tuple[int, int]], told: list[Told], links: "Floats", sorts: "Floats",
        likely: Mapping[str, Mapping[str, float]], hidden: "Floats", alone: "Floats",
    ) -> None:  # fmt: skip
        self._spans, self.told, self._links, self._sorts, self._likely = spans, told, links, sorts, likely
        self._hidden, self._alone = hidden, alone

    def link(self, told: Told, role: str, start: int, stop: int) -> float:
        """The chance that the words [start, stop) are the place, date, count … of a happening."""
        inside = self._inside(start, stop)
        if not inside or not told.rows:
            return 0.0
        return float(self._links[list(told.rows), LINKS.index(role)][:, inside].mean(1).max())

    def words(self, told: Told, role: str, least: float = 0.5) -> list[tuple[int, int]]:
        """Stretches of the passage whose pieces play a role in a happening, the surest first."""
        chances = self._links[list(told.rows), LINKS.index(role)].max(0)
        found: list[tuple[int, int]] = []
        before = -2
        for i, (start, stop) in enumerate(self._spans):
            if stop > start and chances[i] >= least:
                if before == i - 1 and found:
                    found[-1] = (found[-1][0], stop)
                else:
                    found.append((start, stop))
                before = i
        return sorted(found, key=lambda span: -self.link(told, role, *span))

    def sorts(self, start: int, stop: int, kind: str | None = None) -> tuple[dict[str, float], dict[str, float]]:
        """The chances of what a number counts, the kind of happening weighed in where it is known, and of which group."""
        inside = self._inside(start, stop)
        mean = self._sorts[inside].mean(0) if inside else [0.0] * (len(QUANTITIES) + len(GROUPS))
        chances = [float(value) for value in mean]
        counted = dict(zip(QUANTITIES, chances, strict=False))
        if kind is not None and (likely := self._likely.get(kind)):
            weighed = {name: chance * likely[name] ** _PRIOR for name, chance in counted.items()}
            counted = {name: value / (sum(weighed.values()) or 1.0) for name, value in weighed.items()}
        return counted, dict(zip(GROUPS, chances[len(QUANTITIES) :], strict=True))

    def alone(self, start: int, stop: int) -> float:
        """The chance that words without a number name a single person who counts as one."""
        inside = self._inside(start, stop)
        return float(1 / (1 + math.exp(-self._alone[inside].mean()))) if inside else 0.0

    def state(self, start: int, stop: int) -> "Floats":
        """The mean hidden state of words (training only)."""
        out: Floats = self._hidden[self._inside(start, stop)].mean(0)
        return out

    def _inside(self, start: int, stop: int) -> list[int]:
        return [i for i, (a, b) in enumerate(self._spans) if a < stop and start < b]


class Judge:
    """The network, loaded once in a process; `read` takes passages of up to `limit` pieces."""

    def __init__(self, data: Any) -> None:
        import numpy as np
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        self._np = np
        self._session = ort.InferenceSession(data.joinpath("encoder.onnx").read_bytes(), options)
        self._pieces = Pieces(**msgspec.msgpack.decode(data.joinpath("pieces.msgpack").read_bytes()))
        heads = msgspec.msgpack.decode(data.joinpath("heads.msgpack").read_bytes())
        self._heads = {
            name: np.frombuffer(raw, np.float32).reshape(shape) for name, (shape, raw) in heads["tensors"].items()
        }
        self.about: dict[str, Any] = heads["about"]
        self._likely: dict[str, dict[str, float]] = heads.get("likely", {})
        self.limit = 256

    def pieces(self, text: str) -> int:
        """How many pieces a text has."""
        return len(self._pieces.encode(text, 1 << 30)[0])

    def read(self, passages: Sequence[str], hints: Sequence[Sequence[tuple[int, int]]] = ()) -> list[Judged]:
        """What each passage tells. `hints`: spans of each passage that may tell something, to be judged as well."""
        cut = [self._pieces.encode(calm(p), 512) for p in passages]
        order = sorted(range(len(cut)), key=lambda i: len(cut[i][0]))
        made: dict[int, Judged] = {}
        for first in range(0, len(order), _BATCH):
            some = order[first : first + _BATCH]
            hidden = self._hidden([cut[i][0] for i in some])
            for row, i in enumerate(some):
                made[i] = self._judge(passages[i], cut[i][1], hidden[row, : len(cut[i][0])], hints[i] if hints else ())
        return [made[i] for i in range(len(passages))]

    def _hidden(self, rows: list[list[int]]) -> "Floats":
        np = self._np
        width = max(map(len, rows))
        ids = np.full((len(rows), width), PAD, np.int64)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
        out: Floats = self._session.run(None, {"ids": ids, "mask": (ids != PAD).astype(np.int64)})[0]
        return out

    def _linear(self, name: str, hidden: "Floats") -> "Floats":
        out: Floats = hidden @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]
        return out

    def _judge(
        self, text: str, spans: list[tuple[int, int]], hidden: "Floats", hints: Sequence[tuple[int, int]]
    ) -> Judged:
        np = self._np
        told = _sigmoid(np, self._linear("told", hidden)[:, 0])
        kinds, statuses = (_softmax(np, self._linear(name, hidden)) for name in ("kind", "status"))
        sorts = np.concatenate([_softmax(np, self._linear(n, hidden)) for n in ("quantity", "group")], axis=1)
        runs = _runs([bool(t > _TOLD) and b > a for t, (a, b) in zip(told, spans, strict=True)], text, spans)
        own = len(runs)
        runs += _hinted(hints, runs, spans)
        tellings = []
        for number, run in enumerate(runs):
            start, stop = spans[run[0]][0], spans[run[-1]][1]
            share = told[run] / told[run].sum()
            tellings.append(
                Telling(
                    start,
                    stop,
                    float(told[run].max()),
                    dict(zip(KINDS, map(float, share @ kinds[run]), strict=True)),
                    dict(zip(STATUSES, map(float, share @ statuses[run]), strict=True)),
                    number >= own,
                )
            )
        links = self._links(hidden, runs)
        return Judged(spans, _together(tellings, runs, links), links, sorts, self._likely, hidden, self._alone(hidden))

    def _alone(self, hidden: "Floats") -> "Floats":
        """Log odds (pieces), of a head that is fitted after the others (training/alone.py)."""
        if "alone.weight" not in self._heads:
            never: Floats = self._np.full(len(hidden), -30.0, self._np.float32)
            return never
        return self._linear("alone", hidden)[:, 0]

    def _links(self, hidden: "Floats", runs: list[list[int]]) -> "Floats":
        """Chances (tellings, roles, pieces)."""
        np = self._np
        if not runs:
            empty: Floats = np.zeros((0, len(LINKS), len(hidden)), np.float32)
            return empty
        tellings = np.stack([hidden[run].mean(0) for run in runs])
        asked = self._linear("ask", tellings).reshape(len(runs), len(LINKS), -1)
        known = self._linear("key", hidden).reshape(len(hidden), len(LINKS), -1)
        raw: Floats = (
            np.einsum("trw,lrw->trl", asked, known) * asked.shape[2] ** -0.5 + self._heads["bias"][None, :, None]
        )
        return _sigmoid(np, raw)


def _sigmoid(np: Any, x: "Floats") -> "Floats":
    out: Floats = 1 / (1 + np.exp(-np.clip(x, -30, 30)))
    return out


def _softmax(np: Any, x: "Floats") -> "Floats":
    shifted = np.exp(x - x.max(-1, keepdims=True))
    out: Floats = shifted / shifted.sum(-1, keepdims=True)
    return out


def _runs(flags: list[bool], text: str, spans: list[tuple[int, int]]) -> list[list[int]]:
    """Runs of true flags; one ends where a sentence does."""
    made: list[list[int]] = []
    for i, flag in enumerate(flags):
        if not flag:
            continue
        if made and made[-1][-1] == i - 1 and not _ends(text[spans[i - 1][1] - 1 : spans[i][0]]):
            made[-1].append(i)
        else:
            made.append([i])
    return made


def _hinted(hints: Sequence[tuple[int, int]], runs: list[list[int]], spans: list[tuple[int, int]]) -> list[list[int]]:
    """The pieces of each hint that lies apart from all runs and all hints before it."""
    taken = {i for run in runs for i in run}
    made: list[list[int]] = []
    for start, stop in hints:
        inside = [i for i, (a, b) in enumerate(spans) if a < stop and start < b]
        if inside and not taken & set(inside):
            made.append(inside)
            taken |= set(inside)
    return made


def _ends(between: str) -> bool:
    return any(mark in between for mark in ".!?。\n") and len(between) > 1


def _together(tellings: list[Telling], runs: list[list[int]], links: "Floats") -> list[Told]:
    """Tellings of one happening, by how strongly each says that the other's words are its own."""
    homes = list(range(len(tellings)))
    for i in range(len(tellings)):
        for j in range(i):
            forth, back = links[i, 0][runs[j]].mean(), links[j, 0][runs[i]].mean()
            if (forth + back) / 2 > (_SAME if _akin(tellings[i], tellings[j]) else _SURELY_SAME):
                homes = [homes[j] if home == homes[i] else home for home in homes]
    groups = [[i for i, h in enumerate(homes) if h == home] for home in dict.fromkeys(homes)]
    return [told_of([tellings[i] for i in group], tuple(group)) for group in groups]


def _akin(a: Telling, b: Telling) -> bool:
    """Whether two tellings are read as much the same kind of thing, told as much the same."""
    kinds = sum(min(a.kinds[k], b.kinds[k]) for k in KINDS)
    statuses = sum(min(a.statuses[s], b.statuses[s]) for s in STATUSES)
    return kinds > _AKIN and statuses > _ALIKE_TOLD and _figure(a) == _figure(b)


def _figure(telling: Telling) -> bool:
    return telling.statuses["figure"] > _TOLD


def told_of(tellings: list[Telling], rows: tuple[int, ...]) -> Told:
    """One happening of all these tellings, each weighing as much as it is sure."""
    weight = sum(t.chance for t in tellings)
    kinds = {k: sum(t.chance * t.kinds[k] for t in tellings) / weight for k in KINDS}
    statuses = {s: sum(t.chance * t.statuses[s] for t in tellings) / weight for s in STATUSES}
    status = max(statuses, key=statuses.__getitem__)
    return Told(tuple(tellings), max(t.chance for t in tellings), kinds, status, statuses[status], rows)


@lru_cache(maxsize=1)
def can_judge() -> bool:
    """Whether the extra `careful` is installed."""
    if find_spec("onnxruntime") is None or find_spec("khronika_weights") is None:
        return False
    return resources.files("khronika_weights").joinpath("encoder.onnx").is_file()


@lru_cache(maxsize=1)
def judge() -> Judge:
    """The network; MissingExtraError says what to install where it is not there."""
    if not can_judge():
        raise MissingExtraError("the careful mode", "careful")
    return Judge(resources.files("khronika_weights"))

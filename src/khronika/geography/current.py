"""Which gazetteer is in force: the shipped one, and over it what the user brought (`own`). Opened once a process."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from khronika.geography.filed import RECOGNISED, policy_chosen, refile
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.own.home import chosen
from khronika.geography.own.layer import Layer
from khronika.geography.own.layered import Layered

Stamp = tuple[Path, int, int]


class _InForce:
    """What `using` has set."""

    places: Gazetteer | None = None


def gazetteer() -> Gazetteer:
    """The gazetteer in force: that of `using`, else what KHRONIKA_GAZETTEER or the user's folder held when first asked for."""
    return _InForce.places or _default()


@contextmanager
def using(where: str | None = None, overrides: Path | None = None) -> Iterator[Gazetteer]:
    """Within the block all places are read with this compiled gazetteer (a file or folder; `none`: the shipped one alone) and
    this file of overrides. For whole runs, not for one of several threads. Raises KhronikaError where they cannot be used."""
    before = _InForce.places
    _InForce.places = opened(where, overrides)
    try:
        yield _InForce.places
    finally:
        _InForce.places = before


def opened(where: str | None = None, overrides: Path | None = None) -> Gazetteer:
    """The gazetteer of these choices; the same object as long as the files are the same."""
    how = policy_chosen()
    places = _open(tuple(map(_stamp, chosen(where))), how)
    if overrides is None:
        return places
    from khronika.geography.own.overrides import overrides_of  # its readers are needed by few

    return refile(layered([*getattr(places, "layers", ()), overrides_of(overrides, places)]), how)


@lru_cache(maxsize=1)
def shipped() -> Gazetteer:
    """The gazetteer that Khronika ships, without anything of the user's."""
    return Gazetteer()


@lru_cache(maxsize=1)
def _default() -> Gazetteer:
    return opened()


@lru_cache(maxsize=2)
def _open(files: tuple[Stamp, ...], how: str) -> Gazetteer:
    if how == RECOGNISED:
        return layered([Layer(path) for path, _, _ in files])
    return refile(Layered([Layer(path) for path, _, _ in files]) if files else Gazetteer(), how)


def _stamp(path: Path) -> Stamp:
    facts = path.stat()
    return path, facts.st_mtime_ns, facts.st_size


def layered(layers: Sequence[Layer]) -> Gazetteer:
    """The shipped gazetteer under these layers; itself where there are none."""
    return Layered(layers) if layers else shipped()

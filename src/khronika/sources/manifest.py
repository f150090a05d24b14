"""What each reader says about itself; help, documentation and the record of a reading are made from it."""

from importlib.metadata import PackageNotFoundError, version

import msgspec


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """One reader: its stable `name` and `version`, the `type` of files, their `endings` and `media_types` (lower case),
    which ReadOptions it heeds, what it cannot do, and the `libraries` that its text depends on.

    `version` rises when the same bytes may give another text. `extra`: the part of Khronika to install for it.
    """

    name: str
    version: int = 1
    type: str
    endings: tuple[str, ...]
    media_types: tuple[str, ...] = ()
    options: tuple[str, ...]
    limits: str
    description: str
    libraries: tuple[str, ...] = ()
    extra: str | None = None

    def installed(self) -> dict[str, str]:
        """The versions of its libraries on this machine; one that is not installed is left out."""
        found = {}
        for name in self.libraries:
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                continue
        return found

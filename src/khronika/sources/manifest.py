"""What each reader says about itself; help and documentation are made from it."""

import msgspec


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """One reader: the `type` of files, their `endings` (lower case), which ReadOptions it heeds, what it cannot do."""

    type: str
    endings: tuple[str, ...]
    options: tuple[str, ...]
    limits: str
    description: str

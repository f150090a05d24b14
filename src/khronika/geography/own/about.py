"""What a compiled gazetteer says of itself."""

from typing import Literal

import msgspec

FORMAT = 1
Kind = Literal["list", "geonames", "override"]


class About(msgspec.Struct, frozen=True):
    """`kind`: a list of the user's own, a country file of GeoNames, or overrides. `first`: its places win over namesakes;
    `twins`: how many of its places are shipped too; `base`: the shipped gazetteer it fits."""

    name: str
    kind: Kind
    first: bool
    source: str
    sha256: str
    entries: int
    twins: int
    base: int
    format: int = FORMAT

    @property
    def again(self) -> str:
        """The command that makes it anew."""
        verb = "override" if self.kind == "override" else "import"
        return f"khronika gazetteer {verb} {self.source} --name {self.name}"

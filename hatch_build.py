"""Build hook: compile the language packs into the one file that is loaded at start."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PacksBuildHook(BuildHookInterface):
    """Writes src/khronika/languages/packs.msgpack before anything is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles the packs; called by hatchling for wheels and for editable installs."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        try:
            from khronika.languages.pack import compile_packs

            compile_packs()
        finally:
            sys.path.remove(str(source))

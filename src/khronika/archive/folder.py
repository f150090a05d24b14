"""The folder of an archive: what lies where in it, how it is found, its settings. Makes and opens no ledger."""

import tomllib
from pathlib import Path

import msgspec

from khronika.errors import CannotError, NotAnArchiveError, UsageError
from khronika.ledger.durable import cannot, replace_file

SETTINGS = "khronika.toml"
LAYOUT = 1
_TEMPLATE = """# An archive of Khronika. People write this file; the program only reads it.
layout = {layout}
name = {name}
agent = "khronika"        # alias under which what is done here is recorded; never a person's name
"""


class Settings(msgspec.Struct, frozen=True):
    """What khronika.toml says; unknown keys are a fault, so that a slip of the pen does not pass unseen.

    `policy`: how disputed territory is filed, read by `geography.filed` where nothing else says so.
    """

    layout: int
    name: str = ""
    agent: str = "khronika"
    policy: str = ""
    more: dict[str, object] = {}


class Folder(msgspec.Struct, frozen=True):
    """Paths of one archive."""

    root: Path

    @property
    def settings(self) -> Path:
        """khronika.toml."""
        return self.root / SETTINGS

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.root / "ledger.sqlite"

    @property
    def derived(self) -> Path:
        """What can be dropped and made again."""
        return self.root / "derived"

    @property
    def incoming(self) -> Path:
        """Drafts of files on their way into the store; empty at rest."""
        return self.root / "incoming"

    @property
    def lock(self) -> Path:
        """The writer's lock."""
        return self.root / "lock"

    def read_settings(self) -> Settings:
        """The settings. Raises CannotError: unreadable, no TOML, or of a later layout."""
        try:
            found = tomllib.loads(self.settings.read_text("utf-8"))
        except OSError as error:
            raise cannot(self.settings, error) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CannotError(self.settings, str(error), "mend the line") from error
        known: dict[str, object] = {k: found.pop(k) for k in ("layout", "name", "agent", "policy") if k in found}
        try:
            settings = msgspec.convert({**known, "more": found}, Settings)
        except msgspec.ValidationError as error:
            raise CannotError(self.settings, str(error), "mend the line") from error
        if settings.layout > LAYOUT:
            raise CannotError(self.settings, f"layout {settings.layout} is of a later version", "upgrade khronika")
        return settings


def make_folder(root: Path, name: str | None = None) -> Folder:
    """A new archive's folders and settings. Raises UsageError where one is already, CannotError where none can be."""
    folder = Folder(root)
    if folder.settings.exists():
        raise UsageError(f"{root} is an archive already; add to it with: khronika add PATH --archive {root}")
    try:
        for place in ("captures", "texts", "keys", "derived", "incoming"):
            (root / place).mkdir(parents=True, exist_ok=True)
        text = _TEMPLATE.format(layout=LAYOUT, name=msgspec.json.encode(name or root.resolve().name).decode())
        replace_file(folder.settings, text.encode())
    except OSError as error:
        raise cannot(root, error) from error
    return folder


def is_archive(root: Path) -> bool:
    """Whether the folder is an archive."""
    return (root / SETTINGS).is_file()


def find_folder(given: Path | None, start: Path | None = None) -> Folder:
    """The archive given, or the one stood in, or the nearest above. Raises NotAnArchiveError."""
    first = given or start or Path.cwd()
    for root in [first] if given else [first, *first.parents]:
        if is_archive(root):
            return Folder(root)
    raise NotAnArchiveError(first, "is no archive, nor in one; start one with: khronika init")

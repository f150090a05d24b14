"""Room: archive. A folder that loses nothing and proves everything: captures, texts, a ledger, and what is derived of them.

`Archive` is the room's one noun; its verbs are those of the command line. Layout: docs/decisions/0019-the-archive.md.
"""

from khronika.archive.archive import Archive

__all__ = ["Archive"]

"""The user's own model: asked for mentions, or for a judgement of the unsure ones, and held to the words of the text.

It chooses words; values are read from them by the rules. Off unless a command names a server; see `settings` and `address`.
"""

from khronika.adjudicator.coder import Coder
from khronika.adjudicator.settings import Settings, read_settings

__all__ = ["Coder", "Settings", "read_settings"]

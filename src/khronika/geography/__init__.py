"""Places: from words of any script to one place on the map, with what speaks for it. Verb: `locate`."""

from khronika.geography.current import gazetteer, using
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.geo import kilometres
from khronika.geography.given import resolve_spans
from khronika.geography.locate import locate, read_places

__all__ = ["Gazetteer", "gazetteer", "kilometres", "locate", "read_places", "resolve_spans", "using"]

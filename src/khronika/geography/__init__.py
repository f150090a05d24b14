"""Places: from words of any script to one place on the map, with what speaks for it. Verb: `locate`."""

from khronika.geography.current import gazetteer, using
from khronika.geography.gazetteer import Gazetteer
from khronika.geography.geo import kilometres
from khronika.geography.given import resolve_spans
from khronika.geography.locate import locate, read_places
from khronika.geography.publisher import publisher

__all__ = ["Gazetteer", "gazetteer", "kilometres", "locate", "publisher", "read_places", "resolve_spans", "using"]

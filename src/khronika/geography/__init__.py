"""Places: from words of any script to one place on the map, with what speaks for it. Verb: `locate`."""

from khronika.places.gazetteer import Gazetteer, gazetteer
from khronika.places.geo import kilometres
from khronika.places.given import resolve_spans
from khronika.places.locate import locate, read_places

__all__ = ["Gazetteer", "gazetteer", "kilometres", "locate", "read_places", "resolve_spans"]

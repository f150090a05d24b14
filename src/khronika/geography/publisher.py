"""From which country a document was published: by the end of its host's name. Weak evidence for the places that it names.

`publisher` of `locate`. Hosts whose ending says nothing of a country (.com, .org) and endings that are sold as words (.tv, .io) give
nothing; no list of newsrooms is kept.
"""

import re

from khronika.geography.current import gazetteer
from khronika.model import Document

_HOST = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?((?:[\w-]+\.)+([a-z]{2}))(?::\d+)?(?:[/?#]|$)", re.IGNORECASE
)
_SOLD = frozenset({"ai", "cc", "co", "fm", "gg", "io", "la", "ly", "me", "sh", "to", "tv", "ws"})
_OTHERWISE = {"uk": "GB", "su": "RU"}


def publisher(document: Document) -> str | None:
    """ISO 3166 alpha-3 code of the country that the document's address (or a source that is one) ends in."""
    for told in (document.url, document.source):
        match = _HOST.match(told.strip()) if told else None
        if match and match[2].lower() not in _SOLD:
            code = match[2].lower()
            row = gazetteer().countries.get(_OTHERWISE.get(code, code.upper()))
            return None if row is None else gazetteer().iso3[row]
    return None

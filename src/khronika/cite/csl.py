"""References as CSL-JSON (citation-style-language schema 1.0), which Zotero, pandoc and word processors load."""

import json
from collections.abc import Iterable
from typing import Any

from khronika.cite.model import Reference
from khronika.publish.safety import flat_text, safe_link


def csl_json(references: Iterable[Reference]) -> str:
    """A JSON array of items, one a reference, ids `ref1`, `ref2` …; what is not known is left out.

    Names are literal: a text does not say what of a name is the family's. The capture is in `note`.
    """
    return json.dumps([_item(r) for r in references], ensure_ascii=False, indent=2) + "\n"


def _item(reference: Reference) -> dict[str, Any]:
    link = safe_link(reference.url)
    item: dict[str, Any] = {"id": f"ref{reference.number}", "type": "webpage" if link else "document"}
    if reference.author:
        item["author"] = [{"literal": flat_text(reference.author)}]
    if reference.title:
        item["title"] = flat_text(reference.title)
    if reference.publisher:
        item["publisher"] = flat_text(reference.publisher)
    if reference.date:
        item["issued"] = {"date-parts": [[int(part) for part in reference.date.split("-")]]}
    if link:
        item["URL"] = link
    if reference.pages:
        item["page"] = flat_text(reference.pages)
    if reference.capture:
        item["note"] = f"sha256: {reference.capture}"
    return item

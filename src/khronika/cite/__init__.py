"""Room: cite. The sources of an existing text as numbered references, and a verdict on each of its numbers.

From a text with its markup (`markup`, `html_twin`) to notes and marks (`notes`, `marks`), statements (`statement`, `linking`) and
works (`works`, `numbering`); then each number (`body`) is held against what is at hand (`citing`, `reasons`). It fetches
nothing, and a number that nothing decides is unknown.
"""

from khronika.cite.bibtex import bibtex
from khronika.cite.citing import check, cite
from khronika.cite.csl import csl_json
from khronika.cite.held import Held, joined, read_held
from khronika.cite.linking import Linked, link
from khronika.cite.markup import Form, read_page
from khronika.cite.model import Cited, Evidence, NumberCheck, Reference, Statement
from khronika.model import Document

__all__ = [
    "Cited",
    "Evidence",
    "Form",
    "Held",
    "Linked",
    "NumberCheck",
    "Reference",
    "Statement",
    "bibtex",
    "check",
    "cite",
    "csl_json",
    "joined",
    "link",
    "link_text",
    "read_held",
]


def link_text(text: str, form: Form = "plain", published: str | None = None) -> Linked:
    """Statements and references of a text, without any check of its numbers."""
    return link(read_page(text, form), Document(id="text", text=text, published=published))

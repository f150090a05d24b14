"""Room: cite. The statements of an existing text, its sources as numbered references, and a verdict on each of its numbers."""

from khronika.cite.model import Cited, Evidence, NumberCheck, Reference, Statement
from khronika.cite.linking import Linked, link
from khronika.cite.markup import Form, read_page
from khronika.model import Document


def link_text(text: str, form: Form = "plain", published: str | None = None) -> Linked:
    """Statements and references of a text, without any check of its numbers."""
    return link(read_page(text, form), Document(id="text", text=text, published=published))

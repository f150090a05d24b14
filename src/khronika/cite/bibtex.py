"""References as BibTeX: entries of type `misc`, in UTF-8, with what TeX would read as commands escaped."""

from collections.abc import Iterable, Iterator

from khronika.cite.model import Reference
from khronika.publish.safety import flat_text, safe_link

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
}  # fmt: skip
_IN_ADDRESS = {"{": "%7B", "}": "%7D", "\\": "%5C", '"': "%22", " ": "%20"}


def bibtex(references: Iterable[Reference]) -> str:
    """One entry a reference, keys `ref1`, `ref2` …; what is not known is left out.

    Author and title stand in braces of their own: names are taken as they are, and capitals stay. `url` is written as it
    is, as biblatex and the package url read it; signs that would end the field are written in per cent. `note` has the
    SHA-256 of the captured bytes.
    """
    return "\n".join(_entry(r) for r in references)


def _entry(reference: Reference) -> str:
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(reference))
    return f"@misc{{ref{reference.number},\n{rows}}}\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    if reference.author:
        yield "author", "{" + escaped(reference.author) + "}"
    if reference.title:
        yield "title", "{" + escaped(reference.title) + "}"
    if reference.publisher:
        yield "howpublished", escaped(reference.publisher)
    year, _, rest = (reference.date or "").partition("-")
    if year:
        yield "year", year
        yield "date", reference.date or year
    if rest:
        yield "month", str(int(rest.split("-")[0]))
    if reference.pages:
        yield "pages", escaped(reference.pages).replace("-", "--")
    if link := safe_link(reference.url):
        yield "url", "".join(_IN_ADDRESS.get(char, char) for char in link)
    if reference.capture:
        yield "note", f"sha256: {escaped(reference.capture)}"


def escaped(text: str) -> str:
    r"""One line, with each character that TeX would act on written so that it is printed; braces stay balanced.

    >>> escaped("50% of {A} & B_1")
    '50\\% of \\textbraceleft{}A\\textbraceright{} \\& B\\_1'
    """
    return "".join(_TEX.get(char, char) for char in flat_text(text))

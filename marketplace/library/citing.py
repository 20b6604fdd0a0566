"""How a record is cited: one set of facts, written as BibTeX, RIS, CSL-JSON and as one line of text."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup, escape

from marketplace.languages import external_url
from marketplace.resources.models import Document, Revision
from marketplace.templating import day

SITE = "Headstart Marketplace"
# kinds of document → types of RIS (Reference Manager, 2011) and of CSL 1.0.2; any other record is a web page
_REPORT = ("RPRT", "report")
_TYPES = {
    **dict.fromkeys(("report", "handbook", "guide", "toolkit", "evaluation", "training_material"), _REPORT),
    "video": ("VIDEO", "motion_picture"),
}
_PAGE = ("ELEC", "webpage")
# what cannot stand in a line: controls, line and paragraph separators, lone surrogates
_BREAKS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029\\ud800-\\udfff]+")
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # the programs count braces also behind a backslash, so that a lone one is spelled out
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "%$&#_"},
    }
)


@dataclass(frozen=True)
class Citation:
    """What names a record in a text. `year` is None where it is not stated.

    `authors` are written as they were given: whether a name begins with the family's is not known. Without
    authors the organisation stands in their place. `publisher` is that of the document itself, or "".
    """

    id: str
    kind: tuple[str, str]
    authors: tuple[str, ...]
    year: int | None
    title: str
    publisher: str
    number: int
    url: str
    language: str
    abstract: str
    isbn: str
    doi: str

    @property
    def file_name(self) -> str:
        """The name of a file with it, without its ending; also the key by which a text refers to it."""
        return f"headstart-{self.id}-v{self.number}"


def citation_of(revision: Revision) -> Citation:
    """The facts of one public version.

    A document is cited as its authors made it, with its own year; any other record as what its organisation
    published here, in the year of this version.
    """
    document = revision if isinstance(revision, Document) else None
    published = revision.published_at.year if revision.published_at else None
    named = tuple(line for text in document.authors.splitlines() if (line := _line(text))) if document else ()
    return Citation(
        id=revision.resource_id,
        kind=_TYPES.get(document.document_kind, _PAGE) if document else _PAGE,
        authors=named or (_line(revision.resource.organisation.name),),
        year=document.year if document else published,
        title=_line(revision.title),
        publisher=_line(document.publisher) if document else "",
        number=revision.number,
        url=version_url(revision),
        language=revision.language,
        abstract=_line(revision.summary),
        isbn=_line(document.isbn) if document else "",
        doi=_line(document.doi) if document else "",
    )


def version_url(revision: Revision) -> str:
    """The address under which this very version stays, whatever is published later."""
    return external_url(
        "library.read_version", language="en", resource_id=revision.resource_id, number=revision.number
    )


def written(citation: Citation, read_on: date) -> Markup:
    """The citation as one line in the language of the page, each part kept from turning the others around."""
    line = (
        _(
            "%(authors)s (%(year)s). %(title)s. %(publisher)s. Version %(number)s. Headstart Marketplace. "
            "%(url)s (read on %(day)s)"
        )
        if citation.publisher
        else _(
            "%(authors)s (%(year)s). %(title)s. Version %(number)s. Headstart Marketplace. %(url)s "
            "(read on %(day)s)"
        )
    )
    parts = {
        "authors": Markup("; ").join(map(_apart, citation.authors)),
        "year": _apart(str(citation.year) if citation.year else _("n.d.")),
        "title": _apart(citation.title.rstrip(".")),
        "publisher": _apart(citation.publisher.rstrip(".")),
        "number": _apart(str(citation.number)),
        "url": _apart(citation.url),
        "day": _apart(day(read_on)),
    }
    return escape(line) % parts


def _apart(text: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(text)


def bibtex(citation: Citation) -> str:
    """The entry for BibTeX and biber, in UTF-8: titles keep their capitals, names are not taken apart."""
    fields = {
        "author": " and ".join(f"{{{_latex(name)}}}" for name in citation.authors),
        "title": f"{{{_latex(citation.title)}}}",
        "year": str(citation.year) if citation.year else "n.d.",
        "publisher": _latex(citation.publisher),
        "howpublished": SITE,
        "edition": f"Version {citation.number}",
        "url": citation.url,
        "doi": _without_braces(citation.doi),
        "isbn": _without_braces(citation.isbn),
        "language": citation.language,
        "abstract": _latex(citation.abstract),
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{citation.file_name},\n{rows}}}\n"


def _latex(text: str) -> str:
    return text.translate(_LATEX)


def _without_braces(text: str) -> str:
    """An identifier as it is, but for the signs that would end the field."""
    return text.replace("{", "%7B").replace("}", "%7D")


def ris(citation: Citation) -> str:
    """The record in RIS: a tag of two letters, two blanks, a hyphen and a blank a line, ended by CR LF."""
    rows = [
        ("TY", citation.kind[0]),
        *(("AU", name) for name in citation.authors),
        ("TI", citation.title),
        ("PY", str(citation.year) if citation.year else "n.d."),
        ("PB", citation.publisher),
        ("DB", SITE),
        ("ET", f"Version {citation.number}"),
        ("LA", citation.language),
        ("AB", citation.abstract),
        ("SN", citation.isbn),
        ("DO", citation.doi),
        ("ID", citation.file_name),
        ("UR", citation.url),
    ]
    lines = [f"{tag}  - {value}\r\n" for tag, value in rows if value]
    return "".join([*lines, "ER  - \r\n"])


def csl(citation: Citation) -> str:
    """A list of one item of CSL-JSON 1.0.2; without a known year it has no `issued`."""
    item = {
        "id": citation.file_name,
        "type": citation.kind[1],
        "title": citation.title,
        "author": [{"literal": name} for name in citation.authors],
        "issued": {"date-parts": [[citation.year]]} if citation.year else None,
        "publisher": citation.publisher,
        "container-title": SITE,
        "version": str(citation.number),
        "URL": citation.url,
        "DOI": citation.doi,
        "ISBN": citation.isbn,
        "language": citation.language,
        "abstract": citation.abstract,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class Format:
    """One way of writing a citation as a file."""

    name: str
    write: Callable[[Citation], str]
    content_type: str


# by the ending of the file's name
FORMATS = {
    "bib": Format("BibTeX", bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": Format("RIS", ris, "application/x-research-info-systems; charset=utf-8"),
    "json": Format("CSL-JSON", csl, "application/vnd.citationstyles.csl+json; charset=utf-8"),
}


def _line(text: str) -> str:
    """A text on one line: what would begin a new line, field or record is a blank."""
    return " ".join(_BREAKS.sub(" ", text).split())

"""Files as pages show them: with a picture, and for their author with what search can read in them."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from marketplace.documents import queries
from marketplace.documents.models import DocumentText, Reading
from marketplace.documents.reading import KINDS
from marketplace.resources import sections
from marketplace.resources.models import Attachment, Resource, Revision
from marketplace.resources.uploads import PPTX

_PROBLEMS = (Reading.NO_TEXT, Reading.LOCKED, Reading.BROKEN, Reading.FAILED)


@dataclass(frozen=True)
class FileView:
    """A file of a record, and how its reading went; `known` is None while it waits."""

    file: Attachment
    known: DocumentText | None

    @property
    def url(self) -> str:
        return url_for("resources.download", attachment_id=self.file.id, name=self.file.name)

    @property
    def thumbnail_url(self) -> str | None:
        """The picture of the first page, where there is one."""
        if self.known is None or self.known.thumbnail_sha256 is None:
            return None
        return url_for("documents.thumbnail", attachment_id=self.file.id)

    @property
    def length(self) -> str:
        """How many pages or slides there are; "" where only the program that made it knows."""
        pages = self.known.pages if self.known else None
        if not pages:
            return ""
        if self.file.blob.media_type == PPTX:
            return ngettext("%(num)s slide", "%(num)s slides", pages)
        return ngettext("%(num)s page", "%(num)s pages", pages)

    @property
    def state(self) -> Reading | None:
        """How far reading is; None for a file that holds no text to read, such as a picture."""
        if self.file.blob.media_type not in KINDS:
            return None
        return Reading(self.known.state) if self.known else Reading.WAITING

    @property
    def is_problem(self) -> bool:
        """Whether search knows nothing of what is in it, and the author should hear of it."""
        return self.state in _PROBLEMS

    @property
    def note(self) -> str:
        """What the author should know: which of its words search finds, or why none."""
        if self.state is Reading.READ and self.known is not None:
            return _read_note(self.known)
        return {
            Reading.WAITING: _("We are reading its text now."),
            Reading.NO_TEXT: _(
                "We found no text in this file. It is probably a scan. Search finds only what you write "
                "about it. Write a good summary, or add a file that holds text."
            ),
            Reading.LOCKED: _(
                "This file asks for a password, so search cannot find its text. "
                "Add a file without a password."
            ),
            Reading.BROKEN: _(
                "We could not read this file. Open it on your computer to see if it works, and save it again."
            ),
            Reading.FAILED: _(
                "Reading this file took too long, so search cannot find its text. A smaller file may work."
            ),
        }.get(self.state or Reading.READ, "")


def _read_note(known: DocumentText) -> str:
    if known.cut:
        return _("Search finds the first part of its text. The rest is too long.")
    if known.pages is not None and known.pages_with_text < known.pages:
        return _(
            "Search finds its text. %(read)s of %(pages)s pages have text.",
            read=known.pages_with_text,
            pages=known.pages,
        )
    return _("Search finds its text.")


def file_views(revision: Revision) -> list[FileView]:
    """The files of a revision in their order; two statements at most."""
    known = queries.readings(revision)
    return [FileView(file, known.get(file.sha256)) for file in revision.attachments]


def problem_section(resource: Resource) -> Markup | None:
    """The files of the version in the middle of the workspace's page that search cannot read."""
    revision = resource.open_revision or resource.latest_revision
    problems = [view for view in file_views(revision) if view.is_problem]
    return Markup(render_template("documents/problems.html", problems=problems)) if problems else None  # noqa: S704  # a template escaped it


def init_app() -> None:
    """Add the section to the record's page in the workspace."""
    sections.record_section(problem_section)

"""A document: what it is about and its edition."""

from flask_babel import lazy_gettext as _l

from marketplace.resources.questions.base import (
    CHANNELS,
    CORRIDORS,
    FILE_PAGE,
    LANGUAGE,
    TARGETS,
    TITLE,
    Answer,
    Page,
    Question,
    line,
    terms,
    text,
)

PAGES = (
    Page(
        "glance",
        _l("The document"),
        (
            TITLE,
            LANGUAGE,
            Question(
                "document_kind",
                _l("Kind of document"),
                Answer.CHOICE,
                vocabulary="document_kind",
                required=True,
            ),
            text(
                "summary",
                _l("Abstract"),
                _l("What a reader will find in it."),
                required=True,
                words=(30, 150),
            ),
        ),
    ),
    Page(
        "subject",
        _l("What it is about"),
        (
            Question("corridors", CORRIDORS.label, Answer.CORRIDORS, CORRIDORS.hint),
            Question("country", _l("Countries it is about"), Answer.COUNTRIES),
            terms("phase", _l("Phases")),
            terms("booster", _l("Kinds of help"), most=6),
            TARGETS,
            CHANNELS,
            Question("delivery_language", _l("Languages it is available in"), Answer.LANGUAGES),
        ),
    ),
    Page(
        "edition",
        _l("Edition"),
        (
            text("authors", _l("Authors"), _l("One a line."), limit=2000),
            Question("year", _l("Year"), Answer.YEAR),
            line("publisher", _l("Publisher")),
            line("isbn", _l("ISBN"), limit=20),
            line("doi", _l("DOI"), limit=120),
            Question("pages", _l("Number of pages"), Answer.NUMBER),
            Question(
                "url",
                _l("Address of the document"),
                Answer.URL,
                _l("Give an address or upload a file."),
                limit=1000,
            ),
        ),
    ),
    FILE_PAGE,
)

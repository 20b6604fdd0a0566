"""A need: what is looked for on the other side."""

from flask_babel import lazy_gettext as _l

from marketplace.resources.questions.base import (
    FILE_PAGE,
    LANGUAGE,
    PLACE,
    TITLE,
    Answer,
    Page,
    Question,
    text,
)

PAGES = (
    Page(
        "glance",
        _l("What you look for"),
        (
            TITLE,
            LANGUAGE,
            text(
                "sought",
                _l("What do you look for?"),
                _l("Between 50 and 2,000 characters."),
                required=True,
                limit=2000,
            ),
            Question(
                "side_sought",
                _l("On which side?"),
                Answer.CHOICE,
                _l("Where should the partner work: in the country of origin or of destination?"),
                vocabulary="side_sought",
                required=True,
            ),
            text("brings", _l("What do you bring?"), limit=2000),
            Question("by_when", _l("Needed by"), Answer.DATE),
        ),
    ),
    PLACE,
    FILE_PAGE,
)

"""An offering: what a person gets, who can use it, where and when."""

from flask_babel import lazy_gettext as _l

from marketplace.resources.questions.base import (
    FILE_PAGE,
    LANGUAGE,
    PLACE,
    TITLE,
    Answer,
    Page,
    Question,
    line,
    text,
)

PAGES = (
    Page(
        "glance",
        _l("The offering"),
        (
            TITLE,
            LANGUAGE,
            text(
                "summary",
                _l("What do you offer?"),
                _l("Say what a person gets, how long it takes and what it leads to."),
                required=True,
                words=(20, 150),
            ),
        ),
    ),
    PLACE,
    Page(
        "conditions",
        _l("Who can use it and how"),
        (
            text("eligibility", _l("Who can use it?"), _l("Say first who cannot.")),
            Question("age_min", _l("Youngest age"), Answer.NUMBER),
            Question("age_max", _l("Oldest age"), Answer.NUMBER),
            text("required_documents", _l("Documents needed"), _l("One a line.")),
            text("how_to_apply", _l("How to apply")),
            Question("apply_url", _l("Address to apply at"), Answer.URL, limit=1000),
            Question("cost", _l("What does it cost the migrant?"), Answer.CHOICE, vocabulary="cost"),
            line(
                "cost_amount",
                _l("Amount"),
                _l("A number, for example 25.50"),
                limit=20,
                only_if=("cost", "paid"),
            ),
            line(
                "cost_currency",
                _l("Currency"),
                _l("Three letters, for example EUR"),
                limit=3,
                only_if=("cost", "paid"),
            ),
            line("cost_note", _l("More about the cost"), limit=500),
        ),
    ),
    Page(
        "practical",
        _l("Where and when"),
        (
            line("places", _l("Places"), _l("Cities or centres where it is given in person."), limit=500),
            Question("schedule", _l("Opening hours"), Answer.SCHEDULE),
            line("schedule_note", _l("More about the hours"), limit=500),
            line("time_zone", _l("Time zone"), _l("For example Europe/Tirane"), limit=60),
            line("capacity", _l("Capacity"), _l("How many people at a time or a year.")),
            line("waiting_time", _l("Waiting time")),
            line("certificate", _l("Certificate given")),
            text(
                "accessibility",
                _l("Accessibility"),
                _l("Step-free, sign language, child care and the like."),
            ),
            Question("valid_from", _l("Offered from"), Answer.DATE),
            Question("valid_to", _l("Offered until"), Answer.DATE),
        ),
    ),
    FILE_PAGE,
)

"""A practice: the eight sections of the template, and its facts."""

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
        _l("At a glance"),
        (
            TITLE,
            LANGUAGE,
            text(
                "summary",
                _l("Summary"),
                _l(
                    "What is done, for whom, between which countries, since when? "
                    "Could a colleague decide from this whether to read on?"
                ),
                required=True,
                words=(60, 100),
                strict=True,
            ),
        ),
    ),
    PLACE,
    Page(
        "gap",
        _l("The gap"),
        (
            text(
                "challenge",
                _l("What was the problem?"),
                _l(
                    "What went wrong for migrants or employers before? How was that known? "
                    "What would have happened without it?"
                ),
                required=True,
                words=(0, 150),
            ),
        ),
    ),
    Page(
        "approach",
        _l("Before departure and after arrival"),
        (
            text(
                "approach",
                _l("How does it work?"),
                _l(
                    "Step by step: who does what on the side of origin, what is handed over, "
                    "who takes it up on the side of destination? If one side is missing, say so."
                ),
                required=True,
                words=(0, 300),
            ),
            text(
                "requirements",
                _l("Who and what does it take?"),
                _l(
                    "Partners and their roles, staff, hours and cost for each participant, "
                    "who pays, what the migrant pays."
                ),
                words=(0, 150),
            ),
            Question("partners", _l("Partners"), Answer.PARTNERS, _l("One organisation a line.")),
        ),
    ),
    Page(
        "results",
        _l("Results and evidence"),
        (
            text(
                "results",
                _l("What came of it?"),
                _l(
                    "How many started, finished, left, got what they came for? "
                    "Counted how, until when, by whom? Women and men apart where known."
                ),
                words=(0, 150),
            ),
            Question(
                "indicators",
                _l("Figures"),
                Answer.INDICATORS,
                _l("One row for each figure, with its source."),
                most=20,
            ),
            line("numbers_reached", _l("People reached")),
            Question("evaluation_type", _l("Was it evaluated?"), Answer.CHOICE, vocabulary="evaluation_type"),
            text(
                "evaluation",
                _l("What did the evaluation find?"),
                _l("By insiders or outsiders? Compared with whom? What did it not show?"),
                words=(0, 100),
            ),
            Question("evaluation_url", _l("Address of the evaluation"), Answer.URL, limit=1000),
        ),
    ),
    Page(
        "lessons",
        _l("Lessons"),
        (
            text(
                "lessons",
                _l("What would you do differently?"),
                _l("One failure, one surprise, one thing to keep."),
                words=(0, 150),
            ),
            text(
                "transferability",
                _l("What does it take to run it elsewhere?"),
                _l(
                    "Which conditions must hold: law, recognition body, language level, connectivity? "
                    "Which materials can be had? Whom to ask?"
                ),
                words=(0, 150),
            ),
        ),
    ),
    Page(
        "adapted",
        _l("Adapted from another practice"),
        (
            Question(
                "adapted_from",
                _l("Adapted from"),
                Answer.RECORD,
                _l("Its address in the library. Leave this page empty if you took over no other practice."),
            ),
            text(
                "adapted_changes",
                _l("What did you change?"),
                _l("What stayed the same, what did not, what was left out?"),
                words=(0, 150),
            ),
            text("adapted_reason", _l("Why did you change it?"), words=(0, 100)),
            text(
                "adapted_outcome",
                _l("How did the adaptation go?"),
                _l("Say it too if it failed: others learn most from that."),
                words=(0, 150),
            ),
        ),
    ),
    Page(
        "facts",
        _l("Facts"),
        (
            Question("start_year", _l("Year it started"), Answer.YEAR),
            Question("end_status", _l("Is it still running?"), Answer.CHOICE, vocabulary="end_status"),
            Question("end_year", _l("Year it ended"), Answer.YEAR, only_if=("end_status", "year")),
            Question(
                "regular_service",
                _l("Is it part of a regular service?"),
                Answer.CHOICE,
                vocabulary="yes_no",
            ),
            line("funder", _l("Who paid for it?"), limit=500),
            Question("cost_band", _l("Cost for each participant"), Answer.CHOICE, vocabulary="cost_band"),
            text(
                "safeguards",
                _l("Safeguards"),
                _l("Fair recruitment, no fees for workers, data protection, a way to complain."),
            ),
        ),
    ),
    FILE_PAGE,
)

"""What people of these journeys type: each page of the editor, for each kind of record."""

from typing import Any

from marketplace.resources.models import Kind

SUMMARY = (
    "Future carpenters learn the words of the building site before they leave and meet the master who "
    "will employ them by video, so that the first weeks are less lonely. After arrival the welcome office "
    "goes with them to the offices, helps to have the certificate recognised and stays in touch for one "
    "year. It has run twice a year since 2019 for forty people and is paid for by the chamber, never by the "
    "carpenters."
)
CHAMBER = "Chamber of Crafts of Brno"
TITLES = {
    Kind.CASE_STUDY: "Carpenters learn the words of the building site",
    Kind.OFFERING: "Evening course for carpenters before they leave",
    Kind.NEED: "We look for a school that teaches carpenters",
    Kind.DOCUMENT: "Handbook for masters who employ carpenters",
}
_PLACE = {
    "corridors-0-origin": "BA",
    "corridors-0-destination": "CZ",
    "phase": ["pre_departure", "on_arrival"],
    "booster": ["language_training", "skills_recognition"],
    "main_booster": "language_training",
    "target_group": ["skilled_workers"],
    "delivery_language": ["bs", "cs"],
}
_FILES = {"licence": "CC BY 4.0"}

# kind → page → the fields that are filled; all other fields stay as the page has them
PAGES: dict[Kind, dict[str, dict[str, Any]]] = {
    Kind.CASE_STUDY: {
        "glance": {"summary": SUMMARY},
        "corridors": _PLACE,
        "gap": {
            "challenge": "Every third carpenter left again within a year: the words of the site were missing."
        },
        "approach": {
            "approach": "The school teaches for six weeks. The master joins by video. The office helps.",
            "requirements": "One teacher, one master for each five people, 900 euro for each participant.",
            "partners": f"{CHAMBER}\nSchool of Zenica",
        },
        "results": {
            "results": "Of 240 who started, 221 finished and 200 still worked there after one year.",
            "indicators-0-indicator": "Still employed after a year",
            "indicators-0-value": "200",
            "indicators-0-unit": "people",
            "evaluation_type": "internal",
        },
        "lessons": {
            "lessons": "Begin the papers earlier.",
            "transferability": "A master who speaks to learners.",
        },
        "adapted": {},
        "facts": {"start_year": "2019", "end_status": "ongoing", "funder": CHAMBER},
        "files": _FILES,
    },
    Kind.OFFERING: {
        "glance": {"summary": SUMMARY},
        "corridors": {**_PLACE, "delivery": ["in_person"]},
        "conditions": {"eligibility": "Carpenters with a certificate.", "age_min": "18", "cost": "free"},
        "practical": {"places": "Zenica", "schedule-MO_opens": "17:00", "schedule-MO_closes": "20:00"},
        "files": _FILES,
    },
    Kind.NEED: {
        "glance": {
            "sought": "A school in Bosnia and Herzegovina that teaches carpenters the words of the site.",
            "side_sought": "origin",
            "brings": "We pay the teacher and find the employers.",
        },
        "corridors": _PLACE,
        "files": _FILES,
    },
    Kind.DOCUMENT: {
        "glance": {"document_kind": "handbook", "summary": SUMMARY},
        "subject": {name: value for name, value in _PLACE.items() if name != "target_group"},
        "edition": {"authors": "Amra Hodžić", "year": "2024", "url": "https://example.org/masters.pdf"},
        "files": _FILES,
    },
}

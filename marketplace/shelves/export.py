"""A collection as a spreadsheet: CSV that office programs open as a table and never as formulas."""

import csv
import io

from flask_babel import gettext as _

from marketplace.languages import external_url, language_name
from marketplace.shelves.page import CollectionPage, Entry
from marketplace.templating import country, day
from marketplace.wording import word

CONTENT_TYPE = "text/csv; charset=utf-8"
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"  # without it some programs take UTF-8 for something else


def as_csv(page: CollectionPage) -> str:
    """One row a record in the language of the page, gaps too; RFC 4180 with a byte order mark."""
    made = io.StringIO()
    made.write(_MARK)
    rows = csv.writer(made)
    rows.writerow(map(str, _heads()))
    for number, entry in enumerate(page.entries(), start=1):
        rows.writerow([_harmless(cell) for cell in _row(number, entry)])
    return made.getvalue()


def _heads() -> list[str]:
    return [
        *(_("Number"), _("Title"), _("Note"), _("Kind of record"), _("Provider"), _("Corridors"), _("Year")),
        *(_("Language"), _("Confirmed on"), _("Address")),
    ]


def _row(number: int, entry: Entry) -> list[str]:
    card, note = entry.card, entry.item.note
    if card is None:
        return [str(number), entry.name, note, _("No longer in the library"), *[""] * 6]
    corridors = (f"{country(one.origin)} → {country(one.destination)}" for one in card.corridors)
    return [
        str(number),
        card.title,
        note,
        str(word("kind", card.kind)),
        card.provider.name,
        "; ".join(corridors),
        str(card.year or ""),
        language_name(card.language),
        day(card.confirmed_at) if card.confirmed_at else "",
        external_url("library.read", resource_id=card.id, slug=card.slug),
    ]


def _harmless(cell: str) -> str:
    """A cell that would be read as a formula begins with an apostrophe, which shows that it is text."""
    return f"'{cell}" if cell.lstrip(" \n").startswith(_FORMULAS) else cell

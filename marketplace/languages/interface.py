"""The interface languages: which we know, which are switched on, and which one this request speaks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from babel import Locale
from flask import g
from flask_babel import get_locale

from marketplace.languages.catalogues import has_catalogue

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the interface.

    `code` is BCP 47 and the prefix of the addresses ("sr-Latn"); `locale` is what Babel calls it
    ("sr_Latn"); `own_name` is in the language's own script, for the language switch.
    """

    code: str
    locale: str
    dir: Direction
    own_name: str
    reviewed: bool = False

    @property
    def catalogue(self) -> str:
        """Name of its folder under `translations/`."""
        return self.code.replace("-", "_")

    @property
    def enabled(self) -> bool:
        """English is the source; any other language is on as soon as its catalogue file exists."""
        return self.code == SOURCE_LANGUAGE or has_catalogue(self.catalogue)


SOURCE_LANGUAGE = "en"

KNOWN_LANGUAGES: tuple[Language, ...] = (
    Language("en", "en", "ltr", "English", reviewed=True),
    Language("sq", "sq", "ltr", "Shqip"),
    Language("fr", "fr", "ltr", "Français"),
    Language("fa", "fa", "rtl", "فارسی"),
    Language("sr", "sr", "ltr", "Српски"),
    Language("sr-Latn", "sr_Latn", "ltr", "Srpski"),
    Language("vi", "vi", "ltr", "Tiếng Việt"),
    Language("ur", "ur", "rtl", "اردو"),
    Language("mn", "mn", "ltr", "Монгол"),
    Language("de", "de", "ltr", "Deutsch"),
    Language("hu", "hu", "ltr", "Magyar"),
    Language("it", "it", "ltr", "Italiano"),
    Language("nl", "nl", "ltr", "Nederlands"),
    Language("pt", "pt_PT", "ltr", "Português"),
    Language("cs", "cs", "ltr", "Čeština"),
    Language("sk", "sk", "ltr", "Slovenčina"),
    Language("ar", "ar", "rtl", "العربية"),
    Language("tr", "tr", "ltr", "Türkçe"),
    Language("uk", "uk", "ltr", "Українська"),
    Language("es", "es", "ltr", "Español"),
)

_BY_CODE = {language.code: language for language in KNOWN_LANGUAGES}
_BY_LOCALE = {language.locale: language for language in KNOWN_LANGUAGES}
_held: Callable[[], Any] = g._get_current_object  # the proxy's own method
_ENABLED = {language.code: language for language in KNOWN_LANGUAGES if language.enabled}


def known_language(code: str) -> Language | None:
    """The language with this BCP 47 code, switched on or not; None when we do not know it."""
    return _BY_CODE.get(code)


def enabled_language(code: str) -> Language | None:
    """The language with this BCP 47 code if the interface speaks it, else None."""
    return _ENABLED.get(code)


def by_code(code: str | None) -> Language:
    """The language with this code if the interface speaks it, else English: for mails and stored choices."""
    return _ENABLED.get(code or SOURCE_LANGUAGE, _BY_CODE[SOURCE_LANGUAGE])


def enabled_languages() -> tuple[Language, ...]:
    """The languages the interface speaks, English first, in the order of the language switch."""
    return tuple(_ENABLED.values())


def current_language() -> Language:
    """The language of this request, or of the surrounding `force_locale`; English outside both."""
    try:
        held = _held()
    except RuntimeError:
        return _BY_CODE[SOURCE_LANGUAGE]
    # A page asks some hundred times: Flask-Babel's own note of the locale is looked at before it is asked.
    noted = held.get("_flask_babel")
    locale = getattr(noted, "babel_locale", None) or get_locale()
    known: tuple[Locale | None, Language] | None = held.get("_language")
    if known is None or known[0] is not locale:
        known = locale, _BY_LOCALE.get(str(locale), _BY_CODE[SOURCE_LANGUAGE])
        held._language = known
    return known[1]


def locale_id(code: str | None) -> str:
    """Babel's name for a language given as BCP 47 or Babel code; None means the current language."""
    if code is None:
        return current_language().locale
    known = _BY_CODE.get(code)
    return known.locale if known else code.replace("-", "_")

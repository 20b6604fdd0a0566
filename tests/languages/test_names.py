"""Names of countries and languages."""

from datetime import timedelta

import pytest
from babel import Locale
from babel.dates import format_timedelta, get_timezone_name
from babel.numbers import get_currency_name

from marketplace import languages


def test_country_codes_are_iso_and_kosovo() -> None:
    codes = languages.country_codes()
    assert len(codes) == 250
    assert {"AL", "DE", "NO", "XK"} <= set(codes)
    assert not set(codes) & set(
        ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ", "UK"]
    )


@pytest.mark.parametrize("code", ["de", "", "UK", "EU", "XX", "DEU", "ZZ"])
def test_code_of_no_country_is_refused(code: str) -> None:
    assert not languages.is_country(code)


def test_kosovo_is_shown_with_the_resolution() -> None:
    assert languages.country_name("XK", "en") == "Kosovo (UNSCR 1244)"
    assert languages.country_name("XK", "mn") == "Kosovo (UNSCR 1244)"
    for code in ("sq", "fr", "sr", "sr-Latn"):
        assert "1244" in languages.country_name("XK", code)
    assert "1244" in languages.country_name("XK", "fa")


def test_north_macedonia_has_its_present_name_and_is_found_by_the_old_one() -> None:
    assert languages.country_name("MK", "en") == "North Macedonia"
    assert languages.country_name("MK", "fr") == "Macédoine du Nord"
    assert "former Yugoslav Republic of Macedonia" in languages.all_country_names("MK")


def test_unknown_code_is_shown_as_it_is() -> None:
    assert languages.country_name("QQ", "fa") == "QQ"
    assert languages.language_name("de-si", "fr") == "de-si"


def test_country_has_names_in_all_interface_languages() -> None:
    names = languages.all_country_names("DE")
    assert {"Germany", "Gjermani", "آلمان", "Немачка", "Nemačka", "Đức", "جرمنی", "Герман"} <= names
    assert {"Kosovo", "Kosovë", "Косово", "Kosovo (UNSCR 1244)"} <= languages.all_country_names("XK")
    assert {"Czechia", "Czech Republic", "Česko"} <= languages.all_country_names("CZ")


def test_what_pages_say_of_time_outlives_the_reading_of_names() -> None:
    languages.all_country_names("DE")
    for locale, shown in (("en", "3 days ago"), ("sr_Latn", "pre 3 dana"), ("de", "vor 3 Tagen")):
        assert format_timedelta(timedelta(days=-3), add_direction=True, locale=locale) == shown
    assert get_timezone_name("Europe/Tirane", locale="sq")
    assert get_currency_name("EUR", locale="fr")


def test_every_country_has_a_region_and_names() -> None:
    for code in languages.country_codes():
        assert languages.country_region(code)
        assert languages.all_country_names(code)
        assert all(name == name.strip() for name in languages.all_country_names(code))
    assert languages.country_region("AL") == languages.country_region("XK") == "Southern Europe"


@pytest.mark.parametrize("code", ["en", "kea", "sr-Latn", "pt-BR", "ckb", "fa-AF", "zh-Hant", "rom"])
def test_language_of_cldr_is_accepted(code: str) -> None:
    assert languages.is_language(code)


@pytest.mark.parametrize(
    "code", ["de-si", "de-SI", "EN", "sr_Latn", "xx", "", "english", "mul", "und", "en-"]
)
def test_made_up_language_is_refused(code: str) -> None:
    assert not languages.is_language(code)


def test_language_names_are_in_the_language_of_the_reader() -> None:
    assert languages.language_name("kea", "fr") == "capverdien"
    assert languages.language_name("sr-Latn", "en") == "Serbian (Latin)"
    assert languages.language_name("fa", "sq") == "persisht"


def test_language_choices_hold_what_the_field_needs_and_are_valid() -> None:
    codes = [code for code, _name in languages.language_choices("en")]
    assert {language.code for language in languages.KNOWN_LANGUAGES} <= set(codes)
    assert {"rom", "ti", "so", "ckb", "fa-AF", "ps", "pl", "ro", "bs", "mk"} <= set(codes)
    assert all(languages.is_language(code) for code in codes)
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("code", "direction"),
    [
        ("fa", "rtl"),
        ("ckb", "rtl"),
        ("yi", "rtl"),
        ("pa-Arab", "rtl"),
        ("pa", "ltr"),
        ("ku", "ltr"),
        ("xx", "ltr"),
    ],
)
def test_direction_follows_the_script(code: str, direction: str) -> None:
    assert languages.direction(code) == direction


def test_table_of_languages_agrees_with_cldr() -> None:
    for language in languages.KNOWN_LANGUAGES:
        locale = Locale.parse(language.locale)
        assert locale.text_direction == language.dir
        assert str(locale) == language.locale

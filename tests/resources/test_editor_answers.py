"""Wrong answers in the editor are named, kept in the page and not stored; right ones are saved."""

from typing import Any

import pytest

from marketplace.resources.models import Kind
from tests.browsing import Browser
from tests.resources.editing import FILLED, PLACE, revision_at, start

# what is no choice cannot be shown as chosen
CHOSEN = {"language", "side_sought", "corridors-0-origin", "cost_band", "document_kind"}
BAD: list[tuple[Kind, str, str, str, Any]] = [
    (Kind.NEED, "glance", "title", "title", "abc"),
    (Kind.NEED, "glance", "title", "title", "x" * 151),
    (Kind.NEED, "glance", "title", "title", "bell\x07 and whistle"),
    (Kind.NEED, "glance", "title", "title", "two\nlines of it"),
    (Kind.NEED, "glance", "brings", "brings", "escape\x1b[0m"),
    (Kind.NEED, "glance", "language", "language", "klingon"),
    (Kind.NEED, "glance", "sought", "sought", "x" * 2_001),
    (Kind.NEED, "glance", "side_sought", "side_sought", "left"),
    (Kind.NEED, "glance", "by_when", "by_when", "31.12.2026"),
    (Kind.NEED, "glance", "by_when", "by_when", "2026-02-31"),
    (Kind.NEED, "corridors", "corridors-0-origin", "corridors", "EU"),
    (Kind.NEED, "corridors", "corridors-0-origin", "corridors", "DE"),
    (Kind.NEED, "corridors", "corridors-0-origin", "corridors", ""),
    (Kind.NEED, "corridors", "phase", "phase", ["later"]),
    (Kind.NEED, "corridors", "booster", "booster", ["rocket"]),
    (Kind.NEED, "corridors", "delivery_language", "delivery_language", ["xx-nothing"]),
    (Kind.NEED, "files", "source_url", "source_url", "javascript:alert(1)"),
    (Kind.NEED, "files", "source_url", "source_url", "https://exa mple.org"),
    (Kind.NEED, "files", "source_url", "source_url", "http://[::1"),
    (Kind.CASE_STUDY, "glance", "summary", "summary", "x" * 20_001),
    (Kind.CASE_STUDY, "results", "indicators-0-value", "indicators", ""),
    (Kind.CASE_STUDY, "results", "indicators-0-unit", "indicators", "x" * 400),
    (Kind.CASE_STUDY, "approach", "partners", "partners", "x" * 201),
    (Kind.CASE_STUDY, "approach", "partners", "partners", "\n".join(f"Partner {n}" for n in range(40))),
    (Kind.CASE_STUDY, "facts", "start_year", "start_year", "last year"),
    (Kind.CASE_STUDY, "facts", "start_year", "start_year", "1066"),
    (Kind.CASE_STUDY, "facts", "start_year", "start_year", "9" * 30),
    (Kind.CASE_STUDY, "facts", "end_year", "end_year", "2001"),
    (Kind.CASE_STUDY, "facts", "cost_band", "cost_band", "priceless"),
    (Kind.OFFERING, "conditions", "age_min", "age_min", "-1"),
    (Kind.OFFERING, "conditions", "age_max", "age_max", "12"),
    (Kind.OFFERING, "conditions", "cost_amount", "cost_amount", "a lot"),
    (Kind.OFFERING, "conditions", "cost_currency", "cost_currency", "GLD"),
    (Kind.OFFERING, "practical", "schedule-MO_opens", "schedule", "25:00"),
    (Kind.OFFERING, "practical", "schedule-MO_opens", "schedule", "18:00"),
    (Kind.OFFERING, "practical", "schedule-MO_closes", "schedule", ""),
    (Kind.OFFERING, "practical", "time_zone", "time_zone", "Middle-Earth/Shire"),
    (Kind.OFFERING, "practical", "valid_to", "valid_to", "2025-01-01"),
    (Kind.DOCUMENT, "glance", "document_kind", "document_kind", "scroll"),
    (Kind.DOCUMENT, "subject", "country", "country", ["ZZ"]),
    (Kind.DOCUMENT, "edition", "year", "year", "MMXX"),
    (Kind.DOCUMENT, "edition", "pages", "pages", "2.5"),
]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_wrong_answer_is_named_kept_in_the_page_and_not_stored(browser: Browser, kind: Kind) -> None:
    address = start(browser, kind)
    for slug, name, field, value in (case[1:] for case in BAD if case[0] is kind):
        before = _stored(revision_at(address), field)
        page = browser.submit(f"{address}/edit/{slug}", 422, **(FILLED[kind][slug] | {name: value}))
        assert f'href="#{field}' in page.html, f"{field}: {value!r}"
        assert _stored(revision_at(address), field) == before, f"{field}: {value!r}"
        if not isinstance(value, list) and name not in CHOSEN:
            assert page.form().values(name) == [value]


def _stored(revision: Any, field: str) -> Any:
    if field == "corridors":
        return revision.pairs
    if field == "partners":
        return [partner.name for partner in revision.partners]
    return getattr(revision, field, None) or revision.slugs(field)


def test_right_answers_are_saved_beside_a_wrong_one(browser: Browser) -> None:
    address = start(browser, Kind.NEED)
    page = browser.submit(f"{address}/edit/glance", 422, sought="x" * 2_001, brings="A classroom.")
    revision: Any = revision_at(address)
    assert (revision.brings, revision.sought) == ("A classroom.", "")
    browser.submit(None, sought="A school in Germany.")  # the same page, corrected, is not stale
    assert page.has_error
    assert revision_at(address).sought == "A school in Germany."  # type: ignore[attr-defined]


def test_one_main_kind_of_help_must_be_named_among_several(browser: Browser) -> None:
    address = start(browser, Kind.NEED)
    browser.submit(f"{address}/edit/corridors", 422, **(PLACE | {"main_booster": ""}))
    revision = revision_at(address)
    assert revision.slugs("booster") == []
    assert revision.pairs == [("AL", "DE")]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("AL", "DE"), ("AL", "DE")], "twice"),
        ([("any", "any"), ("AL", "DE")], "includes the others"),
        ([("AL", "AL")], "two different countries"),
    ],
)
def test_corridors_that_contradict_each_other_are_refused(
    browser: Browser, rows: list[tuple[str, str]], message: str
) -> None:
    address = start(browser, Kind.NEED)
    fields = {f"corridors-{n}-{side}": code for n, row in enumerate(rows)
              for side, code in zip(("origin", "destination"), row, strict=True)}  # fmt: skip
    page = browser.submit(f"{address}/edit/corridors", 422, **fields)
    assert message in page.text


def test_any_country_is_an_answer_and_rows_are_added_without_script(browser: Browser) -> None:
    address = start(browser, Kind.NEED)
    path = f"{address}/edit/corridors"
    page = browser.submit(
        path,
        200,
        button=("add", "corridors"),
        **{"corridors-0-origin": "any", "corridors-0-destination": "DE"},
    )
    assert page.form().values("corridors-0-destination") == ["DE"]
    browser.submit(None, **{"corridors-1-origin": "PH", "corridors-1-destination": "DE"})
    assert revision_at(address).pairs == [(None, "DE"), ("PH", "DE")]


URLS = {
    Kind.CASE_STUDY: ("results", "evaluation_url"),
    Kind.OFFERING: ("conditions", "apply_url"),
    Kind.NEED: ("files", "source_url"),
    Kind.DOCUMENT: ("edition", "url"),
}


@pytest.mark.parametrize("kind", Kind)
def test_a_web_address_may_be_typed_without_its_scheme(browser: Browser, kind: Kind) -> None:
    address, (page, field) = start(browser, kind), URLS[kind]
    for typed, stored in (
        (" www.example.org ", "https://www.example.org"),
        ("example.org/x?y=1#z", "https://example.org/x?y=1#z"),
        ("مثال.ایران", "https://مثال.ایران"),
        ("http://example.org", "http://example.org"),
        ("", ""),
    ):
        browser.submit(f"{address}/edit/{page}", **{field: typed})
        assert getattr(revision_at(address), field) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "example .org",
        "no",
        "me@example.org",
        "1.5",
        "data:a.bc,x",
    ],
)
def test_what_is_no_web_address_is_refused(browser: Browser, typed: str) -> None:
    address = start(browser, Kind.NEED)
    page = browser.submit(f"{address}/edit/files", 422, source_url=typed)
    assert "not a web address" in page.text
    assert page.form().values("source_url") == [typed]


@pytest.mark.parametrize("typed", ["25.50", "25,50", " 25,50 ", "۲۵٫۵۰"])
def test_amounts_may_be_typed_as_people_write_them(browser: Browser, typed: str) -> None:
    address = start(browser, Kind.OFFERING)
    answers = {"cost": "paid", "cost_amount": typed, "cost_currency": "eur"}
    browser.submit(f"{address}/edit/conditions", **answers)
    revision: Any = revision_at(address)
    assert (revision.cost_amount, revision.cost_currency) == ("25.50", "EUR")


def test_an_amount_that_could_be_read_in_two_ways_is_asked_about(browser: Browser) -> None:
    address = start(browser, Kind.OFFERING)
    page = browser.submit(f"{address}/edit/conditions", 422, cost="paid", cost_amount="1,250")
    assert page.form().values("cost_amount") == ["1,250"]


def test_a_need_is_not_sent_after_the_day_it_is_for(browser: Browser) -> None:
    address = start(browser, Kind.NEED)
    for slug, answers in FILLED[Kind.NEED].items():
        browser.submit(
            f"{address}/edit/{slug}", **(answers | ({"by_when": "2020-01-31"} if slug == "glance" else {}))
        )
    assert "This day is over." in browser.get(f"{address}/check").text
    browser.submit(f"{address}/check", 422, action="/send", true_today="y")
    browser.submit(f"{address}/edit/glance", by_when="")
    browser.submit(f"{address}/check", action="/send", true_today="y")

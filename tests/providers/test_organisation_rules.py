"""What may be said of an organisation."""

from typing import Any

import pytest
from flask import Flask

from marketplace.errors import Invalid
from marketplace.providers import rules

GOOD: dict[str, Any] = {
    "name": "Job centre",
    "kinds": ["ngo", "migrant_resource_centre"],
    "side": "origin",
    "countries": ["AL", "XK"],
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "a"),
        ("name", "!!!"),
        ("name", "a" * 201),
        ("name", "two\nlines"),
        ("name", "bell\x07"),
        ("kinds", []),
        ("kinds", ["circus"]),
        ("side", "left"),
        ("countries", []),
        ("countries", ["EU"]),
        ("countries", ["al"]),
        ("description", "x" * 5_001),
        ("description", "nul\x00"),
        ("website", "javascript:alert(1)"),
        ("website", "example.org"),
        ("website", "https://a b.org"),
        ("website", "http://[broken"),
        ("website", "https://example.org/" + "a" * 500),
        ("languages", ["klingon"]),
        ("founded", 3000),
        ("founded", "old"),
        ("contact_email", "nobody"),
        ("other_names", [{"text": "x"}]),
        ("other_names", [{"text": "Good", "kind": "joke"}]),
        ("other_names", [{"text": f"Name {n}"} for n in range(21)]),
        ("nonsense", "x"),
    ],
)
def test_a_bad_answer_is_named_by_its_field(app: Flask, field: str, value: Any) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as caught:
        rules.check(GOOD | {field: value}, complete=True)
    assert list(caught.value.fields) == [field]


def test_good_answers_pass(app: Flask) -> None:
    rules.check(
        GOOD
        | {
            "website": "https://example.org",
            "languages": ["sq", "sr-Latn"],
            "founded": 1998,
            "description": "Line\n\nline",
            "other_names": [{"text": "Qendra", "language": "sq", "kind": "translation"}],
            "contact_email": "office@example.org",
            "contact_public": True,
        },
        complete=True,
    )


def test_missing_answers_are_all_named_at_once(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as caught:
        rules.check({}, complete=True)
    assert set(caught.value.fields) == set(rules.REQUIRED)


def test_a_listed_organisation_may_lack_kind_and_country(app: Flask) -> None:
    rules.check(GOOD | {"kinds": [], "countries": []}, complete=True, listed=True)
    with app.test_request_context(), pytest.raises(Invalid) as caught:
        rules.check({"countries": []}, complete=True, listed=True)
    assert set(caught.value.fields) == set(rules.REQUIRED_OF_LISTED)


def test_an_address_must_be_given_before_it_is_shown(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as caught:
        rules.check(GOOD | {"contact_email": "", "contact_public": True}, complete=True)
    assert list(caught.value.fields) == ["contact_email"]


@pytest.mark.parametrize(
    "other", ["IOM  Hungary", "iom-hungary", "ＩＯＭ Hungary", "Iom, Hungary!", " IOM Hungary "]
)
def test_two_spellings_of_one_name_have_one_key(other: str) -> None:
    assert rules.name_key(other) == rules.name_key("IOM Hungary")


def test_brackets_are_other_forms_of_a_name() -> None:
    assert rules.name_keys("International Organization for Migration (IOM)") >= {
        rules.name_key("IOM"),
        rules.name_key("International Organization for Migration"),
    }

"""Import of organisations: listed for nobody yet, unknown facts left empty."""

import pytest

from marketplace.accounts.models import User
from marketplace.exchange import importing
from tests.exchange.rows import (
    PROVIDER,
    counts,
    organisation,
    said,
    take,
)


def test_providers_are_listed_unclaimed_and_a_second_run_changes_nothing(admin: User) -> None:
    dirty = PROVIDER | {
        "name": " Tirana  Migration <b>Centre</b>",
        "website": "centre.example",
        "other_names": ["QMT", {"text": "Qendra", "language": "sq", "kind": "former"}],
        "founded": "1998",
    }
    report = take("provider", dirty, user=admin)
    found = organisation()
    assert (report.created, found.name, found.is_claimed, found.is_verified) == (
        1,
        PROVIDER["name"],
        False,
        False,
    )
    assert (found.website, found.founded) == ("https://centre.example", 1998)
    assert [(name.text, name.kind) for name in found.other_names] == [
        ("QMT", "translation"),
        ("Qendra", "former"),
    ]
    assert {field for _, field, _ in said(report)} == {"name", "website"}
    before = counts()
    assert take("provider", dirty, user=admin).unchanged == 1
    assert counts() == before


def test_unknown_facts_of_a_provider_stay_empty_and_are_noted(admin: User) -> None:
    row = PROVIDER | {"country": "Albania", "kind": "circus", "source_url": None, "colour": "red"}
    report = take("provider", row, user=admin)
    assert (organisation().countries, organisation().kinds) == ([], [])
    assert said(report) == [
        (1, "colour", "there is no such field; left out"),
        (1, "country", "“Albania” is not a known code; left out"),
        (1, "country", "no country is known; shown as not stated"),
        (1, "kind", "“circus” is not a known code; left out"),
    ]


def test_two_spellings_of_one_organisation_are_noted_and_kept_apart(admin: User) -> None:
    twin = PROVIDER | {"slug": "tirana-2", "name": "TIRANA migration centre ", "website": None}
    report = take("provider", PROVIDER, twin, user=admin)
    assert report.created == 2
    assert [(row, field) for row, field, _ in said(report)] == [(2, "name")]
    assert "tirana-centre" in said(report)[0][2]


@pytest.mark.parametrize("slug", ["a/b", "a b", "-a", "x" * 81, "a\x00"])
def test_a_provider_needs_a_slug_that_can_be_an_address(admin: User, slug: str) -> None:
    with pytest.raises(importing.ImportRefused) as refused:
        take("provider", PROVIDER | {"slug": slug}, user=admin)
    assert refused.value.report.errors[0].field == "slug"

"""The formula: its factors one by one, and that the arrays rank as it says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace import vocab
from marketplace.matching.field import DIGITS, OTHER_SIDE, Field, Match, fit
from marketplace.matching.formula import EXACT, WEIGHTS, Factors, Standing, corridor_factor, factors

NOW = datetime(2026, 11, 23, tzinfo=UTC)
COUNTRIES = ("AL", "XK", "DE", "AT", "PH", None)
PAIRS = [(o, d) for o in COUNTRIES for d in COUNTRIES if o != d or o is None]


def standing(side: str = "origin", **given: object) -> Standing:
    known = {
        "organisation": f"of {side}",
        "corridors": frozenset({("AL", "DE")}),
        "boosters": frozenset({"language_training"}),
        "phases": frozenset({"pre_departure"} if side == "origin" else {"on_arrival"}),
        "targets": frozenset({"women"}),
        "languages": frozenset({"de"}),
        "in_date": True,
    }
    return Standing(side=side, **{**known, **given})  # type: ignore[arg-type]


def test_weights_make_a_hundred() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert factors(standing(), standing("destination")).score == 100


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        (("AL", "DE"), ("AL", "DE"), 1),
        (("AL", "DE"), ("AL", None), 0.5),
        (("AL", "DE"), (None, "DE"), 0.5),
        ((None, None), ("AL", "DE"), 0.5),
        ((None, "DE"), (None, "DE"), 0.5),
        (("AL", "DE"), ("XK", "AT"), 0.25),
        (("AL", "DE"), ("PH", "DE"), 0),
        (("AL", "DE"), (None, "IT"), 0),
        (("AL", "DE"), ("DE", "AL"), 0),
    ],
)
def test_corridors_fit_by_pair_open_side_and_regions(one: object, other: object, factor: float) -> None:
    assert corridor_factor(one, other) == corridor_factor(other, one) == factor  # type: ignore[arg-type]


def sets(vocabulary: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(vocab.slugs(vocabulary)[:6]), max_size=3)


def standings(side: st.SearchStrategy[str]) -> st.SearchStrategy[Standing]:
    return st.builds(
        Standing,
        organisation=st.sampled_from("abcdef"),
        side=side,
        corridors=st.frozensets(st.sampled_from(PAIRS), min_size=1, max_size=3),
        boosters=sets("booster"),
        phases=sets("phase"),
        targets=st.frozensets(st.sampled_from(("women", "youth", "newcomers_general")), max_size=2),
        languages=st.frozensets(st.sampled_from(("de", "sq", "en")), max_size=2),
        in_date=st.booleans(),
        dated=st.integers(0, 3).map(lambda days: NOW - timedelta(days=days)),
        record=st.text("xyz", min_size=1, max_size=6),
    )


SIDES = st.sampled_from(["origin", "destination"])


@given(
    standings(SIDES), st.lists(standings(SIDES), max_size=12, unique_by=lambda one: (one.record, one.side))
)
def test_arrays_rank_as_the_formula_says(asked: Standing, others: list[Standing]) -> None:
    best: dict[str, Standing] = {}
    for other in sorted(others, key=lambda other: rank(asked, other)):
        fits = other.side == OTHER_SIDE[asked.side] and fit(asked, other).score
        if fits and other.organisation != asked.organisation:
            best.setdefault(other.organisation, other)
    found = Field(others).counterparts([asked], 20)
    assert [one.standing for one in found] == list(best.values())
    assert all(one == Match(one.standing, fit(asked, one.standing)) for one in found)


def rank(asked: Standing, other: Standing) -> tuple[bool, float, float, str]:
    fits: Factors = fit(asked, other)
    assert other.dated is not None
    return fits.corridor != EXACT, -round(fits.score, DIGITS), -other.dated.timestamp(), other.record

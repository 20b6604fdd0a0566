"""Whatever happens to records and providers, and however many days pass: what is counted is what there is.

Two applications on one database count, as the processes of a server do; each keeps what it has read.
"""

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from marketplace import create_app, vocab
from marketplace.accounts.models import SiteRole, User
from marketplace.corridors.coverage import Record, cells, counted
from marketplace.corridors.facts import Coverage
from marketplace.corridors.known import KnownVersions
from marketplace.database import db, utc_now
from marketplace.errors import Conflict
from marketplace.providers import operations as providers
from marketplace.providers import verification
from marketplace.providers.models import Organisation
from marketplace.resources import need_clock
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource, Revision, RevisionCorridor
from marketplace.resources.moves import move
from marketplace.resources.operations import confirm
from marketplace.transaction import transaction
from tests.conftest import make_settings
from tests.corridors import brute_force
from tests.factories import make_organisation, make_record, make_user
from tests.walking import walk

COUNTRIES = ("AL", "DE", "IT", None)
PAIRS = [(o, d) for o in COUNTRIES for d in COUNTRIES if (o or d) and o != d]
NAMED = [(o, d) for o, d in PAIRS if o and d]
SIDES = ("origin", "destination", "both")
DAYS = (1, 1, 90, 210, 760)  # a record is in date on the last of these days, and out of date on the next

numbers = st.integers(0, 99)


class Happenings(RuleBasedStateMachine):
    """Some providers and their records by id; `other` is a second application on the same database."""

    def __init__(self, other: Flask, organisations: list[str], people: dict[str, str]) -> None:
        super().__init__()
        self.other, self.organisations, self.people = other, organisations, people
        self.here, self.there = KnownVersions(), KnownVersions()
        self.resources: list[str] = []
        self.traveller = time_machine.travel(utc_now(), tick=False)
        self.clock = self.traveller.start()

    def teardown(self) -> None:
        self.traveller.stop()

    @rule(kind=st.sampled_from(Kind), which=numbers, words=numbers)
    def publish(self, kind: Kind, which: int, words: int) -> None:
        """A new record; nobody has confirmed every second one, as it is with those that were imported."""
        draft = make_record(kind, self._organisation(which), self._person("owner"), **_words(words))
        self.resources.append(draft.resource_id)
        self._publish(draft)
        if words % 2:
            with transaction():
                db.session.get_one(Resource, draft.resource_id).confirmed_at = None

    @rule(which=numbers, words=numbers)
    def publish_again(self, which: int, words: int) -> None:
        """Another version of a record, between other countries; also of one out of the library."""
        for resource in self._one(which):
            action = Action.REVISE if resource.live_revision else Action.RESTORE
            with suppress(Conflict):
                draft = move(resource.latest_revision, action, self._person("owner"))
                with transaction():
                    draft.corridors = [
                        RevisionCorridor(position=place, origin=origin, destination=destination)
                        for place, (origin, destination) in enumerate(_words(words)["corridors"])
                    ]
                self._publish(draft)

    @rule(which=numbers, action=st.sampled_from([Action.ARCHIVE, Action.TAKE_DOWN]))
    def take_out(self, which: int, action: Action) -> None:
        person = self._person("owner" if action is Action.ARCHIVE else "moderator")
        for resource in self._one(which):
            with suppress(Conflict):
                move(resource.latest_revision, action, person, "Because of a test.")

    @rule(which=numbers)
    def say_it_is_true(self, which: int) -> None:
        for resource in self._one(which):
            with suppress(Conflict):
                confirm(resource, self._person("owner"))

    @rule(which=numbers)
    def suspend_or_reinstate(self, which: int) -> None:
        organisation = self._organisation(which)
        if organisation.verification == "suspended":
            verification.reinstate(organisation, self._person("admin"))
        else:
            verification.suspend(organisation, self._person("admin"), "Because of a test.")

    @rule(which=numbers, side=st.sampled_from(SIDES))
    def work_elsewhere(self, which: int, side: str) -> None:
        organisation = self._organisation(which)
        providers.update_organisation(organisation, self._person("owner"), {"side": side})

    @rule(days=st.sampled_from(DAYS), needs_end=st.booleans())
    def wait(self, days: int, needs_end: bool) -> None:
        """Days pass, and the worker closes needs whose time is over, or has yet to."""
        self.clock.shift(timedelta(days=days))
        if needs_end:
            need_clock.go_round()

    @rule()
    def count_there(self) -> None:
        """The other application counts now and then, and has missed what happened since."""
        expected = plain_count()
        with self.other.app_context():
            assert count(self.there) == expected
            db.session.remove()

    @invariant()
    def the_count_is_that_of_plain_reading(self) -> None:
        assert count(self.here) == plain_count()

    def _person(self, part: str) -> User:
        return db.session.get_one(User, self.people[part])

    def _organisation(self, which: int) -> Organisation:
        return db.session.get_one(Organisation, self.organisations[which % len(self.organisations)])

    def _one(self, which: int) -> list[Resource]:
        """One of the records, if there is any."""
        ids = self.resources[which % len(self.resources) :][:1] if self.resources else []
        return [db.session.get_one(Resource, one) for one in ids]

    def _publish(self, draft: Revision) -> None:
        owner, moderator = self._person("owner"), self._person("moderator")
        with suppress(Conflict):  # its organisation is suspended
            move(draft, Action.SEND, owner)
            move(draft, Action.TAKE, moderator)
            move(draft, Action.PUBLISH, moderator)


def _words(number: int) -> dict[str, Any]:
    chance = random.Random(number)  # noqa: S311  # the same words for a number in every run
    return {
        "corridors": chance.sample(PAIRS, chance.randint(1, 3)),
        "booster": chance.sample(vocab.slugs("booster"), chance.randint(1, 3)),
        "phase": chance.choice([["return"], chance.sample(vocab.slugs("phase"), 2)]),
    }


def count(known: KnownVersions) -> dict[str, Any]:
    """All numbers of coverage, in the way of the application."""
    found = Coverage(known.facts(utc_now().date()))
    db.session.rollback()
    return {
        "pairs": found.pairs,
        "boosters": found.boosters,
        "cells": found.help_by_phase(),
        "open cells": found.help_by_phase(open_sides=True),
        "open": found.open_records,
        "totals": {pair: found.total(pair) for pair in NAMED},
    }


def plain_count() -> dict[str, Any]:
    """The same numbers, record by record."""
    db.session.rollback()
    records = [(set(brute_force.live(one).pairs), _record(one)) for one in brute_force.public_records()]
    naming = {pair: [record for pairs, record in records if pair in pairs] for pair in NAMED}
    named = [record for pairs, record in records if pairs & set(NAMED)]
    unnamed = [record for pairs, record in records if not pairs & set(NAMED)]
    return {
        "pairs": {pair: counted(naming[pair]) for pair in sorted(naming) if naming[pair]},
        "boosters": {
            pair: Counter(booster for record in naming[pair] for booster in record.boosters)
            for pair in NAMED
            if naming[pair]
        },
        "cells": cells(named),
        "open cells": cells(unnamed),
        "open": len(unnamed),
        "totals": {
            (origin, destination): sum(
                bool(pairs & {(origin, destination), (None, destination), (origin, None)})
                for pairs, _ in records
            )
            for origin, destination in NAMED
        },
    }


def _record(one: Resource) -> Record:
    boosters, phases = (frozenset(brute_force.live(one).slugs(name)) for name in ("booster", "phase"))
    return Record(one.kind, brute_force.in_date(one), one.organisation.side, boosters, phases)


def test_count_is_that_of_plain_reading_after_any_changes(app: Flask, tmp_path: Path) -> None:
    owner = make_user("Olta Owner")
    people = {
        "owner": owner.id,
        "moderator": make_user("Mira Moderator", roles=[SiteRole.MODERATOR]).id,
        "admin": make_user("Arben Admin", roles=[SiteRole.ADMIN]).id,
    }
    organisations = [make_organisation(owner, verified=True, side=side).id for side in SIDES]
    other = create_app(make_settings(tmp_path / "instance"))
    walk(lambda: Happenings(other, organisations, people), walks=10, steps=20)
    with other.app_context():
        db.engine.dispose()


def test_interrupted_reading_leaves_nothing_half_known(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    make_record(state="published")
    known, day = KnownVersions(), utc_now().date()
    with monkeypatch.context() as patched:
        patched.setattr(KnownVersions, "_learn_corridors", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            known.facts(day)
    assert list(Coverage(known.facts(day)).pairs) == [("AL", "DE")]

"""Other tests lean on these: a record of each kind in each state, made by nothing but operations."""

import pytest
from flask import Flask

from marketplace.resources.models import Kind, State
from tests.factories import make_record


@pytest.mark.parametrize("kind", Kind)
def test_record_of_each_kind_can_be_published(app: Flask, kind: Kind) -> None:
    revision = make_record(kind, state=State.PUBLISHED)
    assert revision.resource.live_revision_id == revision.id


@pytest.mark.parametrize("state", [state for state in State if state is not State.SUPERSEDED])
def test_record_reaches_each_state(app: Flask, state: State) -> None:
    assert make_record(state=state).state == state

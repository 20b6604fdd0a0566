"""The trail of an organisation is told in words, never in the names the program uses."""

import re
from pathlib import Path

import pytest
from flask import Flask

from marketplace.exchange import organisations
from marketplace.providers.models import MemberRole, RequestKind, RequestState, Verification
from marketplace.providers.wording import event_state_word, event_word

FOLDER = Path(organisations.__file__).parent.parent / "providers"
WRITTEN = re.compile(r"""(?:_?record|_end|set_verification)\((?:[^()"]*, )?"([a-z_]+)\"""")


def actions() -> list[str]:
    """Every action that the program writes about an organisation."""
    named = {name for path in FOLDER.glob("*.py") for name in WRITTEN.findall(path.read_text("utf-8"))}
    answered = {f"{state}_{kind}" for state in RequestState for kind in RequestKind}
    asked = {f"ask_{kind}" for kind in (RequestKind.JOIN, RequestKind.CLAIM)}
    return sorted(named | answered | asked | {organisations.IMPORTED})


@pytest.mark.parametrize("action", actions())
def test_every_action_has_its_word(app: Flask, action: str) -> None:
    with app.test_request_context("/"):
        assert event_word(action)[0].isupper()


def test_every_state_has_its_word(app: Flask) -> None:
    with app.test_request_context("/"):
        assert event_state_word("create", "claimed") == "Run by its owners"
        assert event_state_word("claim", "unclaimed") == "Run by nobody"
        assert event_state_word("ask_verification", Verification.PENDING) == "Being verified"
        assert event_state_word("ask_join", RequestState.PENDING) == "Waiting"
        assert event_state_word("change_role", MemberRole.EDITOR) == "Editor"

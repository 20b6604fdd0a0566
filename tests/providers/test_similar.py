"""Organisations that may be the same as one that somebody enters."""

from flask import Flask

from marketplace.accounts.models import User
from marketplace.providers import operations
from tests.factories import make_user
from tests.providers.conftest import FACTS, SignIn
from tests.providers.test_own_organisation import NEW, TYPED


def test_hints_lead_only_where_there_is_something_to_see(app: Flask, owner: User, sign_in: SignIn) -> None:
    """A page that is not public would be "not found", and nobody can join what they run."""
    mine = operations.create_organisation(owner, FACTS | {"name": "Qendra e Re"})
    theirs = operations.create_organisation(make_user(), FACTS | {"name": "Qendra e Re 2"})
    browser = sign_in(owner)
    page = browser.submit(NEW, 409, **TYPED)
    assert f"/workspace/organisations/{mine.id}" in page.links
    assert f"/providers/{mine.slug}/join" not in page.links
    assert f"/providers/{theirs.slug}/join" in page.links
    assert not {f"/providers/{mine.slug}", f"/providers/{theirs.slug}"} & set(page.links)
    assert theirs.name in page.text

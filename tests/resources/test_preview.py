"""The preview, and the body that it shares with the public page."""

import pytest
from flask import Flask

from marketplace.resources import record_view
from marketplace.resources.models import Kind, State
from tests.factories import make_record
from tests.resources.editing import at, browser_of


@pytest.mark.parametrize("kind", list(Kind))
def test_a_preview_is_the_public_body_word_for_word(app: Flask, kind: Kind) -> None:
    revision = make_record(kind, state=State.PUBLISHED)
    browser = browser_of(app, revision)
    start, end = '<div class="record-body', "</article>"
    preview = browser.get(at(revision, "/preview")).html
    public = browser.get(f"/library/{revision.resource_id}/{revision.resource.slug}").html
    body = preview[preview.index(start) : preview.index(end)].rstrip()
    assert body in public


def test_words_of_people_are_escaped_and_marked_as_theirs(app: Flask) -> None:
    evil = "<script>alert(1)</script> & <b>bold</b>"
    revision = make_record(
        Kind.CASE_STUDY, challenge=evil, partners=[evil], licence=evil, source_title=evil, language="ar"
    )
    page = browser_of(app, revision).get(at(revision, "/preview"))
    assert "<script>alert(1)" not in page.html
    assert "&lt;script&gt;" in page.html
    assert 'lang="ar" dir="rtl"' in page.html


def test_the_body_says_what_is_not_stated_and_who_reads_it_so(app: Flask) -> None:
    revision = make_record(Kind.CASE_STUDY, editorial_fields=["challenge"], end_status="ongoing")
    view = record_view.record_view(revision)
    facts = {fact.name: fact.value for fact in view.facts}
    assert facts["start_year"] == ""
    assert facts["end_status"] == "Still running"
    assert "funder" not in facts
    assert [s.number for s in view.sections] == list(range(1, len(view.sections) + 1))
    page = browser_of(app, revision).get(at(revision, "/preview"))
    assert "not stated" in page.text
    assert page.text.count("The editors' own reading") >= 1


def test_an_amount_is_not_shown_where_nothing_is_paid(app: Flask) -> None:
    revision = make_record(Kind.OFFERING, cost="free", cost_amount="25.50")
    view = record_view.record_view(revision)
    assert "cost_amount" not in {fact.name for fact in view.facts}

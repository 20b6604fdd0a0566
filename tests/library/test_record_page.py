"""The page of a record, its address, its former versions."""

from flask.testing import FlaskClient

from marketplace.accounts.models import SiteRole
from marketplace.languages import enabled_languages
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Resource
from marketplace.resources.moves import move
from marketplace.resources.operations import confirm, save_draft
from tests.factories import make_record, make_user
from tests.library.conftest import Publish


def address(resource: Resource) -> str:
    return f"/library/{resource.id}/{resource.slug}"


def publish_again(resource: Resource, **answers: object) -> None:
    """Change a public record and publish the change."""
    author = resource.organisation.memberships[0].user
    moderator = make_user("Second Moderator", roles=[SiteRole.MODERATOR])
    draft = move(resource.live_revision, Action.REVISE, author)
    save_draft(draft, author, answers)
    for action, user in ((Action.SEND, author), (Action.TAKE, moderator), (Action.PUBLISH, moderator)):
        draft = move(draft, action, user)


def test_record_page_shows_words_provider_confirmation_and_citation(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    record = library["nurses"]
    html = reader.get(address(record)).text
    for words in ("Mentors for nurses", "Bridge House", "Confirmed by the provider on", "Cite and share"):
        assert words in html
    assert f"http://localhost/library/{record.id}" in html
    assert "The school teaches, the hospital names a mentor" in html


def test_record_page_says_in_which_language_the_text_is(publish: Publish, reader: FlaskClient) -> None:
    record = publish(title="دورهٔ زبان برای پرستاران", language="fa")
    html = reader.get(address(record)).text
    assert 'lang="fa" dir="rtl">دورهٔ زبان برای پرستاران' in html
    assert "There is no translation yet" in html


def test_record_with_another_slug_or_none_leads_to_its_address(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    record = library["nurses"]
    for wrong in (f"/library/{record.id}", f"/library/{record.id}/other"):
        answer = reader.get(wrong)
        assert (answer.status_code, answer.location) == (301, address(record))
    answer = reader.get(f"/fa/library/{record.id}?from=mail")
    assert answer.location == f"/fa{address(record)}?from=mail"


def test_record_that_never_was_public_is_not_found(reader: FlaskClient) -> None:
    draft = make_record().resource
    assert reader.get(f"/library/{draft.id}/x").status_code == 404
    assert reader.get(f"/api/v1/library/{draft.id}").status_code == 404
    assert reader.get("/library/nothing/x").status_code == 404
    assert reader.get(f"/library/{draft.id}/revisions/1").status_code == 404


def test_former_version_stays_readable_and_leads_to_the_current_one(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    record = library["nurses"]
    before = reader.get(address(record))
    publish_again(record, title="Mentors for doctors")
    old_address = address(record).rpartition("/")[0] + "/mentors-for-nurses"
    assert reader.get(old_address, headers={"If-None-Match": before.headers["ETag"]}).status_code == 301
    assert "Mentors for doctors" in reader.get(address(record)).text
    former = reader.get(f"/library/{record.id}/revisions/1")
    assert "An earlier version" in former.text
    assert "Mentors for nurses" in former.text
    assert f'href="{address(record)}"' in former.text
    assert '<meta name="robots" content="noindex">' in former.text
    assert reader.get(f"/library/{record.id}/revisions/3").status_code == 404


def test_pending_edit_does_not_show(library: dict[str, Resource], reader: FlaskClient) -> None:
    record = library["nurses"]
    author = record.organisation.memberships[0].user
    save_draft(move(record.live_revision, Action.REVISE, author), author, {"title": "Half finished words"})
    assert "Half finished words" not in reader.get(address(record)).text
    assert reader.get(f"/library/{record.id}/revisions/2").status_code == 404


def test_confirmation_shows_at_once(library: dict[str, Resource], reader: FlaskClient) -> None:
    record = library["nurses"]
    before = reader.get(address(record))
    confirm(record, record.organisation.memberships[0].user)
    after = reader.get(address(record), headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200


def test_record_page_opens_in_every_language(publish: Publish, reader: FlaskClient) -> None:
    record = publish("case_study", target_group=["women", "youth", "refugees_resettlement"])
    for language in enabled_languages():
        prefix = "" if language.code == "en" else f"/{language.code}"
        answer = reader.get(prefix + address(record))
        assert answer.status_code == 200, language.code
        assert f'<html lang="{language.code}" dir="{language.dir}"' in answer.text

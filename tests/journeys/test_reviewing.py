"""What moderators decide, and what nobody can get around."""

from marketplace.resources.models import Kind
from tests.journeys import steps
from tests.journeys.answers import TITLES
from tests.journeys.steps import Site, verified_author
from tests.mailbox import last_mail
from tests.starter import ADMIN, MODERATOR, SECOND_MODERATOR


def test_two_reviewers_decline_and_another_look_can_be_asked_for_once(site: Site) -> None:
    author = verified_author(site)
    first, second = site.member(MODERATOR), site.member(SECOND_MODERATOR)
    record = steps.draft(author, Kind.OFFERING)
    steps.send(author, record)

    steps.decide(first, record, "take")
    steps.decide(first, record, "propose_decline", "", status=422)
    assert first.page.has_error
    steps.decide(first, record, "propose_decline", "It asks carpenters for a fee.")
    first.post(f"/review/{record}/decline", {}, status=400)  # no token
    assert f"/{record}/decline" not in str([form.action for form in first.get(f"/review/{record}").forms])
    assert TITLES[Kind.OFFERING] in second.get("/review?view=second").text
    steps.decide(second, record, "decline", "Carpenters would pay for the place.")

    assert "declined" in last_mail("jana@example.org").subject
    assert "would pay for the place" in author.get(f"/workspace/records/{record}").text
    assert any("/appeal" in link for link in author.page.links)
    steps.move(author, record, "appeal", "Nobody pays: the sentence was wrong.")

    assert TITLES[Kind.OFFERING] in first.get("/review?view=free").text
    steps.decide(second, record, "take")
    steps.decide(second, record, "propose_decline", "It still says so.")
    steps.decide(first, record, "decline", "It still says so.")
    assert not any("/appeal" in link for link in author.get(f"/workspace/records/{record}").links)
    steps.move(author, record, "appeal", "Look once more.", status=409)


def test_nobody_reviews_a_record_of_their_own_organisation(site: Site) -> None:
    moderator = site.member(MODERATOR)
    organisation = steps.create_organisation(moderator, "House of a moderator")
    steps.ask_verification(moderator, organisation)
    steps.verify(site.member(ADMIN), organisation, "House of a moderator")
    record = steps.draft(moderator, Kind.NEED)
    steps.send(moderator, record)

    assert TITLES[Kind.NEED] not in moderator.get("/review").text
    moderator.get(f"/review/{record}", status=403)
    form = moderator.get("/account/name").form()
    token = {"csrf_token": form.values("csrf_token")[0]}
    for action in ("take", "publish"):
        moderator.post(f"/review/{record}/{action}", token, status=403)
    steps.publish(site.member(SECOND_MODERATOR), record)


def test_record_of_an_unverified_organisation_cannot_go_public(site: Site) -> None:
    author, moderator = site.newcomer("Jana", "jana@example.org"), site.member(MODERATOR)
    organisation = steps.create_organisation(author, "Not yet known house")
    record = steps.draft(author, Kind.NEED)
    steps.send(author, record)

    page = steps.decide(moderator, record, "take") and moderator.follow()
    assert "not verified yet" in page.text
    assert not any(form.action.endswith("/publish") for form in page.forms)
    token = {"csrf_token": page.form(f"/{record}/give_back").values("csrf_token")[0]}
    moderator.post(f"/review/{record}/publish", token, status=409)
    site.visitor().get(f"/library/{record}", status=404)

    steps.ask_verification(author, organisation)
    steps.verify(site.member(ADMIN), organisation, "Not yet known house")
    steps.decide(moderator, record, "publish")
    site.visitor().get(f"/library/{record}", status=301)


def test_author_and_reviewer_talk_and_notes_stay_inside(site: Site) -> None:
    author, moderator = verified_author(site), site.member(MODERATOR)
    record = steps.draft(author, Kind.NEED)
    steps.send(author, record)
    steps.decide(moderator, record, "take")
    moderator.submit(f"/review/{record}", action="/messages", text="Which evenings?")
    moderator.submit(f"/review/{record}", action="/messages", text="Seems serious.", internal="y")
    page = author.get(f"/workspace/records/{record}")
    assert "Which evenings?" in page.text
    assert "Seems serious." not in page.text
    mail = last_mail("jana@example.org")
    assert record in mail.text
    assert "evenings" not in mail.text

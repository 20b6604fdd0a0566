"""Work in progress for the pictures: records, wishes and questions in every state that a page can show."""

import io
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from marketplace import outbox
from marketplace.accounts import operations as accounts
from marketplace.accounts import tokens
from marketplace.accounts.models import TokenPurpose, User
from marketplace.database import db
from marketplace.introductions import operations as introductions
from marketplace.introductions import safety
from marketplace.introductions.lifecycle import Action as Step
from marketplace.providers import invitations, requests, verification
from marketplace.providers import operations as providers
from marketplace.providers.models import Membership, Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Resource, Revision
from marketplace.resources.moves import move
from marketplace.resources.operations import create_draft, save_draft
from marketplace.review.operations import write_message
from marketplace.shelves import operations as collections
from marketplace.shelves import searches
from marketplace.shelves.digests import token_of
from marketplace.transaction import transaction
from tools import scenes_of_needs
from tools.joint_scenes import make_joint

SUMMARY = (
    "Future nurses learn the language of the wards before they leave and meet mentors by video, so that "
    "the first weeks in the new hospital are less lonely. After arrival the same mentors go with them "
    "to the offices, explain the shifts and stay in touch for a year. It runs twice a year for thirty "
    "people and is paid for by the hospitals that employ them, never by the nurses themselves."
)
PERSIAN = (
    "پرستاران آینده پیش از سفر زبان بخش‌های بیمارستان را می‌آموزند و با همکاران باتجربه تصویری گفت‌وگو می‌کنند "
    "تا نخستین هفته‌ها در بیمارستان تازه آسان‌تر بگذرد. پس از رسیدن، همان همکاران آنان را تا اداره‌ها همراهی "
    "می‌کنند، شیفت‌ها را توضیح می‌دهند و یک سال در تماس می‌مانند. این دوره سالی دو بار برای سی نفر برگزار می‌شود "
    "و هزینهٔ آن را بیمارستان‌ها می‌پردازند، نه پرستاران."
)
COMMON: Mapping[str, Any] = {
    "language": "en",
    "corridors": [("AL", "DE"), ("XK", "DE")],
    "phase": ["pre_departure", "on_arrival"],
    "booster": ["language_training", "skills_recognition"],
}
PRACTICE: Mapping[str, Any] = {
    **COMMON,
    "title": "Mentors for nurses",
    "summary": SUMMARY,
    "challenge": "Many nurses left again within a year: nobody helped them through the first weeks.",
    "approach": "The school teaches.\n- The hospital names a mentor.\n- Both meet by video every week.",
    "results": "28 of 30 were still there after a year.",
}


def make(people: dict[str, dict[str, str]]) -> dict[str, str]:
    """Make everything through the operations of the program; the ids that addresses need, by name."""
    author, moderator = _user(people, "provider_origin"), _user(people, "moderator")
    admin, guest = _user(people, "admin"), _user(people, "provider_destination")
    organisation = db.session.scalars(
        select(Organisation).join(Membership).filter_by(user_id=author.id)
    ).one()
    found = _records(organisation, author, moderator) | _decided(organisation, author, moderator, admin)
    found |= _wishes(organisation, author) | _judged(guest, admin) | _links(organisation, author, guest)
    found |= _kept(organisation, author, moderator)
    found |= _introduced(organisation, author, guest, moderator)
    found |= scenes_of_needs.make(organisation, author, moderator)
    found |= make_joint(author, guest, moderator, found["live"], found["changed"])
    outbox.drain()
    return found | {"own": organisation.id}


def _records(organisation: Organisation, author: User, moderator: User) -> dict[str, str]:
    """A draft, a new record, one to be changed, one that came again, and a change to a published one."""
    draft = create_draft(Kind.OFFERING, organisation, author, {"title": "Evening course", "language": "en"})
    persian = {"title": "آموزش زبان برای پرستاران", "summary": PERSIAN, "language": "fa"}
    waiting = _sent(organisation, author, {**PRACTICE, **persian})
    asked = move(_sent(organisation, author, {**PRACTICE, "title": "Job fairs"}), Action.TAKE, moderator)
    write_message(asked.resource, moderator, "How many people came to the last fair?")
    write_message(asked.resource, author, "آخرین بار صد و ده نفر آمدند.")
    asked = move(asked, Action.REQUEST_CHANGES, moderator, reason="Please say who pays for the fairs.")
    changed = _changed(organisation, author, moderator)
    again = _again(organisation, author, moderator)
    made = {"draft": draft, "waiting": waiting, "asked": asked, "changed": changed, "again": again}
    return {name: revision.resource_id for name, revision in made.items()}


def _decided(organisation: Organisation, author: User, moderator: User, admin: User) -> dict[str, str]:
    """A published record, one that is archived, one declined, one that a reviewer has, one to decline."""
    live, archived, declined, held, doubted = (
        move(_sent(organisation, author, {**PRACTICE, "title": title}), Action.TAKE, moderator)
        for title in ("First weeks at school", "Old guide", "Advert", "Phone line", "Second opinion")
    )
    live = move(live, Action.PUBLISH, moderator)
    archived = move(archived, Action.PUBLISH, moderator)
    archived = move(archived, Action.ARCHIVE, author, reason="The new guide stands in its place.")
    doubted = move(doubted, Action.PROPOSE_DECLINE, moderator, reason="This seems to be an advertisement.")
    declined = move(declined, Action.PROPOSE_DECLINE, moderator, reason="This is an advertisement.")
    declined = move(declined, Action.DECLINE, admin, reason="This is an advertisement.")
    write_message(held.resource, moderator, "Compare it with the line in Tirana.", internal=True)
    made = {"live": live, "archived": archived, "declined": declined, "held": held, "doubted": doubted}
    return {name: revision.resource_id for name, revision in made.items()}


def _judged(owner: User, admin: User) -> dict[str, str]:
    """An organisation whose proof waits for an admin, and a suspended one."""
    common = {"kinds": ["ngo"], "side": "destination", "countries": ["DE"]}
    pending = providers.create_organisation(owner, {**common, "name": "Haus der Ankunft"})
    proof = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
    verification.ask_by_document(pending, owner, proof, "register.pdf", "The extract of the register.")
    suspended = providers.create_organisation(owner, {**common, "name": "Closed Doors"})
    verification.suspend(suspended, admin, "Nobody answers under its address.")
    return {"pending": pending.id, "suspended": suspended.id}


def _links(organisation: Organisation, author: User, guest: User) -> dict[str, str]:
    """What mailed links carry: an invitation, a new address, a new password; and a wish to join."""
    invitation = invitations.invite(organisation, author, guest.email or "", "editor")
    token = tokens.new_token()
    with transaction():
        invitation.token_hash = tokens.hash_of(token)
        address = tokens.issue(guest, TokenPurpose.CHANGE_EMAIL, email="new@example.org")
        password = tokens.issue(guest, TokenPurpose.RESET_PASSWORD)
    return {"invitation": token, "address": address, "password": password, "own_slug": organisation.slug}


def _wishes(organisation: Organisation, author: User) -> dict[str, str]:
    """Somebody who wants to join, somebody invited, a claim, and an organisation that nobody has verified."""
    newcomer = accounts.create_account("Newcomer Person", "newcomer@example.org", secrets.token_urlsafe(12))
    requests.ask_to_join(organisation, newcomer, "I run the evening courses at the centre.")
    invitations.invite(organisation, author, "colleague@example.org", "editor")
    answers = {"name": "خانهٔ پل", "kinds": ["ngo"], "side": "origin", "countries": ["IR"]}
    fresh = providers.create_organisation(author, answers)
    unclaimed = select(Organisation).filter_by(claimed_at=None).order_by(Organisation.id)
    listed = db.session.scalars(unclaimed.limit(1)).one()
    requests.claim(listed, newcomer, "I am the director of this organisation.")
    return {"fresh": fresh.id, "listed": listed.slug, "claimed": listed.id, "newcomer": newcomer.id}


def _kept(organisation: Organisation, author: User, moderator: User) -> dict[str, str]:
    """A public collection with a gap in it, one that is shared by link, and a saved search."""
    public = select(Resource).where(Resource.live_revision_id.is_not(None)).order_by(Resource.id)
    records = db.session.scalars(public.limit(4)).all()
    facts = {"title": "For the new counsellors", "visibility": "public"}
    described = facts | {"description": "Read these first.\n- Then ask us.", "organisation": organisation.id}
    collection = collections.create_collection(author, described)
    for record in records:
        collections.add_record(collection, author, record.id, "Start with the second section.")
    ended = move(_sent(organisation, author, {**PRACTICE, "title": "Summer school"}), Action.TAKE, moderator)
    ended = move(ended, Action.PUBLISH, moderator)
    collections.add_record(collection, author, ended.resource_id, "It ended in spring.")
    move(ended, Action.ARCHIVE, author, reason="The course is over.")
    linked = collections.create_collection(author, {"title": "برای همکاران", "visibility": "link"})
    collections.add_record(linked, author, records[0].id, "نخست این را بخوانید.")
    search = searches.save_search(
        author, "q=nurses&origin=AL", {"name": "nurses · Albania", "frequency": "weekly"}
    )
    return {
        "collection": collection.id,
        "collected": records[0].id,
        "linked": linked.id,
        "link": linked.token,
        "stop": token_of(search),
    }


def _introduced(organisation: Organisation, author: User, guest: User, moderator: User) -> dict[str, str]:
    """A request that waits for an answer, two who have met, one declined and blocked, and two reports."""
    theirs = select(Organisation).join(Membership).where(Membership.user_id == guest.id)
    partner = db.session.scalars(theirs.where(Organisation.verified_at.is_not(None))).one()
    fresh = db.session.scalars(select(Organisation).filter_by(name="خانهٔ پل")).one()
    words = "We accompany nurses in their first year and would like to meet those who prepare them."
    asking = {"organisation": partner.id, "text": words}
    waiting = introductions.ask(guest, organisation, asking)
    met = introductions.ask(author, partner, {"organisation": organisation.id, "text": words})
    introductions.write(met, guest, "چند نفر در سال می‌آیند؟")
    introductions.write(met, author, "Thirty a year, twice.")
    introductions.move(met, Step.ACCEPT, guest)
    introductions.move(met, Step.MEET, author)
    declined = introductions.ask(author, partner, {"organisation": fresh.id, "text": words})
    introductions.move(declined, Step.DECLINE, guest, "We work with Albania only.")
    report = safety.report(declined, guest, "They ask for money.")
    taken = safety.report(met, guest, "They sent an advertisement.")
    safety.take_report(taken, moderator)
    safety.block(declined, guest)
    return {
        "introduction": waiting.id,
        "introduced": met.id,
        "turned_down": declined.id,
        "report": report.id,
        "taken": taken.id,
        "partner": partner.slug,
    }


def _user(people: dict[str, dict[str, str]], role: str) -> User:
    return db.session.scalars(select(User).filter_by(email=people[role]["email"])).one()


def _sent(organisation: Organisation, author: User, answers: Mapping[str, Any]) -> Revision:
    return move(create_draft(Kind.CASE_STUDY, organisation, author, dict(answers)), Action.SEND, author)


def _again(organisation: Organisation, author: User, moderator: User) -> Revision:
    """A new record that was sent, was to be changed, and waits for review once more."""
    sent = _sent(organisation, author, {**PRACTICE, "title": "Evenings for families"})
    asked = move(
        move(sent, Action.TAKE, moderator), Action.REQUEST_CHANGES, moderator, reason="Say who pays."
    )
    answers = {"funder": "City of Tirana", "results": "40 of 50 families came every evening."}
    return move(save_draft(asked, author, answers), Action.RESEND, author)


def _changed(organisation: Organisation, author: User, moderator: User) -> Revision:
    """A published record with a change that waits for review."""
    live = move(_sent(organisation, author, PRACTICE), Action.TAKE, moderator)
    live = move(live, Action.PUBLISH, moderator)
    draft = move(live, Action.REVISE, author)
    text = SUMMARY.replace("thirty", "forty").replace("twice", "three times")
    draft = save_draft(draft, author, {"summary": text, "lessons": "Start with the families."})
    return move(draft, Action.SEND, author)

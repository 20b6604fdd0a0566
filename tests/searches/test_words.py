"""Other words widen a search at once, in every process, and moderators decide which."""

import pytest
from flask.testing import FlaskClient

from marketplace import events, outbox
from marketplace.accounts.models import User
from marketplace.errors import Invalid, NotAllowed, NotFound
from marketplace.library.answers import library_mark
from marketplace.resources.models import Resource
from marketplace.searches import operations, queries
from marketplace.searches.widening import widener
from tests.browsing import Browser
from tests.factories import make_user
from tests.library.conftest import Publish

EVENING = "Evening language course"


def test_own_synonyms_find_at_once_and_no_more_when_removed(
    library: dict[str, Resource], reader: FlaskClient, moderator: User
) -> None:
    address = "/library?q=abendschule"
    assert EVENING not in reader.get(address).text
    group = operations.add_synonyms(moderator, ["Abendschule", "evening course", "abendschule "])
    assert group.words == ["Abendschule", "evening course"]
    assert EVENING in reader.get(address).text
    operations.remove_synonyms(moderator, group.id)
    assert EVENING not in reader.get(address).text
    assert queries.synonym_groups() == []
    actions = [event.action for event in events.history("synonym_group", group.id)]
    assert actions == ["synonyms_added", "synonyms_removed"]


def test_thesaurus_finds_another_language_until_the_concept_is_switched_off(
    publish: Publish, reader: FlaskClient, moderator: User
) -> None:
    publish("document", title="Familienzusammenführung leicht gemacht", language="de")
    outbox.drain()
    address = "/library?q=family+reunification"
    assert "Familienzusammenführung" in reader.get(address).text
    (found,) = widener().explain("family reunification", "en")
    operations.switch_concept(moderator, found.concept, stopped=True)
    assert "Familienzusammenführung" not in reader.get(address).text
    assert [one.concept for one in queries.stopped_concepts()] == [found.concept]
    operations.switch_concept(moderator, found.concept, stopped=False)
    assert "Familienzusammenführung" in reader.get(address).text


def test_every_change_gives_answers_another_mark(library: dict[str, Resource], moderator: User) -> None:
    marks = [library_mark()]
    first = operations.add_synonyms(moderator, ["one", "two"])
    marks.append(library_mark())
    operations.add_synonyms(moderator, ["three", "four"])
    marks.append(library_mark())
    operations.remove_synonyms(moderator, first.id)
    marks.append(library_mark())
    assert None not in marks
    assert len(set(marks)) == 4


@pytest.mark.parametrize(
    "words",
    [[], ["one"], ["same", "SAME ", "sáme"], ["?", "!"], ["x" * 61, "y"], [str(n) for n in range(20)]],
)
def test_synonyms_that_say_nothing_are_refused(moderator: User, words: list[str]) -> None:
    with pytest.raises(Invalid) as raised:
        operations.add_synonyms(moderator, words)
    assert set(raised.value.fields) == {"words"}


def test_only_moderators_change_words(moderator: User) -> None:
    group = operations.add_synonyms(moderator, ["one", "two"])
    stranger = make_user("Some Body")
    with pytest.raises(NotAllowed):
        operations.add_synonyms(stranger, ["three", "four"])
    with pytest.raises(NotAllowed):
        operations.remove_synonyms(stranger, group.id)
    with pytest.raises(NotAllowed):
        operations.switch_concept(stranger, "eurovoc:2932", stopped=True)
    with pytest.raises(NotFound):
        operations.switch_concept(moderator, "eurovoc:0", stopped=True)
    with pytest.raises(NotFound):
        operations.remove_synonyms(moderator, "nothing")


def test_moderator_tries_a_search_and_changes_the_words(browser: Browser, moderator: User) -> None:
    browser.sign_in(moderator)
    page = browser.get("/admin/words?q=recognition+of+diplomas")
    assert "Anerkennung der Zeugnisse" in page.text
    browser.submit(action="/admin/words/concepts/eurovoc:2932/stop")
    assert "no longer widens searches" in browser.follow().text
    browser.submit(action="/admin/words/concepts/eurovoc:2932/allow")
    browser.follow()
    browser.submit("/admin/words?words=gastarbeiter", status=422, action="/admin/words")
    assert browser.page.has_error
    browser.submit(action="/admin/words", words="gastarbeiter\nmigrant worker")
    assert "gastarbeiter" in browser.follow().text
    (group,) = queries.synonym_groups()
    browser.submit(action=f"/admin/words/{group.id}/remove")
    assert "gastarbeiter" not in browser.follow().text

"""Names of countries in searches: all that one country has find the same, and nothing but it."""

import pytest
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.library.suggested import country_names, plain_meaning
from marketplace.resources.models import Resource
from tests.library.conftest import Publish
from tests.library.test_suggested import GERMANY


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        *((name, prefix) for name in GERMANY for prefix in ("", "/fa", "/sq")),
        *((name, "/sq") for name in ("Gjermania", "Gjermaninë", "i Gjermanisë")),
        *((name, "/sr-Latn") for name in ("Nemačkoj", "u Nemačku", "Немачке")),
    ],
)
def test_a_country_in_any_case_and_language_finds_the_same(
    library: dict[str, Resource], reader: FlaskClient, name: str, prefix: str
) -> None:
    found = reader.get(f"{prefix}/api/v1/library", query_string={"q": name}).json
    assert {one["id"] for one in found["items"]} == {
        library[name].id for name in ("nurses", "course", "anywhere", "need")
    }
    assert found["suggestions"]["did_you_mean"] is None


def test_a_country_that_a_text_names_is_found_in_other_languages(
    publish: Publish, reader: FlaskClient
) -> None:
    said = publish(title="Stories of Norway told by nurses", corridors=[(None, "DE")])
    outbox.drain()
    found = reader.get("/sq/api/v1/library?q=në+Norvegjinë").json
    assert [one["id"] for one in found["items"]] == [said.id]


@pytest.mark.parametrize(
    ("prefix", "name"),
    [
        ("", "South Korea"),
        ("", "Corée du Sud"),
        ("/fr", "en Corée du Sud"),
        ("/sq", "Kore e Jugut"),
        ("/fa", "کرهٔ جنوبی"),
        ("/sr", "Јужна Кореја"),
        ("", "한국 South Korea"),
    ],
)
def test_a_name_of_several_words_finds_no_part_of_it(
    publish: Publish, reader: FlaskClient, prefix: str, name: str
) -> None:
    there = publish(title="Welders for shipyards", corridors=[("VN", "KR")])
    publish(title="Moving south", summary="Korean is taught in the south e i و du Sud jugut.")
    outbox.drain()
    found = reader.get(f"{prefix}/api/v1/library", query_string={"q": name}).json
    assert [one["id"] for one in found["items"]] == [there.id]


@pytest.mark.parametrize(
    ("prefix", "name", "other"),
    [
        ("/sq", "Indi", "Individual advice"),  # half a word, were it no name
        ("/fr", "Pays-Bas", "Les pays"),  # "pay" in English, which a thesaurus widens to wages
        ("", "US", "Give us your papers"),
        ("/fa", "پرو", "پروژه"),
    ],
)
def test_a_name_is_no_other_word(
    publish: Publish, reader: FlaskClient, prefix: str, name: str, other: str
) -> None:
    publish(title=other, corridors=[("AL", "DE")])
    outbox.drain()
    found = reader.get(f"{prefix}/api/v1/library", query_string={"q": name}).json
    assert found["total"] == 0


@pytest.mark.parametrize(
    ("name", "adjective"),
    [
        ("USA", "USA"),
        ("UK", "UK"),
        ("Siri", "Syrian"),
        ("Mexico", "Mexicans"),
        ("کانادا", "Canadian"),
        ("Nepal", "Nepalese"),
    ],
)
def test_a_country_finds_texts_about_its_people(
    publish: Publish, reader: FlaskClient, name: str, adjective: str
) -> None:
    said = publish(title=f"Stories of {adjective} families", corridors=[(None, "DE")])
    outbox.drain()
    found = reader.get("/api/v1/library", query_string={"q": name}).json
    assert [one["id"] for one in found["items"]] == [said.id]


def test_a_word_that_is_a_country_elsewhere_is_found_in_its_own_forms(
    publish: Publish, reader: FlaskClient
) -> None:
    said = publish(title="Ferries between the islands", corridors=[(None, "DE")])  # Iceland in German
    outbox.drain()
    assert [one["id"] for one in reader.get("/api/v1/library?q=island").json["items"]] == [said.id]


@pytest.mark.parametrize(("text", "language"), [("réunions", "fr"), ("کمک مالی", "fa"), ("کمک مالی", "en")])
def test_everyday_words_are_no_countries(text: str, language: str) -> None:
    assert country_names(text, language) == ()


def test_nigerians_are_not_of_niger(publish: Publish, reader: FlaskClient) -> None:
    publish(title="Stories of Nigerian families", corridors=[(None, "DE")])
    outbox.drain()
    assert reader.get("/api/v1/library?q=Niger").json["total"] == 0


def test_a_long_name_finds_texts_that_say_the_short_one(publish: Publish, reader: FlaskClient) -> None:
    said = publish(title="Welders from Bosnia", corridors=[(None, "DE")])
    outbox.drain()
    found = reader.get("/api/v1/library?q=Bosnia+and+Herzegovina").json
    assert [one["id"] for one in found["items"]] == [said.id]


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Gjermaninë", "sq", "Germany"),
        ("اسلواکی", "fa", "Slovakia"),  # its language too
        ("Gjermaninë", "en", "Germany"),
        ("آلمان", "fa", "Germany"),
        ("from Albania to Germany", "en", "Albania Germany"),
        ("nurses Germany", "en", "nurses Germany"),
        ("-Germany", "en", "-Germany"),
        ("nurses", "en", "nurses"),
        ("", "en", ""),
    ],
)
def test_names_of_countries_mean_the_same_in_any_language(text: str, language: str, said: str) -> None:
    assert plain_meaning(text, language) == said

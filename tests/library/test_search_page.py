"""The search page: words, filters, chips, counts, orders, pages, ways out of an empty result."""

import re

import brotli
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.library.forms import PARAMETERS
from marketplace.resources.models import Resource
from tests.library.conftest import Publish


def titles(html: str) -> list[str]:
    """The titles of the cards, in their order."""
    return re.findall(r'<h3 class="card-title"><a [^>]*>([^<]*)</a>', html)


def test_search_by_words_marks_them_in_the_snippet(library: dict[str, Resource], reader: FlaskClient) -> None:
    html = reader.get("/library?q=mentors").text
    assert set(titles(html)) >= {"Mentors for nurses", "Handbook for mentors"}
    assert "<mark>mentors</mark>" in html


def test_search_by_a_label_in_another_language_finds_the_record(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    assert "Mentors for nurses" in titles(reader.get("/library?q=Albanien").text)


def test_search_by_corridor_is_pairwise(library: dict[str, Resource], reader: FlaskClient) -> None:
    found = titles(reader.get("/library?origin=AL&destination=DE").text)
    assert "Mentors for nurses" in found
    assert "Rights at work anywhere" in found
    assert "Evening language course" not in found  # PH → DE and AL → IT
    assert found.index("Rights at work anywhere") == len(found) - 1  # through “any”: after those that name it


@pytest.mark.parametrize(
    ("question", "hinted"),
    [
        ("origin=AL&destination=AL", True),
        ("origin=AL&destination=DE", False),
        ("origin=AL&origin=XK&destination=AL", False),
        ("origin=any&destination=any", False),
        ("origin=AL", False),
        ("", False),
    ],
)
def test_same_country_on_both_sides_is_explained(
    library: dict[str, Resource], reader: FlaskClient, question: str, hinted: bool
) -> None:
    html = reader.get(f"/library?{question}").text
    assert ("A corridor leads from one country to another." in html) is hinted


def test_cards_begin_with_the_corridor_asked_for(publish: Publish, reader: FlaskClient) -> None:
    pairs = [("AL", "DE"), ("XK", "DE"), (None, "IT"), ("RS", "AT"), ("PH", "IT")]
    publish(corridors=pairs, title="Many ways at once")
    outbox.drain()
    for question, first in (("origin=PH&destination=IT", "From Philippines to Italy"), ("", "From Albania")):
        card = reader.get(f"/library?{question}").text.split("corridor-list", 1)[1]
        assert re.search(r'visually-hidden">(.*?)<', card)[1].startswith(first)


def test_search_offers_counts_chips_and_keeps_filters(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    html = reader.get("/library?destination=DE&kind=offering").text
    assert re.search(r'name="kind" value="offering" checked>[^<]*<b>2<', html)
    assert re.search(r'name="kind" value="case_study">[^<]*<b>1<', html)
    assert 'href="/library?kind=offering"' in html  # the chip of the destination
    assert '<input type="hidden" name="destination" value="DE">' in html  # the search box keeps it


def test_search_without_result_offers_what_to_leave_out(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    html = reader.get("/library?origin=VN&destination=DE&booster=legal_entry").text
    assert "Nothing found" in html
    assert 'href="/library?origin=VN&amp;destination=DE"' in html


def test_search_far_off_offers_the_words_alone(library: dict[str, Resource], reader: FlaskClient) -> None:
    html = reader.get("/library?q=handbook&origin=AL&booster=legal_entry&phase=return").text
    assert 'href="/library?q=handbook"' in html


def test_search_with_a_slip_offers_the_word_meant(library: dict[str, Resource], reader: FlaskClient) -> None:
    html = reader.get("/library?q=hanbook").text
    assert "Did you mean" in html
    assert 'href="/library?q=handbook"' in html.lower()


@pytest.mark.parametrize("path", ["/library/complete", "/fa/library/complete"])
def test_typing_is_completed_from_the_words_of_the_library(
    library: dict[str, Resource], reader: FlaskClient, path: str
) -> None:
    assert "mentors for nurses" in reader.get(path, query_string={"q": "mentors for nur"}).json
    for typed in ("", "n", "nurses ", "zzzz", "\x00" * 5_000):
        assert reader.get(path, query_string={"q": typed}).json == []
    assert "Set-Cookie" not in reader.get(path).headers


@pytest.mark.parametrize(
    ("path", "half", "whole"),
    [
        ("/sq/library", "infermi", "infermier"),
        ("/fa/library", "پرستا", "پرستار"),
        ("/sr-Latn/library", "medicinska ses", "медицинска сестра"),
        ("/sr-Latn/library", "medicin", "медицинска сестра"),
        ("/fr/library", "infirm", "infirmier"),
    ],
)
def test_half_a_word_in_the_readers_language_finds_english_texts(
    library: dict[str, Resource], reader: FlaskClient, path: str, half: str, whole: str
) -> None:
    completed = reader.get(f"{path}/complete", query_string={"q": half}).json
    assert whole in completed
    for typed in (half, whole):
        html = reader.get(path, query_string={"q": typed}).text
        assert library["nurses"].id in html
        assert re.search("<mark>nurs", html, re.IGNORECASE)
    assert "صيدلي" not in completed


@pytest.mark.parametrize("typed", ["ممرضة", "الممرضات", "медсестра"])
def test_words_in_a_script_of_their_own_find_english_texts_on_any_page(
    library: dict[str, Resource], reader: FlaskClient, typed: str
) -> None:
    for path in ("/library", "/sq/library", "/fa/library"):
        assert library["nurses"].id in reader.get(path, query_string={"q": typed}).text


def test_label_that_finds_nothing_is_not_offered(library: dict[str, Resource], reader: FlaskClient) -> None:
    assert reader.get("/sq/library/complete", query_string={"q": "saldat"}).json == []


def test_search_with_a_bad_value_says_so_and_goes_on(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    for name in PARAMETERS - {"q"}:
        answer = reader.get("/library", query_string={name: "<nonsense>'\x00"})
        assert answer.status_code == 200
        assert "Part of this search was left out" in answer.text
        assert "<nonsense>" not in answer.text
        assert len(titles(answer.text)) == 5


def test_search_sorts_and_pages(publish: Publish, reader: FlaskClient) -> None:
    for number in range(15):
        publish("document", title=f"Paper {number:02}")
    outbox.drain()
    first = reader.get("/library?sort=newest")
    second = reader.get("/library?sort=newest&page=2")
    assert titles(first.text)[0] == "Paper 14"
    assert titles(second.text) == ["Paper 02", "Paper 01", "Paper 00"]
    assert titles(reader.get("/library?sort=newest&page=99").text) == titles(second.text)
    assert 'href="/library?sort=newest&amp;page=2"' in first.text
    packed = reader.get("/library", headers={"Accept-Encoding": "br"})
    assert len(packed.data) <= 8_000
    assert len(titles(brotli.decompress(packed.data).decode())) == 12


def test_page_of_results_takes_a_fixed_number_of_statements(
    publish: Publish, client: FlaskClient, count_statements: list[str]
) -> None:
    for number in range(12):
        publish("document", title=f"Paper {number:02}")
    outbox.drain()
    client.get("/library?q=synonyms")  # which are read once
    counts = []
    for address in ("/library?q=paper&sort=newest", "/library?q=03"):
        count_statements.clear()
        assert titles(client.get(address).text)
        counts.append(len([one for one in count_statements if one.startswith("SELECT")]))
    assert counts[0] == counts[1]
    assert counts[0] <= 4  # waiting changes, cards, corridors, terms


def test_search_in_persian_is_right_to_left(library: dict[str, Resource], reader: FlaskClient) -> None:
    answer = reader.get("/fa/library?q=mentors")
    assert '<html lang="fa" dir="rtl">' in answer.text
    assert 'href="/fa/library/' in answer.text
    assert 'lang="en" dir="ltr">Mentors for nurses' in answer.text


def test_home_shows_newest_corridors_and_countries(library: dict[str, Resource], reader: FlaskClient) -> None:
    html = reader.get("/").text
    assert titles(html) == ["Mentors for nurses"]
    assert "/corridors/AL-DE" in html
    assert '<option value="VN">' in html
    assert '<option value="FR">' not in html


def test_public_pages_set_no_cookie_and_may_be_stored(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    record = library["nurses"]
    pages = ("/", "/library?q=nurse", "/library.atom", "/api/v1/library", "/api/v1/providers", "/sitemap.xml")
    for address in (
        *pages,
        "/robots.txt",
        f"/library/{record.id}/{record.slug}",
        f"/api/v1/library/{record.id}",
    ):
        answer = reader.get(address)
        assert answer.status_code == 200, address
        assert "Set-Cookie" not in answer.headers, address
        assert answer.cache_control.public, address
        assert "Cookie" in answer.headers["Vary"], address
        again = reader.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), address
        head = reader.head(address)
        assert (head.status_code, head.data) == (200, b""), address
        assert head.headers["ETag"] == answer.headers["ETag"], address


def test_a_publication_changes_the_tag_and_the_kept_page(publish: Publish, reader: FlaskClient) -> None:
    publish(title="First of all")
    outbox.drain()
    before = reader.get("/library")
    publish(title="Second to none")
    outbox.drain()
    after = reader.get("/library", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert titles(after.text) == ["Second to none", "First of all"]


def test_addresses_on_cards_are_those_of_the_router(
    publish: Publish, app: Flask, reader: FlaskClient
) -> None:
    record = publish(title="Курс для медсестёр & 100 % мову", language="uk")
    outbox.drain()
    for prefix in ("", "/fa"):
        html = reader.get(f"{prefix}/library").text
        with app.test_request_context(environ_overrides={"SCRIPT_NAME": prefix}):
            assert f'href="{url_for("library.read", resource_id=record.id, slug=record.slug)}"' in html
            assert f'href="{url_for("providers.show", slug=record.organisation.slug)}"' in html


@pytest.mark.parametrize("word", ["Gjermani", "آلمان", "Germany", "Немачка", "Nemačka", "Allemagne"])
def test_a_country_finds_the_same_records_in_every_language(
    library: dict[str, Resource], reader: FlaskClient, word: str
) -> None:
    found = {tuple(titles(reader.get(f"{prefix}/library?q={word}").text)) for prefix in ("", "/sq", "/fa")}
    assert len(found) == 1
    assert "Mentors for nurses" in next(iter(found))

"""One address per language: what the prefix does to paths, links, redirects and absolute addresses."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string, url_for
from flask.testing import FlaskClient
from flask_babel import force_locale
from werkzeug.test import run_wsgi_app

from marketplace import languages
from marketplace.languages.prefix import LANGUAGE_KEY

OTHER_HOST = {"Host": "evil.example"}
# What the middleware leaves; test_request_context does not go through it.
IN_PERSIAN = {LANGUAGE_KEY: "fa", "SCRIPT_NAME": "/fa"}
DOUBLE_SLASH = {"PATH_INFO": "//evil.example/ü".encode().decode("latin-1")}


@pytest.fixture
def tiny() -> Iterator[Flask]:
    """An application of three views, with nothing but languages."""
    app = Flask("tiny")
    app.config["BASE_URL"] = "https://example.org/"
    languages.init_app(app)

    @app.route("/")
    def home() -> str:
        return "home"

    @app.route("/library", methods=["GET", "POST"])
    def library() -> str:
        codes = [language.code for language in languages.enabled_languages()]
        links = [languages.url_in_language(code) for code in codes]
        return "\n".join([languages.current_language().code, url_for("record", slug="a b"), *links])

    @app.route("/records/<slug>")
    def record(slug: str) -> str:
        return f"{slug} {languages.url_in_language('fa')} {languages.url_in_language('fa', external=True)}"

    with app.app_context():
        yield app


@pytest.fixture
def visitor(tiny: Flask) -> FlaskClient:
    """A visitor of the tiny application."""
    return tiny.test_client()


def test_path_without_prefix_is_english(visitor: FlaskClient) -> None:
    lines = visitor.get("/library").text.splitlines()
    assert lines[:2] == ["en", "/records/a%20b"]


@pytest.mark.parametrize("code", ["sq", "fr", "fa", "sr", "sr-Latn"])
def test_prefix_sets_language_and_stays_in_links(visitor: FlaskClient, code: str) -> None:
    lines = visitor.get(f"/{code}/library?q=x").text.splitlines()
    assert lines[:2] == [code, f"/{code}/records/a%20b"]
    assert "/library?q=x" in lines
    assert f"/{code}/library?q=x" in lines


@pytest.mark.parametrize("path", ["/xx/library", "/vi/library", "/FA/library", "/sr-latn/", "/fax"])
def test_prefix_of_no_enabled_language_is_not_found(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_english_prefix_redirects_for_good(visitor: FlaskClient) -> None:
    answer = visitor.post("/en/library?q=%C3%A9")
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/library?q=%C3%A9"


def test_language_without_slash_redirects_to_its_home(visitor: FlaskClient) -> None:
    answer = visitor.get("/fa?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/fa/?x=1")
    assert visitor.get("/fa/").text == "home"


@pytest.mark.parametrize("path", ["/en//evil.example", "/en/%5Cevil.example", "/en/%0d%0aX: y"])
def test_crafted_path_does_not_leave_the_site(visitor: FlaskClient, path: str) -> None:
    location = visitor.get(path).headers["Location"]
    assert location.startswith("/")
    assert location[1] not in "/\\"
    assert "\n" not in location


def test_address_in_other_language_keeps_path_quoted_and_on_site(tiny: Flask) -> None:
    with tiny.test_request_context(path="/ü", query_string="a=1&b=2", environ_overrides=DOUBLE_SLASH):
        assert languages.url_in_language("en") == "/evil.example/%C3%BC?a=1&b=2"


def test_address_outside_is_built_from_base_url_not_from_host(visitor: FlaskClient) -> None:
    text = visitor.get("/sq/records/x", headers=OTHER_HOST).text
    assert text == "x /fa/records/x https://example.org/fa/records/x"


def test_external_url_needs_no_request(tiny: Flask) -> None:
    assert languages.external_url("record", slug="x") == "https://example.org/records/x"
    assert languages.external_url("record", "sr-Latn", slug="x", q="é") == (
        "https://example.org/sr-Latn/records/x?q=%C3%A9"
    )
    tiny.config["BASE_URL"] = "https://example.org/market"
    assert languages.external_url("home", "fa") == "https://example.org/market/fa/"


def test_external_url_is_in_the_language_of_the_reader(tiny: Flask) -> None:
    with tiny.test_request_context("/library", headers=OTHER_HOST, environ_overrides=IN_PERSIAN):
        assert languages.external_url("library") == "https://example.org/fa/library"
    with force_locale("sr_Latn"):
        assert languages.current_language().code == "sr-Latn"
        assert languages.external_url("library") == "https://example.org/sr-Latn/library"


def test_application_below_a_path_keeps_that_path(tiny: Flask) -> None:
    environ = tiny.test_request_context("/fa/library").request.environ | {"SCRIPT_NAME": "/app"}
    body, _status, _headers = run_wsgi_app(tiny.wsgi_app, environ)
    lines = b"".join(body).decode().splitlines()
    assert lines[:2] == ["fa", "/app/fa/records/a%20b"]
    assert "/app/library" in lines
    assert "/app/fr/library" in lines


def test_templates_know_language_and_direction(tiny: Flask) -> None:
    with tiny.test_request_context("/library", environ_overrides=IN_PERSIAN):
        text = render_template_string(
            "{{ language.code }} {{ language.dir }} {{ enabled_languages()|length }}"
        )
    assert text == f"fa rtl {len(languages.enabled_languages())}"


def test_stored_choice_that_is_gone_falls_back_to_english() -> None:
    assert languages.by_code("xx").code == "en"
    assert languages.by_code(None).code == "en"
    assert languages.by_code("fa").dir == "rtl"


def test_only_english_claims_to_be_reviewed() -> None:
    assert [language.code for language in languages.KNOWN_LANGUAGES if language.reviewed] == ["en"]
    assert len(languages.KNOWN_LANGUAGES) == 20

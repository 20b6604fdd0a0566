"""Counterparts over HTTP: who is named, why, and that everybody sees the same."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.providers.models import Organisation
from marketplace.resources.models import Kind, Resource
from tests.corridors.conftest import publish, reader
from tests.factories import make_organisation

__all__ = ["reader"]


@pytest.fixture
def school(app: Flask) -> Organisation:
    return make_organisation(
        verified=True, side="origin", name="School of Tirana", countries=["AL"], languages=["sq", "de"]
    )


@pytest.fixture
def course(school: Organisation) -> Resource:
    """An offering in Tirana, and a city and an office that take people up in Germany."""
    found = publish(school, corridors=[("AL", "DE")], phase=["pre_departure"], booster=["language_training"])
    city = make_organisation(verified=True, side="destination", name="City of Hamburg", languages=["de"])
    office = make_organisation(verified=True, side="destination", name="Office for anybody", languages=["fr"])
    publish(city, corridors=[("AL", "DE")], phase=["on_arrival"], booster=["language_training"])
    publish(office, age=400, corridors=[(None, "DE")], phase=["on_arrival"], booster=["job_matching"])
    publish(city, Kind.DOCUMENT, corridors=[("AL", "DE")])
    outbox.drain()
    return found


def test_record_has_counterparts_with_reasons(reader: FlaskClient, course: Resource) -> None:
    page = reader.get(f"/library/{course.id}/counterparts").text
    assert page.index("City of Hamburg") < page.index("Office for anybody")
    for reason in (
        "Both name the corridor from Albania to Germany.",
        "Kinds of help on both sides: Language training.",
        "One helps before arrival, the other after it.",
        "Languages of both: German.",
        "No kind of help in common.",
        "No language in common.",
        "One of them is out of date.",
    ):
        assert reason in page, reason
    assert f"/library/{course.id}/counterparts" in reader.get(f"/library/{course.id}/{course.slug}").text


def test_provider_and_interface_say_the_same(
    reader: FlaskClient, course: Resource, school: Organisation
) -> None:
    page = reader.get(f"/providers/{school.slug}/counterparts")
    assert page.text.index("City of Hamburg") < page.text.index("Office for anybody")
    assert "public" in page.headers["Cache-Control"]
    of_provider = reader.get(f"/api/v1/providers/{school.slug}/counterparts").json
    assert of_provider == reader.get(f"/api/v1/library/{course.id}/counterparts").json
    [city, office] = of_provider["counterparts"]
    assert city["factors"]["corridor"] == {"points": 40, "of": 40}
    assert city["score"] == round(sum(one["points"] for one in city["factors"].values()))
    assert office["factors"]["corridor"]["points"] == 20


def test_need_meets_the_side_it_seeks(app: Flask, reader: FlaskClient, school: Organisation) -> None:
    need = publish(school, Kind.NEED, corridors=[("AL", "DE")], side_sought="destination")
    both = make_organisation(verified=True, side="both", name="Works on both sides")
    publish(both, corridors=[("AL", "DE")], phase=["settled"])
    other = make_organisation(verified=True, side="origin", name="Centre in Durres")
    publish(other, corridors=[("AL", "DE")])
    outbox.drain()
    page = reader.get(f"/library/{need.id}/counterparts").text
    assert "Works on both sides" in page
    assert "Centre in Durres" not in page


def test_suggestions_follow_the_records(app: Flask, reader: FlaskClient, course: Resource) -> None:
    late = make_organisation(verified=True, side="destination", name="Newly here")
    address = f"/library/{course.id}/counterparts"
    assert "Newly here" not in reader.get(address).text
    publish(late, corridors=[("AL", "DE")], phase=["on_arrival"])
    outbox.drain()
    assert "Newly here" in reader.get(address).text


def test_nobody_fits_a_document_or_a_lonely_record(
    app: Flask, reader: FlaskClient, school: Organisation
) -> None:
    document = publish(school, Kind.DOCUMENT, corridors=[("AL", "DE")])
    alone = publish(school, corridors=[("AL", "IT")])
    outbox.drain()
    assert "Documents have none" in reader.get(f"/library/{document.id}/counterparts").text
    assert "Nobody on the other side" in reader.get(f"/library/{alone.id}/counterparts").text
    assert reader.get("/library/nothing/counterparts").status_code == 404
    assert reader.get("/providers/nobody/counterparts").status_code == 404


def test_formula_explains_itself(reader: FlaskClient) -> None:
    page = reader.get("/counterparts").text
    assert "Money and clicks count for nothing" in page

"""Files of other makes, each of the shape that its mapping expects, dirt included."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.exchange import importing, reading
from marketplace.exchange.remapping import BadMapping, Mapping, names, slug_of
from marketplace.exchange.report import Report
from marketplace.providers.models import Organisation
from marketplace.resources.models import Document, Offering, Resource, State

FEATURE = {
    "id": 7,
    "properties": {
        "locationName": "Salt",
        "partnerName": "Un Women ",
        "comments": "Ask at the office.",
        "activityCategory": "EDUCATION",
        "activityName": "Evening courses",
        "startDate": "2014-01-01",
        "endDate": "2014-12-31",
        "3. Intake Criteria": {"Open to all": True, "Referred": False, "Women": True},
    },
}
Take = Callable[..., Report]


@pytest.fixture
def take(admin: User, tmp_path: Path) -> Take:
    """Import a file of so many rows through a mapping and publish it; a list stands for JSON."""

    def taken(kind: str, mapping: str, content: Any, name: str = "rows.json", publish: bool = True) -> Report:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        how = Mapping.load(mapping, kind, tmp_path)
        rows = reading.read(path, reading.format_of(path) or "", how.rows)
        kept = list(how.apply(rows, lambda number, text: notes.append(f"{number} {text}")))
        return importing.import_rows(kind, kept, admin, publish=publish and kind != "provider")

    notes: list[str] = []
    taken.notes = notes  # type: ignore[attr-defined]
    return taken


def test_services_of_a_list_of_features_become_offerings(take: Take) -> None:
    again = {**FEATURE, "id": 8, "properties": {**FEATURE["properties"], "partnerName": "UN WOMEN"}}
    take("provider", "unhcr-jordan", [FEATURE, again])
    take("offering", "unhcr-jordan", [FEATURE, again, FEATURE])
    assert len(db.session.scalars(select(Organisation)).all()) == 1
    assert take.notes == [  # type: ignore[attr-defined]
        "2 “jordan-un-women” was there already: left out",
        "3 “jordan-7” was there already: left out",
    ]
    offering = db.session.scalars(select(Resource).filter_by(import_slug="jordan-7")).one().live_revision
    assert isinstance(offering, Offering)
    assert offering.state == State.PUBLISHED
    assert offering.title == "Evening courses, Salt"
    assert offering.summary == "Evening courses\n\nAsk at the office."
    assert offering.eligibility == "Open to all; Women"
    assert offering.pairs == [(None, "JO")]
    assert offering.slugs("booster") == ["skills_development"]
    assert "corridors" in offering.editorial_fields


def test_other_words_of_a_category_fall_back(take: Take) -> None:
    other = {**FEATURE, "properties": {**FEATURE["properties"], "activityCategory": "NFI"}}
    take("provider", "unhcr-jordan", [FEATURE])
    take("offering", "unhcr-jordan", [other])
    assert db.session.scalars(select(Offering)).one().slugs("booster") == ["referral"]


def test_pages_without_content_are_left_out(take: Take) -> None:
    page = {
        "id": 1,
        "title": "Looking for work",
        "content": "<p>Ask&nbsp;us</p>",
        "excerpt": "Short",
        "url": "https://example.org/w",
    }
    report = take("document", "integreat", [page, {**page, "id": 2, "content": ""}])
    assert report.sums().startswith("1 new")
    assert take.notes == ["2 has no body: left out"]  # type: ignore[attr-defined]


def test_table_finds_its_organisation_through_another(take: Take, tmp_path: Path) -> None:
    (tmp_path / "locations.csv").write_text("id,organization_id,name\n5,9,Town hall\n", encoding="utf-8")
    take("provider", "ohana", "id,name,website\n9,Family Service,fs.example\n", "organizations.csv")
    take(
        "offering",
        "ohana",
        "id,location_id,name,description,service_areas,fees\n1,5,Walk-in centre,Helps all.,Colma,No fee\n",
        "services.csv",
    )
    offering = db.session.scalars(select(Offering)).one()
    assert (offering.places, offering.cost_note) == ("Town hall; Colma", "No fee")
    assert offering.resource.organisation.name == "Family Service"


def test_cells_are_split_and_wrong_figures_left_out(take: Take) -> None:
    take(
        "provider",
        "florida-legal-aid",
        "organization_uuid,organization_name,organization_year_incorporated\na1,Legal Aid,48\n",
        "organizations.csv",
    )
    take(
        "offering",
        "florida-legal-aid",
        "service_uuid,organization_uuid,service_name,service_problem_codes,service_max_age\n"
        "s1,a1,Help at court,Immigration; Housing,999\n",
        "services.csv",
    )
    offering = db.session.scalars(select(Offering)).one()
    assert offering.slugs("booster") == ["legal_entry"]
    assert offering.age_max is None
    assert offering.resource.organisation.founded is None


@pytest.mark.parametrize(
    ("mapping", "row", "title", "language"),
    [
        (
            "cranfield",
            {"id": "7", "title": "flow past plates", "text": "a study ."},
            "flow past plates",
            "en",
        ),
        (
            "integreat-qa",
            {"page_id": "5", "language": "ar", "text": "دليل العائلة\nهل أنت حامل؟"},
            "دليل العائلة",
            "ar",
        ),
        (
            "integreat-qa",
            {"page_id": "6", "language": "fr", "text": "Bus\n\nLes lignes"},
            "Bus Les lignes",
            "fr",
        ),
    ],
)
def test_judged_collections_become_documents(
    take: Take, mapping: str, row: dict[str, str], title: str, language: str
) -> None:
    take("document", mapping, json.dumps(row), "documents.jsonl")
    live = db.session.scalars(select(Document)).one()
    assert (live.title, live.language, live.state) == (title, language, State.PUBLISHED)
    assert row["text"] in {live.summary, live.body}


def test_every_shipped_mapping_can_be_read(tmp_path: Path) -> None:
    documents = {"cranfield", "integreat", "integreat-qa"}
    assert set(names()) == {"unhcr-jordan", "unhcr-jordan-ar", "florida-legal-aid", "ohana"} | documents
    (tmp_path / "locations.csv").write_text("id\n1\n", encoding="utf-8")
    for name in names():
        Mapping.load(name, "document" if name in documents else "offering", tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("offering: {}", "no section “offering” with fields"),
        ("need: {fields: {}}", "no section “offering” with fields"),
        ("[1]", "no section"),
        ("offering: [", "not readable as YAML"),
        ("offering: {fields: {}, every: 1}", "there is no “every”"),
        ("offering: {fields: {title: [a]}}", "write a path"),
        ("offering: {fields: {title: {from: a, form: b}}}", "there is no “form”"),
        ("offering: {fields: {title: {from: a, as: list}}}", "“as” is one of"),
        ("offering: {fields: {}, join: {place: {file: gone.csv}}}", "give file, key and by"),
        ("offering: {fields: {}, join: {place: {file: gone.csv, key: a, by: b}}}", "gone.csv"),
    ],
)
def test_bad_mapping_says_what_to_mend(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadMapping, match=message):
        Mapping.load(str(path), "offering", tmp_path)


def test_unknown_mapping_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="integreat"):
        Mapping.load("other", "offering", tmp_path)


def test_names_become_one_slug_whatever_their_case() -> None:
    assert slug_of("UN  Women ") == slug_of("Un Women") == "un-women"

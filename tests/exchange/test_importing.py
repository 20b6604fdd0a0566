"""Import of whole files: all or nothing, repeatable, through the operations that people use."""

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from marketplace import outbox, vocab
from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.exchange import importing, reading
from marketplace.library import indexing
from marketplace.resources.models import Resource, State
from tests.exchange.rows import (
    CASE_STUDY,
    DOCUMENT,
    OFFERING,
    PROVIDER,
    RECORDS,
    Row,
    counts,
    organisation,
    record,
    said,
    take,
)

STARTER = Path(importing.__file__).parents[1] / "data" / "starter_library"


@pytest.mark.usefixtures("centre")
@pytest.mark.parametrize("kind", RECORDS)
def test_each_kind_is_published_and_a_second_run_changes_nothing(admin: User, kind: str) -> None:
    report = take(kind, RECORDS[kind], user=admin)
    assert (report.created, report.errors) == (1, [])
    live = record(RECORDS[kind]["slug"]).live_revision
    assert live is not None
    assert live.title == RECORDS[kind]["title"]
    assert ("AL", "DE") in live.pairs
    before = counts()
    again = take(kind, RECORDS[kind], user=admin)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert counts() == before


@pytest.mark.usefixtures("centre")
def test_one_bad_row_keeps_all_out_and_every_error_has_its_row(admin: User) -> None:
    before = counts()
    rows: list[Row] = [
        CASE_STUDY,
        CASE_STUDY | {"slug": "two", "summary": "Too short."},
        CASE_STUDY,
        CASE_STUDY | {"slug": None},
        CASE_STUDY | {"slug": "five", "title": ""},
        CASE_STUDY | {"slug": "six", "provider": "Tirana Migration Centre"},
        CASE_STUDY | {"slug": "seven", "language": "english"},
        CASE_STUDY | {"slug": "e ight"},
        CASE_STUDY | {"slug": "nine", "end_year": 2010},
        CASE_STUDY | {"slug": "ten", "funder": "x" * 501},
        CASE_STUDY | {"slug": "eleven", "boosters": ["magic"]},
    ]
    with pytest.raises(importing.ImportRefused) as refused:
        take("case_study", *rows, user=admin)
    errors = {(remark.row, remark.field): remark.text for remark in refused.value.report.errors}
    fields = [
        "summary",
        "slug",
        "slug",
        "title",
        "provider",
        "language",
        "slug",
        "end_year",
        "funder",
        "booster",
    ]
    assert list(errors) == list(enumerate(fields, start=2))
    assert "“tirana-centre” has this name" in errors[6, "provider"]
    assert "10 of the rows" in str(refused.value)
    assert counts() == before


@pytest.mark.usefixtures("centre")
def test_dry_run_reports_the_same_and_changes_nothing(admin: User) -> None:
    before = counts()
    report = take("offering", OFFERING | {"age_max": 999, "website": "x"}, user=admin, dry_run=True)
    assert report.created == 1
    assert {field for _, field, _ in said(report)} == {"age_max", "website"}
    assert counts() == before


@pytest.mark.usefixtures("centre")
def test_dirty_values_of_a_record_are_noted_row_by_row(admin: User) -> None:
    dirty: Row = {
        "title": "A very long title " * 20,
        "summary": f"<p>{OFFERING['summary']}</p>",
        "target_groups": "women; men",
        "boosters": list(vocab.slugs("booster")),
        "apply_url": "apply.example/now",
        "cost": "paid",
        "schedule": "always open",
        "age_min": "young",
        "valid_to": "soon",
        "source_date": "in the spring of 2016",
        "language": None,
    }
    report = take("offering", OFFERING | dirty, user=admin)
    live = record("offering-one").live_revision
    assert live is not None
    assert (len(live.slugs("booster")), live.slugs("target_group")) == (6, ["women"])
    wanted = set(dirty) - {"boosters", "target_groups"} | {"booster", "target_group"}
    assert {field for _, field, _ in said(report)} == wanted


@pytest.mark.usefixtures("centre")
def test_drafts_are_left_without_publish_and_published_by_a_later_run(admin: User) -> None:
    assert take("offering", OFFERING, user=admin, publish=False).created == 1
    assert record("offering-one").latest_revision.state == State.DRAFT
    assert take("offering", OFFERING, user=admin, publish=False).unchanged == 1
    assert take("offering", OFFERING, user=admin).updated == 1
    assert record("offering-one").live_revision is not None


def test_minimal_document_is_found_by_its_text(admin: User) -> None:
    take("document", DOCUMENT, user=admin)
    assert (organisation("headstart-library").is_verified, record("document-one").confirmed_at) == (
        True,
        None,
    )
    outbox.drain()
    assert indexing.check() == []
    assert outbox.waiting() == {}


@pytest.mark.parametrize("kind", ["document", "", None])
def test_document_of_unknown_kind_is_published_without_one(
    admin: User, client: FlaskClient, kind: str | None
) -> None:
    report = take("document", DOCUMENT | {"kind": kind}, user=admin)
    assert [field for _, field, _ in said(report)].count("document_kind") == bool(kind)
    made = record("document-one")
    page = client.get(f"/library/{made.id}/{made.slug}").text
    assert re.search(r"<dt>Kind of document</dt><dd[^>]*><span[^>]*>not stated", page)


def test_structured_answers_of_a_wrong_shape_are_left_out_and_noted(admin: User) -> None:
    take("provider", PROVIDER, user=admin)
    wrong: dict[str, Any] = {
        "indicators": ["many", {"indicator": "people", "value": 12}, {"what": 1}],
        "additional_sources": ["x.example", {"title": "no address"}, 5],
        "partners": "tirana-centre; Ministry; Ministry",
        "end_status": "perhaps",
        "": "x",
        "body": 5,
    }
    report = take("case_study", CASE_STUDY | wrong, user=admin)
    live = record("practice-one").live_revision
    assert live is not None
    assert live.indicators == [{"indicator": "people", "value": "12"}]  # type: ignore[attr-defined]  # a practice
    assert [source["url"] for source in live.additional_sources] == ["https://x.example"]
    assert [p.name for p in live.partners] == [PROVIDER["name"], "Ministry"]  # type: ignore[attr-defined]  # a practice
    assert take("case_study", CASE_STUDY | wrong, user=admin).unchanged == 1
    assert {"indicators", "end_status", "partners", "a field without a name"} <= {
        f for _, f, _ in said(report)
    }


def test_csv_rows_give_the_same_record_as_structured_ones(admin: User, tmp_path: Path) -> None:
    take("provider", PROVIDER, user=admin)
    take("offering", OFFERING, user=admin)
    file = tmp_path / "offerings.csv"
    flat = OFFERING | {"corridors": "AL>DE; >AT"}
    cells = {k: "; ".join(v) if isinstance(v, list) else str(v) for k, v in flat.items()}
    line = ",".join(f'"{cell}"' for cell in cells.values())
    file.write_text(f"{','.join(cells)}\n{line}\n", encoding="utf-8")
    rows = list(reading.read(file, "csv"))
    assert importing.import_rows("offering", rows, admin, publish=True).unchanged == 1


def test_the_starter_library_loads_without_errors_and_only_once(admin: User) -> None:
    files = [("provider", "providers"), ("offering", "offerings"), ("document", "documents")]
    for kind, name in [*files, ("case_study", "case_studies")]:
        rows = list(reading.read(STARTER / f"{name}.yaml", "yaml"))
        report = importing.import_rows(kind, rows, admin, publish=True)
        assert (report.created, report.errors) == (len(rows), [])
        before = counts()
        assert importing.import_rows(kind, rows, admin, publish=True).unchanged == len(rows)
        assert counts() == before
    public = sa.select(sa.func.count()).select_from(Resource).where(Resource.live_revision_id.is_not(None))
    assert db.session.scalar(public) == 138


def test_an_import_costs_few_statements_a_record(admin: User, count_statements: list[str]) -> None:
    take("document", DOCUMENT, user=admin)
    count_statements.clear()
    take("document", *(DOCUMENT | {"slug": f"d{number}"} for number in range(200)), user=admin)
    assert len(count_statements) < 7 * 200  # SQLite takes numbered rows one by one: events and jobs
    count_statements.clear()
    take("document", *(DOCUMENT | {"slug": f"d{number}"} for number in range(200)), user=admin)
    assert len(count_statements) < 2 * 200


def test_messages_of_rules_are_english_outside_a_request(admin: User) -> None:
    with pytest.raises(importing.ImportRefused) as refused:
        take("document", DOCUMENT | {"abstract": "", "year": 1800}, user=admin)
    assert "Write a year between 1950 and" in str(refused.value.report.errors[0])

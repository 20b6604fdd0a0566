"""Search by meaning, with a small model that knows two ideas in three languages."""

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.database import db
from marketplace.library import indexing
from marketplace.library.meaning import (
    PASSAGES,
    TOPIC,
    ask_for_vectors,
    count_missing,
    meaning,
    passages,
    vector,
)
from marketplace.library.models import RecordVector
from marketplace.outbox import OutboxJob
from marketplace.resources.models import Resource
from marketplace.search.meaning.embedder import Vector
from tests.library.conftest import Publish
from tests.library.test_search_page import titles
from tests.search.records import record

IDEAS = (("course", "lessons", "unterricht", "mësim"), ("handbook", "guide", "leitfaden"), ("",))


class Ideas:
    """A vector has one place for each idea; what speaks of none lies apart. "xyzzy" means nothing."""

    name, threshold = "ideas", 0.5

    def query(self, text: str) -> Vector | None:
        return None if text == "xyzzy" else self.passage(text)

    def passage(self, text: str) -> Vector:
        held = [any(word in text.lower() for word in words if word) for words in IDEAS]
        vector = np.array([*held[:-1], not any(held)], dtype=np.float32)
        return vector / np.linalg.norm(vector)


@pytest.fixture
def embedded(app: Flask, library: dict[str, Resource]) -> dict[str, Resource]:
    """The library with a vector for every record."""
    meaning().use(Ideas())
    ask_for_vectors()
    outbox.drain()
    return library


def test_search_finds_by_meaning_marks_it_and_counts_it(
    embedded: dict[str, Resource], reader: FlaskClient
) -> None:
    html = reader.get("/library?q=Unterricht").text
    assert titles(html) == ["Evening language course"]
    assert "Related</span>" in html
    found = reader.get("/api/v1/library?q=Unterricht").json
    assert (found["total"], found["related"]) == (1, 1)
    assert [item["related"] for item in found["items"]] == [True]
    assert sum(found["facets"]["kind"].values()) == 1


def test_search_by_meaning_keeps_to_filters(embedded: dict[str, Resource], reader: FlaskClient) -> None:
    assert reader.get("/api/v1/library?q=Unterricht&destination=FR").json["total"] == 0
    assert reader.get("/api/v1/library?q=Unterricht&destination=IT").json["total"] == 1


def test_what_means_nothing_finds_nothing(embedded: dict[str, Resource], reader: FlaskClient) -> None:
    assert reader.get("/api/v1/library?q=xyzzy").json["total"] == 0
    assert titles(reader.get("/library?q=xyzzy").text) == []


def test_search_by_words_is_not_marked(embedded: dict[str, Resource], reader: FlaskClient) -> None:
    found = reader.get("/api/v1/library?q=evening+course").json
    assert found["items"][0]["title"] == "Evening language course"
    assert found["items"][0]["related"] is False


def test_published_record_gets_its_vector_and_pages_notice(
    embedded: dict[str, Resource], publish: Publish, reader: FlaskClient
) -> None:
    assert reader.get("/api/v1/library?q=Leitfaden").json["total"] == 1
    record = publish(title="Guide for parents")
    outbox.drain()
    assert count_missing() == 0
    assert db.session.get_one(RecordVector, record.id).revision_id == record.live_revision_id
    assert reader.get("/api/v1/library?q=Leitfaden").json["total"] == 2


def test_status_counts_what_waits(library: dict[str, Resource]) -> None:
    meaning().use(Ideas())
    assert indexing.status()["meaning"] == "0 of 5 records embedded, 5 waiting"
    ask_for_vectors()
    ask_for_vectors()
    assert db.session.query(OutboxJob).filter_by(topic=TOPIC).count() == 1
    outbox.drain()
    assert indexing.status()["meaning"] == "5 of 5 records embedded, 0 waiting"


def test_without_a_model_search_works_and_says_why(app: Flask, library: dict[str, Resource]) -> None:
    app.extensions[TOPIC] = type(meaning())(wanted=False)
    ask_for_vectors()
    assert outbox.waiting() == {}
    assert indexing.status()["meaning"] == "off"
    assert app.test_client().get("/api/v1/library?q=course").json["total"] == 1


def test_vector_of_a_record_sees_its_whole_text_in_pieces_of_each_size() -> None:
    said = [f"Flat {number} is for you." for number in range(500)]
    long = record(2, "Housing", body=" ".join([*said[:60], "Then a guide to it.", *said[60:]]))
    pieces = passages(long)
    assert len(pieces) == sum(PASSAGES.values())
    for size, most in PASSAGES.items():
        of_this_size, pieces = pieces[:most], pieces[most:]
        assert all(size / 2 < len(piece) <= size for piece in of_this_size)
        assert all(piece.startswith("Housing. ") for piece in of_this_size)
    found = vector(Ideas(), long)
    assert found[1] > 0
    assert np.isclose(np.linalg.norm(found), 1)


def test_short_record_is_one_piece() -> None:
    assert passages(record(1, "Housing", body="A flat")) == ["Housing. A flat"]


def test_vectors_of_another_make_are_made_anew(embedded: dict[str, Resource], reader: FlaskClient) -> None:
    made_before = db.session.query(RecordVector).first()
    assert made_before is not None
    made_before.model = f"{Ideas.name}/8"
    db.session.commit()
    assert count_missing() == 1
    ask_for_vectors()
    outbox.drain()
    assert count_missing() == 0
    assert made_before.model != f"{Ideas.name}/8"

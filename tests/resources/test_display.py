"""Answers as words, for people of several languages."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from marketplace.resources.display import text_of
from marketplace.resources.questions import questions

QUESTIONS = {
    question.name: question
    for kind in ("case_study", "offering", "need", "document")
    for question in questions(kind)
}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("corridors", [("AL", "DE"), (None, "IT")], "From Albania to Germany\nFrom any country to Italy"),
        ("booster", ["language_training", "job_matching"], "Language training\nJob matching"),
        ("evaluation_type", "unknown", ""),
        ("start_year", 2019, "2019"),
        ("delivery_language", [], ""),
        ("schedule", {"MO": ["09:00", "17:00"]}, "Monday 09:00–17:00"),
    ],
)
def test_answer_reads_as_words(app: Flask, name: str, value: Any, words: str) -> None:
    assert text_of(QUESTIONS[name], value) == words


def test_corridor_has_no_arrow_that_points_the_wrong_way(app: Flask) -> None:
    with force_locale("fa"):
        text = text_of(QUESTIONS["corridors"], [("AL", "DE")])
    assert text.index("آلبانی") < text.index("آلمان")
    assert "→" not in text

"""Snippets: the part of each card's text that answers the words of a question, the words marked."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, inspect

from marketplace.database import db
from marketplace.library.cards import Card
from marketplace.library.found_in import find_in_files
from marketplace.resources.models import KINDS, Document, Kind, Resource
from marketplace.resources.queries import published
from marketplace.resources.questions import Answer, questions
from marketplace.search.snippets import Segment, count_words, snippet
from marketplace.search.text.analysis import Words
from marketplace.search.text.normalise import normalise

LENGTH = 150  # characters of a snippet


def mark_words(cards: Sequence[Card], words: Words, others: Words) -> None:
    """Give each card its snippet: from the summary, the body or a file, the first that holds a word.

    A page of a file comes before them where it holds more of the words than all of them together. Only where
    none of the words stands are `others` marked, which the question was widened to.
    """
    for card in cards:
        card.snippet = snippet(card.summary, words, card.language, LENGTH)
    if not words:
        return
    unmarked = {card.id for card in cards if not _has_mark(card, words)}
    looked_at = {card.id: card for card in cards if card.has_text or card.id in unmarked}
    if not looked_at:
        return
    own = {}
    for resource_id, *texts in db.session.execute(_bodies(), {"ids": list(looked_at)}):
        card, body = looked_at[resource_id], "\n".join(text for text in texts if text)
        if resource_id in unmarked:
            card.snippet = _marked(card, body, words, others) or card.snippet
        if card.has_text:
            text = normalise("\n".join((card.title, card.summary, body)))
            own[resource_id] = count_words(text, words, card.language)
    known = 2 * words.count
    find_in_files([looked_at[one] for one, count in own.items() if count < known], words, LENGTH, own)


def _marked(card: Card, body: str, words: Words, others: Words) -> list[Segment] | None:
    """The first snippet that has a mark; None where nothing that was asked for stands in these words."""
    for text, asked in ((body, words), (card.summary, others), (body, others)):
        made = snippet(text, asked, card.language, LENGTH) if asked else []
        if any(marked for _, marked in made):
            return made
    return None


def _has_mark(card: Card, words: Words) -> bool:
    """Whether a reader sees why the record was found: by its title or by the snippet so far."""
    if any(marked for _, marked in card.snippet):
        return True
    return any(marked for _, marked in snippet(card.title, words, card.language))


@lru_cache(maxsize=1)
def _bodies() -> Select[*tuple[Any, ...]]:
    """The long texts of public records, by id (the live revision has no index of its own)."""
    names = {
        (kind, question.name): None
        for kind in Kind
        for question in questions(kind)
        if question.answer is Answer.TEXT and question.name not in {"summary", "sought"}
    }
    columns = [getattr(KINDS[kind], name) for kind, name in names if name in inspect(KINDS[kind]).columns]
    asked = published().where(Resource.id.in_(bindparam("ids", expanding=True)))
    return asked.with_only_columns(Resource.id, *columns, Document.body)

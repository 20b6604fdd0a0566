"""Ways to go on with what somebody types: words of the texts, and labels in the asker's language."""

from itertools import islice

from marketplace.library.engine import engine
from marketplace.library.forms import LibraryFilters
from marketplace.searches.widening import Widener, complete, widener

MOST = 8
_MOST_LABELS, _MOST_TRIED = 4, 8


def completions(typed: str, language: str) -> list[str]:
    """The text with its last word completed; labels that find something stand first, the shortest before.

    Raises IndexUnavailable.
    """
    words = widener()
    tried = sorted(complete(typed, language), key=len)[:_MOST_TRIED]
    labels = islice((text for text in tried if _finds(text, language, words)), _MOST_LABELS)
    return list(dict.fromkeys([*labels, *engine().suggest(typed)]))[:MOST]


def _finds(text: str, language: str, words: Widener) -> bool:
    """Whether a search for it would find any record."""
    asked = LibraryFilters(q=text).query(language, expansions=words.expansions(text, language), per_page=1)
    return engine().find(asked).total > 0

"""Ways to go on with what somebody types: words of the texts, and labels in the asker's language."""

from marketplace.library.engine import engine
from marketplace.library.forms import LibraryFilters
from marketplace.search.grammar import MAX_CHARACTERS
from marketplace.searches.widening import complete, widener

MOST = 8
_MOST_LABELS = 4


def completions(typed: str, language: str) -> list[str]:
    """The text with its last word completed; labels that find something stand first, the shortest before.

    Raises IndexUnavailable.
    """
    words = widener()
    labels: list[str] = []
    for text in sorted(complete(typed, language), key=len)[: 2 * _MOST_LABELS]:
        asked = LibraryFilters(q=text).query(
            language, expansions=words.expansions(text, language), per_page=1
        )
        if len(text) <= MAX_CHARACTERS and len(labels) < _MOST_LABELS and engine().find(asked).total:
            labels.append(text)
    return list(dict.fromkeys([*labels, *engine().suggest(typed)]))[:MOST]

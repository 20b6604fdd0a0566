"""The expansions of a query as words that this index can look up."""

from marketplace.search.engine import Query
from marketplace.search.text.analysis import QueryWord, keys, query_word, tokens
from marketplace.search.text.normalise import normalise, primary
from marketplace.search.whoosh.ranking import Widened

MOST_LABELS = 200
"""Labels looked up for one query, of all its expansions together."""


def widened(query: Query, languages: tuple[str, ...]) -> list[Widened]:
    """The expansions with those labels that a text in one of the languages can hold.

    A label without a language is looked for in all of them.
    """
    left = MOST_LABELS
    found: list[Widened] = []
    for expansion in query.expansions:
        labels = []
        for language, text in expansion.labels:
            code = primary(language)
            if code and code not in languages:
                continue
            words = _words(text, (code,) if code else languages, whole=expansion.whole)
            if words:
                labels.append(words)
        labels = list(dict.fromkeys(labels))[:left]
        left -= len(labels)
        if labels:
            found.append((labels, expansion.weight))
    return found


def explained(query: Query, *, whole: bool = False) -> set[str]:
    """The words, as `QueryWord.typed` has them, that an expansion explains; `whole`: one that is whole."""
    asked = [one for one in query.expansions if one.whole or not whole]
    return {keys(word, "").shown for one in asked for _, _, word in tokens(normalise(one.typed))}


def _words(text: str, languages: tuple[str, ...], *, whole: bool) -> tuple[QueryWord, ...]:
    """The words of a label, less the stop words of its language unless it has no others.

    What is left of one that is `whole` must be two words still: "Pays-Bas" is not any "pays".
    """
    words = [word for _, _, word in tokens(normalise(text))]
    content = [word for word in words if not keys(word, languages[0]).stop]
    if len(content) < (min(2, len(words)) if whole else 1):
        content = words
    return tuple(dict.fromkeys(query_word(word, languages) for word in content))

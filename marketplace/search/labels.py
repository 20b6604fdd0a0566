"""What the labels of a thesaurus are compared by: the keys of their words, and how they begin."""

from marketplace.search.text.analysis import Keys, keys, tokens
from marketplace.search.text.fold import fold
from marketplace.search.text.normalise import normalise, serbian_latin
from marketplace.search.text.stemming import SERBIAN
from marketplace.search.text.stopwords import stop_words

_BEGINNING = 3
_ARABIC_ARTICLE = "ال"


def content_of(text: str, language: str) -> list[Keys]:
    """The keys of the words of a label, less its stop words."""
    return [one for _, _, word in tokens(normalise(text)) if not (one := keys(word, language)).stop]


def beginning_of_label(text: str, language: str) -> str:
    """The beginning of the first word of a label that is no stop word; "" where there is none."""
    words = (word for _, _, word in tokens(normalise(text)))
    stop = stop_words(language)
    return next((beginning_of_word(word, language) for word in words if fold(word.lower()) not in stop), "")


def beginning_of_word(word: str, language: str) -> str:
    """What words of one stem begin with; stemmers take the Arabic article away."""
    word = word.lower().removeprefix(_ARABIC_ARTICLE)
    if language in SERBIAN:
        word = serbian_latin(word) or word
    return fold(word)[:_BEGINNING]

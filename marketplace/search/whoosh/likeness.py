"""Records like another one: by the most telling words of its text and by the terms both bear.

The words are those with the highest weight × idf, the classic choice of query terms from a document
(Robertson, On term selection for query expansion, 1990, in its simplest form); they are scored as ranking.py
scores a query. What a record is about in controlled terms also counts, so that texts in other languages are
near.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from marketplace.search.text.analysis import keys
from marketplace.search.text.normalise import primary
from marketplace.search.text.stopwords import stop_words
from marketplace.search.whoosh.blocks import Ids, Postings
from marketplace.search.whoosh.ranking import saturated
from marketplace.search.whoosh.schema import BREAK, SUMMARY_WEIGHT, TEXT_WEIGHT, TITLE_WEIGHT
from marketplace.search.whoosh.snapshot import Scores, Snapshot

CANDIDATES = 60  # words that are looked up
STEMMED = 2 * CANDIDATES  # words of a text that are stemmed: those that come up most
TELLING = 20  # words that are asked for
COMMON = 0.25  # a word in more of the records than this says nothing
FEW = 20  # records, among which no word is common
COUNTED = 20_000  # records, up to which all texts with a word are counted
TERMS = {"booster": 1.5, "pair": 1.5, "target": 1.0, "phase": 0.5}  # what sharing a value is worth
_LINES = (
    TITLE_WEIGHT,
    SUMMARY_WEIGHT,
    TEXT_WEIGHT,
)  # of the stored text; not of the provider's name


def alike(snapshot: Snapshot, record_id: str, limit: int) -> list[str]:
    """Ids of at most `limit` records like this one, the nearest first; none for an unknown one."""
    found = np.flatnonzero((snapshot.ids == record_id.encode()) & snapshot.live)
    if not len(found):
        return []
    document = int(found[0])
    scores = np.zeros(snapshot.size, dtype=np.float32)
    _add_words(snapshot, scores, document)
    _add_terms(snapshot, scores, document)
    scores[~snapshot.live] = 0
    scores[document] = 0
    return [snapshot.ids[one].decode() for one in _best(scores, limit)]


def _best(scores: Scores, limit: int) -> Ids:
    """The documents with the highest scores above nothing, the highest first; of equals the first."""
    least = np.partition(scores, -limit)[-limit] if limit < len(scores) else 0
    found = np.flatnonzero((scores >= least) & (scores > 0))
    return found[np.argsort(-scores[found], kind="stable")][:limit]


def _add_words(snapshot: Snapshot, scores: Scores, document: int) -> None:
    """Words are rare or common among the texts of their language: else all texts in a rare one were near."""
    language, texts = _language(snapshot, document)
    weighed = []
    for key, weight in _weights(snapshot, document, language).most_common(CANDIDATES):
        count = _count(snapshot, key)
        if count <= max(FEW, COMMON * texts):
            idf = _idf(texts, count)
            weighed.append((idf * weight, idf, key))
    weighed.sort(key=lambda one: -one[0])
    for _, idf, key in weighed[:TELLING]:
        documents, weights = _postings(snapshot, key)
        scores[documents] += np.float32(idf) * saturated(snapshot, documents, weights)


def _count(snapshot: Snapshot, key: str) -> float:
    """How many texts have a word; in a large library as its largest part has it: each part takes a look."""
    segments = snapshot.segments
    if snapshot.size <= COUNTED:
        return sum(segment.frequency(_field(key), key) for segment in segments)
    largest = max(segments, key=lambda segment: segment.count)
    return largest.frequency(_field(key), key) * snapshot.size / largest.count


def _add_terms(snapshot: Snapshot, scores: Scores, document: int) -> None:
    for name, worth in TERMS.items():
        table = snapshot.table(name)
        for value in table.held_by(document):
            documents = table.documents(value)
            scores[documents] += np.float32(worth * _idf(snapshot.documents, len(documents)))


def _weights(snapshot: Snapshot, document: int, language: str) -> Counter[str]:
    """What each stem (each word without one) of title, summary and text weighs in a document."""
    words: Counter[str] = Counter()
    [(_, text)] = snapshot.texts(np.array([document]))
    for line, weight in zip(text.decode().split(BREAK), _LINES, strict=False):
        for word, count in Counter(line.split()).items():
            words[word] += weight * count
    stop = stop_words(language)
    telling = Counter({word: weight for word, weight in words.items() if len(word) > 1 and word not in stop})
    weights: Counter[str] = Counter()
    for word, weight in telling.most_common(STEMMED):
        found = keys(word, language)
        weights[found.key] += weight
    return weights


def _language(snapshot: Snapshot, document: int) -> tuple[str, int]:
    """The language of a text, "" where it is not known, and how many texts are in it."""
    table = snapshot.table("language")
    for value in table.held_by(document):
        return primary(value), len(table.documents(value))
    return "", snapshot.documents


def _idf(texts: int, count: float) -> float:
    return float(np.log(1 + (max(0, texts - count) + 0.5) / (count + 0.5)))


def _postings(snapshot: Snapshot, key: str) -> Postings:
    """Documents and weights of one stem or word, through all segments."""
    documents, weights = zip(*_parts(snapshot, key), strict=True)
    return np.concatenate(documents), np.concatenate(weights)


def _parts(snapshot: Snapshot, key: str) -> Iterator[Postings]:
    yield np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint8)
    for segment, offset in zip(snapshot.segments, snapshot.offsets, strict=True):
        found = segment.postings(_field(key), key)
        if found is not None:
            yield found[0] + np.int32(offset), found[1]


def _field(key: str) -> str:
    """Where a stem or a word is indexed."""
    return "stem" if ":" in key else "word"

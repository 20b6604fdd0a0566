"""Which documents a query matches, and how well: BM25 over arrays.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with the idf
ln(1 + (N - n + 0.5) / (n + 0.5)). All keys of one typed word count as one term: a document's weight for
it is the greatest of theirs, its n the number of documents with any of them. The word exactly as typed
counts a second time, for less: another inflection of it is weaker evidence. It counts with the same n,
because a rare inflection does not make its meaning a rare one.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from marketplace.search.grammar import Parsed, Phrase
from marketplace.search.text.analysis import QueryWord
from marketplace.search.whoosh.blocks import Ids, Postings, Weights
from marketplace.search.whoosh.segment import EMPTY
from marketplace.search.whoosh.snapshot import K1, Scores, Snapshot
from marketplace.search.whoosh.tables import Mask, mask_of

EXACT_WEIGHT = 0.3
PREFIX_WEIGHT = 0.3
MAX_EXPANSIONS = 100
MAX_VERIFIED = 1_000


Labels = Sequence[Sequence[QueryWord]]
Widened = tuple[Labels, float]
"""Labels as their words, none of them empty, and the weight of them all."""


@dataclass(slots=True)
class Matched:
    """Documents that match a query's words, with their scores; `rarity` is the idf of each word.

    It is 0 for a word that no text has; the last word may then be as rare as those it begins.
    Phrases are looked for in at most MAX_VERIFIED texts per query, of which `left` remain; `about` says
    that there were more candidates.
    """

    mask: Mask
    scores: Scores
    rarity: dict[QueryWord, float]
    about: bool = False
    left: int = MAX_VERIFIED


def match(
    snapshot: Snapshot, parsed: Parsed, widened: Sequence[Widened] = (), joined: Collection[str] = ()
) -> Matched:
    """Documents that match the words of a query (all documents when it has none) and their scores.

    `widened` are other words for the typed ones; they count for nothing where no word was typed. Typed words
    that are `joined` find nothing alone: a document matches by others, or by the labels that explain them.
    """
    scores = np.zeros(snapshot.size, dtype=np.float32)
    rarity: dict[QueryWord, float] = {}
    for word, count in Counter(_scored(parsed)).items():
        postings = word_postings(snapshot, word)
        rarity[word] = _idf(snapshot, postings[0])
        weight = count * rarity[word]
        _add(snapshot, scores, postings, weight)
        _add(snapshot, scores, _exact_postings(snapshot, word), EXACT_WEIGHT * weight)
    if parsed.prefix:
        begun = _prefix_postings(snapshot, parsed.prefix)
        _add_term(snapshot, scores, begun, PREFIX_WEIGHT)
        for word in rarity:
            if word.words[0] == parsed.prefix:
                rarity[word] = rarity[word] or _idf(snapshot, begun[0])
    for labels, factor in widened if parsed.words else ():
        _add_term(snapshot, scores, _label_postings(snapshot, labels), factor)
    mask = snapshot.live.copy() if parsed.is_empty else (scores > 0) & snapshot.live
    if joined:
        mask &= _holding_more(snapshot, parsed, widened, joined)
    for word in parsed.excluded:
        mask[word_postings(snapshot, word)[0]] = False
    matched = Matched(mask, scores, rarity)
    for phrase in parsed.phrases:
        _verify(snapshot, matched, phrase, wanted=True)
    for phrase in parsed.excluded_phrases:
        _verify(snapshot, matched, phrase, wanted=False)
    return matched


def _holding_more(
    snapshot: Snapshot, parsed: Parsed, widened: Sequence[Widened], joined: Collection[str]
) -> Mask:
    """Documents that hold something asked for beside words that say what they say only together."""
    others = [word for word in _scored(parsed) if word.typed not in joined]
    held = [word_postings(snapshot, word)[0] for word in others]
    if parsed.prefix and any(word.words[0] == parsed.prefix for word in others):
        held.append(_prefix_postings(snapshot, parsed.prefix)[0])
    return mask_of(snapshot.size, [*held, *(_label_postings(snapshot, labels)[0] for labels, _ in widened)])


def _scored(parsed: Parsed) -> list[QueryWord]:
    return [*parsed.words, *(word for phrase in parsed.phrases for word in phrase.parts)]


def word_postings(snapshot: Snapshot, word: QueryWord) -> Postings:
    """Documents with any key of a typed word, and the greatest weight each has for one."""
    return _union(snapshot, [*(("stem", key) for key in word.stems), *(("word", key) for key in word.words)])


def documents_with(snapshot: Snapshot, parsed: Parsed, word: QueryWord) -> Ids:
    """Documents with any key of a typed word; where none has one and it may be half a word, a whole one."""
    documents, _ = word_postings(snapshot, word)
    if not len(documents) and word.words[0] == parsed.prefix:
        documents, _ = _prefix_postings(snapshot, parsed.prefix)
    return documents


def _label_postings(snapshot: Snapshot, labels: Labels) -> Postings:
    """Documents that hold all words of a label, with the least of their weights; of labels the greatest."""
    dense = np.zeros(snapshot.size, dtype=np.uint16)
    for label in labels:
        documents, weights = word_postings(snapshot, label[0])
        for word in label[1:]:
            documents, weights = _both(documents, weights, word_postings(snapshot, word))
        dense[documents] = np.maximum(dense[documents], weights)
    documents = np.flatnonzero(dense)
    return documents, dense[documents]


def _both(documents: Ids, weights: Weights, other: Postings) -> Postings:
    common, here, there = np.intersect1d(documents, other[0], assume_unique=True, return_indices=True)
    return common, np.minimum(weights[here], other[1][there])


def _exact_postings(snapshot: Snapshot, word: QueryWord) -> Postings:
    return _union(snapshot, [("word", key) for key in word.words])


def _prefix_postings(snapshot: Snapshot, prefix: str) -> Postings:
    terms = {term for segment in snapshot.segments for term in segment.expand("word", prefix, MAX_EXPANSIONS)}
    return _union(snapshot, [("word", term) for term in sorted(terms)[:MAX_EXPANSIONS]])


def _union(snapshot: Snapshot, terms: list[tuple[str, str]]) -> Postings:
    """Documents with any of some terms, ascending through all segments, and the greatest weight of each."""
    documents, weights = [], []
    for segment, offset in zip(snapshot.segments, snapshot.offsets, strict=True):
        found = [postings for term in terms if (postings := segment.postings(*term)) is not None]
        if found:
            ids, weight = found[0] if len(found) == 1 else _greatest(segment.count, found)
            ids = ids.astype(np.intp)
            documents.append(ids + offset if offset else ids)
            weights.append(weight)
    if len(documents) == 1:
        return documents[0], weights[0]
    return np.concatenate([EMPTY, *documents]), np.concatenate([np.empty(0, np.uint8), *weights])


def _greatest(size: int, found: list[Postings]) -> Postings:
    dense = np.zeros(size, dtype=np.result_type(*(weights for _, weights in found)))
    dense[found[0][0]] = found[0][1]
    for ids, weights in found[1:]:
        places = ids.astype(np.intp)  # once, or each use would convert them
        dense[places] = np.maximum(dense[places], weights)
    documents = np.flatnonzero(dense != 0)  # numpy counts truths several times as fast as numbers
    return documents, dense[documents]


def _idf(snapshot: Snapshot, documents: Ids) -> float:
    """How much a term in these documents says, 0 in none of them; deleted ones count neither in n nor N."""
    n = len(documents) if snapshot.all_live else int(np.count_nonzero(snapshot.live[documents]))
    return log(1 + (snapshot.documents - n + 0.5) / (n + 0.5)) if n else 0.0


def saturated(snapshot: Snapshot, documents: Ids, weights: NDArray[np.generic]) -> Scores:
    """What weights in these documents are worth: less for each repetition and in longer texts."""
    counts = weights.astype(np.float32)
    worth: Scores = counts * np.float32(K1 + 1) / (counts + snapshot.norm[documents])
    return worth


def _add_term(snapshot: Snapshot, scores: Scores, postings: Postings, factor: float) -> None:
    _add(snapshot, scores, postings, factor * _idf(snapshot, postings[0]))


def _add(snapshot: Snapshot, scores: Scores, postings: Postings, weight: float) -> None:
    """Add one term's part to the scores."""
    if weight and len(postings[0]):
        documents, weights = postings
        scores[documents] += np.float32(weight) * saturated(snapshot, documents, weights)


def _holding_all(snapshot: Snapshot, phrase: Phrase) -> Mask:
    mask = np.ones(snapshot.size, dtype=np.bool_)
    for part in phrase.parts:
        holding = np.zeros(snapshot.size, dtype=np.bool_)
        holding[_exact_postings(snapshot, part)[0]] = True
        mask &= holding
    return mask


def _verify(snapshot: Snapshot, matched: Matched, phrase: Phrase, wanted: bool) -> None:
    """Keep documents with (not wanted: without) the phrase; the best are looked at, the others believed.

    A document that holds all the words but was not looked at counts as having the phrase when it is
    wanted, and as not having it when it is not: so the answer errs towards showing more.
    """
    holding = matched.mask & _holding_all(snapshot, phrase)
    if wanted:
        matched.mask = holding.copy()
    candidates = np.flatnonzero(holding)
    candidates = candidates[np.argsort(-matched.scores[candidates], kind="stable")]
    asked = [f" {' '.join(words)} ".encode() for words in phrase.spellings]
    for document, text in snapshot.texts(candidates[: matched.left]):
        matched.mask[document] = any(words in text for words in asked) is wanted
    matched.about |= len(candidates) > matched.left
    matched.left -= min(matched.left, len(candidates))

"""The fields of the index, and how a record becomes one of its documents."""

import struct
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np

from marketplace.search.engine import ANY, SearchRecord
from marketplace.search.text.analysis import Keys, analyse, keys, word_list
from marketplace.search.text.normalise import normalise, primary
from marketplace.search.whoosh.library import columns, fields, formats

SCHEMA_VERSION = 5
INDEX_NAME = "MAIN"

TITLE_WEIGHT, SUMMARY_WEIGHT, TEXT_WEIGHT = 3, 2, 1
ATTACHED_WEIGHT, ATTACHED_LENGTH = 3, 200  # at most, of a word and of the whole
NEVER = np.iinfo(np.int64).min
MAX_YEARS = 60

OPEN_SIDE = "*"
BREAK = " \n "
_CUT_OFF = " .…"  # how an excerpt ends

_META = struct.Struct("<Iqqii")
META = np.dtype(
    [("length", "<u4"), ("published", "<i8"), ("confirmed", "<i8"), ("year", "<i4"), ("year_end", "<i4")]
)
NO_YEAR = -(2**31)

KEYWORDS = (
    *("kind", "origin", "destination", "booster", "phase", "target", "channel", "delivery"),
    *("language", "provider_kind", "evidence", "year", "provider", "handover"),
)


class Weighted(fields.FieldType):  # type: ignore[misc]  # Whoosh has no type hints
    """Terms with a whole weight each; no positions, no lengths (the exact length is in the column `meta`).

    Its value is a mapping of terms to weights, which `gathering.GatheringWriter` takes as it is.
    """

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.scorable = False


def schema() -> Any:
    """A fresh schema; ours is used for reading too, the one stored in the index never is."""
    described = {name: Weighted() for name in ("id", "stem", "word", "shown", "pair", *KEYWORDS)}
    return fields.Schema(
        key=fields.COLUMN(columns.VarBytesColumn()),
        meta=fields.COLUMN(columns.FixedBytesColumn(_META.size)),
        text=fields.COLUMN(columns.VarBytesColumn()),
        **described,
    )


def document(record: SearchRecord) -> dict[str, Any]:
    """The document of a record.

    `stem` and `word` carry the weights of title, summary and text; `shown` the spellings that folding
    loses; `text` the folded words in order between single spaces, a line per field, for phrases. Labels
    of terms count once each. Neither they nor the provider's name count into the length: they say what a text
    is about and whose it is, not how long it is.
    """
    language = primary(record.language)
    weights = _Weights()
    lines = [
        weights.add(text, language, weight)
        for text, weight in (
            (record.title, TITLE_WEIGHT),
            (_own_summary(record), SUMMARY_WEIGHT),
            (record.body, TEXT_WEIGHT),
        )
    ]
    attached = weights.add_attached(record.attachments_text, language)
    length = weights.length
    lines += [weights.add(record.provider_name, language, TEXT_WEIGHT), attached]
    tongues, said = {language, "en"}, record.terms.split("\n")
    labels = dict.fromkeys(
        found for tongue in tongues for label in said for found in _of_label(label, tongue)
    )
    weights.add_labels(labels)
    return {
        "id": {record.id: 1},
        "key": f"{record.id}\0{record.version}".encode(),
        "meta": _META.pack(length, *_dates(record), *_years(record)),
        "text": f" {BREAK.join(lines)} ".encode(),
        "stem": weights.stems,
        "word": weights.words,
        "shown": weights.shown,
        **{name: dict.fromkeys(values, 1) for name, values in _keywords(record).items()},
    }


def _own_summary(record: SearchRecord) -> str:
    """The summary, unless it only repeats a part of title or text, as where a program cut it off: an excerpt
    says no more than what it is taken from, and its words would count three times.
    """
    summary, rest = (" ".join(text.split()) for text in (record.summary, f"{record.title} {record.body}"))
    return "" if summary.rstrip(_CUT_OFF) in rest else record.summary


@lru_cache(maxsize=20_000)
def _of_label(label: str, language: str) -> tuple[Keys, ...]:
    """The keys of a label: some thousand labels stand in all records together."""
    return tuple(analyse(label, language))


class _Weights:
    """Adds up what each key weighs in a document."""

    def __init__(self) -> None:
        self.stems: dict[str, int] = {}
        self.words: dict[str, int] = {}
        self.shown: dict[str, int] = {}
        self.length = 0

    def add(self, text: str, language: str, weight: int) -> str:
        """Count the words of a text; its folded words in order. Each different word is looked at once."""
        words = word_list(normalise(text))
        found = {word: (keys(word, language), count) for word, count in Counter(words).items()}
        for one, count in found.values():
            self._count(one, count * weight)
            if not one.stop:
                self.length += count * weight
        return " ".join([found[word][0].word for word in words])

    def add_attached(self, text: str, language: str) -> str:
        """Text of files: a handbook says most words often, which must count for little beside a title."""
        attached = _Weights()
        line = attached.add(text, language, TEXT_WEIGHT)
        for mine, theirs in ((self.stems, attached.stems), (self.words, attached.words)):
            for key, weight in theirs.items():
                mine[key] = mine.get(key, 0) + min(weight, ATTACHED_WEIGHT)
        self.shown |= attached.shown
        self.length += min(attached.length, ATTACHED_LENGTH)
        return line

    def add_labels(self, labels: Iterable[Keys]) -> None:
        for one in labels:
            for root in one.stems:
                self.stems.setdefault(root, 1)
            self.words.setdefault(one.word, 1)
            if one.shown != one.word:
                self.shown.setdefault(one.shown, 1)

    def _count(self, one: Keys, weight: int) -> None:
        self.words[one.word] = self.words.get(one.word, 0) + weight
        for root in one.stems:
            self.stems[root] = self.stems.get(root, 0) + weight
        if one.shown != one.word:
            self.shown[one.shown] = 1


def seconds(moment: datetime | None) -> int:
    """A time as stored: microseconds since 1970, NEVER for none."""
    return int(NEVER) if moment is None else round(moment.timestamp() * 1_000_000)


def _dates(record: SearchRecord) -> tuple[int, int]:
    return seconds(record.published_at), seconds(record.confirmed_at)


def _years(record: SearchRecord) -> tuple[int, int]:
    if record.year is None:
        return NO_YEAR, NO_YEAR
    return record.year, max(record.year, record.year_end or record.year)


def _keywords(record: SearchRecord) -> dict[str, Iterable[str]]:
    first, last = _years(record)
    years = range(first, min(last, first + MAX_YEARS) + 1) if record.year is not None else range(0)
    return {
        "kind": [record.kind],
        "pair": [
            f"{origin or OPEN_SIDE}>{destination or OPEN_SIDE}" for origin, destination in record.corridors
        ],
        "origin": [origin or ANY for origin, _ in record.corridors],
        "destination": [destination or ANY for _, destination in record.corridors],
        "booster": record.boosters,
        "phase": record.phases,
        "target": record.target_groups,
        "channel": record.channels,
        "delivery": record.delivery,
        "language": [record.language] if record.language else [],
        "provider_kind": record.provider_kinds,
        "evidence": [record.evidence],
        "year": [str(year) for year in years],
        "provider": [record.provider_slug] if record.provider_slug else [],
        "handover": ["yes"] if record.handover else [],
    }

"""What every search engine takes and gives: records, queries, results, and the protocol between them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from marketplace.search.text.analysis import Words

Pair = tuple[str | None, str | None]
Progress = Callable[[int], None]

ANY = "any"
"""The key under which the open side of a corridor is counted in the facets `origin` and `destination`."""

FACETS = (
    *("kind", "origin", "destination", "booster", "phase", "target"),
    *("delivery", "language", "provider_kind", "evidence", "handover", "year"),
)


class SearchError(Exception):
    """Search cannot do what was asked of it."""


class IndexUnavailable(SearchError):
    """The index is missing, damaged or of an older make: answer from SQL and rebuild it."""


class IndexBusy(SearchError):
    """Another process holds the index for writing: keep the work and try again."""


class Sort(StrEnum):
    """Orders of a result; ties are settled by id in each."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    CONFIRMED = "confirmed"


class Notice(StrEnum):
    """What a reader should know about how the query was answered."""

    QUERY_CUT = "query_cut"
    TOTAL_IS_ABOUT = "total_is_about"


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """A public record as search sees it.

    `version` is the live revision's id: `check` compares it. `corridors` are (origin, destination) country
    codes, None for an open side. `terms` are labels of vocabulary terms and countries in many languages.
    `attachments_text` is text taken from uploaded files. Times are aware.
    """

    id: str
    version: str
    kind: str
    title: str
    published_at: datetime
    summary: str = ""
    body: str = ""
    language: str | None = None
    provider_slug: str = ""
    provider_name: str = ""
    provider_kinds: tuple[str, ...] = ()
    corridors: tuple[Pair, ...] = ()
    boosters: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    terms: str = ""
    attachments_text: str = ""
    year: int | None = None
    year_end: int | None = None
    confirmed_at: datetime | None = None
    handover: bool = False
    evidence: str = "not_assessed"


@dataclass(frozen=True, slots=True)
class Expansion:
    """Other words for something that was typed; a record that holds all words of one label matches.

    `labels` are (language, words), the language "" where it is not known; all of them count as one term.
    `weight` is what they count beside a typed word, which counts 1. `typed` are the words that they explain,
    which need no correction; if `whole`, these find nothing but together, as a label has them.
    """

    labels: tuple[tuple[str, str], ...]
    weight: float
    typed: str = ""
    whole: bool = False


class Near(NamedTuple):
    """A record near in meaning to a question: `nearness` is a share of that of the nearest, 0 to 1.

    One that is not `found` only stands higher where words find it.
    """

    id: str
    nearness: float
    found: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asks for: values of one filter are alternatives, filters hold together.

    `origins` and `destinations` are compared pairwise with each corridor, where an open side fits any
    country. `interface_language` is the language of the asker. `expansions` widen what the words of `text`
    find; they do nothing alone. `related` are records near to `text` in meaning, the nearest first: they
    count as found too, beside those with its words. Pages count from 1.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    boosters: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    provider_kinds: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    handover: bool = False
    sort: str = Sort.RELEVANCE
    page: int = 1
    per_page: int = 20
    interface_language: str = "en"
    expansions: tuple[Expansion, ...] = ()
    related: tuple[Near, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One page of an answer.

    `ids` are (id, score) in order, `total` counts all pages. `facets` maps each of FACETS to counts by
    value, as they would be without that facet's own filter. `words` is what the snippet maker marks,
    `other_words` where none of them stands: words of the expansions.
    `related` are those of `ids` that were found by their meaning alone; `related_total` counts all pages.
    """

    ids: list[tuple[str, float]]
    total: int
    facets: dict[str, dict[str, int]]
    did_you_mean: str | None = None
    words: Words = field(default_factory=Words)
    other_words: Words = field(default_factory=Words)
    notices: tuple[str, ...] = ()
    related: frozenset[str] = frozenset()
    related_total: int = 0


@dataclass(frozen=True, slots=True)
class Differences:
    """How an index differs from what it should hold, as sorted ids; false when it does not."""

    missing: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.missing) + len(self.outdated) + len(self.surplus)


@dataclass(frozen=True, slots=True)
class Status:
    """How an index is: `state` is ready, missing, outdated or damaged, `reason` says more when not ready."""

    state: str
    reason: str = ""
    documents: int = 0
    deleted: int = 0
    segments: int = 0
    generation: int = 0
    size_bytes: int = 0
    rebuilding: bool = False


class Engine(Protocol):
    """A search engine; without a good index all but `rebuild`, `status`, `close` raise IndexUnavailable."""

    def index(self, records: Iterable[SearchRecord]) -> int:
        """Add records or replace those of the same id; how many. The last of several with one id counts.

        Found as soon as this returns. Raises IndexBusy when another process keeps the index.
        """

    def remove(self, ids: Iterable[str]) -> int:
        """Take records out, unknown ids too; how many were there. Raises IndexBusy as `index` does."""

    def find(self, query: Query) -> Result:
        """Answer a query; no text, however odd, raises or takes long."""

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Ways to go on typing: the text with its last word completed, most frequent first."""

    def alike(self, record_id: str, limit: int = 4) -> list[str]:
        """Ids of the records most like this one, the nearest first, not itself; none for an unknown id."""

    def check(self, expected: Iterable[tuple[str, str]]) -> Differences:
        """Compare with all (id, version) that should be there, both ways."""

    def rebuild(self, records: Iterable[SearchRecord], progress: Progress | None = None) -> int:
        """Make the index anew beside the one in use and switch at once; how many records.

        What is indexed or removed meanwhile is kept. The only way an index comes into being. `progress`
        is told how many records are done.
        """

    def mark(self) -> str:
        """A short text that is another one as soon as answers may be: for caches. Cheap."""

    def status(self) -> Status:
        """How the index is; never raises."""

    def close(self) -> None:
        """Let go of files and memory."""


def open_engine(url: str) -> Engine:
    """The engine for an address: `whoosh:///absolute/folder` is the embedded one.

    The index itself may be missing; see `Engine.status`. Raises ValueError for an address that names none.
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme != "whoosh":
        raise ValueError(
            f"search address {url!r}: no engine for {parts.scheme!r}, known: whoosh:///absolute/folder"
        )
    if parts.netloc or not path.strip("/"):
        raise ValueError(
            f"search address {url!r}: give an absolute folder with three slashes, whoosh:///folder"
        )
    from marketplace.search.whoosh.engine import WhooshEngine  # only the engine asked for is loaded

    return WhooshEngine(path)

"""The embedded engine: what the protocol promises, on a Whoosh index in a folder."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from marketplace.search.engine import (
    Differences,
    IndexBusy,
    IndexUnavailable,
    Notice,
    Progress,
    Query,
    Result,
    SearchRecord,
    Sort,
    Status,
)
from marketplace.search.grammar import Parsed, parse
from marketplace.search.text.analysis import Words
from marketplace.search.text.normalise import primary
from marketplace.search.whoosh.current import Current
from marketplace.search.whoosh.filters import facet_counts, filters
from marketplace.search.whoosh.folder import Folder
from marketplace.search.whoosh.fusing import fuse, near_documents, weight
from marketplace.search.whoosh.library import LockError
from marketplace.search.whoosh.likeness import alike
from marketplace.search.whoosh.neighbours import add_neighbours
from marketplace.search.whoosh.paging import page
from marketplace.search.whoosh.postings import PostingCache
from marketplace.search.whoosh.ranking import match
from marketplace.search.whoosh.rebuilding import rebuild
from marketplace.search.whoosh.snapshot import Snapshot
from marketplace.search.whoosh.spelling import Spelling
from marketplace.search.whoosh.storage import DamagedIndex
from marketplace.search.whoosh.widening import explained, widened
from marketplace.search.whoosh.writing import keep_segments, merge_levels, put, take_out, writer

MAX_LANGUAGES = 12
CACHE_BYTES = 8 * 1024 * 1024
WAIT_SECONDS = 30.0


class WhooshEngine:
    """See `marketplace.search.engine.Engine`. One object serves all threads of a process.

    `cache_bytes` bounds the decoded posting lists kept in memory, `wait_seconds` the time a change waits
    for a writer in another process.
    """

    def __init__(self, path: str, cache_bytes: int = CACHE_BYTES, wait_seconds: float = WAIT_SECONDS) -> None:
        self._folder = Folder(Path(path))
        self._current = Current(self._folder, PostingCache(cache_bytes))
        self._spelling = Spelling()
        self._write_lock = threading.Lock()
        self._wait = wait_seconds

    def index(self, records: Iterable[SearchRecord]) -> int:
        """Add or replace records."""
        batch = list(records)
        with self._change() as made:
            return put(made, batch)

    def remove(self, ids: Iterable[str]) -> int:
        """Take records out."""
        with self._change() as made:
            return take_out(made, ids)

    @contextmanager
    def _change(self) -> Iterator[object]:
        try:
            with self._write_lock:
                self._current.get(wait=True)
                with self._folder.writing(self._wait):
                    policy = keep_segments if self._folder.is_rebuilding() else merge_levels
                    opened = self._current.get(wait=True).segments
                    with writer(self._folder.current(), policy, opened) as made:
                        yield made
                self._current.get(wait=True)
        except LockError as error:
            raise IndexBusy("another process writes the index") from error
        except DamagedIndex as error:
            raise self._current.fail(str(error)) from error

    def find(self, query: Query) -> Result:
        """Answer a query."""
        try:
            return self._answer(self._current.get(), query)
        except DamagedIndex as error:
            raise self._current.fail(str(error)) from error

    def _answer(self, snapshot: Snapshot, query: Query) -> Result:
        languages = _languages(snapshot, query)
        parsed = parse(query.text, languages)
        others = widened(query, languages)
        matched = match(snapshot, parsed, others, explained(query, whole=True))
        active = filters(snapshot, query)
        passed = active.without(matched.mask)
        if query.sort == Sort.RELEVANCE:
            add_neighbours(snapshot, matched, passed, parsed)
        near = near_documents(snapshot, query, parsed, matched)
        related = near[0][~matched.mask[near[0]]]
        if len(near[0]):
            share = weight(snapshot, query, parsed)
            fuse(snapshot, matched, near, share, one_word=len(parsed.words) == 1)
            passed = active.without(matched.mask)
        near_only = frozenset(related.tolist())
        shown = page(snapshot, query, matched, passed, not parsed.is_empty)
        notices = [Notice.QUERY_CUT] * parsed.cut + [Notice.TOTAL_IS_ABOUT] * matched.about
        ids = [(snapshot.ids[one].decode(), float(matched.scores[one])) for one in shown]
        return Result(
            ids=ids,
            total=int(passed.sum()),
            facets=facet_counts(snapshot, query, matched.mask, active),
            did_you_mean=self._spelling.correct(snapshot, query, parsed, matched.rarity),
            words=_words(parsed),
            other_words=Words.of(label[0] for labels, _ in others for label in labels if len(label) == 1),
            notices=tuple(notices),
            related=frozenset(snapshot.ids[one].decode() for one in shown if one in near_only),
            related_total=int(passed[related].sum()),
        )

    def suggest(self, prefix: str, limit: int = 8) -> list[str]:
        """Ways to go on typing."""
        try:
            return self._spelling.complete(self._current.get(), prefix, limit)
        except DamagedIndex as error:
            raise self._current.fail(str(error)) from error

    def alike(self, record_id: str, limit: int = 4) -> list[str]:
        """Records like another one."""
        try:
            return alike(self._current.get(), record_id, limit)
        except DamagedIndex as error:
            raise self._current.fail(str(error)) from error

    def check(self, expected: Iterable[tuple[str, str]]) -> Differences:
        """Compare with what should be there."""
        wanted = dict(expected)
        held: dict[str, list[str]] = {}
        try:
            for record_id, version in self._current.get(wait=True).versions():
                held.setdefault(record_id, []).append(version)
        except DamagedIndex as error:
            raise self._current.fail(str(error)) from error
        return Differences(
            missing=tuple(sorted(wanted.keys() - held.keys())),
            outdated=tuple(sorted(one for one in wanted.keys() & held.keys() if held[one] != [wanted[one]])),
            surplus=tuple(sorted(held.keys() - wanted.keys())),
        )

    def rebuild(self, records: Iterable[SearchRecord], progress: Progress | None = None) -> int:
        """Make the index anew and switch."""
        try:
            count = rebuild(self._folder, self._current, self._write_lock, self._wait, records, progress)
        except DamagedIndex as error:  # the index so far, which the next attempt will leave alone
            raise self._current.fail(str(error)) from error
        self._current.get(wait=True)
        return count

    def mark(self) -> str:
        """Another text for another generation or build."""
        return self._current.mark()

    def status(self) -> Status:
        """How the index is."""
        rebuilding = self._folder.is_rebuilding()
        try:
            snapshot = self._current.get(wait=True)
            size = sum(path.stat().st_size for path in self._folder.current().iterdir() if path.is_file())
        except IndexUnavailable as error:
            state, _, reason = str(error).partition(": ")
            return Status(state, reason, rebuilding=rebuilding)
        except OSError as error:
            return Status("damaged", str(error), rebuilding=rebuilding)
        return Status(
            "ready",
            documents=snapshot.documents,
            deleted=snapshot.size - snapshot.documents,
            segments=len(snapshot.segments),
            generation=snapshot.generation,
            size_bytes=size,
            rebuilding=rebuilding,
        )

    def close(self) -> None:
        """Let go of files and memory."""
        self._current.forget()
        self._spelling = Spelling()


def _languages(snapshot: Snapshot, query: Query) -> tuple[str, ...]:
    """Languages a query may be in: the asker's and English first, then those of the texts."""
    asked = (query.interface_language, "en", *query.languages, *snapshot.languages)
    return tuple(dict.fromkeys(code for language in asked if (code := primary(language))))[:MAX_LANGUAGES]


def _words(parsed: Parsed) -> Words:
    return Words.of(parsed.words, parsed.prefix, [words for one in parsed.phrases for words in one.spellings])

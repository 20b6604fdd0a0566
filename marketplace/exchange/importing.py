"""`marketplace import`: all rows of a file or none, repeatable by slug."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice

from marketplace.accounts.models import User
from marketplace.database import db
from marketplace.errors import DomainError, Invalid
from marketplace.exchange import organisations, records
from marketplace.exchange.reading import Row
from marketplace.exchange.report import Note, Outcome, Remark, Report
from marketplace.resources.models import Kind, Resource
from marketplace.transaction import transaction

PROVIDER = "provider"
KINDS = (PROVIDER, *(kind.value for kind in Kind))
CHUNK = 200  # rows whose earlier records are read together

Numbered = tuple[int, Row]


class ImportRefused(Exception):
    """Some row could not be taken, so none was."""

    def __init__(self, report: Report) -> None:
        rows = len({remark.row for remark in report.errors})
        super().__init__(f"{rows} of the rows cannot be imported: nothing was changed")
        self.report = report


class _DryRun(Exception):
    """Ends the transaction of a rehearsal."""


def import_rows(
    kind: str,
    rows: Iterable[Numbered],
    user: User,
    *,
    publish: bool = False,
    dry_run: bool = False,
    text_language: str = "en",
    progress: Callable[[int], None] = lambda done: None,
) -> Report:
    """Take all rows of a file or none: a second run of the same file changes nothing.

    `kind` is one of KINDS; `user` an admin, who writes for organisations that nobody runs; `text_language`
    holds for texts that do not say theirs. Raises ImportRefused with the report of all rows.
    """
    report = Report()
    enter = _entering(kind, user, publish, text_language)
    seen: set[str] = set()
    done = 0
    try:
        # written chunk by chunk: ten times as fast as record by record
        with transaction(), db.session.no_autoflush:
            for chunk in _chunks(rows):
                existing = {} if kind == PROVIDER else records.load_existing(_slug(row) for _, row in chunk)
                for number, row in chunk:
                    _import_row(number, row, partial(enter, existing), report, seen)
                    done += 1
                    progress(done)
                if not report.errors:
                    db.session.flush()
            if report.errors:
                raise ImportRefused(report)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def _chunks(rows: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _slug(row: Row) -> str:
    return str(row.get("slug") or "").strip()


def _entering(
    kind: str, user: User, publish: bool, text_language: str
) -> Callable[[dict[str, Resource], str, Row, Note], Outcome]:
    """What is done with a row: its earlier records by slug, its own slug, the row, where to note."""
    if kind == PROVIDER:
        return lambda _existing, slug, row, note: organisations.enter(slug, row, user, note)
    how = records.Import(Kind(kind), user, publish, text_language)
    return lambda existing, slug, row, note: records.enter(how, slug, row, existing.get(slug), note)


def _import_row(
    number: int, row: Row, enter: Callable[[str, Row, Note], Outcome], report: Report, seen: set[str]
) -> None:
    slug = _slug(row)

    def remark(name: str, text: str, error: bool = False) -> None:
        report.remarks.append(Remark(number, slug, name, text, error))

    if not slug:
        remark("slug", "is missing: it is what makes an import repeatable", error=True)
        return
    if slug in seen:
        remark("slug", "stands twice in this file", error=True)
        return
    seen.add(slug)
    try:
        report.count(enter(slug, row, remark))
    except Invalid as invalid:
        for name, messages in invalid.fields.items():
            for message in messages:
                remark(name, message, error=True)
    except DomainError as error:
        remark("", error.message, error=True)

"""Whether what stands on each page of uploaded files is found, and the page named: recall by file and page.

    python -m benchmarks.documents_found FOLDER [--texts FOLDER] [--phrases 3]

Each PDF of FOLDER (`…_LANGUAGE.pdf`) becomes a published document beside the starter library; the worker
reads it. Then the running server is asked for phrases of six words from the start, the middle and the end of
each page, in quotes and as plain words. One passes when the record is the first of the result (of plain words
among the first three, other files with the same phrase aside), and its hit names a page that holds the phrase
and links there. What people copy comes from pdfium, the viewer of Chromium: the product reads by another
program.
It reverses some words of right-to-left pages: those are asked for with --texts only, by lines of
`documents_LANGUAGE.jsonl` {text} whose words all stand on a page. The pages without a phrase are
said. Prints a line a file; with --failures also what did not pass.
"""

import argparse
import json
import re
import tempfile
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pypdfium2
import waitress
from flask import Flask

from benchmarks.made_library import made_app
from marketplace import outbox
from marketplace.accounts import operations as accounts
from marketplace.accounts.models import User
from marketplace.cli import demo_content
from marketplace.database import new_id
from marketplace.documents.direction import RIGHT_TO_LEFT
from marketplace.documents.views import file_views
from marketplace.exchange import importing, reading
from marketplace.library import indexing
from marketplace.providers import operations as providers
from marketplace.providers.models import Organisation
from marketplace.resources import attachments
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind, Revision
from marketplace.resources.moves import move
from marketplace.resources.operations import create_draft
from marketplace.search.text.analysis import analyse
from marketplace.search.text.normalise import normalise

LENGTH = 6  # words of a phrase
FIRST = 3  # places of the result among which plain words must find the record
SUMMARY = (
    "A guide for people who have just arrived, by the people of the county: papers, work, school, doctors, "
    "leisure and whom to ask. Kept as it was published, to be read on the way or printed at a counter."
)


@dataclass
class Guide:
    """A file: its record, and the phrases of each page that has any."""

    path: Path
    language: str
    record: str = ""
    note: str = ""
    pages: list[str] = field(default_factory=list)
    phrases: dict[int, list[str]] = field(default_factory=dict)


def keys(text: str) -> str:
    """The words of a text as search compares them, between single spaces."""
    return f" {' '.join(one.word for one in analyse(text, ''))} "


def both_ways(text: str) -> set[str]:
    """The words of a page, and each of them reversed: pdfium gives some right-to-left words so."""
    words = normalise(text).split()
    return {key for word in words for way in (word, word[::-1]) for key in keys(way).split()}


def phrases(text: str, most: int) -> list[str]:
    """Stretches of LENGTH words from the start, the middle and the end of a text."""
    words = re.sub(r'["\u201c\u201d\u201e\u201f\u00ab\u00bb]', " ", text).split()
    last = len(words) - LENGTH
    if last < 0:
        return []
    starts = dict.fromkeys(last * part // max(1, most - 1) for part in range(most))
    return [" ".join(words[start : start + LENGTH]) for start in starts]


def from_pdfium(guide: Guide, most: int) -> None:
    """Ask for what the viewer gives."""
    for number, text in enumerate(guide.pages, 1):
        guide.phrases[number] = phrases(text, most)


def from_texts(guide: Guide, source: Path, most: int) -> None:
    """Ask for lines of the source that stand whole on one page: those with most of their words there."""
    with source.open(encoding="utf-8") as file:
        lines = dict.fromkeys(line for one in file for line in json.loads(one)["text"].splitlines())
    long = [(line, set(keys(line).split())) for line in lines if len(line.split()) >= LENGTH]
    for number, text in enumerate(guide.pages, 1):
        there = both_ways(text)
        found = [line for line, words in long if words and words <= there]
        picked = found[:: max(1, len(found) // most)][:most]
        guide.phrases[number] = [phrases(line, 1)[0] for line in picked]


def read_guides(folder: Path, texts: Path | None, most: int) -> list[Guide]:
    """The files and what to ask for."""
    guides = []
    for path in sorted(folder.glob("*.pdf")):
        guide = Guide(path, path.stem.rpartition("_")[2])
        guide.pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
        if not RIGHT_TO_LEFT.search("".join(guide.pages)):
            from_pdfium(guide, most)
        elif texts is not None:
            from_texts(guide, texts / f"documents_{guide.language}.jsonl", most)
        guides.append(guide)
    return guides


def fill(guides: list[Guide]) -> None:
    """The starter library and the guides, published, read and indexed by the worker's jobs."""
    admin = demo_content.make_accounts(demo_content.new_people())
    for kind, name in demo_content.STARTER_FILES:
        rows = list(reading.read(demo_content.STARTER / name, "yaml"))
        importing.import_rows(kind, rows, admin, publish=True)
    answers = {"name": "County", "kinds": ["city"], "side": "destination", "countries": ["DE"]}
    author = accounts.create_account("Author", "author@example.org", new_id() * 2, (), "en", True)
    county = providers.create_organisation(author, answers | {"description": "Welcomes newcomers."})
    providers.verify(county, admin, note="A measurement")
    revisions = [publish(guide, county, author, admin) for guide in guides]
    indexing.rebuild()
    outbox.drain()
    for guide, revision in zip(guides, revisions, strict=True):
        guide.note = file_views(revision)[0].note


def publish(guide: Guide, county: Organisation, author: User, judge: User) -> Revision:
    """A document with one file."""
    answers = {
        "title": f"Guide {guide.path.stem.replace('_', ' ')}",
        "summary": SUMMARY,
        "document_kind": "guide",
        "language": guide.language,
        "corridors": [(None, "DE")],
        "phase": ["on_arrival"],
        "booster": ["information_and_rights"],
    }
    revision = create_draft(Kind.DOCUMENT, county, author, answers)
    with guide.path.open("rb") as content:
        attachments.add(revision, author, content, guide.path.name)
    for action, by in ((Action.SEND, author), (Action.TAKE, judge), (Action.PUBLISH, judge)):
        revision = move(revision, action, by)
    guide.record = revision.resource_id
    return revision


class Asked:
    """Questions to the running server."""

    def __init__(self, port: int, guides: list[Guide]) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.held = {guide.record: [keys(page) for page in guide.pages] for guide in guides}

    def _get(self, path: str, **asked: str) -> str:
        with urllib.request.urlopen(f"{self.base}{path}?{urlencode(asked)}") as answer:  # noqa: S310  # our own server
            text: str = answer.read().decode()
        return text

    def passes(self, guide: Guide, number: int, phrase: str, quoted: bool) -> str:
        """What is wrong with the answer, "" when nothing is."""
        text = f'"{phrase}"' if quoted else phrase
        items: list[dict[str, Any]] = json.loads(self._get("/api/v1/library", q=text))["items"]
        ids = [one["id"] for one in items if one["id"] == guide.record or not self._has(one["id"], phrase)]
        if guide.record not in ids:
            return "not found"
        if ids.index(guide.record) >= (1 if quoted else FIRST):
            return f"found {ids.index(guide.record) + 1}."
        place = next(one for one in items if one["id"] == guide.record).get("found_in")
        if place is None:
            return "no page named"
        if not self._holds(guide, place["number"], number, phrase):
            return f"page {place['number']} named"
        parts = urlsplit(place["url"])
        if f'{parts.path}#page={place["number"]}"' not in self._get("/library", q=text):
            return f"no link {place['url']}"
        return ""

    def _has(self, record: str, phrase: str) -> bool:
        """Whether some page of another record holds the phrase too, such as an address."""
        return any(keys(phrase) in page for page in self.held.get(record, ()))

    def _holds(self, guide: Guide, named: int, number: int, phrase: str) -> bool:
        """Whether the page named is the page, or one that holds the phrase as well."""
        return named == number or keys(phrase) in self.held[guide.record][named - 1]


def report(asked: Asked, guide: Guide, failures: bool) -> None:
    """Ask all phrases of a file and print what share passed."""
    with_text = [number for number, text in enumerate(guide.pages, 1) if len(text.split()) >= LENGTH]
    tried = [number for number in with_text if guide.phrases.get(number)]
    print(f"{guide.path.name}: {len(guide.pages)} pages, {len(with_text)} with text, {len(tried)} asked for")
    print(f"  the author reads: {guide.note}")
    for label, quoted in (("quoted", True), ("words", False)):
        wrong = [
            (number, phrase, why)
            for number in tried
            for phrase in guide.phrases[number]
            if (why := asked.passes(guide, number, phrase, quoted))
        ]
        count = sum(len(guide.phrases[number]) for number in tried)
        bad = {
            number
            for number in tried
            if {p for n, p, _ in wrong if n == number} >= set(guide.phrases[number])
        }
        if tried:
            print(
                f"  {label:7} pages {len(tried) - len(bad)} of {len(tried)}, "
                f"phrases {count - len(wrong)} of {count}"
            )
        for number, phrase, why in wrong if failures else ():
            print(f"    p. {number}: {why}: {phrase}")
    left = sorted(set(with_text) - set(tried))
    if left and guide.phrases:
        print(f"  no phrase for pages {left}")


def serve(app: Flask) -> Iterator[int]:
    """The port of a server of this process, until it is no more needed."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=2, asyncore_use_poll=True)
    threading.Thread(target=server.run, daemon=True).start()
    yield server.effective_port
    server.close()


def main() -> None:
    """Fill a library, serve it, ask, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=Path, help="folder with the texts that the files were made of")
    parser.add_argument("--phrases", type=int, default=3, help="of each page")
    parser.add_argument("--failures", action="store_true", help="print what did not pass")
    given = parser.parse_args()
    guides = read_guides(given.folder, given.texts, given.phrases)
    with tempfile.TemporaryDirectory() as folder:
        app = made_app(Path(folder))
        with app.app_context():
            fill(guides)
        for port in serve(app):
            asked = Asked(port, guides)
            for guide in guides:
                report(asked, guide, given.failures)


if __name__ == "__main__":
    main()

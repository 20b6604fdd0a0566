"""Published → findable under load: sixteen writers publish through the operations while readers search.

    python -m benchmarks.publishing [--records 1000] [--writers 16] [--readers 2] [--each 5]

Web server and worker run in this process as `marketplace serve` runs them. Each writer leads records through
draft, sending and review, publishes them, and then asks the running server over HTTP every 100 ms until the
record's own word is found. Readers search with ever other words meanwhile. Milliseconds of wall time.
"""

import argparse
import http.client
import json
import statistics
import tempfile
import threading
import time
from pathlib import Path

import waitress
from flask import Flask

from benchmarks.made_library import fill, made_app, word
from marketplace.accounts import operations as accounts
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db, new_id
from marketplace.library import indexing
from marketplace.outbox import Worker
from marketplace.providers import operations as providers
from marketplace.providers import verification
from marketplace.providers.models import Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind
from marketplace.resources.moves import move
from marketplace.resources.operations import create_draft

PATIENCE, LOOK_EVERY = 30.0, 0.1  # seconds
SUMMARY = (
    "Future nurses learn the language of the wards before they leave and meet mentors by video, so that the "
    "first weeks in the new hospital are less lonely. After arrival the same mentors go with them to the "
    "offices, explain the shifts and stay in touch for a year."
)


class Site:
    """The running server, and what was measured of it."""

    def __init__(self, app: Flask, port: int) -> None:
        self.app, self.port = app, port
        self.writers: list[tuple[str, str]] = []
        self.publish: list[float] = []
        self.findable: list[float] = []
        self.searches: list[float] = []
        self.failures: list[str] = []
        self.done = threading.Event()

    def total(self, line: http.client.HTTPConnection, text: str) -> int:
        """How many records the programming interface finds."""
        line.request("GET", f"/api/v1/library?q={text}&per_page=1")
        answer = line.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"search answered {answer.status}")
        found: int = json.loads(body)["total"]
        return found

    def write(self, number: int, each: int, moderator: str) -> None:
        """Publish some records and wait for each to be found."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for _ in range(each):
            try:
                with self.app.app_context():
                    secret = self._publish(number, moderator)
                self._wait(line, secret)
            except Exception as error:
                self.failures.append(f"{type(error).__name__}: {error}")

    def _publish(self, number: int, moderator: str) -> str:
        secret = f"zz{new_id()}"
        person, house = self.writers[number]
        author, judge = db.session.get_one(User, person), db.session.get_one(User, moderator)
        organisation = db.session.get_one(Organisation, house)
        answers = {
            "title": f"Course {secret}",
            "summary": SUMMARY,
            "language": "en",
            "corridors": [("AL", "DE")],
            "phase": ["pre_departure"],
            "booster": ["language_training"],
        }
        revision = create_draft(Kind.OFFERING, organisation, author, answers)
        revision = move(revision, Action.SEND, author)
        revision = move(revision, Action.TAKE, judge)
        started = time.perf_counter()
        move(revision, Action.PUBLISH, judge)
        self.publish.append((time.perf_counter() - started) * 1000)
        return secret

    def _wait(self, line: http.client.HTTPConnection, secret: str) -> None:
        started = time.perf_counter()
        while not self.total(line, secret):
            if time.perf_counter() - started > PATIENCE:
                raise RuntimeError("not found in time")
            time.sleep(LOOK_EVERY)
        self.findable.append((time.perf_counter() - started) * 1000)

    def read(self, number: int) -> None:
        """Search until the writers are done."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        asked = 0
        while not self.done.is_set():
            asked += 1
            started = time.perf_counter()
            try:
                self.total(line, f"{word(20 + number)}+{word(100 + asked % 5000)}")
            except Exception as error:
                self.failures.append(f"reader {type(error).__name__}: {error}")
            self.searches.append((time.perf_counter() - started) * 1000)
            time.sleep(0.05)


def _person(name: str, *roles: str) -> User:
    address = f"{name.lower().replace(' ', '')}@example.org"
    return accounts.create_account(name, address, new_id() * 2, roles, "en", True)


def _writer(number: int) -> tuple[str, str]:
    """A person and their verified organisation, by id."""
    person, admin = _person(f"Writer {number}"), _person(f"Admin {number}", SiteRole.ADMIN)
    answers = {
        "name": f"House {number}",
        "kinds": ["ngo"],
        "side": "destination",
        "countries": ["DE"],
        "description": "We accompany people who come to work in hospitals.",
    }
    organisation = providers.create_organisation(person, answers)
    verification.verify(organisation, admin)
    return person.id, organisation.id


def run(site: Site, writers: int, readers: int, each: int) -> None:
    """Let all of them work at once."""
    with site.app.app_context():
        judge = _person("Judge", SiteRole.MODERATOR).id
        site.writers = [_writer(n) for n in range(writers)]
    reading = [threading.Thread(target=site.read, args=(n,)) for n in range(readers)]
    writing = [threading.Thread(target=site.write, args=(n, each, judge)) for n in range(writers)]
    for thread in (*reading, *writing):
        thread.start()
    for thread in writing:
        thread.join()
    site.done.set()
    for thread in reading:
        thread.join()


def main() -> None:
    """Make a library, serve it, and print what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=1_000)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--each", type=int, default=5, help="records that each writer publishes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = made_app(Path(folder))
        with app.app_context():
            fill(given.records)
            indexing.rebuild()
        server = waitress.create_server(app, host="127.0.0.1", port=0, threads=8, asyncore_use_poll=True)
        threading.Thread(target=server.run, daemon=True).start()
        worker = Worker(app)
        worker.start()
        site = Site(app, server.effective_port)
        run(site, given.writers, given.readers, given.each)
        worker.stop()
        server.close()
    print(f"{len(site.findable)} records published, {len(site.failures)} failures {set(site.failures) or ''}")
    for name, times in (("publish", site.publish), ("findable", site.findable), ("search", site.searches)):
        ordered = sorted(times)
        print(
            f"{name:10} p50 {statistics.median(ordered):7.0f} ms   "
            f"p95 {ordered[int(len(ordered) * 0.95)]:7.0f}   most {ordered[-1]:7.0f}"
        )


if __name__ == "__main__":
    main()

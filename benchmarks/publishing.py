"""Published → findable under load: writers publish over HTTP while readers search the same running server.

    python -m benchmarks.publishing [--records 1000] [--writers 16] [--readers 2] [--each 10] [--pause 0]

`marketplace serve` runs as a process of its own on a generated library. Each writer is a moderator who has
signed in and has records under review: they publish one, ask the programming interface every 100 ms until
the record's own word is found, and go on with the next, after `--pause` seconds on average (evenly between
none and twice that, the same in every run). Readers search with ever other words meanwhile.
"Publish" is the time of the POST, "findable" the time from its answer to the first search that finds the
record; milliseconds of wall time. CPU is that of the server and its children over the whole run.
"""

import argparse
import http.client
import json
import os
import random
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.made_library import fill, made_app, word
from benchmarks.serving import Server, library_served
from marketplace import outbox
from marketplace.accounts import operations as accounts
from marketplace.accounts.models import SiteRole, User
from marketplace.database import db, new_id
from marketplace.library import indexing
from marketplace.library.engine import engine
from marketplace.providers import operations as providers
from marketplace.providers import verification
from marketplace.providers.models import Organisation
from marketplace.resources.lifecycle import Action
from marketplace.resources.models import Kind
from marketplace.resources.moves import move
from marketplace.resources.operations import create_draft

PATIENCE, LOOK_EVERY = 30.0, 0.1  # seconds
WARM_SECONDS = 5.0  # what a server reads at its start is not what is measured
PASSWORD = new_id() * 2
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
SUMMARY = (
    "Future nurses learn the language of the wards before they leave and meet mentors by video, so that the "
    "first weeks in the new hospital are less lonely. After arrival the same mentors go with them to the "
    "offices, explain the shifts and stay in touch for a year."
)

Prepared = tuple[str, str]
"""Id and secret word of a record under review."""


class Browser:
    """One person's connection to the server, with their session."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self._token = ""

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        """Status and body of an answer."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        self._line.request(method, path, body, headers | (FORM if body is not None else {}))
        answer = self._line.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, text

    def open(self, path: str) -> None:
        """Open a page with a form."""
        _, page = self.ask("GET", path)
        found = TOKEN.search(page)
        if found is None:
            raise RuntimeError(f"{path} has no form")
        self._token = found.group(1)

    def post(self, path: str, **fields: str) -> None:
        """Send a form of the page opened last."""
        status, _ = self.ask("POST", path, urlencode(fields | {"csrf_token": self._token}))
        if status != 303:
            raise RuntimeError(f"POST {path} answered {status}")


class Site:
    """The running server, and what was measured of it."""

    def __init__(self, port: int, pause: float) -> None:
        self.port = port
        self.pause = pause
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

    def write(self, number: int, person: Browser, records: Sequence[Prepared]) -> None:
        """Publish some records and wait for each to be found; as this writer's number wants, pause before."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        pauses = random.Random(number)  # noqa: S311  # the same in every run, which is what a benchmark needs
        for resource, secret in records:
            time.sleep(pauses.uniform(0, 2 * self.pause))
            try:
                person.open(f"/review/{resource}")
                started = time.perf_counter()
                person.post(f"/review/{resource}/{Action.PUBLISH}")
                self.publish.append((time.perf_counter() - started) * 1000)
                self._wait(line, secret)
            except Exception as error:
                self.failures.append(f"{type(error).__name__}: {error}")

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


def address(number: int) -> str:
    """The mail address of a moderator who publishes."""
    return f"judge{number}@example.org"


def _person(name: str, mail: str, *roles: str) -> User:
    return accounts.create_account(name, mail, PASSWORD, roles, "en", True)


def prepare(writers: int, each: int) -> list[list[Prepared]]:
    """Records under review, some for each moderator."""
    author = _person("Author", "writer@example.org")
    house = providers.create_organisation(
        author,
        {
            "name": "House of nurses",
            "kinds": ["ngo"],
            "side": "destination",
            "countries": ["DE"],
            "description": "We accompany people who come to work in hospitals.",
        },
    )
    verification.verify(house, _person("Admin", "admin@example.org", SiteRole.ADMIN))
    judges = [_person(f"Judge {n}", address(n), SiteRole.MODERATOR) for n in range(writers)]
    return [[_under_review(house, author, judge) for _ in range(each)] for judge in judges]


def _under_review(house: Organisation, author: User, judge: User) -> Prepared:
    secret = f"zz{new_id()}"
    answers = {
        "title": f"Course {secret}",
        "summary": SUMMARY,
        "language": "en",
        "corridors": [("AL", "DE")],
        "phase": ["pre_departure"],
        "booster": ["language_training"],
    }
    revision = create_draft(Kind.OFFERING, house, author, answers)
    revision = move(move(revision, Action.SEND, author), Action.TAKE, judge)
    return revision.resource_id, secret


def signed_in(port: int, number: int) -> Browser:
    """A moderator at their browser."""
    person = Browser(port)
    person.open("/account/sign-in")
    person.post("/account/sign-in", email=address(number), password=PASSWORD)
    return person


def run(site: Site, people: Sequence[Browser], work: Sequence[Sequence[Prepared]], readers: int) -> None:
    """Let all of them work at once."""
    reading = [threading.Thread(target=site.read, args=(n,)) for n in range(readers)]
    writing = [
        threading.Thread(target=site.write, args=(number, *each))
        for number, each in enumerate(zip(people, work, strict=True))
    ]
    for thread in (*reading, *writing):
        thread.start()
    for thread in writing:
        thread.join()
    site.done.set()
    for thread in reading:
        thread.join()


def report(site: Site, server: Server, cpu: float, took: float) -> None:
    """Print what was measured."""
    print(f"{len(site.findable)} records published, {len(site.failures)} failures {set(site.failures) or ''}")
    for name, times in (("publish", site.publish), ("findable", site.findable), ("search", site.searches)):
        ordered = sorted(times)
        print(
            f"{name:10} p50 {statistics.median(ordered):7.0f} ms   "
            f"p95 {ordered[int(len(ordered) * 0.95)]:7.0f}   most {ordered[-1]:7.0f}"
        )
    print(
        f"{took:.1f} s, CPU of the server {cpu:.1f} s, memory "
        f"{' + '.join(f'{one:.0f}' for one in server.memories('VmRSS'))} MB, load {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    """Make a library, serve it, and print what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=1_000)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--each", type=int, default=10, help="records that each writer publishes")
    parser.add_argument("--pause", type=float, default=0, help="seconds between two of them, on average")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with made_app(Path(folder)).app_context():
            fill(given.records)
            work = prepare(given.writers, given.each)
            outbox.drain()  # what preparing left to do
            indexing.rebuild()
            engine().close()
            db.session.remove()
            db.engine.dispose()
        with library_served(Path(folder)) as server:
            site = Site(server.port, given.pause)
            people = [signed_in(site.port, number) for number in range(given.writers)]
            for person, records in zip(people, work, strict=True):
                person.open(f"/review/{records[0][0]}")
            time.sleep(WARM_SECONDS)
            before, started = server.cpu_of_all(), time.perf_counter()
            run(site, people, work, given.readers)
            report(site, server, server.cpu_of_all() - before, time.perf_counter() - started)


if __name__ == "__main__":
    main()

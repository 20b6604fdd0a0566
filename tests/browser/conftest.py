"""A real browser in front of the real application."""

import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.browser.serving import Site, serve
from tests.browser.visits import Visit, begin
from tests.starter import copy_instance, places_of, staged_instance, starter_instance
from tools import chromium

__all__ = ["staged_instance", "starter_instance"]

Open = Callable[..., Visit]

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember for the fixtures of a test that it failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each test opens contexts of its own."""
    path = chromium.find()
    assert path, "Chromium is missing: `python tools/chromium.py` says how to get it"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def marketplace(staged_instance: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole marketplace with the starter library, served as in production; one for all tests."""
    instance = copy_instance(staged_instance, tmp_path_factory.mktemp("served") / "instance")
    with serve(instance, places_of(instance)) as site:
        yield site


@pytest.fixture
def visit(
    browser: Browser, marketplace: Site, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visit]]:
    """Opens windows; at the end nothing may have gone wrong behind any of them.

    Of a test that failed, what each window showed is printed.
    """
    visits: list[Visit] = []

    def open_one(language: str = "en", **options: Any) -> Visit:
        visits.append(begin(browser, marketplace, language, **options))
        return visits[-1]

    yield open_one
    if request.node.stash[FAILED]:
        print(*(one.shown() for one in visits), sep="\n\n")
    for one in visits:
        one.context.close()
    assert [one.complaints for one in visits if one.complaints] == []


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of an empty application, served on a free port for the length of a test."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()

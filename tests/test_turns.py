"""Work that goes ahead, and work that waits for it."""

import threading
import time

import pytest

from marketplace.turns import Precedence

LONG = 10.0  # seconds: more than any test waits


class Requests:
    """Threads that begin when they may, and end when told."""

    def __init__(self, precedence: Precedence, count: int) -> None:
        self.begun = threading.Semaphore(0)
        self.end = threading.Semaphore(0)
        self.threads = [threading.Thread(target=self._run, args=(precedence,)) for _ in range(count)]
        for thread in self.threads:
            thread.start()

    def _run(self, precedence: Precedence) -> None:
        with precedence.behind():
            self.begun.release()
            self.end.acquire(timeout=LONG)

    def have_begun(self, count: int) -> bool:
        """Whether so many begin, and in the next moment none more."""
        begun = all(self.begun.acquire(timeout=LONG) for _ in range(count))
        return begun and not self.begun.acquire(timeout=0.05)

    def finish(self) -> None:
        """Let all of them end."""
        self.end.release(len(self.threads))
        for thread in self.threads:
            thread.join()


def test_nobody_waits_while_nothing_goes_ahead() -> None:
    requests = Requests(Precedence(beside=1, patience=LONG), 4)
    assert requests.have_begun(4)
    requests.finish()


def test_one_request_computes_beside_what_goes_ahead() -> None:
    precedence = Precedence(beside=1, patience=LONG)
    with precedence.ahead():
        requests = Requests(precedence, 3)
        assert requests.have_begun(1)
        requests.end.release()
        assert requests.have_begun(1)
    assert requests.have_begun(1)
    requests.finish()


def test_all_begin_when_it_is_done() -> None:
    precedence = Precedence(beside=0, patience=LONG)
    with precedence.ahead():
        requests = Requests(precedence, 4)
        assert requests.have_begun(0)
    assert requests.have_begun(4)
    requests.finish()


def test_none_waits_longer_than_its_patience() -> None:
    precedence = Precedence(beside=0, patience=0.2)
    with precedence.ahead():
        started = time.monotonic()
        with precedence.behind():
            assert time.monotonic() - started >= 0.2


def test_a_failure_gives_the_place_back() -> None:
    precedence = Precedence(beside=1, patience=LONG)
    with pytest.raises(ValueError, match="behind"), precedence.behind():
        raise ValueError("it went wrong behind")
    with pytest.raises(ValueError, match="ahead"), precedence.ahead():
        raise ValueError("it went wrong ahead")
    requests = Requests(precedence, 2)
    assert requests.have_begun(2)
    requests.finish()
    with precedence.ahead():
        requests = Requests(precedence, 2)
        assert requests.have_begun(1)
    requests.finish()

"""CPU time of pages through the running server, as a multiple of a bare Flask view in the same server (F).

    python -m benchmarks.serving [1000 10000 100000] [--repeat 200] [--keep FOLDER]

For each size a library is generated and indexed by the program itself, in a process of its own; `--keep`
holds it for the next run. Then `marketplace serve` and, as the yardstick, one Flask view with a small Jinja
template under the same waitress are asked over HTTP, both with kept-alive connections. CPU time is that of
the server's process, all threads, as the system counts it; F is taken around every figure, so that other
work on the machine weighs on both alike. "First" pages are new to every cache. Ends with the exponents of
growth between the two largest sizes.
"""

import argparse
import http.client
import json
import math
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.made_library import SECRET, word

TICK = os.sysconf("SC_CLK_TCK")
HEADERS = {"Accept-Encoding": "br", "Connection": "keep-alive"}
REST_SECONDS = 2.0
Addresses = Callable[[int], str]


class Server:
    """A server process and a connection to it."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.pid, self.port = process.pid, port
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, headers: Mapping[str, str] = HEADERS) -> tuple[int, str]:
        """Ask for a page and read it to the end; the bytes of its body and its tag."""
        self._line.request("GET", path, headers=dict(headers))
        answer = self._line.getresponse()
        size = len(answer.read())
        if answer.status not in {200, 304}:
            raise SystemExit(f"{path}: {answer.status}")
        return size, answer.headers.get("ETag", "")

    def hang_up(self) -> None:
        """End the connection, of which the server may be tired; the next request makes one."""
        self._line.close()

    def cpu(self) -> float:
        """Seconds of CPU used by the process that answers so far."""
        return _cpu(self.pid)

    def cpu_of_all(self) -> float:
        """The same with the processes it has started."""
        return sum(_cpu(pid) for pid in (self.pid, *_children(self.pid)))

    def memory(self, name: str) -> float:
        """A line of the process's status (VmRSS, VmHWM) in megabytes."""
        return self.memories(name)[0]

    def memories(self, name: str) -> list[float]:
        """The same of the process that answers and of each that it has started."""
        return [_memory(pid, name) for pid in (self.pid, *_children(self.pid))]

    def timed(self, addresses: Iterator[str], headers: Mapping[str, str] = HEADERS) -> float:
        """CPU milliseconds per request."""
        asked = list(addresses)
        before = self.cpu()
        for address in asked:
            self.get(address, headers)
        return (self.cpu() - before) * 1000 / len(asked)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _memory(pid: int, name: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def served(command: list[str], environ: Mapping[str, str]) -> Iterator[Server]:
    """Start a server on a free port, wait until it answers, stop it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603  # our own interpreter and modules
        [sys.executable, *command, "--port", str(port)],
        env={**os.environ, **environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield _ready(process, port)
    finally:
        process.terminate()
        process.wait(30)


def library_served(folder: Path) -> AbstractContextManager[Server]:
    """`marketplace serve` over the library in a folder."""
    environ = {
        "MARKETPLACE_INSTANCE": str(folder),
        "MARKETPLACE_SECRET_KEY": SECRET,
        "MARKETPLACE_RATE_LIMITS": "off",
    }
    return served(["-c", "from marketplace.cli import main; main()", "serve"], environ)


def arguments(description: str | None, repeat: int) -> argparse.Namespace:
    """`sizes`, `repeat` and `keep` as these commands take them."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--repeat", type=int, default=repeat, help="requests for each figure")
    parser.add_argument("--keep", type=Path, help="folder for the libraries, used again by the next run")
    return parser.parse_args()


def _ready(process: subprocess.Popen[bytes], port: int) -> Server:
    for _ in range(300):
        try:
            server = Server(process, port)
            server.get("/")
            return server
        except OSError:
            time.sleep(0.1)
        if process.poll() is not None:
            raise SystemExit("the server ended at its start")
    raise SystemExit("the server does not answer")


def pages(records: list[str]) -> dict[str, Addresses]:
    """The n-th address of each kind of page."""
    frequent, rare = [word(n) for n in range(2, 12)], [word(n) for n in range(9_000, 29_000)]
    return {
        "home": lambda n: "/",
        "record, asked for before": lambda n: records[0],
        "record, first": lambda n: records[n % len(records)],
        "search, rare word": lambda n: f"/library?q={rare[n * 17 % len(rare)]}",
        "search, frequent word": lambda n: f"/library?q={word(2 + n)}",
        "search, two words": lambda n: f"/library?q={frequent[n % 10]}+{word(400 + n)}",
        "search, words and filters": lambda n: f"/library?q={word(800 + n)}&origin=AL&destination=DE",
        "search, no words": lambda n: f"/library?n={n}",
        "search, phrase": lambda n: f"/library?q=%22{word(2 + n)}+{word(3 + n)}%22",
        "search, asked for before": lambda n: f"/library?q={frequent[0]}",
        "interface, two words": lambda n: f"/api/v1/library?q={frequent[n % 10]}+{word(700 + n)}",
    }


def measure(folder: Path, facts: dict[str, Any], repeat: int) -> dict[str, float]:
    """Print the figures of one library; milliseconds by page, F under "F"."""
    found: dict[str, float] = {}
    records = [str(one) for one in facts["records"]]
    bare = served(["-m", "benchmarks.bare"], {})
    with (
        library_served(folder) as server,
        bare as yardstick,
    ):
        print(f"memory before the first search {server.memory('VmRSS'):.0f} MB")
        server.get("/library?q=nosuchword")  # the words known are gathered at the first poor result
        time.sleep(REST_SECONDS)  # and what is there for good is told to the garbage collector then
        yardsticks = [yardstick.timed("/" for _ in range(repeat))]
        for name, address in pages(records).items():
            size, _ = server.get(address(0))
            took = server.timed(address(n) for n in range(1, repeat + 1))
            yardsticks.append(yardstick.timed("/" for _ in range(repeat)))
            _line(name, took, (yardsticks[-2] + yardsticks[-1]) / 2, size)
            found[name] = took
        _, tag = server.get("/library?q=en")
        asks = {**HEADERS, "If-None-Match": tag}
        found["search, conditional"] = server.timed(("/library?q=en" for _ in range(repeat)), asks)
        _line("search, conditional", found["search, conditional"], yardsticks[-1], 0)
        found["F"] = sum(yardsticks) / len(yardsticks)
        print(f"F {found['F']:.2f} ms; memory {server.memory('VmRSS'):.0f} MB", end="")
        print(f" (at most {server.memory('VmHWM'):.0f})", flush=True)
    return found


def _line(name: str, took: float, yardstick: float, size: int) -> None:
    times = took / yardstick if yardstick else math.nan  # the system counts in steps
    print(f"{name:<30}{took:8.2f} ms {times:6.1f} F {size / 1000:7.1f} kB", flush=True)


def library(folder: Path, count: int) -> dict[str, Any]:
    """Generate and index a library in a process of its own, unless it is there already; its facts."""
    notes = folder / "made.json"
    if not notes.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "benchmarks.made_library", str(folder), str(count)]
        subprocess.run(command, check=True)  # noqa: S603  # our own interpreter and module
    facts: dict[str, Any] = json.loads(notes.read_text())
    return facts


def main() -> None:
    """Measure each size given."""
    given = arguments(__doc__, repeat=200)
    with tempfile.TemporaryDirectory() as scratch:
        grown: dict[int, dict[str, float]] = {}
        for count in sorted(given.sizes):
            folder = (given.keep or Path(scratch)) / str(count)
            facts = library(folder, count)
            print(
                f"\n{count:,} records: indexed at {facts['rate']:.0f} a second of CPU, "
                f"index {facts['size_mb']:.0f} MB, peak memory of the build {facts['peak_mb']:.0f} MB; "
                f"load of the machine {os.getloadavg()[0]:.1f}"
            )
            grown[count] = measure(folder, facts, given.repeat)
    _exponents(grown)


def _exponents(grown: dict[int, dict[str, float]]) -> None:
    """Growth between the two largest sizes, F taken off: time goes with records to this power."""
    if len(grown) < 2:
        return
    small, large = sorted(grown)[-2:]
    print(f"\ngrowth from {small:,} to {large:,} records, as an exponent")
    for name in grown[small]:
        before, after = grown[small][name] / grown[small]["F"], grown[large][name] / grown[large]["F"]
        if before and after:  # less than the system counts is nothing
            print(f"{name:<30}{math.log(after / before) / math.log(large / small):8.2f}")


if __name__ == "__main__":
    main()

"""`marketplace serve` as a process of its own, and what tests want to know of it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests.mailbox import Mail, read_folder
from tests.starter import SECRET_KEY

PATIENCE = 60


@dataclass(frozen=True)
class Site:
    """A running marketplace: its address, its instance folder, and and the ids that addresses are made of."""

    address: str
    instance: Path
    places: Mapping[str, str]
    sessions: dict[str, list[Any]] = field(default_factory=dict)

    def mail_to(self, address: str, about: str = "") -> Mail:
        """The latest mail to an address whose subject holds some words; waits until it is sent."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for mail in reversed(read_folder(self.instance / "mail")):
                if mail.to == address and about in mail.subject:
                    return mail
            time.sleep(0.05)
        raise AssertionError(f"no mail to {address} about “{about}”")


@contextmanager
def serve(instance: Path, places: Mapping[str, str]) -> Iterator[Site]:
    """Run the server with this instance until the end of the block; it must not have logged any error."""
    address = f"http://127.0.0.1:{_free_port()}"
    log = instance.parent / "server.log"
    command = [Path(sys.executable).parent / "marketplace", "serve", "--port", address.rsplit(":", 1)[1]]
    with log.open("w") as output:
        server = subprocess.Popen(command, env=_environ(instance, address), stdout=output, stderr=output)
    try:
        _wait_for(address, server, log)
        yield Site(address, instance, places)
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)
    faults = re.findall(
        r"^.* ERROR .*$|^Traceback[\s\S]*?^\S.*$", log.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert not faults, "the server logged: " + "\n".join(faults)


def _environ(instance: Path, address: str) -> dict[str, str]:
    """What is needed to run, and none of the settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MARKETPLACE_")}
    return kept | {
        "MARKETPLACE_INSTANCE": str(instance),
        "MARKETPLACE_SECRET_KEY": SECRET_KEY,
        "MARKETPLACE_BASE_URL": address,
        "MARKETPLACE_RATE_LIMITS": "off",
        "MARKETPLACE_SEMANTIC": "off",
        "PYTHONWARNINGS": "error",
    }


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            urlopen(f"{address}/healthz", timeout=PATIENCE).close()
        except URLError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"no answer after {PATIENCE} s: {log.read_text(encoding='utf-8')}")

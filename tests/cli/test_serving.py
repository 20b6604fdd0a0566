"""A demonstration and its server as processes: first run, second run, beside a worker, stopping."""

import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from marketplace.cli import demo as demo_module
from tests.cli.conftest import invoke

PATIENCE = 60  # seconds; a busy machine takes long to start Python
COMMAND = (sys.executable, "-W", "error", "-c", "from marketplace.cli import main; main()")


LOAD = (
    "import sys; from importlib import import_module; from marketplace.cli import serve; "
    "from marketplace.domains import DOMAINS; [import_module(f'marketplace.{name}') for name in DOMAINS]; "
    "print(*sys.modules)"
)
# What a server needs for few requests, or never.
SELDOM = {"PIL", "marketplace.exchange", "marketplace.cli.demo", "nh3", "segno", "smtplib", "yaml"}
SELDOM |= {"alembic", "numpy.ma", "pypdf", "pypdfium2", "sqlalchemy.dialects.postgresql", "xml.sax"}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environ(instance: Path, **more: str) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith("MARKETPLACE_") and k not in {"HOST", "PORT"}
    }
    own = {"MARKETPLACE_INSTANCE": str(instance), "MARKETPLACE_SEMANTIC": "off"}
    return kept | own | {"PYTHONPATH": str(Path(__file__).parents[2])} | more


@contextmanager
def running(instance: Path, *arguments: str, **more: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        env=environ(instance, **more),
        cwd=instance.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def stop(process: "subprocess.Popen[str]") -> str:
    """End a process as a service manager does; what it said, once it has ended well."""
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    return said


def refused(instance: Path, *arguments: str) -> str:
    """What a command says that cannot do what it is asked for."""
    with running(instance, *arguments) as process:
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1, said
    return said


def fetch(address: str) -> str:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address, timeout=PATIENCE) as answer:
                page: str = answer.read().decode()
                return page
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def good_copies_on_one_line(port: int) -> list[int]:
    """What two requests for a copy that is still good get, over a connection that stays open."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as line:
        line.request("GET", "/about")
        answer = line.getresponse()
        answer.read()
        line.auto_open = 0
        found = []
        for _ in range(2):
            line.request("GET", "/about", headers={"If-None-Match": answer.headers["ETag"]})
            again = line.getresponse()
            again.read()
            found.append(again.status)
        return found


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration whose first run was interrupted and then went on."""
    folder = tmp_path_factory.mktemp("demonstration") / "instance"
    real = demo_module.importing.import_rows

    def interrupted(kind: str, *arguments: object, **options: object) -> object:
        if kind == "offering":
            raise KeyboardInterrupt
        return real(kind, *arguments, **options)  # type: ignore[arg-type]  # passed on

    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOST", "PORT", "MARKETPLACE_SECRET_KEY"):
            patch.delenv(name, raising=False)
        patch.setenv("MARKETPLACE_INSTANCE", str(folder))
        patch.setattr(demo_module.importing, "import_rows", interrupted)
        assert invoke("demo", "--no-serve").exit_code == 1
        passwords = (folder / demo_module.ACCOUNTS_FILE).read_text()
        patch.setattr(demo_module.importing, "import_rows", real)
        again = invoke("demo", "--no-serve")
        assert again.exit_code == 0
        assert "providers.yaml: 0 new, 0 changed, 60 as they were" in again.stdout
        assert "documents.yaml: 27 new" in again.stdout
        assert (folder / demo_module.ACCOUNTS_FILE).read_text() == passwords
        assert invoke("index", "check").output == "0 differences\n"
    return folder


def test_sign_ins_and_settings_are_private_and_complete(instance: Path) -> None:
    for name in (demo_module.ACCOUNTS_FILE, "config.toml"):
        assert stat.S_IMODE((instance / name).stat().st_mode) == 0o600
    people = json.loads((instance / demo_module.ACCOUNTS_FILE).read_text())
    roles = ["admin", "moderator", "provider_origin", "provider_destination", "practitioner"]
    assert [person["role"] for person in people] == roles
    assert all(set(person) == {"role", "email", "password"} for person in people)
    assert len({person["password"] for person in people}) == len(people)
    assert "row 1 (iom), website: https:// was put before" in (instance / demo_module.NOTES_FILE).read_text()


def test_second_run_serves_what_is_there_beside_a_worker_and_ends_when_told(instance: Path) -> None:
    port = free_port()
    before = (instance / "marketplace.db").stat().st_size
    with running(instance, "demo", PORT=str(port)) as server, running(instance, "worker") as worker:
        assert "<h1" in fetch(f"http://127.0.0.1:{port}/")
        assert good_copies_on_one_line(port) == [304, 304]
        busy = refused(instance, "serve", "--port", str(port))
        assert f"cannot listen on 127.0.0.1:{port}" in busy
        assert "--port" in busy
        assert "The worker runs" in (worker.stdout.readline() if worker.stdout else "")
        assert stop(worker).endswith("Stopped.\n")
        said = stop(server)
    assert f"http://127.0.0.1:{port}/" in said
    assert re.search(r"provider_origin +provider-origin@demo\.example +\S{12}", said)
    assert said.endswith("Stopped.\n")
    assert (instance / "marketplace.db").stat().st_size == before


def cut(index: Path) -> None:
    for path in index.glob("build-*/*.pst"):
        os.truncate(path, path.stat().st_size // 2)


def garble(index: Path) -> None:
    for path in index.glob("build-*/*.*"):
        path.write_bytes(os.urandom(path.stat().st_size))


def delete(index: Path) -> None:
    for path in index.glob("build-*/*"):
        path.unlink()


def test_an_index_damaged_under_the_server_is_made_anew(instance: Path, tmp_path: Path) -> None:
    own = shutil.copytree(instance, tmp_path / "instance")
    port = free_port()

    def ask(word: str) -> tuple[int, bool]:
        found = json.loads(fetch(f"http://127.0.0.1:{port}/api/v1/library?q={word}"))
        return found["total"], "without_index" in found["notices"]

    words = iter(("return", "skills", "housing", "language", "nurses", "school", "diaspora", "visa", "legal"))
    with running(own, "demo", PORT=str(port)), running(own, "worker"):
        before = ask("migration")
        assert before[0]
        assert not before[1]
        for harm in (cut, garble, delete):
            harm(own / "index")
            assert any([ask(next(words))[1] for _ in range(3)]), harm  # answered, at last from SQL
            end = time.monotonic() + PATIENCE
            while ask("migration")[1] and time.monotonic() < end:
                time.sleep(0.05)
            assert ask("migration") == before, harm


def test_an_instance_of_another_mode_is_no_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARKETPLACE_INSTANCE", str(tmp_path))
    (tmp_path / "config.toml").write_text('SECRET_KEY = "0123456789abcdef0123456789abcdef"\n')
    result = invoke("demo", "--no-serve")
    assert (result.exit_code, "is not a demonstration" in result.output) == (1, True)
    assert not (tmp_path / demo_module.ACCOUNTS_FILE).exists()


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid"])
def test_an_address_of_another_machine_is_named(instance: Path, host: str) -> None:
    assert f"cannot listen on {host}" in refused(
        instance, "serve", "--host", host, "--port", str(free_port())
    )


def test_server_loads_nothing_that_it_seldom_needs() -> None:
    loaded = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True).stdout
    assert SELDOM & set(loaded.split()) == set()

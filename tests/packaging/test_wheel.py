"""The built wheel, in an environment with nothing else, serves pages and static files from any folder."""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
PATIENCE = 20  # seconds for the server to answer


def run(*command: object, cwd: Path = ROOT) -> None:
    """Run a command and show what it said if it fails; nothing of our own environment leads it back here."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environ(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def environ(**more: str) -> dict[str, str]:
    """Answer the environment without what would point to this checkout or to a developer's settings."""
    strange = ("MARKETPLACE_", "PYTHON", "VIRTUAL_ENV", "PYTEST", "COV_")
    return {k: v for k, v in os.environ.items() if not k.startswith(strange)} | more


def build_wheel(target: Path) -> Path:
    """Build the source distribution and, from it alone, the wheel."""
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", target)
    return next(target.glob("*.whl"))


def install(wheel: Path, venv: Path) -> Path:
    """Install a wheel and its locked requirements into a new environment; answer its bin folder."""
    run(sys.executable, "-m", "venv", "--without-pip", venv)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "--python",
        venv / "bin" / "python",
    ]
    # Compiling takes as long as all the rest, and only what is imported needs it.
    into = [*pip, "install", "--no-deps", "--no-compile"]
    run(*into, "--require-hashes", "--only-binary", ":all:", "--requirement", ROOT / "requirements.lock")
    run(*into, wheel)
    run(*pip, "check")
    return venv / "bin"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(bin_folder: Path, folder: Path) -> Iterator[str]:
    """Run `marketplace serve` in a folder, with its instance there; yields the address once it answers."""
    settings = {
        "MARKETPLACE_INSTANCE": str(folder / "instance"),
        "MARKETPLACE_SECRET_KEY": secrets.token_hex(32),
    }
    address = f"http://127.0.0.1:{free_port()}"
    command = [bin_folder / "marketplace", "serve", "--port", address.rsplit(":", 1)[1]]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=environ(**settings), stdout=log, stderr=log)
    try:
        wait_for(address, server, folder / "log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text()
        try:
            urlopen(f"{address}/healthz", timeout=PATIENCE).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"no answer after {PATIENCE} s: {log.read_text()}")


def fetch(address: str) -> tuple[str, str]:
    """Answer the content type and the text of a page."""
    with urlopen(address, timeout=PATIENCE) as answer:
        return answer.headers["Content-Type"], answer.read().decode()


def test_wheel_in_an_empty_environment_serves_page_and_style(tmp_path: Path) -> None:
    wheel = build_wheel(tmp_path / "dist")
    names = zipfile.ZipFile(wheel).namelist()
    assert all(name.startswith(("marketplace/", "headstart_marketplace-")) for name in names)

    bin_folder = install(wheel, tmp_path / "venv")
    somewhere = tmp_path / "some where else"
    somewhere.mkdir()
    run(bin_folder / "marketplace", "--help", cwd=somewhere)
    with served(bin_folder, somewhere) as address:
        kind, page = fetch(f"{address}/")
        assert kind.startswith("text/html")
        assert "<h1" in page
        style = re.search(r'<link[^>]+href="([^"]+\.css)"', page)
        assert style, "the page links no style sheet"
        kind, text = fetch(address + style[1])
        assert kind.startswith("text/css")
        assert "@layer" in text
        _, persian = fetch(f"{address}/fa/")
        assert 'lang="fa"' in persian
        assert re.search("[\u0600-\u06ff]", persian.split("<main", 1)[1]), (
            "the catalogues are not in the wheel"
        )

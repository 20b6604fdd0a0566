#!/usr/bin/env python3
"""Prepare the environment in .venv from the lock files, with nothing but Python's standard library.

    python3 bootstrap.py run         what serving needs
    python3 bootstrap.py dev         what the tests and checks need as well
    python3 bootstrap.py semantic    then, where this machine can run it, search by meaning

Runs on any Python from 3.6, so that an old one can say what is missing instead of a syntax error.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "prepared.json"
OLDEST = (3, 11)
CANDIDATES = ("python3.13", "python3.12", "python3.11", "python3", sys.executable)
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}  # the second holds the first as well
SEMANTIC, SEMANTIC_LOCK = "semantic", "requirements-semantic.lock"
TRY_MODEL = "from marketplace.search.meaning.embedder import open_embedder; open_embedder()"
ALSO_COUNTS = ("pyproject.toml", "hatch_build.py", "bootstrap.py")
PROBE = (
    "import importlib.util, json, sys; print(json.dumps([list(sys.version_info[:2]), sys.executable, "
    "all(importlib.util.find_spec(m) for m in ('ensurepip', 'venv'))]))"
)
NO_CONNECTION = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "Connection refused",
    "connection broken",
)


class SetupError(Exception):
    """What keeps the environment from being prepared, in words for the person at the terminal."""


class Interpreter:
    """One Python that could carry the environment."""

    def __init__(self, version: tuple, path: str, has_venv: bool) -> None:
        self.version = version
        self.path = path
        self.has_venv = has_venv

    def label(self) -> str:
        """Answer the version as in the names of system packages, "3.11"."""
        return ".".join(str(part) for part in self.version)


def probe(command: str):
    """Answer the Interpreter behind a command, or None where it does not run (missing, a dead shim)."""
    try:
        done = subprocess.run(
            [command, "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30
        )
        version, path, has_venv = json.loads(done.stdout.decode())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return Interpreter(tuple(version), path, has_venv)


def choose(found: list) -> Interpreter:
    """Answer the newest Python that is new enough, one that can make an environment itself first.

    Raises SetupError, naming what was found, where none is new enough.
    """
    enough = [one for one in found if one.version >= OLDEST]
    if not enough:
        seen = ", ".join(sorted({one.label() for one in found})) or "none"
        raise SetupError(
            "Python 3.11 or newer is needed. Found: {}.\n"
            "Install it (Debian, Ubuntu: sudo apt-get install -y python3 python3-venv), "
            "or put a newer one first on PATH.".format(seen)
        )
    return max(enough, key=lambda one: (one.has_venv, one.version))


def creation_command(python: Interpreter) -> list:
    """Answer the command that makes an empty environment with pip in .venv.

    Raises SetupError with the line to type where no tool on this machine can make one.
    """
    if python.has_venv:
        return [python.path, "-m", "venv", "--clear", str(VENV)]
    if shutil.which("uv"):
        return ["uv", "venv", "--quiet", "--seed", "--clear", "--python", python.path, str(VENV)]
    if shutil.which("virtualenv"):
        return ["virtualenv", "--quiet", "--clear", "--python", python.path, str(VENV)]
    raise SetupError(
        "This Python {0} cannot make environments: its ensurepip is not installed. Type\n\n"
        "    sudo apt-get install -y python{0}-venv\n\n"
        "and try again (or install uv or virtualenv, which need no root).".format(python.label())
    )


def run(command: list, failure: str) -> None:
    """Run a command from the project's folder, silent unless it fails.

    Raises SetupError made of what the command said and `failure`, or of a likelier cause found in its words.
    """
    done = subprocess.run(command, cwd=str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode == 0:
        return
    said = done.stdout.decode(errors="replace").strip()
    if "DO NOT MATCH THE HASHES" in said:
        failure = "A package is not the one the lock file names, so it was not installed."
    elif any(sign in said for sign in NO_CONNECTION):
        failure = "No connection to the package index. The first set-up needs the network; then try again."
    raise SetupError("{}\n\n{}".format(said, failure))


def create_environment() -> None:
    """Make .venv anew with the best Python of this machine."""
    python = choose([one for one in map(probe, CANDIDATES) if one])
    say("Making .venv with Python {}".format(python.label()))
    run(creation_command(python), "The environment could not be made in {}.".format(VENV))


def pip_install(*what: str) -> list:
    """Answer the command that installs into .venv."""
    pip = [str(VENV_PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install"]
    return [*pip, *what]


def install_locked(lock: str) -> None:
    """Install what a lock file names, each checked against its hash."""
    # Wheels only: nothing a package brings along is run while it is installed.
    locked = ["--retries", "2", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    run(
        pip_install(*locked, "--requirement", lock),
        "The packages of {} could not be installed.".format(lock),
    )


def install(kind: str) -> None:
    """Install what the lock files name, and the project itself in place."""
    say("Installing packages, once; this takes about a minute")
    install_locked(LOCKS[kind])
    run(
        pip_install("--no-deps", "--no-build-isolation", "--editable", "."),
        "The project itself could not be installed into .venv.",
    )


def add_meaning() -> None:
    """Install the model for search by meaning and try it; where it cannot run, say so and go on without.

    Nothing is done where the environment variable SEMANTIC is 0.
    """
    stamp, wanted = read_stamp(), hashlib.sha256((ROOT / SEMANTIC_LOCK).read_bytes()).hexdigest()
    if os.environ.get("SEMANTIC") == "0" or stamp.get(SEMANTIC) == wanted:
        return
    say("Installing the model for search by meaning, once (95 MB; SEMANTIC=0 leaves it out)")
    try:
        install_locked(SEMANTIC_LOCK)
        run([str(VENV_PYTHON), "-c", TRY_MODEL], "The model does not run.")
    except SetupError as error:
        why = str(error).strip().splitlines()[0]
        say("Search by meaning cannot run on this machine; everything else works. ({})".format(why[:120]))
        return
    STAMP.write_text(json.dumps({**stamp, SEMANTIC: wanted}), encoding="utf-8")


def digest(kind: str) -> str:
    """Answer the hash of everything that decides what .venv must hold."""
    total = hashlib.sha256()
    for name in (LOCKS[kind], *ALSO_COUNTS):
        total.update((ROOT / name).read_bytes())
    return total.hexdigest()


def read_stamp() -> dict:
    """Answer what an earlier run left: the project's folder then, and the digest of each kind installed."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def prepare(kind: str) -> None:
    """Bring .venv up to date for "run" or "dev"; nothing to do takes no time.

    An environment that does not run, or that moved with its folder (its scripts name the old place), is made
    anew.
    Raises SetupError.
    """
    stamp = read_stamp()
    moved = stamp.get("root", str(ROOT)) != str(ROOT)
    current = None if moved else probe(str(VENV_PYTHON))
    wanted = digest(kind)
    # "dev" holds everything "run" needs, so either satisfies "run".
    have = [stamp.get("dev") == digest("dev"), stamp.get("run") == wanted and kind == "run"]
    if current and any(have):
        return
    started = time.time()
    if current is None or current.version < OLDEST:
        create_environment()
        stamp = {}
    STAMP.unlink() if STAMP.exists() else None
    install(kind)
    STAMP.write_text(json.dumps({**stamp, "root": str(ROOT), kind: wanted}), encoding="utf-8")
    say("Ready after {:.0f} s".format(time.time() - started))


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


def main(arguments: list) -> int:
    """Prepare what is asked for; answer 0, 1 for a set-up that failed, 2 for wrong usage."""
    if len(arguments) != 1 or arguments[0] not in (*LOCKS, SEMANTIC):
        print("Usage: python3 bootstrap.py run|dev|semantic", file=sys.stderr)
        return 2
    os.environ.pop("PYTHONHOME", None)  # of another Python it would break this one's environment
    try:
        add_meaning() if arguments[0] == SEMANTIC else prepare(arguments[0])
    except SetupError as error:
        print("\n{}".format(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

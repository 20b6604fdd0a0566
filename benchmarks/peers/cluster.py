"""A PostgreSQL server of one's own, in a folder: made, started, measured and stopped."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.peers.base import MissingProgram, status

# Left as it comes but for these: no network, no wait for the disk, all work of a question in one process,
# whose time can be read, and no compiling of queries that are asked once.
SETTINGS = """
listen_addresses = ''
fsync = off
autovacuum = off
jit = off
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0
work_mem = 64MB
"""


class Cluster:
    """Answers at a socket in the folder, to the user "postgres"."""

    def __init__(self, folder: Path) -> None:
        self._programs = programs()
        self._folder, self._base = folder, folder / "base"
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:  # whom PostgreSQL refuses
            self._as = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(folder, "postgres", "postgres")
            folder.parent.chmod(0o711)

    def make(self) -> None:
        """Make an empty one."""
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        with (self._base / "postgresql.conf").open("a") as settings:
            settings.write(f"{SETTINGS}unix_socket_directories = '{self._folder}'\n")

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._run("pg_ctl", "start", "--wait", "--log", str(self._folder / "log"))

    def stop(self) -> None:
        """Stop it if it runs, without waiting for anybody connected."""
        if (self._base / "postmaster.pid").is_file():
            self._run("pg_ctl", "stop", "--wait", "--mode=fast")

    def memory(self) -> float:
        """Megabytes its processes hold, what they share counted once."""
        first = int((self._base / "postmaster.pid").read_text().split()[0])
        others = map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())
        return sum(_proportional(process) for process in (first, *others))

    def _run(self, program: str, *given: str) -> None:
        subprocess.run(  # noqa: S603  # the system's own programs
            [self._programs / program, "--pgdata", self._base, *given],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            **self._as,
        )


def programs() -> Path:
    """Where initdb and pg_ctl are: those on PATH, or the newest that Debian has put aside."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name))
    if not places:
        raise MissingProgram("no initdb")
    return places[-1]


def freed(process: int) -> float:
    """Megabytes that a process has held at some time beyond what it holds now."""
    return status(process, "VmHWM") - status(process, "VmRSS")


def _proportional(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(one.split()[1]) for one in lines if one.startswith("Pss:")) / 1024

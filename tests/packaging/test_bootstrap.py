"""The set-up chooses a Python, says what is missing in words, and finds its own work done."""

import ast
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap
from bootstrap import Interpreter, SetupError

CHMOD = shutil.which("chmod")
OLD = Interpreter((3, 9), "/usr/bin/python3.9", True)
BARE = Interpreter((3, 13), "/usr/bin/python3.13", False)
WHOLE = Interpreter((3, 11), "/usr/bin/python3.11", True)
NEWER = Interpreter((3, 12), "/opt/python 3.12/bin/python", True)


def program(folder: Path, name: str, body: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project whose set-up writes down the commands it would run."""
    root = tmp_path / "a project"
    (root / ".venv" / "bin").mkdir(parents=True)
    for name in (*bootstrap.LOCKS.values(), bootstrap.SEMANTIC_LOCK, *bootstrap.ALSO_COUNTS):
        (root / name).write_text(name)
    monkeypatch.delenv("SEMANTIC", raising=False)
    monkeypatch.setattr(bootstrap, "ROOT", root)
    monkeypatch.setattr(bootstrap, "VENV", root / ".venv")
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", root / ".venv" / "bin" / "python")
    monkeypatch.setattr(bootstrap, "STAMP", root / ".venv" / "prepared.json")
    (root / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return root


@pytest.fixture
def commands(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    ran: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "run", lambda command, failure: ran.append(command))
    return ran


def test_choose_takes_newest_that_makes_environments() -> None:
    assert bootstrap.choose([OLD, BARE, WHOLE, NEWER]) is NEWER


def test_choose_takes_bare_one_when_nothing_else_is_new_enough() -> None:
    assert bootstrap.choose([OLD, BARE]) is BARE


@pytest.mark.parametrize(("found", "seen"), [([OLD], "Found: 3.9."), ([], "Found: none.")])
def test_choose_too_old_says_what_was_found(found: list[Interpreter], seen: str) -> None:
    with pytest.raises(SetupError, match=r"Python 3\.11 or newer is needed") as caught:
        bootstrap.choose(found)
    assert seen in str(caught.value)


def test_probe_this_python_answers_its_version() -> None:
    found = bootstrap.probe(sys.executable)
    assert found is not None
    assert found.version == sys.version_info[:2]


@pytest.mark.parametrize("body", ["echo 'command not found' >&2; exit 127", "echo 'not json'"])
def test_probe_dead_shim_is_passed_over(tmp_path: Path, body: str) -> None:
    program(tmp_path, "python3.13", body)
    assert bootstrap.probe(str(tmp_path / "python3.13")) is None
    assert bootstrap.probe(str(tmp_path / "no-such-python")) is None


def test_creation_without_ensurepip_names_the_line_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupError, match=r"sudo apt-get install -y python3\.13-venv\n"):
        bootstrap.creation_command(BARE)
    program(tmp_path, "virtualenv", "exit 0")
    assert bootstrap.creation_command(BARE)[0] == "virtualenv"
    program(tmp_path, "uv", "exit 0")
    assert bootstrap.creation_command(BARE)[:2] == ["uv", "venv"]
    assert bootstrap.creation_command(NEWER)[0] == NEWER.path


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("connection broken by 'NewConnectionError'", "No connection to the package index"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one the lock file names"),
        ("no space left", "It failed."),
    ],
)
def test_run_failure_tells_the_cause(project: Path, said: str, told: str) -> None:
    with pytest.raises(SetupError, match=told) as caught:
        bootstrap.run([sys.executable, "-c", f"import sys; print({said!r}); sys.exit(3)"], "It failed.")
    assert said in str(caught.value)


def test_prepare_second_time_does_nothing(project: Path, commands: list[list[str]]) -> None:
    bootstrap.prepare("run")
    assert any("requirements.lock" in command for command in commands)
    commands.clear()
    bootstrap.prepare("run")
    assert commands == []


def test_prepare_dev_satisfies_run_but_not_the_other_way(project: Path, commands: list[list[str]]) -> None:
    bootstrap.prepare("run")
    commands.clear()
    bootstrap.prepare("dev")
    assert any("requirements-dev.lock" in command for command in commands)
    commands.clear()
    bootstrap.prepare("run")
    assert commands == []


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_prepare_after_a_change_installs_again(project: Path, commands: list[list[str]], name: str) -> None:
    bootstrap.prepare("run")
    commands.clear()
    (project / name).write_text("changed")
    bootstrap.prepare("run")
    assert any("requirements.lock" in command for command in commands)


def test_prepare_after_a_failure_tries_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], failure: str) -> None:
        raise SetupError(failure)

    monkeypatch.setattr(bootstrap, "run", fail)
    for _ in range(2):
        with pytest.raises(SetupError):
            bootstrap.prepare("run")
    assert not bootstrap.STAMP.exists()


def test_prepare_moved_folder_makes_the_environment_anew(project: Path, commands: list[list[str]]) -> None:
    bootstrap.prepare("run")
    stamp = json.loads(bootstrap.STAMP.read_text())
    bootstrap.STAMP.write_text(json.dumps({**stamp, "root": "/elsewhere"}))
    commands.clear()
    bootstrap.prepare("run")
    assert "--clear" in commands[0]


def test_prepare_installs_only_hashed_wheels(project: Path, commands: list[list[str]]) -> None:
    bootstrap.prepare("run")
    locked = next(command for command in commands if "requirements.lock" in command)
    assert {"--require-hashes", "--no-deps", "--only-binary"} <= set(locked)


def test_old_python_can_read_the_set_up() -> None:
    """It has to start there, to say that a newer Python is needed."""
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 6))


def test_wrong_usage_says_what_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["demo"]) == 2
    assert "run|dev" in capsys.readouterr().err


def run_chromium_tool(path: Path) -> "subprocess.CompletedProcess[str]":
    root = Path(__file__).parents[2]
    environ = {name: value for name, value in os.environ.items() if name != "CHROMIUM"}
    return subprocess.run(
        [sys.executable, root / "tools" / "chromium.py"],
        env={**environ, "PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("package", ["chromium-headless-shell", "chromium"])
def test_chromium_is_installed_by_whom_the_system_lets(tmp_path: Path, package: str) -> None:
    """The lighter of the packages that the system has."""
    program(tmp_path, "sudo", 'shift; exec "$@"')
    program(tmp_path, "env", 'shift; exec "$@"')
    program(tmp_path, "true", "exit 0")
    asked, browser = tmp_path / "asked", tmp_path / package
    installs = f'echo "$@" > "{asked}"; echo > "{browser}"; {CHMOD} +x "{browser}"'
    unknown = f'if [ "$5" != {package} ]; then exit 100; fi'
    program(tmp_path, "apt-get", f'if [ "$2" = install ]; then {unknown}; {installs}; fi')
    done = run_chromium_tool(tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"--no-install-recommends {package} fonts-noto-core" in asked.read_text()


def test_missing_chromium_is_named_with_what_to_do(tmp_path: Path) -> None:
    done = run_chromium_tool(tmp_path)
    assert done.returncode == 1
    assert "Chromium is missing" in done.stderr
    assert "sudo apt-get install -y chromium" in done.stderr


def test_model_is_installed_and_tried_once(project: Path, commands: list[list[str]]) -> None:
    bootstrap.prepare("run")
    commands.clear()
    assert bootstrap.main(["semantic"]) == 0
    assert [command[-1] for command in commands] == ["requirements-semantic.lock", bootstrap.TRY_MODEL]
    assert "--require-hashes" in commands[0]
    commands.clear()
    bootstrap.add_meaning()
    bootstrap.prepare("run")
    assert commands == []


def test_model_that_is_not_wanted_is_left_out(
    project: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEMANTIC", "0")
    bootstrap.add_meaning()
    assert commands == []


def test_model_that_cannot_run_is_said_in_one_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_command: list[str], failure: str) -> None:
        raise SetupError(f"no wheel for this machine\n\n{failure}")

    monkeypatch.setattr(bootstrap, "run", fail)
    assert bootstrap.main(["semantic"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1:] == [
        "Search by meaning cannot run on this machine; everything else works. (no wheel for this machine)"
    ]

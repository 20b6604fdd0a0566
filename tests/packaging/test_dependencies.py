"""The lock files are complete, portable and pinned by hash; each dependency is declared and has a reason."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
# Documented parts of a declared package, released together with it.
BROUGHT_ALONG = {"werkzeug", "jinja2", "markupsafe", "itsdangerous", "blinker", "alembic"}
LOCKS = ("requirements.lock", "requirements-dev.lock")


def entries(name: str) -> list[str]:
    """Answer the requirements of a lock file, each with its hashes, without comments."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / name).read_text(), flags=re.MULTILINE)
    return re.split(r"(?<!\\)\n", text.strip())


def pinned(name: str) -> set[Requirement]:
    return {Requirement(entry.split(" \\\n")[0]) for entry in entries(name)}


def declared(*groups: str) -> list[Requirement]:
    """Answer the project's own dependencies and those of some groups."""
    lines = list(PROJECT["project"]["dependencies"])
    for group in groups:
        lines += [line for line in PROJECT["dependency-groups"][group] if isinstance(line, str)]
    return [Requirement(line) for line in lines]


def optional() -> list[Requirement]:
    """Answer what the extras add, which need not be installed."""
    return [
        Requirement(line) for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_every_package_by_hash(name: str) -> None:
    for entry in entries(name):
        assert re.match(r"[a-z0-9.-]+==\S+( ; [^\\]+)? \\\n\s+--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_host_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|file:|(^|\s)/\w", text)


@pytest.mark.parametrize(("name", "groups"), [(LOCKS[0], ("build",)), (LOCKS[1], ("build", "dev"))])
def test_lock_satisfies_what_is_declared(name: str, groups: tuple[str, ...]) -> None:
    versions = {canonicalize_name(pin.name): str(pin.specifier)[2:] for pin in pinned(name)}
    for wanted in declared(*groups):
        version = versions.get(canonicalize_name(wanted.name))
        assert version, f"{wanted} is not in {name}: make lock"
        assert wanted.specifier.contains(version), f"{wanted}, but {name} has {version}: make lock"


def test_dev_lock_holds_everything_serving_needs() -> None:
    assert pinned(LOCKS[0]) <= pinned(LOCKS[1])


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text().lower()
    missing = [
        wanted.name
        for wanted in [*declared("build", "dev"), *optional()]
        if f"| {wanted.name.lower()} |" not in reasons
    ]
    assert not missing


def test_every_import_of_the_package_is_declared() -> None:
    """A package only another one brings, or only the tests install, would be missing one day."""
    names = {canonicalize_name(wanted.name) for wanted in declared()} | BROUGHT_ALONG
    extras = {canonicalize_name(wanted.name) for wanted in optional()}
    providers = packages_distributions()
    for file in sorted((ROOT / "marketplace").rglob("*.py")):
        for module in imported(file) - set(sys.stdlib_module_names) - {"marketplace", "_typeshed"}:
            offered = {canonicalize_name(name) for name in providers.get(module, [module])}
            assert offered & (names | extras), (
                f"{file.relative_to(ROOT)} imports {module}, which pyproject.toml lacks"
            )


def imported(file: Path) -> set[str]:
    """Answer the top-level modules a source file imports from outside its package."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found

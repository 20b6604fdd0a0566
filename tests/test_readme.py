"""The README knows every package, command and setting there is."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from marketplace.cli import main
from marketplace.config import SETTINGS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def packages() -> list[str]:
    return sorted(init.parent.name for init in (ROOT / "marketplace").glob("*/__init__.py"))


def commands(group: click.Group, prefix: str = "marketplace") -> Iterator[str]:
    """Walk a group and answer each command as it is typed: "marketplace index rebuild"."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}"


@pytest.mark.parametrize("package", packages())
def test_readme_says_what_each_package_is(package: str) -> None:
    assert f"`marketplace/{package}/`" in README


@pytest.mark.parametrize("command", list(commands(main)))
def test_readme_names_each_command(command: str) -> None:
    assert f"`{command}" in README


@pytest.mark.parametrize("setting", [setting.name for setting in SETTINGS])
def test_readme_lists_each_setting(setting: str) -> None:
    assert f"| `{setting}` |" in README

"""`marketplace config`: every setting and where it comes from, never a secret."""

import re

import click

from marketplace.cli import load_settings, main
from marketplace.config import PREFIX, SETTINGS, Setting

_PASSWORD_IN_URL = re.compile(r"(?<=://)([^/@\s]*)@")


@main.command("config")
def show_config() -> None:
    """Print every setting, its value (secrets masked) and its source."""
    settings = load_settings()
    for setting in SETTINGS:
        value = _shown(setting, str(settings[setting.name]))
        click.echo(f"{PREFIX}{setting.name} = {value}  ({settings.sources[setting.name]})")


def _shown(setting: Setting, value: str) -> str:
    if not setting.secret or not value:
        return value
    if "://" in value:
        return _PASSWORD_IN_URL.sub("…@", value)
    return "…"

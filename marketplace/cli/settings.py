"""`marketplace config`: every setting and where it comes from, never a secret."""

import re

import click

from marketplace import config
from marketplace.config import PREFIX, SETTINGS, Setting

_CREDENTIALS = re.compile(r"(?<=://).*@")  # a password may hold any sign, so up to the last @
_QUERY = re.compile(r"\?.*")


@click.command("config")
def show_config() -> None:
    """Print every setting, its value (secrets masked) and its source. Exit code 1 where one is not safe."""
    try:
        settings = config.read()
        for setting in SETTINGS:
            value = _shown(setting, str(settings[setting.name]))
            click.echo(f"{PREFIX}{setting.name} = {value}  ({settings.sources[setting.name]})")
        config.refuse_unsafe(settings)
    except config.ConfigError as error:
        raise click.ClickException(str(error)) from error


def _shown(setting: Setting, value: str) -> str:
    if not setting.secret or not value:
        return value
    if "://" in value:
        return _QUERY.sub("?…", _CREDENTIALS.sub("…@", value))
    return "…"

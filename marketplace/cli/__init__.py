"""The `marketplace` command: every job of an operator. Exit codes: 0 done, 1 failed, 2 wrong usage."""

from importlib import import_module

import click

# Each is imported when it is called: a server has no use for what reads imports and makes demonstrations.
_COMMANDS = {
    "serve": ("serve", "serve"),
    "worker": ("serve", "worker"),
    "demo": ("demo", "demo"),
    "create-admin": ("accounts", "create_admin"),
    "import": ("importing", "import_file"),
    "db": ("database", "db_group"),
    "index": ("search", "index_group"),
    "outbox": ("database", "outbox_group"),
    "documents": ("documents", "documents_group"),
    "config": ("settings", "show_config"),
}


class _Commands(click.Group):
    """The commands by name, without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        found: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="headstart-marketplace")
def main() -> None:
    """Run and look after a Headstart Marketplace."""

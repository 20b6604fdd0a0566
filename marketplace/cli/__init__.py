"""The `marketplace` command: every job of an operator. Exit codes: 0 done, 1 failed, 2 wrong usage."""

import click

from marketplace.cli.accounts import create_admin
from marketplace.cli.database import db_group, outbox_group
from marketplace.cli.demo import demo
from marketplace.cli.importing import import_file
from marketplace.cli.search import index_group
from marketplace.cli.serve import serve, worker
from marketplace.cli.settings import show_config


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="headstart-marketplace")
def main() -> None:
    """Run and look after a Headstart Marketplace."""


for _command in (
    serve,
    worker,
    demo,
    create_admin,
    import_file,
    db_group,
    index_group,
    outbox_group,
    show_config,
):
    main.add_command(_command)

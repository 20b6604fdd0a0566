"""The `marketplace` command: every job of an operator. Exit codes: 0 done, 1 failed, 2 wrong usage."""

import click

from marketplace.cli import accounts, database, demo, documents, importing, search, serve, settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="headstart-marketplace")
def main() -> None:
    """Run and look after a Headstart Marketplace."""


for _command in (
    serve.serve,
    serve.worker,
    demo.demo,
    accounts.create_admin,
    importing.import_file,
    database.db_group,
    search.index_group,
    database.outbox_group,
    documents.documents_group,
    settings.show_config,
):
    main.add_command(_command)

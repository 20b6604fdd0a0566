"""`marketplace import`: a file of organisations or records into the marketplace."""

from pathlib import Path

import click

from marketplace.accounts.models import User
from marketplace.cli import load_app, main
from marketplace.cli.progress import progress
from marketplace.database import db
from marketplace.exchange import importing, reading

KINDS = ("provider", "case_study", "offering", "need", "document")


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", required=True, type=click.Choice(KINDS), help="What the rows are.")
@click.option("--format", "file_format", type=click.Choice(reading.FORMATS), help="Else by the file's name.")
@click.option("--publish", is_flag=True, help="Send and approve each record, instead of leaving drafts.")
@click.option("--dry-run", is_flag=True, help="Check everything and report, but change nothing.")
@click.option("--as", "email", metavar="EMAIL", help="The admin who does it; needed where there are several.")
def import_file(
    file: Path, kind: str, file_format: str | None, publish: bool, dry_run: bool, email: str | None
) -> None:
    """Import FILE, all of it or nothing. Repeatable: rows are known by their slug."""
    file_format = file_format or reading.format_of(file)
    if file_format is None:
        raise click.UsageError(f"what is {file.name}? Say --format {'|'.join(reading.FORMATS)}.")
    with load_app().app_context():
        user = _admin(email)
        try:
            rows = list(reading.read(file, file_format))
            with progress(f"Importing {file.name}", len(rows)) as told:
                report = importing.import_rows(
                    kind, rows, user, publish=publish, dry_run=dry_run, progress=told
                )
        except reading.UnreadableFileError as error:
            raise click.ClickException(f"{error}; nothing was changed") from error
        except importing.ImportRefused as failure:
            show(failure.report)
            raise click.ClickException(str(failure)) from failure
        show(report, dry_run)


def show(report: importing.Report, dry_run: bool = False) -> None:
    """Print what was noticed row by row, then the sums."""
    for remark in report.remarks:
        click.echo(f"{'error' if remark.error else 'note'}: {remark}")
    sums = f"{report.created} new, {report.updated} changed, {report.unchanged} as they were"
    if report.left_alone:
        sums += f", {report.left_alone} left alone"
    if not report.errors:
        click.echo(f"{'Would be: ' if dry_run else ''}{sums}")


def _admin(email: str | None) -> User:
    admins = [
        user
        for user in db.session.scalars(db.select(User).order_by(User.created_at, User.id))
        if user.is_admin
    ]
    if email is not None:
        admins = [user for user in admins if user.email == email]
        if not admins:
            raise click.ClickException(f"{email} is no admin here")
    if not admins:
        raise click.ClickException("there is no admin yet: run `marketplace create-admin EMAIL` first")
    if len(admins) > 1:
        raise click.UsageError("there are several admins: say which with --as EMAIL")
    return admins[0]

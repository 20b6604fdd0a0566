"""`marketplace import`: a file of organisations or records into the marketplace."""

from pathlib import Path

import click
from sqlalchemy import String, cast, select
from sqlalchemy.exc import OperationalError

from marketplace import languages
from marketplace.accounts.models import SiteRole, User
from marketplace.cli.application import ready_app
from marketplace.cli.progress import progress
from marketplace.database import db, is_busy
from marketplace.exchange import importing, reading, remapping
from marketplace.exchange.report import Report


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", required=True, type=click.Choice(importing.KINDS), help="What the rows are.")
@click.option("--format", "file_format", type=click.Choice(reading.FORMATS), help="Else by the file's name.")
@click.option(
    "--mapping",
    metavar="FILE|NAME",
    help=f"From what the fields are made: a file, or one of {', '.join(remapping.names())}.",
)
@click.option("--publish", is_flag=True, help="Send and approve each record, instead of leaving drafts.")
@click.option("--dry-run", is_flag=True, help="Check everything and report, but change nothing.")
@click.option("--as", "email", metavar="EMAIL", help="The admin who does it; needed where there are several.")
@click.option(
    "--language", default="en", show_default=True, help="Language of the texts where a row does not say."
)
def import_file(
    file: Path,
    kind: str,
    file_format: str | None,
    mapping: str | None,
    publish: bool,
    dry_run: bool,
    email: str | None,
    language: str,
) -> None:
    """Import FILE, all of it or nothing. Repeatable: rows are known by their slug."""
    file_format = file_format or reading.format_of(file)
    if file_format is None:
        raise click.UsageError(f"what is {file.name}? Say --format {'|'.join(reading.FORMATS)}.")
    if not languages.is_language(language):
        raise click.BadParameter(f"“{language}” is no language code such as en", param_hint="--language")
    with ready_app().app_context():
        user = _admin(email)
        try:
            rows = _rows(file, file_format, kind, mapping)
            with progress(f"Importing {file.name}", len(rows)) as told:
                report = importing.import_rows(
                    kind,
                    rows,
                    user,
                    publish=publish,
                    dry_run=dry_run,
                    text_language=language,
                    progress=told,
                )
        except (reading.UnreadableFileError, remapping.BadMapping, OSError) as error:
            raise click.ClickException(f"{error}; nothing was changed") from error
        except importing.ImportRefused as refusal:
            _show_remarks(refusal.report)
            raise click.ClickException(str(refusal)) from refusal
        except OperationalError as error:
            if not is_busy(error):
                raise
            raise click.ClickException("another import is being written; nothing was changed") from error
    _show_remarks(report)
    click.echo(f"{'Would be: ' if dry_run else ''}{report.sums()}")


def _rows(file: Path, file_format: str, kind: str, mapping: str | None) -> list[importing.Numbered]:
    """The rows of a file, through a mapping if one is given; what it leaves out is said."""
    if mapping is None:
        return list(reading.read(file, file_format))
    how = remapping.Mapping.load(mapping, kind, file.parent)
    rows = reading.read(file, file_format, how.rows)
    return list(how.apply(rows, lambda number, text: click.echo(f"note: row {number}: {text}")))


def _show_remarks(report: Report) -> None:
    for remark in report.remarks:
        click.echo(f"{'error' if remark.error else 'note'}: {remark}")


def _admin(email: str | None) -> User:
    statement = select(User).where(
        cast(User.roles, String).contains(f'"{SiteRole.ADMIN}"'),
        User.disabled_at.is_(None),
        User.deleted_at.is_(None),
    )
    if email is not None:
        statement = statement.filter_by(email=email.strip().lower())
    admins = db.session.scalars(statement.order_by(User.created_at, User.id).limit(2)).all()
    if not admins and email is not None:
        raise click.ClickException(f"{email} is no admin here")
    if not admins:
        raise click.ClickException("there is no admin yet: run `marketplace create-admin EMAIL` first")
    if len(admins) > 1:
        raise click.UsageError("there are several admins: say which with --as EMAIL")
    return admins[0]

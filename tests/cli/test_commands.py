"""Commands: what they say, what they leave behind, and their exit codes: 0 done, 1 failed, 2 wrong usage."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from marketplace.cli.progress import progress
from marketplace.cli.settings import _shown
from marketplace.config import SETTINGS, Setting
from tests.cli.conftest import Run
from tests.exchange.rows import DOCUMENT

PASSWORD = "ocean lamp tulip wagon"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    file = tmp_path / "documents.jsonl"
    file.write_text(json.dumps(DOCUMENT) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def admin(run: Run) -> None:
    assert run("create-admin", "agnes@example.org", "--password-stdin", stdin=PASSWORD + "\n").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["improt"], "No such command"),
        (["index"], "rebuild"),
        (["import"], "Missing argument 'FILE'"),
        (["import", "nowhere.yaml", "--kind", "need"], "does not exist"),
        (["import", __file__, "--kind", "need"], "--format yaml|json|jsonl|csv"),
        (
            ["import", __file__, "--format", "csv", "--kind", "services"],
            "'provider', 'case_study', 'offering'",
        ),
        (["import", __file__, "--format", "csv", "--kind", "need", "--language", "xx"], "no language code"),
        (["serve", "--port", "http"], "not a valid"),
        (["serve", "--port", "70000"], "1<=x<=65535"),
        (["create-admin"], "Missing argument 'EMAIL'"),
    ],
)
def test_wrong_usage_says_what_is_right(run: Run, arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.output


@pytest.mark.usefixtures("admin")
def test_admin_is_made_once(run: Run, instance: Path) -> None:
    again = run("create-admin", "agnes@example.org", "--password-stdin", stdin=PASSWORD)
    assert (again.exit_code, "already" in again.output) == (1, True)
    weak = run("create-admin", "other@example.org", "--password-stdin", stdin="12345678")
    assert (weak.exit_code, "password" in weak.output) == (1, True)
    typed = run("create-admin", "third@example.org", stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert typed.exit_code == 0
    assert PASSWORD not in typed.output
    assert PASSWORD.encode() not in (instance / "marketplace.db").read_bytes()


@pytest.mark.usefixtures("admin")
def test_import_publishes_indexes_and_repeats(run: Run, documents: Path) -> None:
    rehearsal = run("import", documents, "--kind", "document", "--publish", "--dry-run")
    assert (rehearsal.exit_code, rehearsal.stdout) == (0, "Would be: 1 new, 0 changed, 0 as they were\n")
    done = run("import", documents, "--kind", "document", "--publish")
    assert (done.exit_code, done.stdout) == (0, "1 new, 0 changed, 0 as they were\n")
    assert "Importing documents.jsonl: done" in done.stderr
    assert run("index", "check").exit_code == 1
    assert (run("outbox", "drain").stdout, run("index", "check").stdout) == (
        "1 done, 0 waiting\n",
        "0 differences\n",
    )
    assert run("index", "rebuild").stdout == "1 records indexed\n"
    assert "documents: 1\n" in run("index", "status").stdout
    again = run("import", documents, "--kind", "document", "--publish")
    assert again.stdout == "0 new, 0 changed, 1 as they were\n"
    assert run("outbox", "drain").stdout == "0 done, 0 waiting\n"


@pytest.mark.usefixtures("admin")
def test_import_reports_by_row_and_changes_nothing_on_error(run: Run, documents: Path) -> None:
    rows = [
        DOCUMENT | {"title": "<b>Bold</b> words"},
        DOCUMENT | {"slug": "two", "abstract": "", "kind": "poem"},
    ]
    documents.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    result = run("import", documents, "--kind", "document", "--publish")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "note: row 1 (document-one), title: HTML was turned into plain text",
        "note: row 2 (two), document_kind: “poem” is not a known code; left out",
        "error: row 2 (two), summary: This is still missing.",
    ]
    assert "1 of the rows cannot be imported: nothing was changed" in result.stderr
    documents.write_text("{", encoding="utf-8")
    broken = run("import", documents, "--kind", "document")
    assert (broken.exit_code, "line 1: not readable as JSON" in broken.output) == (1, True)


def test_import_needs_an_admin_and_asks_which(run: Run, documents: Path) -> None:
    command = ("import", documents, "--kind", "document")
    nobody = run(*command)
    assert (nobody.exit_code, "create-admin" in nobody.output) == (1, True)
    for name in ("one", "two"):
        run("create-admin", f"{name}@example.org", "--password-stdin", stdin=PASSWORD)
    assert run(*command).exit_code == 2
    assert run(*command, "--as", "nobody@example.org").exit_code == 1
    assert run(*command, "--as", "ONE@example.org").exit_code == 0


def test_config_shows_sources_and_masks_secrets(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARKETPLACE_MAIL_URL", "smtp://robot:s3cr/et@mail.example:25")
    result = run("config")
    lines = result.stdout.splitlines()
    assert (result.exit_code, len(lines)) == (0, len(SETTINGS))
    assert "MARKETPLACE_SECRET_KEY = …  (environment)" in lines
    assert "MARKETPLACE_MAIL_URL = smtp://…@mail.example:25  (environment)" in lines
    assert "MARKETPLACE_THREADS = 4  (default)" in lines
    monkeypatch.setenv("MARKETPLACE_SECRET_KEY", "short")
    unsafe = run("config")
    assert (unsafe.exit_code, "SECRET_KEY must be" in unsafe.stderr) == (1, True)
    assert "short" not in unsafe.output


@pytest.mark.parametrize(
    "url", ["postgresql://u:pass@word@db/x", "postgresql://db/x?user=u&password=pass", "smtp://u:p/a@ss@h"]
)
def test_passwords_in_addresses_are_masked(url: str) -> None:
    shown = _shown(Setting("X", "", "", secret=True), url)
    assert "pass" not in shown
    assert "ss@" not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECRET_KEY", "secret"), ("PORT", "x"), ("MAIL_URL", "nowhere"), ("RATE_LIMITS", "maybe")],
)
def test_an_unsafe_or_broken_setting_stops_with_its_name(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"MARKETPLACE_{name}", value)
    result = run("index", "status")
    assert result.exit_code == 1
    assert f"MARKETPLACE_{name}" in result.output


def test_limits_off_are_refused_for_the_host_of_the_option_too(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARKETPLACE_RATE_LIMITS", "off")
    result = run("serve", "--host", "0.0.0.0")  # noqa: S104  # it is refused
    assert (result.exit_code, "RATE_LIMITS" in result.output) == (1, True)


def test_a_database_of_a_newer_version_is_not_touched(run: Run, instance: Path) -> None:
    connection = sqlite3.connect(instance / "marketplace.db")
    connection.execute("UPDATE alembic_version SET version_num = 'later'")
    connection.commit()
    connection.close()
    result = run("index", "status")
    assert (result.exit_code, "newer version" in result.output) == (1, True)


def test_a_file_that_is_no_database_is_named(run: Run, instance: Path) -> None:
    (instance / "marketplace.db").write_bytes(b"not a database" * 100)
    result = run("outbox", "drain")
    assert (result.exit_code, "the database cannot be used" in result.output) == (1, True)


def test_progress_says_of_how_much_also_where_work_causes_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("marketplace.cli.progress.LINE_EVERY_SECONDS", 0)
    for total in (2, 0):
        with progress("Working", total) as told:
            told(1)
            told(2, 3)
    lines = ["Working: 1 of 2", "Working: 2 of 3", "Working: done"]
    assert capsys.readouterr().err.splitlines() == [*lines, "Working: 1", *lines[1:]]


def test_a_digest_for_later_is_no_work_left_undone(run: Run, instance: Path) -> None:
    """Scripts that drain the outbox go on: what is due is done."""
    connection = sqlite3.connect(instance / "marketplace.db")
    later = (datetime.now(UTC) + timedelta(days=3)).replace(tzinfo=None).isoformat(" ")
    connection.execute(
        "INSERT INTO outbox_job (topic, key, payload, attempts, not_before, error, created_at)"
        " VALUES ('digest', 'x', '{}', 0, ?, '', ?)",
        (later, later),
    )
    connection.commit()
    connection.close()
    drained = run("outbox", "drain")
    assert (drained.exit_code, drained.stdout) == (0, "0 done, 0 waiting\n")

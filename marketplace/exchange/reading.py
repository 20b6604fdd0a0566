"""Files into rows: YAML, JSON lines and CSV, each row with the number a person finds it by."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FORMATS = ("yaml", "jsonl", "csv")
_SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}

Row = dict[str, Any]


class UnreadableFileError(Exception):
    """The file is not what its name or `--format` says; the message says where it breaks."""


class _Loader(yaml.SafeLoader):
    """YAML as people write it: a bare NO is Norway, a date stays as it is written."""


# YAML 1.1 reads `NO` as false and `2016-12-01` as a date; both are texts here.
_UNWANTED = frozenset({"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"})
_Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if tag not in _UNWANTED]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def format_of(path: Path) -> str | None:
    """The format a file name suggests, or None."""
    return _SUFFIXES.get(path.suffix.lower())


def read(path: Path, file_format: str) -> Iterator[tuple[int, Row]]:
    """The rows of a file with their numbers: the line for JSON lines and CSV, the place in the list for YAML.

    Raises UnreadableFileError.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{path.name} is not UTF-8 text (byte {error.start})") from error
    reader = {"yaml": _read_yaml, "jsonl": _read_json_lines, "csv": _read_csv}[file_format]
    for number, row in reader(text):
        if not isinstance(row, dict):
            raise UnreadableFileError(f"row {number}: expected fields with values")
        yield number, row


def _read_yaml(text: str) -> Iterator[tuple[int, Any]]:
    try:
        rows = yaml.load(text, Loader=_Loader)  # noqa: S506  # a subclass of the safe loader
    except yaml.YAMLError as error:
        raise UnreadableFileError(f"not readable as YAML: {error}") from error
    if rows is None:
        return
    if not isinstance(rows, list):
        raise UnreadableFileError("expected a list of records")
    yield from enumerate(rows, start=1)


def _read_json_lines(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            raise UnreadableFileError(f"line {number}: not readable as JSON: {error.msg}") from error


def _read_csv(text: str) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    for position, name in enumerate(reader.fieldnames or [], start=1):
        if not name.strip():
            raise UnreadableFileError(f"column {position} has no name")
    try:
        for row in reader:
            if None in row or None in row.values():
                raise UnreadableFileError(
                    f"line {reader.line_num}: the number of cells differs from the header"
                )
            yield reader.line_num, {name.strip(): value for name, value in row.items()}
    except csv.Error as error:
        raise UnreadableFileError(f"line {reader.line_num}: {error}") from error

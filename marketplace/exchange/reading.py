"""Files into rows: YAML, JSON lines and CSV, each row with the number a person finds it by."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FORMATS = ("yaml", "json", "jsonl", "csv")
_SUFFIXES = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
}
_LONGEST_CELL = 20_000_000  # characters; the module's own limit is shorter than a long report

Row = dict[str, Any]


class UnreadableFileError(Exception):
    """The file is not what its name or `--format` says; the message says where it breaks."""


class _Loader(yaml.SafeLoader):
    """YAML as it is written: by YAML 1.1, NO is false, 2016-12-01 a date, 17:00 is 1020 and 010 is 8."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if tag.endswith((":null", ":merge"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def format_of(path: Path) -> str | None:
    """The format a file name suggests, or None."""
    return _SUFFIXES.get(path.suffix.lower())


def read(path: Path, file_format: str, within: str = "") -> Iterator[tuple[int, Row]]:
    """The rows of a file with their numbers: the line for JSON lines and CSV, else the place in the list.

    `within` is the path to the list in a JSON file. Raises UnreadableFileError, also for a file without any
    row.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{path.name} is not UTF-8 text (byte {error.start})") from error
    reader = {
        "yaml": _read_yaml,
        "json": lambda text: _read_json(text, within),
        "jsonl": _read_json_lines,
        "csv": _read_csv,
    }[file_format]
    number = 0
    for number, row in reader(text):
        if not isinstance(row, dict):
            raise UnreadableFileError(f"row {number}: expected fields with values")
        yield number, {str(name).strip(): value for name, value in row.items()}
    if not number:
        raise UnreadableFileError(f"{path.name} has no rows")


def load_yaml(text: str) -> Any:
    """What a YAML text holds, every value as it is written. Raises UnreadableFileError."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  # a subclass of the safe loader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UnreadableFileError(f"not readable as YAML: {error}") from error


def _read_json(text: str, within: str) -> Iterator[tuple[int, Any]]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(f"not readable as JSON: {error}") from error
    for name in within.split(".") if within else ():
        rows = rows.get(name) if isinstance(rows, dict) else None
    if not isinstance(rows, list):
        raise UnreadableFileError(f"expected a list of records{f' under {within}' if within else ''}")
    yield from enumerate(rows, start=1)


def _read_yaml(text: str) -> Iterator[tuple[int, Any]]:
    rows = load_yaml(text)
    if rows is not None and not isinstance(rows, list):
        raise UnreadableFileError("expected a list of records")
    yield from enumerate(rows or [], start=1)


def _read_json_lines(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UnreadableFileError(f"line {number}: not readable as JSON: {error}") from error


def _read_csv(text: str) -> Iterator[tuple[int, Any]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    before = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = _column_names(cells)
            elif len(cells) != len(header):
                raise UnreadableFileError(
                    f"line {number}: {len(cells)} cells, but the header has {len(header)}"
                )
            else:
                yield number, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise UnreadableFileError(f"line {reader.line_num}: {error}") from error


def _column_names(cells: list[str]) -> list[str]:
    """The header; a column without a name is called by its number."""
    names = [cell.strip() or f"column {position}" for position, cell in enumerate(cells, start=1)]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise UnreadableFileError(f"the header has a column twice: {', '.join(sorted(twice))}")
    if len(names) == 1 and any(mark in names[0] for mark in ";\t"):
        raise UnreadableFileError("the header has one column only: separate cells with commas")
    return names

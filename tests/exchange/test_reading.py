"""Files into rows, as they are written."""

from pathlib import Path

import pytest

from marketplace.exchange.reading import UnreadableFileError, format_of, read


def rows(path: Path, content: str | bytes, file_format: str) -> list[tuple[int, dict[str, object]]]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read(path, file_format))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rows"


def test_yaml_scalars_stay_as_they_are_written(file: Path) -> None:
    text = (
        "- {slug: a, country: NO, date: 2016-12-01, time: 17:00, code: 010, year: 2014, none: null, v: 1.10}"
    )
    wanted = {"slug": "a", "country": "NO", "date": "2016-12-01", "time": "17:00", "code": "010"}
    assert rows(file, text, "yaml") == [(1, wanted | {"year": "2014", "none": None, "v": "1.10"})]


def test_json_lines_are_numbered_by_line_and_may_hold_line_separators(file: Path) -> None:
    found = rows(file, '\ufeff{"slug": "a", "title": "x\u2028y\x85z"}\n\n{"slug": "b"}\n', "jsonl")
    assert found == [(1, {"slug": "a", "title": "x\u2028y\x85z"}), (3, {"slug": "b"})]


def test_csv_rows_are_numbered_by_their_first_line(file: Path) -> None:
    found = rows(file, 'slug, title ,\r\na,"two\r\nlines",x\r\n,,\r\nb,"one, two",\r\n', "csv")
    assert found == [
        (2, {"slug": "a", "title": "two\nlines", "column 3": "x"}),
        (5, {"slug": "b", "title": "one, two", "column 3": ""}),
    ]


def test_csv_takes_long_cells(file: Path) -> None:
    long = "word " * 60_000
    assert rows(file, f'slug,body\na,"{long}"\n', "csv")[0][1]["body"] == long


@pytest.mark.parametrize(
    ("file_format", "content", "message"),
    [
        ("jsonl", b"\xff\xfe\x00", "not UTF-8"),
        ("jsonl", "", "has no rows"),
        ("yaml", "", "has no rows"),
        ("csv", "slug,title\n", "has no rows"),
        ("jsonl", '{"slug": "a"}\n{"slug": ', "line 2: not readable as JSON"),
        ("jsonl", "[" * 100_000, "line 1: not readable as JSON"),
        ("jsonl", '["a"]', "row 1: expected fields"),
        ("yaml", "a: [1", "not readable as YAML"),
        ("yaml", "slug: a", "expected a list"),
        ("yaml", "- slug: \x01", "not readable as YAML"),
        ("csv", "slug,title\na,b,c\n", "line 2: 3 cells, but the header has 2"),
        ("csv", 'slug,title\na,"b\n', "line 2"),
        ("csv", "slug;title\na;b\n", "separate cells with commas"),
        ("csv", "slug,slug\na,b\n", "column twice: slug"),
    ],
)
def test_what_cannot_be_read_is_named_by_place(
    file: Path, file_format: str, content: str | bytes, message: str
) -> None:
    with pytest.raises(UnreadableFileError, match=message):
        rows(file, content, file_format)


@pytest.mark.parametrize(
    ("name", "wanted"), [("a.yml", "yaml"), ("a.JSONL", "jsonl"), ("a.csv", "csv"), ("a.txt", None)]
)
def test_format_is_known_by_the_name(name: str, wanted: str | None) -> None:
    assert format_of(Path(name)) == wanted

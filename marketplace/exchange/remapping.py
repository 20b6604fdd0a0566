"""Files of other makes: a mapping file says from what each field of the import format is made."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marketplace.exchange import reading
from marketplace.exchange.reading import Row, UnreadableFileError

SHIPPED = Path(__file__).parent.parent / "data" / "mappings"
_SECTION = frozenset({"rows", "fields", "once", "only_with", "join"})
_FIELD = frozenset({"from", "value", "values", "else", "split", "together", "as", "before", "after"})
_JOIN = frozenset({"file", "key", "by"})
SHORTEST_LINE = 5  # characters
_FORMS = ("slug", "names", "line", "text")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")

Remark = Callable[[int, str], None]


class BadMapping(Exception):
    """The mapping file cannot be used; the message says what to mend."""


def names() -> list[str]:
    """The mappings that come with the program."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


@dataclass(frozen=True)
class Mapping:
    """One section of a mapping file: how rows of a source become rows of the import format.

    `rows` is the path to the list in a JSON file, `once` leaves later rows with a slug out, `only_with` is a
    field of the result without which a row is left out, `join` holds rows of other tables by name and key.
    """

    rows: str
    fields: dict[str, dict[str, Any]]
    once: bool
    only_with: str
    join: dict[str, tuple[str, dict[str, Row]]]

    @classmethod
    def load(cls, mapping: str, kind: str, folder: Path) -> "Mapping":
        """The section for a kind, from a path or the name of a shipped one; raises BadMapping.

        `folder` is where the tables of `join` lie.
        """
        path = Path(mapping)
        if not path.suffix:
            path = SHIPPED / f"{mapping}.yaml"
        if not path.is_file():
            raise BadMapping(f"there is no mapping “{mapping}”: give a file or one of {', '.join(names())}")
        try:
            sections = reading.load_yaml(path.read_text(encoding="utf-8-sig"))
        except (UnreadableFileError, UnicodeDecodeError) as error:
            raise BadMapping(f"{path.name}: {error}") from error
        section = sections.get(kind) if isinstance(sections, dict) else None
        if not isinstance(section, dict) or not isinstance(section.get("fields"), dict):
            raise BadMapping(f"{path.name} has no section “{kind}” with fields")
        _refuse_unknown(section, _SECTION, f"{path.name}, {kind}")
        return cls(
            rows=str(section.get("rows") or ""),
            fields={
                name: _field(spec, f"{path.name}, {kind}, {name}") for name, spec in section["fields"].items()
            },
            once=section.get("once") == "true",
            only_with=str(section.get("only_with") or ""),
            join={
                name: _joined(spec, folder, f"{path.name}, {kind}, join, {name}")
                for name, spec in (section.get("join") or {}).items()
            },
        )

    def apply(self, rows: Iterable[tuple[int, Row]], remark: Remark) -> Iterator[tuple[int, Row]]:
        """Rows of the import format with their numbers; `remark` is told what was left out and why."""
        seen: set[str] = set()
        for number, row in rows:
            made = self._row(row)
            slug = str(made.get("slug") or "")
            if self.only_with and not made.get(self.only_with):
                remark(number, f"has no {self.only_with}: left out")
            elif self.once and slug in seen:
                remark(number, f"“{slug}” was there already: left out")
            else:
                seen.add(slug)
                yield number, made

    def _row(self, row: Row) -> Row:
        whole = dict(row)
        for name, (by, table) in self.join.items():
            whole[name] = table.get(str(_at(row, by)), {})
        made = {name: _made(spec, whole) for name, spec in self.fields.items()}
        return {name: value for name, value in made.items() if value not in (None, "", [])}


def _field(spec: Any, where: str) -> dict[str, Any]:
    """A field's recipe; a text alone is a path."""
    recipe = {"from": spec} if isinstance(spec, str) else spec
    if not isinstance(recipe, dict) or not ("from" in recipe or "value" in recipe):
        raise BadMapping(f"{where}: write a path, or “from” or “value”")
    _refuse_unknown(recipe, _FIELD, where)
    if recipe.get("as", "text") not in _FORMS:
        raise BadMapping(f"{where}: “as” is one of {', '.join(_FORMS)}")
    return recipe


def _refuse_unknown(given: dict[str, Any], known: frozenset[str], where: str) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        raise BadMapping(f"{where}: there is no “{unknown[0]}”; known: {', '.join(sorted(known))}")


def _joined(spec: Any, folder: Path, where: str) -> tuple[str, dict[str, Row]]:
    """Another table by its key, and the field of our rows that names it."""
    if not isinstance(spec, dict) or set(spec) != _JOIN:
        raise BadMapping(f"{where}: give file, key and by")
    path = folder / Path(str(spec["file"])).name
    try:
        rows = reading.read(path, reading.format_of(path) or "csv")
        return str(spec["by"]), {str(_at(row, str(spec["key"]))): row for _, row in rows}
    except (OSError, UnreadableFileError) as error:
        raise BadMapping(f"{where}: {error}") from error


def _made(spec: dict[str, Any], row: Row) -> Any:
    """What a field's recipe makes of a row; its `else`, or None, where the row says nothing."""
    if "value" in spec:
        return spec["value"]
    paths = spec["from"] if isinstance(spec["from"], list) else [spec["from"]]
    found = [value for path in paths if (value := _at(row, str(path))) not in (None, "", [], {})]
    if spec.get("as") == "names":
        ticked = [name for value in found for name in _names(value)]
        return (spec["together"].join(ticked) if "together" in spec else ticked) or spec.get("else")
    parts = _shaped(spec, [part for value in found for part in _parts(value, spec.get("split"))])
    if not parts:
        return spec.get("else")
    if "split" in spec or "values" in spec:
        return list(dict.fromkeys(parts))
    return parts[0] if len(parts) == 1 else str(spec.get("together", "\n\n")).join(map(str, parts))


def _shaped(spec: dict[str, Any], parts: list[Any]) -> list[Any]:
    """Each part as the recipe wants it: looked up, made a slug or a line, and framed."""
    if "values" in spec:
        parts = [one for part in parts for one in _listed(spec["values"].get(str(part).strip()))]
    shape = _SHAPES.get(spec.get("as", ""))
    if shape is not None:
        parts = [shape(str(part)) for part in parts]
    if "before" in spec or "after" in spec:
        parts = [f"{spec.get('before', '')}{part}{spec.get('after', '')}" for part in parts]
    return parts


def _at(row: Any, path: str) -> Any:
    """The value at a path such as "properties.name"; a name with dots of its own is found too."""
    if not isinstance(row, dict):
        return None
    if path in row:
        return row[path]
    first, dot, rest = path.partition(".")
    while dot:
        if first in row:
            return _at(row[first], rest)
        more, dot, rest = rest.partition(".")
        first = f"{first}.{more}"
    return None


def _names(value: Any) -> list[str]:
    """The names of a mapping that are true, as forms with boxes write it."""
    return [str(name) for name, ticked in value.items() if ticked] if isinstance(value, dict) else []


def _parts(value: Any, separator: str | None) -> list[Any]:
    if separator and isinstance(value, str):
        return [part.strip() for part in value.split(separator) if part.strip()]
    return value if isinstance(value, list) else [value]


def _first_line(text: str) -> str:
    """The first line, with those after it while it is too short for a title."""
    lines, found = text.split("\n"), ""
    while lines and len(found) < SHORTEST_LINE:
        found = f"{found} {lines.pop(0).strip()}".strip()
    return found


def _listed(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def slug_of(text: str) -> str:
    """A name as a slug of letters and digits joined by hyphens; the same for another case or spacing."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return _NO_LETTERS.sub("-", plain).strip("-")[:60].strip("-")


_SHAPES: dict[str, Callable[[str], str]] = {"slug": slug_of, "line": _first_line}

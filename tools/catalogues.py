"""Keep the message catalogues: update, add, check, missing, fill, latin, compile (docs/translations.md)."""

import argparse
import json
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from messages import (
    CYRILLIC,
    LATIN,
    ROOT,
    extracted,
    forms,
    languages,
    latin_catalogue,
    messages,
    problems,
    read,
    write,
)

from marketplace.languages.catalogues import compile_outdated, po_path
from marketplace.languages.interface import KNOWN_LANGUAGES, SOURCE_LANGUAGE


def extract() -> None:
    """Print every English message, to see what there is; the other commands extract by themselves."""
    for message in messages(extracted()):
        print(message.context or "-", message.id, sep="\t")


def update(names: list[str]) -> None:
    """Bring catalogues up to the sources: new messages come in empty, gone ones leave, nothing is guessed."""
    template = extracted()
    for name in names:
        if name != LATIN:
            catalogue = read(name)
            catalogue.update(template, no_fuzzy_matching=True)
            write(catalogue, name)
    latin()


def add(code: str) -> None:
    """Start the catalogue of a language that marketplace/languages/interface.py knows."""
    known = {each.code: each for each in KNOWN_LANGUAGES if each.code != SOURCE_LANGUAGE}
    if code not in known:
        sys.exit(f"{code} is not one of {', '.join(known)}; add it to KNOWN_LANGUAGES first")
    name = known[code].catalogue
    if po_path(name).exists():
        sys.exit(f"{po_path(name).relative_to(ROOT)} is there already")
    write(Catalog(locale=name), name)
    update([name])
    print(f"Translate {po_path(name).relative_to(ROOT)}. The site speaks the language from its next start.")


def latin() -> None:
    """Write Serbian in Latin script from the Cyrillic catalogue, if there is one."""
    if po_path(CYRILLIC).exists():
        write(latin_catalogue(), LATIN)


def check(names: list[str], everything: bool) -> int:
    """Print what is wrong with each catalogue; the exit code is 1 if anything is."""
    sources, bad = extracted(), 0
    for name in names:
        found = problems(name, sources)
        print(f"{name}: {len(sources)} messages, {len(found)} problems")
        for line in found if everything else found[:10]:
            print(f"  {line}")
        bad += len(found)
    return 1 if bad else 0


def missing(name: str) -> None:
    """Print as JSON what a language lacks; with `translation` filled in, `fill` takes it back."""
    catalogue = read(name)
    rows = []
    for message in messages(catalogue):
        if not all(forms(message)):
            blank = [""] * catalogue.num_plurals if message.pluralizable else ""
            rows.append({"context": message.context, "message": message.id, "translation": blank})
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def fill(name: str, file: Path) -> None:
    """Take translations from a JSON file in the form of `missing`; a message we do not have ends it."""
    catalogue = read(name)
    for row in json.loads(file.read_text(encoding="utf-8")):
        key = tuple(row["message"]) if isinstance(row["message"], list) else row["message"]
        message = catalogue.get(key, row["context"])
        if message is None:
            sys.exit(f"No such message: {row['message']!r}")
        text = row["translation"]
        message.string = tuple(text) if isinstance(text, list) else text
    write(catalogue, name)
    latin()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for action in (extract, update, latin, compile_outdated, add, missing, fill, check):
        name = "compile" if action is compile_outdated else action.__name__
        summary = (action.__doc__ or "").splitlines()[0]
        commands.add_parser(name, help=summary, description=summary)
    for name in ("add", "missing", "fill"):
        commands.choices[name].add_argument("language", help='code as in addresses: "fr", "sr-Latn"')
    commands.choices["fill"].add_argument("file", type=Path)
    commands.choices["check"].add_argument("languages", nargs="*")
    commands.choices["check"].add_argument(
        "--all", action="store_true", help="show more than ten problems each"
    )
    return parser.parse_args()


def main() -> int:
    """Run one subcommand."""
    given = _arguments()
    if given.command == "check":
        return check(given.languages or languages(), given.all)
    actions = {
        "extract": extract,
        "update": lambda: update(languages()),
        "latin": latin,
        "compile": lambda: print("Compiled:", *compile_outdated()),
        "add": lambda: add(given.language),
        "missing": lambda: missing(given.language.replace("-", "_")),
        "fill": lambda: fill(given.language.replace("-", "_"), given.file),
    }
    actions[given.command]()
    return 0


if __name__ == "__main__":
    sys.exit(main())

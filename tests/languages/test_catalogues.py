"""The message catalogues: whole, safe to format, and the same in both scripts of Serbian."""

import subprocess
import sys
from pathlib import Path

import messages
import pytest
from babel.messages.catalog import Catalog, Message
from flask import Flask
from transliteration import transliterated

from marketplace.languages import catalogues, enabled_languages, init_app

ALL = messages.languages()


@pytest.fixture(scope="module")
def sources() -> Catalog:
    """Every message of the code, the templates and the vocabularies."""
    return messages.extracted()


def test_there_is_a_catalogue_for_every_language_but_english() -> None:
    enabled = {language.catalogue for language in enabled_languages()}
    assert enabled == {"en", *ALL}
    assert enabled >= {"en", "sq", "fr", "fa", "sr", "sr_Latn"}


def test_vocabulary_is_extracted_with_its_context(sources: Catalog) -> None:
    assert sources.get("Return", "phase")
    assert sources.get("Return", "channel")
    assert sources.get("Kosovo (UNSCR 1244)", "country")


@pytest.mark.parametrize("name", ALL)
def test_every_translation_keeps_the_placeholders(name: str) -> None:
    catalogue = messages.read(name)
    wrong = {message.id: messages.wrong_placeholders(message) for message in messages.messages(catalogue)}
    assert {text: names for text, names in wrong.items() if names} == {}


@pytest.mark.parametrize("name", ALL)
def test_every_plural_has_the_forms_of_its_language(name: str) -> None:
    catalogue = messages.read(name)
    for message in messages.messages(catalogue):
        if message.pluralizable and any(messages.forms(message)):
            assert len(messages.forms(message)) == catalogue.num_plurals, message.id


@pytest.mark.parametrize("name", ALL)
def test_catalogue_is_written_as_the_tool_writes_it(name: str) -> None:
    assert catalogues.po_path(name).read_bytes() == messages.as_po(messages.read(name), name)


@pytest.mark.parametrize("name", ALL)
def test_header_says_that_nobody_reviewed_it_yet(name: str) -> None:
    text = catalogues.po_path(name).read_text(encoding="utf-8")
    assert "not yet reviewed by a native speaker" in text.partition("msgid")[0]


def test_latin_script_is_made_from_the_cyrillic_catalogue() -> None:
    expected = messages.as_po(messages.latin_catalogue(), messages.LATIN)
    assert catalogues.po_path(messages.LATIN).read_bytes() == expected


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Љубав и Његош, џеп", "Ljubav i Njegoš, džep"),
        ("ЉУБАВ, ЊЕГОШ и Џ", "LJUBAV, NJEGOŠ i Dž"),
        ("Ђак, ћуп, чај, %(name)s: https://a.rs", "Đak, ćup, čaj, %(name)s: https://a.rs"),
    ],
)
def test_transliteration_follows_the_table_of_the_language(cyrillic: str, latin: str) -> None:
    assert transliterated(cyrillic) == latin


@pytest.mark.parametrize(
    ("original", "translation", "wrong"),
    [
        ("%(name)s is here", "këtu është %(name)s", []),
        ("%(name)s is here", "këtu është %(emri)s", ["emri", "name"]),
        ("done", "100 % gati", ["%"]),
        ("done", "100 %% gati", []),
        (("one record", "%(num)s records"), ("një regjistrim", "%(num)s regjistrime"), []),
        (("%(num)s record", "%(num)s records"), ("një regjistrim", "%(num)s regjistrime"), ["num"]),
    ],
)
def test_wrong_placeholder_is_named(original: str, translation: str, wrong: list[str]) -> None:
    assert messages.wrong_placeholders(Message(original, translation)) == wrong


def test_untranslated_and_half_plurals_are_problems(sources: Catalog) -> None:
    catalogue = Catalog(locale="sr")
    catalogue.add(("%(num)s record", "%(num)s records"), ("%(num)s запис", "%(num)s записа"))
    catalogue.add("Library", "")
    wanted = {message.id: message for message in messages.messages(catalogue)}
    found = [line for message in wanted.values() for line in messages._message_problems(catalogue, message)]
    assert sorted(found) == ["untranslated: 'Library'", "wants 3 plural forms: '%(num)s record'"]


def test_outdated_catalogue_is_compiled_when_the_application_starts(tmp_path: Path) -> None:
    source = catalogues.po_path("fr", tmp_path)
    source.parent.mkdir(parents=True)
    source.write_bytes(catalogues.po_path("fr").read_bytes())
    assert catalogues.compile_outdated(tmp_path) == ["fr"]
    assert catalogues.compile_outdated(tmp_path) == []
    assert list(source.parent.glob("*.tmp")) == []
    init_app(Flask("tiny"))
    assert catalogues.compile_outdated() == []


def test_check_names_the_languages() -> None:
    tool = Path(messages.__file__).with_name("catalogues.py")
    run = subprocess.run([sys.executable, str(tool), "check"], capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert [line.split(":")[0] for line in run.stdout.splitlines() if not line.startswith(" ")] == ALL

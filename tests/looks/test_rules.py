"""Rules for templates and style sheets that a reader would otherwise have to remember."""

import re
from pathlib import Path

import pytest

from marketplace.config import resource_folder

TEMPLATES = sorted(resource_folder("templates").rglob("*.html"))
PARTS = sorted((resource_folder("static") / "css").rglob("*.css"))
SCRIPTS = sorted((resource_folder("static") / "js").glob("*.js"))
PHYSICAL = re.compile(r"(?<![\w-])(left|right)(?![\w-])|-(left|right)(?![\w-])")
STYLED = {"mail/base.html"}  # a mail cannot link to the style sheet
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|<script(?![^>]*\bsrc=)""")
LONGEST_TEMPLATE = 120
MACRO = re.compile(r"{%-?\s*macro\s+([a-z]\w*)\(")


def _relative(path: Path) -> str:
    return path.parent.name + "/" + path.name


@pytest.mark.parametrize("path", PARTS, ids=_relative)
def test_style_sheet_names_no_physical_side(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [line for line in text.splitlines() if PHYSICAL.search(line)] == []


@pytest.mark.parametrize("path", [p for p in TEMPLATES if _relative(p) not in STYLED], ids=_relative)
def test_template_has_no_inline_style_or_script(path: Path) -> None:
    assert [line for line in path.read_text(encoding="utf-8").splitlines() if INLINE.search(line)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_relative)
def test_template_stays_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_TEMPLATE


@pytest.mark.parametrize("path", SCRIPTS, ids=_relative)
def test_script_writes_no_markup_and_no_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "innerHTML" not in text
    assert "eval(" not in text
    assert not re.search(r"""textContent: ["']""", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=_relative)
def test_page_with_facets_has_the_texts_of_their_boxes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "{{ facet(" not in text or "filter_texts" in text


def _macros() -> list[tuple[str, str]]:
    files = sorted((resource_folder("templates") / "macros").glob("*.html"))
    return [(path.name, name) for path in files for name in MACRO.findall(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("file", "macro"), _macros(), ids=lambda part: part)
def test_macro_is_explained_shown_and_listed(file: str, macro: str) -> None:
    folder = resource_folder("templates")
    source = (folder / "macros" / file).read_text(encoding="utf-8")
    guide_files = [folder / "base.html", *(folder / "styleguide").glob("*.html")]
    guide = "".join(path.read_text(encoding="utf-8") for path in guide_files)
    guide_page = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
    assert f"{{# {macro}(" in source, "each macro has one comment line above it"
    assert re.search(rf"\b{macro}\(", guide), "each macro stands in the style guide"
    assert f"`{macro}(" in guide_page, "each macro stands in docs/templates.md"

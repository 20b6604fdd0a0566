"""No text a person reads may bypass gettext, in templates or in Python."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
# The component page is for developers and holds samples.
TEMPLATES = sorted(p for p in (ROOT / "templates").rglob("*.*") if "styleguide" not in p.parts)
# Imports answer on the command line, which speaks English as all commands do.
OTHER_MODULES = {"styleguide", "exchange"}
MODULES = sorted(p for p in (ROOT / "marketplace").rglob("*.py") if not OTHER_MODULES & {*p.parts})
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext", "_l", "lazy_gettext"}

# The product's name, codes and signs are the same in every language.
ALLOWED = re.compile(
    r"Headstart|Marketplace|CSV|JSON|API|PDF|QR|ISBN|DOI|RIS|BibTeX|Atom|&\w+;|&#\w+;|https?://\S+"
)
LETTERS = re.compile(r"[^\W\d_]{2,}")
SPOKEN_ATTRIBUTE = re.compile(
    r"""\b(?:alt|title|placeholder|aria-label|aria-description)=(["'])(.*?)\1""", re.DOTALL
)
# A block that fills a class attribute of the base template.
CLASS_BLOCK = re.compile(r"{% block \w+_class %}.*?{% endblock %}")
# A constant that reads like the start of a sentence; "M8 22" of a drawing or a MIME type does not.
SENTENCE = re.compile(r"[A-ZÀ-Þ][a-z’']+([ .,:…?!]|$)")


def bare_texts(source: str) -> list[str]:
    """Texts of a template that are neither in an expression nor in a `trans` block."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    source = CLASS_BLOCK.sub("", source)
    kept, in_trans, tokens = [], False, list(environment.lex(source))
    for position, (_line, kind, value) in enumerate(tokens):
        if kind == "block_begin":
            name = next(text for _l, sort, text in tokens[position:] if sort == "name")
            in_trans = name == "trans" or (in_trans and name != "endtrans")
        elif kind == "data" and not in_trans:
            kept.append(value)
        elif kind in {"variable_begin", "block_end"}:
            kept.append("\x00")
    html = re.sub(r"<(style|script)\b.*?</\1>", "", "".join(kept), flags=re.DOTALL)
    attributes = [
        match[2] for tag in re.findall(r"<[^>]*>", html) for match in SPOKEN_ATTRIBUTE.finditer(tag)
    ]
    texts = re.split(r"<[^>]*>|\x00", html)
    return [text.strip() for text in texts + attributes if LETTERS.search(ALLOWED.sub("", text))]


def bare_constants(source: str) -> list[str]:
    """Strings inside the expressions of a template that look like sentences and are no gettext message."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    safe = {
        id(argument)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in GETTEXT
        for argument in call.args
    }
    constants = [const for const in tree.find_all(nodes.Const) if isinstance(const.value, str)]
    texts = [const.value for const in constants if id(const) not in safe]
    return [text for text in texts if SENTENCE.match(text) and LETTERS.search(ALLOWED.sub("", text))]


def bare_python_strings(source: str) -> list[str]:
    """Labels, messages and errors for people that are bare string literals."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name == "filterwarnings":
            continue
        spoken = [word.value for word in call.keywords if word.arg in SPEAKING_ARGUMENTS]
        if name.endswith("Field") or name in SPEAKING_CALLS:
            spoken += call.args[:1]
        if name == "Invalid" and call.args and isinstance(call.args[0], ast.Dict):
            spoken += [text for value in call.args[0].values for text in getattr(value, "elts", [value])]
        found += [text.value for text in map(_literal, spoken) if text and LETTERS.search(str(text.value))]
    return [text for text in found if " " in text or SENTENCE.match(text)]


SPEAKING_ARGUMENTS = {"label", "description", "message"}
SPEAKING_CALLS = {
    *("ValidationError", "StopValidation", "flash", "NotFound", "NotAllowed", "Conflict", "Stale", "Gone"),
    *("DataRequired", "InputRequired"),
}


def _literal(node: ast.expr) -> ast.Constant | None:
    if isinstance(node, ast.JoinedStr):
        return ast.Constant(
            "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        )
    return node if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_texts_go_through_gettext(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert bare_texts(source) + bare_constants(source) == []


def test_python_texts_go_through_gettext() -> None:
    sources = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in MODULES}
    found = {path: bare_python_strings(source) for path, source in sources.items()}
    assert {path: texts for path, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<p>Send it</p>",
        '<img alt="A map">',
        "<a>{{ x }} more</a>",
        "{% if x %}Yes{% endif %}",
        '{{ button("Send it") }}',
        '{% set t = x or "None yet" %}',
    ],
)
def test_bare_text_in_a_template_is_found(source: str) -> None:
    assert bare_texts(source) + bare_constants(source) != []


@pytest.mark.parametrize(
    "source",
    [
        '<p class="button">{{ _("Send it") }}</p>',
        "{% trans n=3 %}Send {{ n }}{% pluralize %}Sends {{ n }}{% endtrans %}",
        "<title>Headstart Marketplace</title> &nbsp; {# A comment #}",
        '{{ icon("x") }}{{ ngettext("%(num)s Record", "%(num)s Records", 2) }}',
    ],
)
def test_translated_text_in_a_template_is_accepted(source: str) -> None:
    assert bare_texts(source) + bare_constants(source) == []


@pytest.mark.parametrize(
    "source",
    [
        'StringField("Your name")',
        'f(label="Name")',
        'flash("Saved.")',
        'Invalid({"a": ["Too long"]})',
        'Gone(f"No {x}")',
    ],
)
def test_bare_text_in_python_is_found(source: str) -> None:
    assert bare_python_strings(source) != []


def test_translated_text_in_python_is_accepted() -> None:
    assert bare_python_strings('StringField(_l("Your name"), name="x"); f(label=label); Gone(_("No"))') == []

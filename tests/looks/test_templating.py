"""Filters and globals of templates, the map's geometry, and the colours."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from flask_babel import force_locale
from wtforms import FieldList, Form, FormField, StringField

from marketplace import templating, wording, world
from marketplace.assets import load
from marketplace.config import resource_folder
from marketplace.styleguide.samples import cards

AT = datetime(2026, 10, 12, 14, 32, tzinfo=UTC)


def test_people_text_is_escaped_and_lists_are_lists() -> None:
    html = templating.paragraphs("One <b>line</b>\nand one more\n\n- first\n• second\nlast")
    assert html == (
        '<p dir="auto">One &lt;b&gt;line&lt;/b&gt;<br>and one more</p>\n'
        '<ul dir="auto"><li>first</li><li>second</li></ul>\n<p dir="auto">last</p>'
    )


@pytest.mark.parametrize("text", [None, "", " \n "])
def test_no_text_gives_nothing(text: str | None) -> None:
    assert templating.paragraphs(text) == ""


def test_endless_text_is_cut_at_a_word() -> None:
    assert templating.paragraphs("word " * 50, longest=22) == '<p dir="auto">word word word word …</p>'


def test_dates_numbers_and_sizes_read_as_in_the_language(app: Flask) -> None:
    with app.test_request_context("/"):
        assert templating.day(AT) == "12 Oct 2026".replace(" ", "\N{NO-BREAK SPACE}")
        assert templating.moment(AT) == "12 Oct 2026, 14:32"
        assert templating.number(12345) == "12,345"
        assert templating.percent(0.032) == "3.2%"
        assert [templating.file_size(size) for size in (12, 4_400, 1_250_000)] == ["1 kB", "4 kB", "1.2 MB"]
        assert templating.country(None) == "any country"


def test_constant_in_a_template_follows_the_language_of_each_request(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ 0.032|percent }} {{ 'DE'|country }}")
    with app.test_request_context("/"), force_locale("fr"):
        french = template.render()
    with app.test_request_context("/"), force_locale("en"):
        english = template.render()
    assert (french, english) == ("3,2\N{NO-BREAK SPACE}% Allemagne", "3.2% Germany")


def test_errors_of_rows_point_to_the_field_they_belong_to() -> None:
    class Row(Form):
        name = StringField()

    class Sheet(Form):
        title = StringField()
        rows = FieldList(FormField(Row), min_entries=2)

    form = Sheet()
    form.title.errors = ["Enter a title."]
    form.rows.entries[1].form.name.errors = ["Enter a name."]
    form.form_errors = ["Nothing fits."]
    assert templating.form_errors(form) == [
        ("", "Nothing fits."),
        ("title", "Enter a title."),
        ("rows-1-name", "Enter a name."),
    ]


def test_unknown_slug_is_shown_as_it_is() -> None:
    assert wording.word("state", "some_new_state") == "Some new state"
    with pytest.raises(KeyError):
        wording.word("no_such_group", "draft")


def test_arc_joins_the_two_centres() -> None:
    arc = world.arc("AL", "DE")
    assert arc is not None
    assert arc.path.startswith(f"M{arc.start[0]} {arc.start[1]}Q")
    assert arc.path.endswith(f" {arc.end[0]} {arc.end[1]}")
    assert world.arc("AL", "ZZ") is None


def test_frame_holds_every_named_country_and_keeps_the_shape_of_the_map() -> None:
    codes = ["AL", "DE", "PH"]
    frame = world.frame(codes)
    assert frame.width / frame.height == pytest.approx(world.load()["width"] / world.load()["height"])
    for code in codes:
        x, y = world.load()["countries"][code]["centre"]
        assert frame.x <= x <= frame.x + frame.width
        assert frame.y <= y <= frame.y + frame.height


def test_kosovo_and_small_states_have_a_place_on_the_map() -> None:
    assert world.drawn("XK")
    assert all(world.has_centre(code) and not world.drawn(code) for code in ("MT", "SG", "BH"))


def test_visitor_gets_no_token_and_no_member_links(client: FlaskClient) -> None:
    page = client.get("/styleguide/home")
    assert "csrf_token" not in page.get_data(as_text=True)
    assert "Set-Cookie" not in page.headers


def test_page_names_itself_in_every_language(client: FlaskClient) -> None:
    page = client.get("/fa/styleguide?dir=rtl").get_data(as_text=True)
    assert '<html lang="fa" dir="rtl">' in page
    assert 'hreflang="en" href="http://localhost/styleguide?dir=rtl"' in page
    assert 'rel="canonical" href="http://localhost/fa/styleguide?dir=rtl"' in page


def test_errors_stand_in_title_summary_and_field(client: FlaskClient) -> None:
    page = client.get("/styleguide?errors=1").get_data(as_text=True)
    assert "<title>Error: " in page
    assert '<a href="#title">Enter a title.</a>' in page
    assert 'aria-describedby="title-hint title-error"' in page
    assert 'aria-invalid="true"' in page


def test_icons_that_templates_name_exist(app: Flask) -> None:
    symbols = set(re.findall(r'<symbol id="([^"]+)"', load().by_name["img/icons.svg"].body.decode()))
    for path in resource_folder("templates").rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        named = set(re.findall(r'\bicon\("([a-z0-9-]+)"|icon_name="([a-z0-9-]+)"', source))
        assert {one or other for one, other in named} <= symbols, path.name


def test_half_empty_card_says_what_is_not_known(app: Flask) -> None:
    card = replace(cards()[1], title="<T>", evidence="not_assessed")
    with app.test_request_context("/"):
        page = render_template_string("{{ record_card(card) }}", card=card)
    assert "&lt;T&gt;" in page
    assert "Corridor not stated" in page
    assert "Not confirmed yet" in page
    assert "Shared, not assessed" in page


def test_facet_frames_its_options_with_the_chosen_first(app: Flask) -> None:
    options = [
        {"value": "a", "label": "<A>", "count": 1200, "checked": False},
        {"value": "b", "label": "B", "count": None, "checked": True},
    ]
    with app.test_request_context("/"):
        page = render_template_string('{{ facet("x", "Kind & more", options) }}', options=options)
        many = render_template_string('{{ facet("x", "Kind", options * 5, false) }}', options=options)
        none = render_template_string('{{ facet("x", "Kind", []) }}')
    assert page.startswith('<details class="facet" open>')
    assert page.count("&lt;") == 1
    assert "Kind &amp; more" in page
    assert page.index('value="b" checked') < page.index("&lt;A&gt; <b>1,200</b></label>")
    assert many.startswith('<details class="facet">')
    assert 'role="group" aria-label="Kind" tabindex="0" data-filter-list>' in many
    assert "Nothing to choose here" in none


def test_pages_leave_out_the_indentation_of_their_templates(app: Flask) -> None:
    source = "<ul>\n  <li>one two</li>\n\t<li>three</li>\n</ul>"
    assert app.jinja_env.preprocess(source, "a.html") == "<ul>\n<li>one two</li>\n<li>three</li>\n</ul>"
    assert app.jinja_env.preprocess(source, "mail/a.txt") == source
    assert not re.search(r"\n[ \t]", app.test_client().get("/about").text)


TONES = ["info", "success", "warning", "error"]
WORDS = ["ink", "ink-soft", "link", "origin", "destination", "error", "warning", "success"]
PAIRS = [
    *product(WORDS, ["paper", "surface"]),
    *product(["ink", "ink-soft", "link"], ["surface-2"]),
    *product(["ink"], ["mark", "origin-soft", "destination-soft"]),
    *product(["on-main"], ["main", "main-strong"]),
    *((tone, f"{tone}-soft") for tone in TONES),
    ("ink-soft", "mark"),
    ("on-deep", "deep"),
]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _tokens(scheme: int) -> dict[str, str]:
    text = (resource_folder("static") / "css" / "site" / "10-tokens.css").read_text(encoding="utf-8")
    both = {name: (a, b) for name, a, b in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", text)}
    one = {name: (a, a) for name, a in re.findall(r"--([\w-]+): (#\w{6});", text)}
    return {name: values[scheme] for name, values in (both | one).items()}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_colour_stands_out(text: str, ground: str, scheme: int) -> None:
    tokens = _tokens(scheme)
    assert _contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface", "surface-2"])
def test_control_edges_and_focus_stand_out(ground: str, scheme: int) -> None:
    tokens = _tokens(scheme)
    assert _contrast(tokens["line-strong"], tokens[ground]) >= 3
    assert _contrast(tokens["focus"], tokens[ground]) >= 3

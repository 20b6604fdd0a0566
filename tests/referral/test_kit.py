"""The kit of a corridor: a ZIP whose pages lead nowhere outside, with words to search."""

import io
import json
import re
import zipfile
from posixpath import dirname, normpath

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace import outbox
from marketplace.providers.models import Organisation
from marketplace.referral.kit.content import content_of
from marketplace.referral.kit.offline import without_network
from marketplace.referral.kit.words import folding
from marketplace.resources.models import Kind, Resource
from marketplace.search.text.fold import fold
from tests.corridors.conftest import publish
from tests.referral.conftest import answers

ADDRESS = "/corridors/AL-DE/kit.zip"
REFERENCE = re.compile(r"""(?:\b(?:href|src|srcset|action|formaction|poster)="|url\(["']?)([^"')]*)""")


def unpacked(reader: FlaskClient, address: str = ADDRESS) -> dict[str, str]:
    """The files of a kit by their name below its folder; letters as an empty text."""
    answer = reader.get(address)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    return {name: "" if name.endswith(".woff2") else body.decode() for name, body in files.items()}


@pytest.fixture
def open_one(course: Resource, school: Organisation) -> Resource:
    """An older offering open to any country of origin, with a source, and one of another corridor."""
    found = publish(
        school,
        age=30,
        title="Advice in Berlin",
        source_url="https://example.org/source",
        source_title="A source",
        corridors=[(None, "DE")],
        booster=["job_matching"],
    )
    publish(school, title="Elsewhere altogether", **answers(corridors=[("PH", "IT")]))
    outbox.drain()
    return found


def test_kit_holds_the_corridor_and_what_is_open_to_it(
    reader: FlaskClient, course: Resource, open_one: Resource
) -> None:
    files = unpacked(reader)
    index = files["index.html"]
    assert index.index("German for nurses") < index.index("Advice in Berlin")
    assert "Elsewhere altogether" not in index
    assert "Files that belong to records are not in it." in index
    assert "http://localhost/corridors/AL-DE" in index
    page = files[f"records/{course.id}.html"]
    assert "Write to us a week before it begins." in page
    assert f"http://localhost/library/{course.id}" in page
    assert "Licence" in page
    assert "Confirmed" in page


@pytest.mark.parametrize("prefix", ["", "/fa"])
def test_nothing_leads_out_of_the_kit(reader: FlaskClient, open_one: Resource, prefix: str) -> None:
    files = unpacked(reader, prefix + ADDRESS)
    for name, text in files.items():
        if not name.endswith((".html", ".css")):
            continue
        for reference in REFERENCE.findall(text):
            path, _, anchor = reference.partition("#")
            assert not re.match(r"/|[a-z]+:", reference), f"{name} leads to {reference}"
            target = normpath(f"{dirname(name)}/{path}".lstrip("/")) if path else name
            assert target in files, f"{name} misses {reference}"
            assert not anchor or f'id="{anchor}"' in files[target], f"{name} misses {reference}"
    assert "A source</bdi></span> (<bdi" in files[f"records/{open_one.id}.html"].replace("\n", "")
    assert not re.search(r"<style|<script>|\sstyle=|\son[a-z]+=", "".join(files.values()))


def test_persian_kit_runs_from_right_to_left_with_its_letters(reader: FlaskClient, course: Resource) -> None:
    assert reader.get(f"{ADDRESS}?language=fa").location == f"/fa{ADDRESS}"
    files = unpacked(reader, f"/fa{ADDRESS}")
    assert '<html lang="fa" dir="rtl">' in files["index.html"]
    assert 'lang="en" dir="ltr">German for nurses' in files["index.html"]
    assert "vazirmatn.woff2" in files["style.css"]
    assert "vazirmatn.woff2" in files
    assert "vazirmatn.woff2" not in unpacked(reader)


def test_words_lead_to_places_in_the_list(
    reader: FlaskClient, course: Resource, school: Organisation
) -> None:
    publish(school, title="Këshillim për </script> punë", language="sq", **answers())
    publish(school, title="Саветовање у Београду", language="sr", **answers())
    outbox.drain()
    files = unpacked(reader)
    assert "</script" not in files["words.js"]
    data = json.loads(re.sub(r"^globalThis\.kitWords = |;\n$", "", files["words.js"]))
    titles = re.findall(r'<h2 class="card-title"><a[^>]*>([^<]*)', files["index.html"])
    for word, title in (("keshillim", "Këshillim"), ("beogradu", "Саветовање"), ("београду", "Саветовање")):
        assert [titles[place].split()[0] for place in data["words"][word]] == [title]


def test_typed_letters_are_folded_as_in_the_library() -> None:
    table = folding()
    for word in ("këshillim", "übung", "żółć", "đak", "ποιότητα", "مسیر", "كتاب", "سنة"):
        assert "".join(table.get(char, char) for char in word) == fold(word)


def test_kit_is_bounded(app: Flask, course: Resource, open_one: Resource) -> None:
    with app.test_request_context():
        content = content_of(("AL", "DE"), most=1)
    assert len(content.records) == 1
    assert content.records[0].resource.id != open_one.id, "it was confirmed before the others"
    assert content.total == 3


def test_kit_is_kept_until_something_changes(
    reader: FlaskClient, course: Resource, school: Organisation
) -> None:
    first = reader.get(ADDRESS)
    assert first.content_type == "application/zip"
    assert first.headers["Content-Disposition"] == 'attachment; filename="kit-AL-DE-en.zip"'
    assert "Content-Encoding" not in reader.get(ADDRESS, headers={"Accept-Encoding": "br"}).headers
    assert reader.get(ADDRESS).data == first.data
    known = {"If-None-Match": first.headers["ETag"]}
    assert reader.get(ADDRESS, headers=known).status_code == 304
    publish(school, Kind.OFFERING, title="A new course", **answers())
    outbox.drain()
    assert reader.get(ADDRESS, headers=known).status_code == 200
    assert "A new course" in unpacked(reader)["index.html"]


def test_empty_corridor_says_so_and_a_wrong_one_is_refused(reader: FlaskClient, app: Flask) -> None:
    assert "No record names this corridor" in unpacked(reader)["index.html"]
    assert reader.get("/corridors/AL-AL/kit.zip").status_code == 400
    assert reader.get("/corridors/AL-XX/kit.zip").status_code == 404
    assert f"{ADDRESS}" in reader.get("/corridors/AL-DE").text


def test_links_out_become_words() -> None:
    said = without_network(
        '<body><a href="/x">one</a> <a href="https://a.example/?b&amp;c">two</a> '
        '<a href="javascript:x">three</a> <a href="https://a.example">https://a.example</a> '
        '<a href="../i.html">four</a>'
    )
    assert said.endswith(
        '<span>one</span> <span>two</span> (<bdi dir="ltr">https://a.example/?b&amp;c</bdi>) '
        '<span>three</span> <span>https://a.example</span> <a href="../i.html">four</a>'
    )

"""Static files: names, caching, compression, and what they weigh."""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from marketplace.assets import accepted_codings, asset_url, load

KB = 1000
BUDGETS = {"css/site.css": 12 * KB, "img/icons.svg": 4 * KB, "img/world.svg": 11 * KB}
SCRIPTS = 10 * KB
FONT = 21 * KB
FIRST_LOAD = 60 * KB


def test_hashed_address_is_kept_for_ever(client: FlaskClient) -> None:
    answer = client.get(asset_url("css/site.css"), headers={"Accept-Encoding": "gzip, br"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert brotli.decompress(answer.data) == load().by_name["css/site.css"].body
    assert "Set-Cookie" not in answer.headers


def test_service_worker_knows_hashed_addresses() -> None:
    (pattern,) = re.findall(r"const HASHED = /(.+)/;", load().by_name["js/service-worker.js"].body.decode())
    known = re.compile(pattern.replace("\\/", "/"))
    assert [name for name in load().by_name if not known.search(asset_url(name))] == []
    assert not known.search("/static/css/site.css")


def test_plain_name_answers_for_a_short_time(client: FlaskClient) -> None:
    answer = client.get("/static/css/site.css", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert gzip.decompress(answer.data) == load().by_name["css/site.css"].body


def test_known_etag_answers_304(client: FlaskClient) -> None:
    first = client.get(asset_url("js/site.js"))
    again = client.get(asset_url("js/site.js"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["css/site.0000.css", "../README.md", "css/site/10-tokens.css", "nothing"])
def test_unknown_name_answers_404(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_address_is_at_the_root_in_every_language(client: FlaskClient) -> None:
    page = client.get("/fa/styleguide").get_data(as_text=True)
    assert asset_url("css/site.css") in page
    assert "/fa/static/" not in page


def test_fonts_in_the_style_sheet_are_named_by_hash() -> None:
    addresses = re.findall(rb'url\("(/static/[^"]+)"\)', load().by_name["css/site.css"].body)
    assert addresses
    assert all(address.decode().removeprefix("/static/") in load().by_hashed_name for address in addresses)


@pytest.mark.parametrize("name", BUDGETS)
def test_file_keeps_its_budget(name: str) -> None:
    assert len(load().by_name[name].brotli) <= BUDGETS[name]


def test_scripts_and_font_keep_their_budget() -> None:
    files = load().by_name.values()
    assert sum(len(file.brotli) for file in files if file.suffix == ".js") <= SCRIPTS
    assert sum(len(file.body) for file in files if file.suffix == ".woff2") <= FONT


def test_home_page_with_all_it_loads_keeps_the_budget(client: FlaskClient) -> None:
    page = client.get("/fa/styleguide/home").get_data()
    names = {"css/site.css", "js/site.js", "img/icons.svg", "img/world.svg", "img/favicon.svg"}
    wire = len(brotli.compress(page, quality=4)) + sum(len(load().by_name[name].brotli) for name in names)
    wire += len(load().by_name["vendor/vazirmatn/vazirmatn-arabic.woff2"].body)
    assert len(brotli.compress(page, quality=4)) <= 15 * KB
    assert wire <= FIRST_LOAD


def test_third_party_files_are_listed_with_their_hash() -> None:
    root = Path(__file__).parents[2]
    text = (root / "THIRD_PARTY.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", text, re.M))
    vendored = {str(p.relative_to(root)) for p in (root / "static" / "vendor").rglob("*") if p.is_file()}
    assert vendored <= set(listed)
    for name, digest in listed.items():
        assert hashlib.sha256((root / name).read_bytes()).hexdigest() == digest, name


def test_a_coding_is_refused_by_a_weight_of_nothing_alone() -> None:
    assert accepted_codings("br;q=0.9, gzip;q=0.8") == {"br", "gzip"}
    assert accepted_codings("br;q=0, gzip;q=0.000, identity") == {"identity"}

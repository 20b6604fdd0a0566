"""Citations: the facts are right in each format, and no text of people breaks one."""

import json
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from marketplace.library import citing
from marketplace.resources.models import Resource
from tests.library.conftest import Publish
from tests.library.test_record_page import address, publish_again

TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
AWKWARD = "50% of {A_B} & \\C ~ $1 #2 ^ “آزمون” }\r\nER  - \r\nTY  - BOOK"


def read_ris(text: str) -> list[tuple[str, str]]:
    """The lines of a RIS file; each must be right by itself."""
    assert text.endswith("ER  - \r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line) for line in lines)
    return [(line[:2], line[6:]) for line in lines]


def read_bibtex(text: str) -> dict[str, str]:
    """The fields of one entry as BibTeX takes them apart: by counting braces."""
    assert text.count("{") == text.count("}")
    found, depth, start = {}, 0, 0
    for place, sign in enumerate(text):
        if sign == "{":
            depth += 1
            start = place + 1 if depth == 2 else start
        elif sign == "}":
            depth -= 1
            assert depth >= 0
            if depth == 1:
                name = text[: start - 1].rsplit("\n", 1)[-1].removesuffix(" = ").strip()
                found[name] = text[start:place]
    assert depth == 0
    return found


@pytest.mark.parametrize("ending", TYPES)
def test_citation_is_a_file_that_may_be_kept(
    library: dict[str, Resource], reader: FlaskClient, ending: str
) -> None:
    record = library["nurses"]
    answer = reader.get(f"/library/{record.id}/cite.{ending}")
    assert (answer.status_code, answer.content_type) == (200, TYPES[ending])
    name = f'attachment; filename="headstart-{record.id}-v1.{ending}"'
    assert answer.headers["Content-Disposition"] == name
    assert "Set-Cookie" not in answer.headers
    again = reader.get(
        f"/library/{record.id}/cite.{ending}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert reader.get(f"/library/{record.id}/cite.doc").status_code in {301, 404}
    assert reader.get(f"/library/nothing/cite.{ending}").status_code == 404


def test_practice_is_cited_with_organisation_year_and_the_address_of_its_version(
    library: dict[str, Resource], reader: FlaskClient
) -> None:
    record = library["nurses"]
    [item] = json.loads(reader.get(f"/library/{record.id}/cite.json").data)
    year = record.live_revision.published_at.year
    url = f"http://localhost/library/{record.id}/revisions/1"
    assert item["author"] == [{"literal": "Bridge House"}]
    assert (item["title"], item["URL"], item["version"]) == ("Mentors for nurses", url, "1")
    assert item["issued"] == {"date-parts": [[year]]}
    lines = dict(read_ris(reader.get(f"/library/{record.id}/cite.ris").text))
    assert (lines["TY"], lines["AU"], lines["PY"], lines["UR"]) == ("ELEC", "Bridge House", str(year), url)
    fields = read_bibtex(reader.get(f"/library/{record.id}/cite.bib").text)
    assert (fields["author"], fields["title"]) == ("{Bridge House}", "{Mentors for nurses}")
    assert reader.get(f"/library/{record.id}/revisions/1").status_code == 200


def test_former_version_keeps_its_own_citation(library: dict[str, Resource], reader: FlaskClient) -> None:
    record = library["nurses"]
    publish_again(record, title="Mentors for doctors")
    [now] = json.loads(reader.get(f"/library/{record.id}/cite.json").data)
    [then] = json.loads(reader.get(f"/library/{record.id}/revisions/1/cite.json").data)
    assert (now["title"], now["version"]) == ("Mentors for doctors", "2")
    assert (then["title"], then["version"]) == ("Mentors for nurses", "1")
    assert reader.get(f"/library/{record.id}/revisions/7/cite.json").status_code == 404


def test_document_is_cited_with_its_authors_and_honestly_without_a_year(
    publish: Publish, reader: FlaskClient
) -> None:
    record = publish(
        "document", document_kind="report", authors="Ana Krasniqi\nMinistry of Work", publisher="Press"
    )
    [item] = json.loads(reader.get(f"/library/{record.id}/cite.json").data)
    assert item["author"] == [{"literal": "Ana Krasniqi"}, {"literal": "Ministry of Work"}]
    assert (item["type"], item["publisher"]) == ("report", "Press")
    assert "issued" not in item
    assert "PY  - n.d.\r\n" in reader.get(f"/library/{record.id}/cite.ris").text
    html = reader.get(address(record)).text
    assert "<bdi>Ana Krasniqi</bdi>; <bdi>Ministry of Work</bdi> (<bdi>n.d.</bdi>)." in html
    assert "<bdi>Press</bdi>" in html


def test_awkward_text_breaks_no_format(library: dict[str, Resource]) -> None:
    plain = citing.citation_of(library["handbook"].live_revision)
    awkward = citing._line(AWKWARD)
    named = {"title": awkward, "publisher": awkward, "abstract": awkward, "authors": (awkward, "B")}
    citation = replace(plain, **named, doi="10.1/{x}")
    fields = read_bibtex(citing.bibtex(citation))
    assert fields["doi"] == "10.1/%7Bx%7D"
    assert r"50\% of \textbraceleft{}A\_B\textbraceright{} \& \textbackslash{}C" in fields["title"]
    assert r"\textasciitilde{} \$1 \#2 \textasciicircum{} “آزمون”" in fields["title"]
    rows = read_ris(citing.ris(citation))
    assert [tag for tag, _ in rows].count("ER") == [tag for tag, _ in rows].count("TY") == 1
    assert json.loads(citing.csl(citation))[0]["title"] == awkward


def test_line_in_persian_keeps_each_part_apart(publish: Publish, reader: FlaskClient) -> None:
    record = publish(title="<b>Work</b> & rights")
    html = reader.get(f"/fa{address(record)}").text
    assert "<bdi>&lt;b&gt;Work&lt;/b&gt; &amp; rights</bdi>" in html
    assert f"<bdi>http://localhost/library/{record.id}/revisions/1</bdi>" in html

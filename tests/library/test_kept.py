"""Kept pages: held compressed, said in every form, and no more of them than there is room for."""

import gzip

import brotli
import pytest

from marketplace.library.kept import HTML, KeptPage, KeptPages

TEXT = "<p>Mentors for nurses</p>" * 400
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.mark.parametrize("order", [("", "br", "gzip"), ("gzip", "", "br"), ("br", "gzip", "")])
def test_page_is_the_same_in_every_form_and_takes_little_room(order: tuple[str, ...]) -> None:
    page = KeptPage(TEXT, HTML)
    for asked in order * 2:
        body, coding = page.encoded(asked)
        assert coding == asked
        assert UNPACK[coding](body).decode() == TEXT
    assert page.plain.decode() == TEXT
    assert page.size < len(TEXT) / 5


def test_bytes_and_short_texts_stay_as_they_are() -> None:
    for body in (b"PK" * 1000, "<p>short</p>"):
        page = KeptPage(body, HTML)
        plain = body.encode() if isinstance(body, str) else body
        assert page.encoded("gzip, br") == (plain, "")


def test_page_asked_for_the_longest_ago_goes_first() -> None:
    kept = KeptPages(most=1000)
    for name in ("a", "b"):
        kept.put(name, KeptPage(b"x" * 400, HTML))
    kept.get("a")
    kept.put("c", KeptPage(b"x" * 400, HTML))
    kept.put("c", KeptPage(b"x" * 500, HTML))
    assert [kept.get(name) is not None for name in "abc"] == [True, False, True]

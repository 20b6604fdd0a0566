"""The ZIP itself: a list, a page for each record, style, letters, and words to search."""

import io
import zipfile
from datetime import datetime
from typing import Any

from flask import render_template

from marketplace import languages, vocab
from marketplace.corridors.coverage import Pair
from marketplace.database import utc_now
from marketplace.languages import current_language, external_url
from marketplace.referral.kit.content import Content, content_of
from marketplace.referral.kit.offline import FONT_NAME, font, script, style_sheet, without_network
from marketplace.referral.kit.words import words_script


def kit_of(pair: Pair) -> bytes:
    """The kit of a pair in the language of the page, made now."""
    content, made_at = content_of(pair), utc_now()
    files = _files(content, made_at)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder(pair)}/{name}", made_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return packed.getvalue()


def folder(pair: Pair) -> str:
    """The folder that the kit unpacks to, and the name of the ZIP without its ending."""
    return f"kit-{pair[0]}-{pair[1]}-{current_language().code}"


def _files(content: Content, made_at: datetime) -> dict[str, str | bytes]:
    around: dict[str, Any] = {
        "content": content,
        "made_at": made_at,
        "address": external_url("corridors.show", corridor="-".join(content.pair)),
    }
    found: dict[str, str | bytes] = {
        "index.html": without_network(_index(content, around)),
        "search.js": script(),
        "words.js": words_script([one.resource for one in content.records]),
    }
    for one in content.records:
        page = render_template(
            "referral/kit_record.html",
            **{"root": "../", "record": one, "resource": one.resource, "revision": one.revision, **around},
        )
        found[one.path] = without_network(page)
    with_font = _needs_font(content)
    found["style.css"] = style_sheet(with_font=with_font)
    return found | {FONT_NAME: font()} if with_font else found


def _index(content: Content, around: dict[str, Any]) -> str:
    given = {slug for one in content.records for slug in one.card.boosters}
    boosters = [choice for choice in vocab.choices("booster") if choice[0] in given]
    return render_template("referral/kit_index.html", root="", boosters=boosters, **around)


def _needs_font(content: Content) -> bool:
    """Whether some text in the kit runs from right to left."""
    texts = (one.revision.language for one in content.records)
    return any(languages.direction(code) == "rtl" for code in (current_language().code, *texts) if code)

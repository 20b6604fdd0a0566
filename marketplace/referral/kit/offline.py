"""Pages and files without a network: nothing in them leads out of the folder they stand in."""

import re
from functools import lru_cache

from marketplace import assets

FONT = "vendor/vazirmatn/vazirmatn-arabic.woff2"
FONT_NAME = "vazirmatn.woff2"
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r'\bhref="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_IMAGE = re.compile(r"<img\b[^>]*>")
_ICON = re.compile(r'href="[^"]*icons\.[^"#]*#([a-z0-9-]+)"')
_SYMBOL = re.compile(r'<symbol id="([^"]+)".*?</symbol>', re.DOTALL)
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_FONT_URL = re.compile(r'url\("[^"]*vazirmatn[^"]*"\)')


def without_network(page: str) -> str:
    """A rendered page whose links out of the kit are words, and whose icons stand in the page itself.

    What people wrote is escaped in it: no tag and no quoted attribute is theirs.
    """
    page = _IMAGE.sub("", _LINK.sub(_link, page))
    used = sorted(set(_ICON.findall(page)))
    drawn = "".join(_symbols()[name] for name in used if name in _symbols())
    sprite = f'<svg hidden aria-hidden="true" width="0" height="0">{drawn}</svg>'
    page = _ICON.sub(r'href="#icon-\1"', page)
    return re.sub(r"(<body[^>]*>)", lambda body: body[1] + sprite, page, count=1)


def _link(match: re.Match[str]) -> str:
    """A link within the kit as it is; another one as its words, with its address where it leads elsewhere."""
    href = _HREF.search(match[1])
    address = href[1] if href else ""
    if not re.match(r"/|[a-z][a-z0-9+.-]*:", address):
        return match[0]
    if address.startswith("http") and _words(match[2]) != address:
        return f'<span>{match[2]}</span> (<bdi dir="ltr">{address}</bdi>)'
    return f"<span>{match[2]}</span>"


def _words(content: str) -> str:
    """What a link says, without its tags."""
    return _TAG.sub("", content).strip()


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    sprite = assets.load().by_name["img/icons.svg"].body.decode()
    return {
        found[1]: found[0].replace(f'id="{found[1]}"', f'id="icon-{found[1]}"', 1)
        for found in _SYMBOL.finditer(sprite)
    }


def style_sheet(*, with_font: bool) -> str:
    """The site's style sheet, its font beside it or left out."""
    style = assets.load().by_name["css/site.css"].body.decode()
    return _FONT_URL.sub(f'url("{FONT_NAME}")', style) if with_font else _FONT_FACE.sub("", style)


def font() -> bytes:
    """Letters of Arabic, Persian and Urdu."""
    return assets.load().by_name[FONT].body


def script() -> str:
    """What searches the words."""
    return assets.load().by_name["js/kit.js"].body.decode()

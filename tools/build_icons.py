"""Write static/img/icons.svg from npm's lucide-static and the signs of our own (development only).

Usage: python tools/build_icons.py <folder of lucide-static/icons>
"""

import re
import sys
from pathlib import Path

ICONS = """
search x check circle-check triangle-alert circle-alert info arrow-right arrow-left languages user log-out
plus building-2 book-open hand-helping handshake file-text clock library file-up layout-list download printer
quote flag bell external-link pencil map-pin file-down calendar mail eye link history rss share-2 copy trash-2
settings map upload send badge-check shield-check globe users key lock archive inbox refresh-cw star
""".split()  # noqa: SIM905  # a list of thirty quoted words is harder to read
# A ring, an arc and a square: the place of origin, the corridor and the place of destination.
OWN = {
    "mark": (
        "0 0 32 32",
        '<path d="M8 22C9.5 11.5 14.5 8.5 20 8.5" fill="none" stroke="currentColor" stroke-width="2.6" '
        'stroke-linecap="round"/><circle cx="7.5" cy="24.5" r="4.4" fill="none" stroke="var(--origin)" '
        'stroke-width="2.8"/>'
        '<rect fill="var(--destination)" x="20" y="3.6" width="9.6" height="9.6" rx="2.4"/>',
    ),
    "gap": (
        "0 0 120 32",
        '<circle cx="14" cy="16" r="8" fill="none" stroke="var(--origin)" stroke-width="3.4"/>'
        '<path d="M28 16h22M70 16h22" fill="none" stroke="currentColor" stroke-width="3" '
        'stroke-linecap="round" stroke-dasharray="1 7"/>'
        '<rect fill="var(--destination)" x="98" y="8" width="16" height="16" rx="3.6"/>',
    ),
}


def symbol(folder: Path, name: str) -> str:
    """One icon as a symbol, without the comment, size and attributes that the sprite sets once."""
    source = (folder / f"{name}.svg").read_text(encoding="utf-8")
    inner = source[source.index(">", source.index("<svg")) + 1 : source.rindex("</svg>")]
    inner = re.sub(r"\s+", " ", inner).replace(" />", "/>").replace("> <", "><").strip()
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" '
        f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
    )


def main() -> None:
    """Write the sprite."""
    folder = Path(sys.argv[1])
    symbols = [symbol(folder, name) for name in ICONS]
    symbols += [f'<symbol id="{name}" viewBox="{box}">{body}</symbol>' for name, (box, body) in OWN.items()]
    target = Path(__file__).parent.parent / "static" / "img" / "icons.svg"
    target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main()

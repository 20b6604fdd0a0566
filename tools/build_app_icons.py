"""Write the icons of the installed site, static/img/app-*.png, from static/img/favicon.svg (for developers).

Usage: python tools/build_app_icons.py (needs Chromium)
"""

import io
import re
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tools import chromium

IMAGES = Path(__file__).parent.parent / "static" / "img"
SIZES = (180, 192, 512)
MASKABLE = 512
SAFE = 0.8  # share of a maskable icon that its sign fills: whatever shape a system cuts, it stays whole


def maskable(svg: str) -> str:
    """The sign on a ground that reaches every edge, smaller, because systems cut the edges off."""
    found = re.search(r'<rect width="32" height="32" rx="7" fill="(#\w+)"/>', svg)
    if not found:
        raise SystemExit("favicon.svg has no ground to widen")
    edge = 32 * (1 - SAFE) / 2
    inner = svg[found.end() : svg.rindex("</svg>")]
    ground = f'<rect width="32" height="32" fill="{found.group(1)}"/>'
    return (
        svg[: found.start()]
        + f'{ground}<g transform="translate({edge} {edge}) scale({SAFE})">{inner}</g></svg>'
    )


def write(page: Page, svg: str, size: int, name: str) -> None:
    """Draw the picture and store it with few colours."""
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(
        f'<body style="margin:0;font-size:0">{svg.replace("<svg ", f"<svg width={size} height={size} ", 1)}'
    )
    picture = Image.open(io.BytesIO(page.screenshot(omit_background=True)))
    picture.quantize(64, method=Image.Quantize.FASTOCTREE).save(IMAGES / name, optimize=True)


def main() -> None:
    """Write all sizes."""
    svg = (IMAGES / "favicon.svg").read_text(encoding="utf-8")
    path = chromium.find()
    if path is None:
        sys.exit("Chromium is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        for size in SIZES:
            write(page, svg, size, f"app-{size}.png")
        write(page, maskable(svg), MASKABLE, f"app-maskable-{MASKABLE}.png")
        browser.close()


if __name__ == "__main__":
    main()

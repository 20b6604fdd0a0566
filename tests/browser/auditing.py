"""What axe says of a page."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_LOOK = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_RIGHT: set[str] = set()  # marks of texts whose contrast was right on a page of this run


def violations(page: Page, where: dict[str, Any] | None = None) -> list[str]:
    """Each rule of axe that is broken, with the parts of the page it speaks of; `where` is axe's context."""
    page.evaluate(Axe().axe_script)
    found = page.evaluate(_LOOK, {"where": where, "known": list(_RIGHT)})
    _RIGHT.update(found["right"])
    wrong: list[str] = found["wrong"]
    return wrong

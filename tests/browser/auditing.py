"""What axe says of a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Only what is wrong comes back: handing over all that is right takes as long as looking at the page.
_LOOK = """async (where) => {
  const found = await axe.run(where ?? document, { resultTypes: ["violations"] });
  return found.violations.map((one) => {
    const targets = one.nodes.slice(0, 3).map((node) => node.target.join(" "));
    return `${one.id}: ${targets.join(", ")}`;
  });
}"""


def violations(page: Page, where: dict[str, Any] | None = None) -> list[str]:
    """Each rule of axe that is broken, with the parts of the page it speaks of; `where` is axe's context."""
    page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(_LOOK, where)
    return found

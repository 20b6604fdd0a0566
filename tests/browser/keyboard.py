"""Somebody who uses no mouse: Tab, Enter, Space, arrows and letters, and a look at where the focus is."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

# where the focus is: its name for messages, whether a person sees it, whether it went on in reading order
# (a date has several stops)
_LOOK = """(target) => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const before = window.focusedBefore, stays = !before || before === one || !before.isConnected;
  window.focusedBefore = one;
  return {
    name: `${one.tagName} ${one.id || one.name || one.textContent.trim().slice(0, 40)}`,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    reached: one === target,
    onwards: stays || Boolean(before.compareDocumentPosition(one) & 4),
  };
}"""
MOST_STOPS = 60


@dataclass
class Keyboard:
    """The keys of one window. Every stop must be visible, in sight, and after the one before it."""

    page: Page

    def tab_to(self, target: Locator) -> None:
        """Press Tab until this has the focus."""
        expect(target).to_have_count(1)
        wanted, passed = target.element_handle(), []
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(_LOOK, wanted)
            passed.append(stop["name"])
            for quality in ("outlined", "inSight", "onwards"):
                assert stop[quality], f"{stop['name']} is not {quality} on {self.page.url} after {passed}"
            if stop["reached"]:
                return
        raise AssertionError(f"{target} is not reached on {self.page.url}: {passed}")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, label: str, text: str) -> None:
        """Go to a field by its label and type; in a list to choose from, the letters choose."""
        self.tab_to(self._main.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def tick(self, label: str, among: str = "") -> None:
        """Go to a box by its label and tick it; `among` names a long list, which is narrowed down first."""
        if among:
            self.write(f"Find in this list: {among}", label)
        self.tab_to(self._main.get_by_label(label, exact=True))
        self.press("Space")

    def skip(self, among: str) -> None:
        """Pass over a long list by the link in front of it."""
        self.follow(f"Skip this list: {among}")

    def follow(self, name: str) -> None:
        """Go to a button or link by its name and press Enter."""
        button, link = (self._main.get_by_role(role, name=name, exact=True) for role in ("button", "link"))
        self.tab_to(button.or_(link).locator("visible=true"))
        self.press("Enter")

    @property
    def _main(self) -> Locator:
        return self.page.get_by_role("main")

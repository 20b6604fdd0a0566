"""Shapes and centres of countries on the flat map, and the arcs that corridors draw between them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TypedDict

_SOURCE = Path(__file__).parent / "data" / "world.json"


class Shape(TypedDict):
    """Outline as SVG path data ("" for places too small to draw) and centre, in map units."""

    path: str
    centre: tuple[float, float]


class World(TypedDict):
    """The whole map: its size in map units, its graticule-free outline and its countries by ISO code."""

    width: float
    height: float
    countries: dict[str, Shape]


@dataclass(frozen=True)
class Arc:
    """One corridor on the map: curve and its two ends, in map units."""

    origin: str
    destination: str
    path: str
    start: tuple[float, float]
    end: tuple[float, float]


@lru_cache(maxsize=1)
def load() -> World:
    """Read the map once per process."""
    world: World = json.loads(_SOURCE.read_text(encoding="utf-8"))
    return world


def has_centre(code: str) -> bool:
    """Whether the map knows where a country lies."""
    return code in load()["countries"]


@lru_cache(maxsize=1)
def as_svg() -> str:
    """The base map as a picture of its own: each country can be reused by its fragment `#AL`."""
    world = load()
    shapes = "".join(
        f'<path id="{escape(code)}" d="{escape(shape["path"])}"/>'
        for code, shape in world["countries"].items()
        if shape["path"]
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {world["width"]:g} {world["height"]:g}"><g id="land">{shapes}</g></svg>'
    )


def drawn(code: str) -> bool:
    """Whether a country has an outline at this scale (small states have only a centre)."""
    shape = load()["countries"].get(code)
    return bool(shape and shape["path"])


def arc(origin: str, destination: str) -> Arc | None:
    """The curve from origin to destination, bent towards the pole; None if a place is not on the map."""
    countries = load()["countries"]
    if origin not in countries or destination not in countries:
        return None
    (x1, y1), (x2, y2) = countries[origin]["centre"], countries[destination]["centre"]
    distance = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    bend = 0.12 * distance + 25
    middle_x, middle_y = (x1 + x2) / 2, min(y1, y2) * 0.5 + (y1 + y2) * 0.25 - bend
    path = f"M{x1:g} {y1:g}Q{middle_x:.0f} {middle_y:.0f} {x2:g} {y2:g}"
    return Arc(origin, destination, path, (x1, y1), (x2, y2))


@dataclass(frozen=True)
class Frame:
    """The part of the map that is shown, as `viewBox`, and a thousandth of its width to size signs with."""

    x: float
    y: float
    width: float
    height: float

    @property
    def view_box(self) -> str:
        """Value of the attribute of that name."""
        return f"{self.x:.0f} {self.y:.0f} {self.width:.0f} {self.height:.0f}"

    @property
    def unit(self) -> float:
        """A thousandth of the width, in map units."""
        return round(self.width / 1000, 2)


def frame(codes: Iterable[str], margin: float = 170, smallest: float = 1300) -> Frame:
    """The part that holds the named countries with a margin, in the shape of the whole map."""
    world = load()
    points = [world["countries"][code]["centre"] for code in codes if code in world["countries"]]
    if not points:
        return Frame(0, 0, world["width"], world["height"])
    left, right = min(x for x, _ in points) - margin, max(x for x, _ in points) + margin
    top, bottom = min(y for _, y in points) - margin, max(y for _, y in points) + margin
    ratio = world["width"] / world["height"]
    width = min(max(right - left, (bottom - top) * ratio, smallest), world["width"])
    height = width / ratio
    x = min(max((left + right - width) / 2, 0), world["width"] - width)
    y = min(max((top + bottom - height) / 2, 0), world["height"] - height)
    return Frame(x, y, width, height)

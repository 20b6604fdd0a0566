"""A small library with its index, and people to keep things from it."""

from tests.library.conftest import library, stocked

__all__ = ["library", "stocked"]

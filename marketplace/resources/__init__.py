"""Records of the four kinds: editor, drafts, uploads, states."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register what the domain adds."""

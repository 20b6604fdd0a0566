"""The domains of the marketplace, bound to the application: blueprints, handlers, and nothing else."""

from importlib import import_module

from flask import Flask

# Lowest first: a domain may import those above it in this list, never those below.
DOMAINS = (
    *("accounts", "providers", "resources", "review", "documents", "searches", "handovers"),
    *("library", "styleguide", "demand", "corridors", "shelves", "introductions", "matching", "referral"),
)


def init_app(app: Flask) -> None:
    """Import each domain and let it register its blueprint and handlers."""
    for name in DOMAINS:
        import_module(f"marketplace.{name}").init_app(app)

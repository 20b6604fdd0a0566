"""Search: one protocol (`engine.py`), text analysis per language, snippets, and the embedded engine."""

"""Meaning: texts as vectors, and which of them are near a question. An addition: search works without it."""

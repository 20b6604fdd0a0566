"""Offline kits: the records of a corridor as one ZIP that a browser opens without a network."""

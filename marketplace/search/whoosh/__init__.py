"""The embedded engine: a Whoosh index on disk, answered from numpy arrays."""

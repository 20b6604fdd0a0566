"""The only door to the Whoosh package: what we use of it, with its pickles made harmless."""

import io
import pickle
import secrets
import warnings
from collections import defaultdict
from typing import Any

with warnings.catch_warnings():
    # Python 3.12 and later name Whoosh's old string escapes when it is first compiled.
    warnings.filterwarnings("ignore", message=r".*invalid escape sequence.*")
    from whoosh import columns, fields, formats
    from whoosh.codec import whoosh3
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.structfile import StructFile
    from whoosh.index import TOC, FileIndex, LockError, clean_files
    from whoosh.matching import ListMatcher
    from whoosh.reading import SegmentReader
    from whoosh.system import pack_ushort, unpack_ushort
    from whoosh.writing import SegmentWriter

__all__ = [
    "TOC",
    "FileIndex",
    "FileStorage",
    "ListMatcher",
    "LockError",
    "SegmentReader",
    "SegmentWriter",
    "StructFile",
    "allowed",
    "clean_files",
    "columns",
    "fields",
    "formats",
    "load_pickle",
    "pack_ushort",
    "read_pickle",
    "unpack_ushort",
    "whoosh3",
]

# What a table of contents names, and nothing else: the segments, and by `allowed` the codec they were written
# with.
_ALLOWED: dict[tuple[str, str], Any] = {
    ("whoosh.codec.whoosh3", "W3Segment"): whoosh3.W3Segment,
    ("collections", "defaultdict"): defaultdict,
    ("builtins", "int"): int,
    ("builtins", "set"): set,
}


def allowed(cls: type) -> type:
    """Let index files name a class of ours."""
    _ALLOWED[cls.__module__, cls.__name__] = cls
    return cls


class _AllowList(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"an index file names {module}.{name}") from None


def load_pickle(stream: Any) -> Any:
    """Read plain data, segments and codecs from a pickle; raises UnpicklingError for anything else in it."""
    return _AllowList(stream).load()


def read_pickle(data: bytes) -> Any:
    """The same from bytes."""
    return load_pickle(io.BytesIO(data))


def _segment_id(_cls: type, size: int = 16) -> str:
    return secrets.token_hex(size // 2)


# Whoosh names segments by the generator that everybody may seed: two processes forked from one, or a test
# that seeds it, would write one segment over another.
whoosh3.W3Segment._random_id = classmethod(_segment_id)

# Whoosh reads posting blocks and columns with pickle.loads, through these two names. A crafted index must
# not run code there either, so both read through the allow-list; storage.py does it for the rest.
whoosh3.loads = read_pickle
columns.loads = read_pickle

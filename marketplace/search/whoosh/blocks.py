"""Posting lists as they are on disk: arrays in a row that are used as they are read, never unpickled.

Whoosh pickles the numbers of a list as tuples; to read one back took half of a first search. Through
`ArrayCodec` Whoosh can read these lists itself, which tests compare with our own reading.
"""

import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.search.whoosh.library import ListMatcher, allowed, whoosh3
from marketplace.search.whoosh.storage import DamagedIndex

Ids = NDArray[np.integer]
Weights = NDArray[np.unsignedinteger]
Postings = tuple[Ids, Weights]

MOST_WEIGHT = 2**16 - 1
_HEAD = struct.Struct("<IIBB2x")  # checksum of what follows it, count, bytes of a document, of a weight
_SUMMED_FROM = 4
_INFO = struct.Struct("!BfIBBfIIqi")  # as whoosh3.W3TermInfo, which reads it
_UNSIGNED: dict[int, np.dtype[np.unsignedinteger]] = {
    1: np.dtype("<u1"),
    2: np.dtype("<u2"),
    4: np.dtype("<u4"),
}


def encode(documents: NDArray[np.uint32], weights: NDArray[np.uint16]) -> bytes:
    """A list on disk: its head, then document numbers (ascending), then weights, each in the least bytes
    that hold all of them; weights that are all one take none.
    """
    wide = 2 if int(documents[-1]) < 2**16 else 4
    heavy = _bytes_of(int(weights.max()))
    parts = [documents.astype(_UNSIGNED[wide]).tobytes()]
    if heavy:
        parts.append(weights.astype(_UNSIGNED[heavy]).tobytes())
    rest = b"".join([_HEAD.pack(0, len(documents), wide, heavy)[_SUMMED_FROM:], *parts])
    return zlib.crc32(rest).to_bytes(_SUMMED_FROM, "little") + rest


def encode_one(document: int, weight: int) -> bytes:
    """`encode` of a list of one: most are, and arrays of one number take ten times as long as the number."""
    wide, heavy = 2 if document < 2**16 else 4, _bytes_of(weight)
    rest = _HEAD.pack(0, 1, wide, heavy)[_SUMMED_FROM:] + document.to_bytes(wide, "little")
    if heavy:
        rest += weight.to_bytes(heavy, "little")
    return zlib.crc32(rest).to_bytes(_SUMMED_FROM, "little") + rest


def _bytes_of(most: int) -> int:
    return 0 if most == 1 else 1 if most < 2**8 else 2


def decode(data: bytes) -> Postings:
    """Document numbers and weights of a list, as views of its bytes; raises DamagedIndex."""
    checksum, count, wide, heavy = _HEAD.unpack_from(data)
    if checksum != zlib.crc32(memoryview(data)[_SUMMED_FROM:]):
        raise DamagedIndex("a posting list is not as it was written")
    documents = np.frombuffer(data, _UNSIGNED[wide], count, _HEAD.size)
    if not heavy:
        return documents, np.ones(count, np.uint8)
    return documents, np.frombuffer(data, _UNSIGNED[heavy], count, _HEAD.size + count * wide)


def term_info(documents: NDArray[np.uint32], weights: NDArray[np.uint16], place: int, size: int) -> bytes:
    """What the table of terms says of a list: among others its count, place in the file and length."""
    total, most = float(weights.sum(dtype=np.int64)), float(weights.max())
    first, last = int(documents[0]), int(documents[-1])
    return _INFO.pack(0, total, len(documents), 0, 0, most, first, last, place, size)


def term_info_of_one(document: int, weight: int, place: int, size: int) -> bytes:
    """`term_info` of a list of one."""
    return _INFO.pack(0, weight, 1, 0, 0, weight, document, document, place, size)


@allowed
class ArrayCodec(whoosh3.W3Codec):  # type: ignore[misc]  # Whoosh has no type hints
    """Whoosh's third codec with our posting lists. `writing.GatheringWriter` writes them."""

    length_stats = False  # we store no lengths by field

    def postings_reader(
        self, file: Any, info: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> Any:
        """A list for Whoosh's own queries."""
        place, (size,) = info.extent()  # Whoosh leaves the length in a tuple
        documents, weights = decode(file.get(place, size))
        ids, values = documents.tolist(), weights.astype(np.float64).tolist()
        return ListMatcher(ids, values, None, format_, scorer=scorer, term=term, terminfo=info)

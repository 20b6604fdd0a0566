"""The vectors of all records in memory, and the nearest of them to a question: every one is compared."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.search.engine import Near
from marketplace.search.meaning.embedder import Vector

Matrix = NDArray[np.float32]
Places = NDArray[np.intp]

FEW, MOST = 20, 200
ALIKE, THEIRS = 4, 0.4  # records that each is mixed with, and what share they have in it
AS_NEAR = 0.7  # of the nearest: within it lie 69 to 80 of 100 right pages, and 2 to 3 of 100 others
CENTRED_FROM = 50
_LEAST = 1e-6


class Nearest:
    """Vectors by record id, safe to use from several threads; a record's newest vector counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._matrix: Matrix = np.empty((0, 0), dtype=np.float32)
        self._middle = _Middle(np.empty(0, dtype=np.float32), np.empty(0, dtype=np.float32))

    def __len__(self) -> int:
        return len(self._ids)

    def put(self, vectors: Iterable[tuple[str, Vector]]) -> None:
        """Add vectors or replace those of the same id; all must have one length."""
        given = dict(vectors)
        if not given:
            return
        with self._lock:
            old = [record_id for record_id in self._ids if record_id not in given]
            kept = self._matrix[[self._places[record_id] for record_id in old]]
            added = np.stack(list(given.values()))
            self._matrix = np.concatenate([kept, added]) if len(kept) else added
            self._ids = [*old, *given]
            self._middle = _Middle.of(self._matrix)
            self._places = {record_id: place for place, record_id in enumerate(self._ids)}

    def find(self, question: Vector, threshold: float) -> list[Near]:
        """The nearest records, nearest first, equal ones by id; none where nothing is near.

        MOST of the whole library, of which the FEW nearest and all that are about as near as the first are
        found: a filter asked for later may leave none of the few. None of this depends on filters, so counts
        hold under each.

        All vectors of such models lie close together, so in a library of CENTRED_FROM records and more they
        are compared as they lie around its mean. In a smaller one, whose mean says little, records below the
        threshold are left out.
        """
        with self._lock:
            ids, matrix, middle = self._ids, self._matrix, self._middle
        if not ids:
            return []
        if len(ids) < CENTRED_FROM:
            nearness = matrix @ question - threshold
            return _near(ids, np.flatnonzero(nearness >= 0), nearness)
        nearness = middle.products(matrix, question)
        foremost = _foremost(nearness, MOST)
        nearness[foremost] = _mixed(middle.seen(matrix, foremost)) @ _unit(question - middle.mean)
        return _near(ids, foremost, nearness)


def _near(ids: list[str], places: Places, nearness: Vector) -> list[Near]:
    """The records at some places in the order of their nearness, as shares of the greatest."""
    order = sorted(places.tolist(), key=lambda place: (-nearness[place], ids[place]))
    shares = [float(nearness[place] / max(nearness[order[0]], _LEAST)) for place in order]
    return [
        Near(ids[place], max(0.0, share), rank < FEW or share >= AS_NEAR)
        for rank, (place, share) in enumerate(zip(order, shares, strict=True))
    ]


def _mixed(seen: Matrix) -> Matrix:
    """Vectors of length 1, one a row, each mixed with those most like it: these answer the same questions.

    Tao and others, Language Model Information Retrieval with Document Expansion (2006), with vectors for
    language models.
    """
    between = seen @ seen.T
    np.fill_diagonal(between, -1)
    alike = np.argpartition(-between, ALIKE, axis=1)[:, :ALIKE]
    mixed = (1 - THEIRS) * seen + THEIRS * seen[alike].mean(axis=1)
    found: Matrix = mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), _LEAST)
    return found


def _foremost(products: Vector, most: int) -> Places:
    """Places of the greatest products, in no order."""
    return np.argpartition(-products, most)[:most] if len(products) > most else np.arange(len(products))


@dataclass(frozen=True, slots=True)
class _Middle:
    """The mean of all vectors, and how far each lies from it.

    Mu and Viswanath, All-but-the-Top: Simple and Effective Postprocessing for Word Representations (2018).
    """

    mean: Vector
    distances: Vector

    @classmethod
    def of(cls, matrix: Matrix) -> "_Middle":
        mean = matrix.mean(axis=0)
        return cls(mean, np.maximum(np.linalg.norm(matrix - mean, axis=1), _LEAST))

    def seen(self, matrix: Matrix, places: Places) -> Matrix:
        """Some of the vectors as they lie around the mean, of length 1."""
        found: Matrix = (matrix[places] - self.mean) / self.distances[places, None]
        return found

    def products(self, matrix: Matrix, question: Vector) -> Vector:
        """How near the question is to each vector, both seen from the mean: cosines."""
        seen = _unit(question - self.mean)
        return ((matrix @ seen - self.mean @ seen) / self.distances).astype(np.float32)


def _unit(vector: Vector) -> Vector:
    found: Vector = vector / max(float(np.linalg.norm(vector)), _LEAST)
    return found

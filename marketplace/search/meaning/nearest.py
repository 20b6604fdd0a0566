"""The vectors of all records in memory, and the nearest of them to a question: every one is compared."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from marketplace.search.meaning.embedder import Vector

Matrix = NDArray[np.float32]

FEW, MOST = 20, 200
AS_NEAR = 0.7  # of the nearest: within it lie 79 to 93 of 100 right pages, and 2 of 100 others
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

    def find(self, question: Vector, threshold: float) -> list[str]:
        """Ids of the nearest records, nearest first, equal ones by id; none where nothing is near.

        The FEW nearest of the whole library, and up to MOST that are about as near as the first: a filter
        asked for later may leave none of the few. Neither depends on filters, so counts hold under each.

        All vectors of such models lie close together, so in a library of CENTRED_FROM records and more they
        are compared as they lie around its mean. In a smaller one, whose mean says little, records below the
        threshold are left out.
        """
        with self._lock:
            ids, matrix, middle = self._ids, self._matrix, self._middle
        if not ids:
            return []
        if len(ids) < CENTRED_FROM:
            products = matrix @ question
            order = _foremost(products, ids, FEW)
            return [ids[place] for place in order if products[place] >= threshold]
        products = middle.products(matrix, question)
        order = _foremost(products, ids, MOST)
        least = AS_NEAR * products[order[0]]
        return [ids[place] for rank, place in enumerate(order) if rank < FEW or products[place] >= least]


def _foremost(products: Vector, ids: list[str], most: int) -> list[int]:
    """Places of the greatest products, in order, equal ones by id."""
    found = np.argpartition(-products, most)[:most] if len(ids) > most else np.arange(len(ids))
    return sorted(found.tolist(), key=lambda place: (-products[place], ids[place]))


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

    def products(self, matrix: Matrix, question: Vector) -> Vector:
        """How near the question is to each vector, both seen from the mean: cosines."""
        seen = _unit(question - self.mean)
        return ((matrix @ seen - self.mean @ seen) / self.distances).astype(np.float32)


def _unit(vector: Vector) -> Vector:
    found: Vector = vector / max(float(np.linalg.norm(vector)), _LEAST)
    return found

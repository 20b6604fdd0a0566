"""The vectors of all records in memory, and the nearest of them to a question: every one is compared."""

import threading
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from marketplace.search.meaning.embedder import Vector

MOST = 20


class Nearest:
    """Vectors by record id, safe to use from several threads; a record's newest vector counts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._matrix: NDArray[np.float32] = np.empty((0, 0), dtype=np.float32)

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
            self._places = {record_id: place for place, record_id in enumerate(self._ids)}

    def find(self, question: Vector, threshold: float, most: int = MOST) -> list[str]:
        """Ids of the nearest records, nearest first, equal ones by id; none below the threshold."""
        with self._lock:
            ids, matrix = self._ids, self._matrix
        if not ids:
            return []
        products = matrix @ question
        foremost = np.argpartition(-products, most)[:most] if len(ids) > most else np.arange(len(ids))
        order = sorted(foremost.tolist(), key=lambda place: (-products[place], ids[place]))
        return [ids[place] for place in order if products[place] >= threshold]

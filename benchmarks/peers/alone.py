"""One engine in a process of its own, for its memory.

    python -m benchmarks.peers.alone CLASS FOLDER COUNT STEP

CLASS is as in "benchmarks.peers.sqlite.Fts5". STEP is "build" (generated records, drawn one by one, are
indexed) or "ask" (questions are answered from what was built). Prints megabytes beyond those of a process
that only draws: at most while building, or after all answers.
"""

import importlib
import sys
from pathlib import Path

from benchmarks.peers.base import Peer, status
from benchmarks.texts import Texts, questions

ASKED = 5


def main() -> None:
    """Build or ask."""
    path, folder, count, step = sys.argv[1:]
    texts = Texts()
    next(iter(texts.records(1)))
    before = status("self", "VmRSS")
    module, _, name = path.rpartition(".")
    peer: Peer = getattr(importlib.import_module(module), name)(Path(folder))
    try:
        if step == "build":
            peer.build(Texts().records(int(count)))
            print(peer.memory("VmHWM") - before)
        else:
            peer.open()
            for question in questions(texts.words).values():
                for number in range(ASKED):
                    peer.page(question(number))
            print(peer.memory("VmRSS") - before)
    finally:
        peer.close()


if __name__ == "__main__":
    main()

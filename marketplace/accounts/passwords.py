"""Passwords: which are refused, and how they are kept (Argon2id with the parameters that OWASP names)."""

import re
import secrets
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import current_app
from flask_babel import gettext as _

from marketplace.accounts.common_words import COMMON_WORDS

SHORTEST = 12
LONGEST = 1_024
MEMORY_KIB = 19_456
ROUNDS = 2
MEMORY_KEY, ROUNDS_KEY = "PASSWORD_MEMORY_KIB", "PASSWORD_ROUNDS"
_ROWS = "abcdefghijklmnopqrstuvwxyz 01234567890123456789 qwertyuiop qwertzuiop azertyuiop asdfghjkl zxcvbnm"
_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
_RUN = 4  # letters in a row that count as a sequence
_LEAST_OWN = 6  # letters that must remain once everything guessable is taken away
_LOOKED_AT = 128  # a password that is longer is judged by its start


def hash_password(password: str) -> str:
    """The Argon2id hash to store."""
    return _hasher().hash(_as_typed(password))


def matches(password: str, stored: str | None) -> bool:
    """Whether a password belongs to a stored hash; takes as long where there is none."""
    if len(password) > LONGEST:
        return False
    try:
        _hasher().verify(stored or _hash_of_nobody(*_parameters()), _as_typed(password))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a stored hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(stored)


def problems(password: str, *own_words: str) -> list[str]:
    """Why a password cannot be used, in words. `own_words`: the person's name and address."""
    if not password:
        return [_("Enter a password.")]
    if len(password) > LONGEST:
        return [_("This password is too long. Use at most %(limit)s characters.", limit=LONGEST)]
    if len(password) < SHORTEST:
        return [_("This password is too short. Use at least %(limit)s characters.", limit=SHORTEST)]
    if _is_guessable(password, own_words):
        return [
            _(
                "This password is easy to guess. Do not use your name, common passwords, or rows of letters "
                "and numbers. Four unusual words in a row make a good one."
            )
        ]
    return []


def _as_typed(password: str) -> str:
    """One spelling of accented letters, whichever keyboard wrote them."""
    return unicodedata.normalize("NFKC", password)


def _is_guessable(password: str, own_words: tuple[str, ...]) -> bool:
    """Whether little is left of a password without common words, the person's own words, rows and repeats."""
    plain = _as_typed(password[:_LOOKED_AT]).casefold()
    words = [word for text in own_words for word in re.split(r"[\W_]+", text.casefold()) if len(word) > 2]
    words = sorted({*words, *COMMON_WORDS}, key=len, reverse=True)
    rest = min((_without(spelling, words) for spelling in (plain, plain.translate(_LOOKALIKES))), key=len)
    return len(rest) < _LEAST_OWN or len(set(rest)) < 4


def _without(text: str, words: list[str]) -> str:
    for word in words:
        text = text.replace(word, " ")
    for row in _ROWS.split():
        text = _without_row(_without_row(text, row), row[::-1])
    text = re.sub(r"(.+?)\1+", r"\1", text)
    return re.sub(r"[\W_]+", "", text)


def _without_row(text: str, row: str) -> str:
    for size in range(len(row), _RUN - 1, -1):
        for start in range(len(row) - size + 1):
            text = text.replace(row[start : start + size], " ")
    return text


def _parameters() -> tuple[int, int]:
    config = current_app.config
    return config.get(MEMORY_KEY, MEMORY_KIB), config.get(ROUNDS_KEY, ROUNDS)


def _hasher() -> PasswordHasher:
    memory, rounds = _parameters()
    return PasswordHasher(time_cost=rounds, memory_cost=memory, parallelism=1)


@lru_cache(maxsize=4)
def _hash_of_nobody(memory: int, rounds: int) -> str:
    """The hash of a password that nobody has, to spend the same time on an unknown address."""
    return PasswordHasher(time_cost=rounds, memory_cost=memory, parallelism=1).hash(secrets.token_hex(16))

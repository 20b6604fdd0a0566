"""Which passwords are refused, and how they are kept."""

import pytest
from flask import Flask

from marketplace.accounts import passwords


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "a" * 1_025,
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "123456789012345",
        "qwertyuiopasdfgh",
        "Password123456!",
        "P@ssw0rd-P@ssw0rd",
        "iloveyou-iloveyou",
        "abcdefghijklmnop",
        "Krasniqi2024!!!!",
        "ana.krasniqi@example.org",
        "letmein welcome 1",
    ],
)
def test_guessable_password_is_refused(app: Flask, password: str) -> None:
    assert passwords.problems(password, "Ana Krasniqi", "ana.krasniqi@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "plum kettle orbit seventeen",
        "correct horse battery staple",
        "8fK2mQ9xLw4t",
        "شتر آبی روی پل ایستاد",
        "x" * 3 + "quiet lantern over the river " * 6,
    ],
)
def test_long_unusual_password_is_taken(app: Flask, password: str) -> None:
    assert passwords.problems(password, "Ana Krasniqi", "ana.krasniqi@example.org") == []


def test_hash_uses_argon2id_with_given_parameters_by_default(app: Flask) -> None:
    del app.config[passwords.MEMORY_KEY], app.config[passwords.ROUNDS_KEY]
    assert passwords.hash_password("plum kettle orbit").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_password_matches_only_itself(app: Flask) -> None:
    stored = passwords.hash_password("plum kettle orbit")
    assert passwords.matches("plum kettle orbit", stored)
    assert not passwords.matches("plum kettle orbis", stored)
    assert not passwords.matches("plum kettle orbit", None)
    assert not passwords.matches("x" * 2_000_000, stored)


def test_decomposed_letters_match_composed_ones(app: Flask) -> None:
    assert passwords.matches("cafe\u0301 sur la place", passwords.hash_password("café sur la place"))


def test_weaker_hash_is_outdated(app: Flask) -> None:
    weak = passwords.hash_password("plum kettle orbit")
    app.config[passwords.MEMORY_KEY] = 16
    assert passwords.is_outdated(weak)

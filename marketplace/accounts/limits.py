"""How often the doors of accounts may be tried: by network address, and by account."""

import hashlib
import secrets
import time
from typing import NamedTuple

from flask import Response, current_app, request
from flask_limiter.util import get_remote_address
from itsdangerous import BadSignature, URLSafeSerializer
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from werkzeug.exceptions import TooManyRequests

from marketplace.accounts.models import User
from marketplace.extensions import limiter

DEVICE_SECONDS = 365 * 24 * 3600
DEVICE_PEOPLE = 5
# the order of magnitude that package indexes use: ten failures in five minutes
FAILURES = RateLimitItemPerMinute(10, 5)
ATTEMPTS_BY_ADDRESS = RateLimitItemPerMinute(60, 5)
REGISTRATIONS = RateLimitItemPerHour(20)
MAILS_TO_ONE = RateLimitItemPerHour(5)
MAILS_BY_ADDRESS = RateLimitItemPerHour(20)
CHECKS_OF_PASSWORD = RateLimitItemPerMinute(10, 5)


class Device(NamedTuple):
    """A browser in which somebody has signed in before: its own number, and marks of those people."""

    number: str
    people: list[str]


def spend(limit: RateLimitItem, *key: str) -> None:
    """Count one try; raises TooManyRequests, with the seconds to wait, where there were too many."""
    if limiter.enabled and not limiter.limiter.hit(limit, *key):
        _refuse(limit, key)


def require_left(limit: RateLimitItem, *key: str) -> None:
    """Raise TooManyRequests where no try is left, without counting this one."""
    if limiter.enabled and not limiter.limiter.test(limit, *key):
        _refuse(limit, key)


def _refuse(limit: RateLimitItem, key: tuple[str, ...]) -> None:
    reset_at = limiter.limiter.get_window_stats(limit, *key).reset_time
    raise TooManyRequests(retry_after=max(1, round(reset_at - time.time())))


def network_address() -> str:
    """Where the request comes from; forwarded addresses count only where a proxy is configured."""
    return get_remote_address()


def account_key(email: str) -> str:
    """The bucket of failures on one account: a device on which its owner signed in before has its own.

    Otherwise anybody could lock a person out by failing on their behalf.
    """
    device = _device()
    mark = _mark(email)
    return f"{mark}@{device.number}" if device and mark in device.people else mark


def remember_device(answer: Response, user: User) -> Response:
    """Let this browser be known as one in which this person has signed in."""
    device = _device() or Device(secrets.token_urlsafe(8), [])
    people = [_mark(user.email or ""), *(mark for mark in device.people if mark != _mark(user.email or ""))]
    value = _serializer().dumps([device.number, people[:DEVICE_PEOPLE]])
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(
        _cookie_name(), str(value), DEVICE_SECONDS, secure=secure, httponly=True, samesite="Lax", path="/"
    )
    return answer


def _device() -> Device | None:
    try:
        number, people = _serializer().loads(request.cookies.get(_cookie_name(), ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return Device(number, people)


def _cookie_name() -> str:
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known-device")


def _mark(email: str) -> str:
    """An address as a short keyed hash: neither cookie nor counter holds the address itself."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hashlib.blake2b(
        email.strip().lower().encode("utf-8", "replace"), key=key[:64], digest_size=12
    ).hexdigest()

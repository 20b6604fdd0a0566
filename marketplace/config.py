"""Typed settings: defaults, then the instance's file, then MARKETPLACE_* in the environment."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "MARKETPLACE_"
FILE_NAME = "config.toml"
MEGABYTE = 1024 * 1024
_PACKAGE = Path(__file__).parent
MIN_SECRET_LENGTH = 32
_WORDLIKE_SECRETS = frozenset({"secret", "changeme", "change-me", "dev", "password", "default"})


class ConfigError(Exception):
    """A setting is missing, malformed or unsafe; the message says which one to give."""


def resource_folder(name: str) -> Path:
    """The folder `templates`, `static` or `translations`: beside the package in a checkout, inside it in a wheel."""
    base = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent
    return base / name


def _flag(value: str) -> bool:
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError("use on or off")


def _one_of_schemes(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if urlsplit(value).scheme not in schemes:
            raise ValueError(
                f"use an address that starts with one of: {', '.join(s + '://' for s in schemes)}"
            )
        return value

    return parse


@dataclass(frozen=True)
class Setting:
    """One setting: its name without prefix, default text (`{instance}` is filled in), reader and meaning."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any] = str
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("INSTANCE", "instance", "folder that holds the database, the search index and the files"),
    Setting("MODE", "production", "`production`, or `demo` (set by `marketplace demo`)"),
    Setting("SECRET_KEY", "", "signs cookies; at least 32 random characters", secret=True),
    Setting("SECRET_KEY_FALLBACKS", "", "older keys still accepted, separated by commas", secret=True),
    Setting(
        "BASE_URL",
        "http://127.0.0.1:8000",
        "public address, used in mails and feeds",
        _one_of_schemes("http", "https"),
    ),
    Setting("HOST", "127.0.0.1", "address to listen on"),
    Setting("PORT", "8000", "port to listen on", int),
    Setting(
        "DATABASE_URL",
        "sqlite:///{instance}/marketplace.db",
        "SQLAlchemy address of the database",
        secret=True,
    ),
    Setting(
        "SEARCH_URL",
        "whoosh:///{instance}/index",
        "search engine and where its index is",
        _one_of_schemes("whoosh"),
    ),
    Setting(
        "STORAGE_URL", "file:///{instance}/files", "where uploaded files are kept", _one_of_schemes("file")
    ),
    Setting("QUEUE_URL", "database://", "where background jobs wait", _one_of_schemes("database")),
    Setting(
        "MAIL_URL",
        "file:///{instance}/mail",
        "how mail leaves: `smtp://user:password@host:port`, `smtps://…`, `file:///folder` or `console://`",
        _one_of_schemes("smtp", "smtps", "file", "console"),
        secret=True,
    ),
    Setting("MAIL_FROM", "Headstart Marketplace <no-reply@localhost>", "sender of mails"),
    Setting("TRUSTED_PROXIES", "0", "number of reverse proxies in front whose headers are believed", int),
    Setting("RATE_LIMITS", "on", "`off` for measurements, on a loopback address only", _flag),
    Setting("MAX_UPLOAD_MB", "25", "largest file that may be uploaded", int),
    Setting("THREADS", "8", "threads of the web server", int),
    Setting("LOG_LEVEL", "INFO", "how much is logged: DEBUG, INFO, WARNING, ERROR"),
)


@dataclass(frozen=True)
class Settings:
    """Values by name, and for each where it came from: `default`, `file` or `environment`."""

    values: Mapping[str, Any]
    sources: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def instance(self) -> Path:
        return Path(self["INSTANCE"])

    @property
    def demo(self) -> bool:
        return bool(self["MODE"] == "demo")

    def flask_config(self) -> dict[str, Any]:
        """The settings as Flask and its extensions name them."""
        https = urlsplit(self["BASE_URL"]).scheme == "https"
        return {
            **self.values,
            "SECRET_KEY_FALLBACKS": [key for key in self["SECRET_KEY_FALLBACKS"].split(",") if key],
            "SQLALCHEMY_DATABASE_URI": _driver_url(self["DATABASE_URL"]),
            "SESSION_COOKIE_NAME": "__Host-session" if https else "session",
            "SESSION_COOKIE_SECURE": https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            # ten files of the largest size and the words around them
            "MAX_CONTENT_LENGTH": (10 * self["MAX_UPLOAD_MB"] + 1) * MEGABYTE,
            "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
            "MAX_FORM_PARTS": 2_000,
            "RATELIMIT_ENABLED": self["RATE_LIMITS"],
            "RATELIMIT_STORAGE_URI": "memory://",
            "RATELIMIT_HEADERS_ENABLED": False,
            "WTF_CSRF_TIME_LIMIT": None,
            "COMPRESS_ALGORITHM": ["br", "gzip"],
            "COMPRESS_BR_LEVEL": 4,
        }


def _driver_url(url: str) -> str:
    """PostgreSQL addresses as hosting services write them, with the driver that this project uses."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read all settings; raises ConfigError with the name of the first one that is wrong."""
    environ = os.environ if environ is None else environ
    instance = Path(environ.get(PREFIX + "INSTANCE") or "instance").absolute()
    from_file = _read_file(instance / FILE_NAME)
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for setting in SETTINGS:
        text, source = _lookup(setting, environ, from_file)
        try:
            values[setting.name] = setting.read(text.replace("{instance}", str(instance)))
        except ValueError as error:
            raise ConfigError(f"{PREFIX}{setting.name} is not right: {error}") from error
        sources[setting.name] = source
    values["INSTANCE"] = str(instance)
    settings = Settings(values, sources)
    _refuse_unsafe(settings)
    return settings


def _lookup(setting: Setting, environ: Mapping[str, str], from_file: Mapping[str, Any]) -> tuple[str, str]:
    if PREFIX + setting.name in environ:
        return environ[PREFIX + setting.name], "environment"
    if setting.name in from_file:
        return str(from_file[setting.name]), "file"
    return setting.default, "default"


def _read_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    unknown = content.keys() - {setting.name for setting in SETTINGS}
    if unknown:
        raise ConfigError(f"{path} has settings that do not exist: {', '.join(sorted(unknown))}")
    return content


def _refuse_unsafe(settings: Settings) -> None:
    key = settings["SECRET_KEY"]
    if len(key) < MIN_SECRET_LENGTH or key.lower() in _WORDLIKE_SECRETS or len(set(key)) < 8:
        raise ConfigError(
            f"{PREFIX}SECRET_KEY must be a random text of at least {MIN_SECRET_LENGTH} characters, for example: "
            'python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    if settings["MODE"] not in {"production", "demo"}:
        raise ConfigError(f"{PREFIX}MODE is not right: use production or demo")
    if not settings["RATE_LIMITS"] and not is_loopback(settings["HOST"]):
        raise ConfigError(f"{PREFIX}RATE_LIMITS=off is only allowed while HOST is a loopback address")


def is_loopback(host: str) -> bool:
    """Whether a server on this address can be reached from the same machine only."""
    return host == "localhost" or host == "::1" or host.startswith("127.")

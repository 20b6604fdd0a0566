"""Typed settings: defaults, then the instance's file, then MARKETPLACE_* in the environment."""

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from marketplace.config_values import (
    address,
    between,
    driver_url,
    flag,
    is_loopback,
    one_of,
    one_of_schemes,
    pool_options,
    public_address,
)

PREFIX = "MARKETPLACE_"
FILE_NAME = "config.toml"
MEGABYTE = 1024 * 1024
_PACKAGE = Path(__file__).parent
MIN_SECRET_LENGTH = 32
MIN_DIFFERENT_CHARACTERS = 8  # a word or a row of the same letter is no secret


class ConfigError(Exception):
    """A setting is missing, malformed or unsafe; the message says which one to give."""


def resource_folder(name: str) -> Path:
    """A folder such as `templates`: beside the package in a checkout, inside it in a wheel."""
    base = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent
    return base / name


@dataclass(frozen=True)
class Setting:
    """One setting: its name without prefix, its default, its meaning and how it is read.

    In a value `{instance}` stands for the folder; in the default of BASE_URL `{here}` for HOST and PORT.
    """

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any] = str
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("INSTANCE", "instance", "folder that holds the database, the search index and the files"),
    Setting(
        "MODE",
        "production",
        "`production`, or `demo` (written by `marketplace demo`)",
        one_of("production", "demo"),
    ),
    Setting("SECRET_KEY", "", "signs cookies; at least 32 random characters", secret=True),
    Setting("SECRET_KEY_FALLBACKS", "", "older keys still accepted, separated by commas", secret=True),
    Setting("HOST", "127.0.0.1", "address to listen on"),
    Setting("PORT", "8000", "port to listen on", between(1, 65535)),
    Setting(
        "BASE_URL",
        "http://{here}",
        "public address, used in mails and feeds; with `https://` cookies are sent over https only",
        public_address,
    ),
    Setting(
        "DATABASE_URL",
        "sqlite:///{instance}/marketplace.db",
        "SQLAlchemy address of the database",
        one_of_schemes("sqlite", "postgresql", "postgres", "postgresql+psycopg"),
        secret=True,
    ),
    Setting(
        "SEARCH_URL",
        "whoosh:///{instance}/index",
        "search engine and where its index is",
        one_of_schemes("whoosh"),
    ),
    Setting(
        "SEMANTIC",
        "auto",
        "search by meaning: `auto` uses the extra `[semantic]` where it is installed, or `off`",
        one_of("auto", "off"),
    ),
    Setting(
        "STORAGE_URL", "file:///{instance}/files", "where uploaded files are kept", one_of_schemes("file")
    ),
    Setting("QUEUE_URL", "database://", "where background jobs wait", one_of_schemes("database")),
    Setting(
        "MAIL_URL",
        "file:///{instance}/mail",
        "how mail leaves: `smtp://user:password@host:port`, `smtps://…`, `file:///folder` or `console://`",
        one_of_schemes("smtp", "smtps", "file", "console"),
        secret=True,
    ),
    Setting("MAIL_FROM", "Headstart Marketplace <no-reply@localhost>", "sender of mails"),
    Setting("CONTACT", "", "mail address or web page where readers tell you about barriers and mistakes"),
    Setting(
        "TRUSTED_PROXIES",
        "0",
        "number of reverse proxies in front whose headers are believed",
        between(0, 10),
    ),
    Setting("RATE_LIMITS", "on", "`off` for measurements, on a loopback address only", flag),
    Setting("MAX_UPLOAD_MB", "25", "largest file that may be uploaded", between(1, 1000)),
    Setting(
        "KEEP_SEARCHES_DAYS",
        "180",
        "how long searches without result are kept, without who asked; 0 keeps none",
        between(0, 3650),
    ),
    Setting(
        "INTRODUCTION_DAYS",
        "14",
        "days until an unanswered introduction goes to the second contact, and as many again until it ends",
        between(1, 365),
    ),
    Setting(
        "INTRODUCTIONS_PER_DAY",
        "5",
        "how many introductions an organisation may ask for in 24 hours",
        between(1, 1000),
    ),
    Setting("THREADS", "4", "threads of the web server", between(1, 256)),
    Setting(
        "LOG_LEVEL",
        "INFO",
        "how much is logged: DEBUG, INFO, WARNING, ERROR",
        one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    ),
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
            "SQLALCHEMY_DATABASE_URI": driver_url(self["DATABASE_URL"]),
            "SQLALCHEMY_ENGINE_OPTIONS": pool_options(driver_url(self["DATABASE_URL"])),
            "SESSION_COOKIE_NAME": "__Host-session" if https else "session",
            "SESSION_COOKIE_SECURE": https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            # ten files of the largest size and the words around them
            "MAX_CONTENT_LENGTH": (10 * self["MAX_UPLOAD_MB"] + 1) * MEGABYTE,
            "MAX_FORM_PARTS": 2_000,
            "RATELIMIT_ENABLED": self["RATE_LIMITS"],
            "RATELIMIT_STORAGE_URI": "memory://",
            "RATELIMIT_HEADERS_ENABLED": False,
            "WTF_CSRF_TIME_LIMIT": None,
            "COMPRESS_ALGORITHM": ["br", "gzip"],
            "COMPRESS_BR_LEVEL": 4,
        }


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read all settings; raises ConfigError with the name of the first one that is wrong or unsafe."""
    settings = read(environ)
    refuse_unsafe(settings)
    return settings


def instance_folder(environ: Mapping[str, str]) -> Path:
    """Where the instance is: only the environment says so, for the file of settings lies in it."""
    return Path(environ.get(PREFIX + "INSTANCE") or "instance").absolute()


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """Read all settings, unsafe ones too; raises ConfigError where one cannot be read."""
    environ = os.environ if environ is None else environ
    instance = instance_folder(environ)
    from_file = _read_file(instance / FILE_NAME)
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for setting in SETTINGS:
        text, source = _lookup(setting, environ, from_file)
        if "{here}" in text:
            text = text.replace("{here}", address(values["HOST"], values["PORT"]))
        try:
            values[setting.name] = setting.read(text.replace("{instance}", str(instance)))
        except ValueError as error:
            raise ConfigError(f"{PREFIX}{setting.name} is not right: {error}") from error
        sources[setting.name] = source
    values["INSTANCE"] = str(instance)
    return Settings(values, sources)


def _lookup(setting: Setting, environ: Mapping[str, str], from_file: Mapping[str, Any]) -> tuple[str, str]:
    if environ.get(PREFIX + setting.name):
        return environ[PREFIX + setting.name], "environment"
    if setting.name in from_file:
        return str(from_file[setting.name]), "file"
    return setting.default, "default"


def _read_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # not TOML, or not UTF-8
        raise ConfigError(f"{path} cannot be read: {error}") from error
    unknown = content.keys() - {setting.name for setting in SETTINGS if setting.name != "INSTANCE"}
    if unknown:
        raise ConfigError(f"{path} has settings that cannot stand there: {', '.join(sorted(unknown))}")
    return content


def refuse_unsafe(settings: Settings) -> None:
    """Raise ConfigError where a setting would let strangers in."""
    keys = [settings["SECRET_KEY"], *filter(None, settings["SECRET_KEY_FALLBACKS"].split(","))]
    for name, key in zip(["SECRET_KEY", *["SECRET_KEY_FALLBACKS"] * len(keys)], keys, strict=False):
        if len(key) < MIN_SECRET_LENGTH or len(set(key)) < MIN_DIFFERENT_CHARACTERS:
            raise ConfigError(
                f"{PREFIX}{name} must be a random text of at least {MIN_SECRET_LENGTH} characters, "
                'for example: python3 -c "import secrets; print(secrets.token_hex(32))"'
            )
    if not settings["RATE_LIMITS"] and not is_loopback(settings["HOST"]):
        raise ConfigError(f"{PREFIX}RATE_LIMITS=off is only allowed while HOST is a loopback address")

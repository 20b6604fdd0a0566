"""Settings: where they come from, what is refused and what the message says."""

from pathlib import Path

import pytest

from marketplace import config

KEY = "0123456789abcdef" * 4


def environ(instance: Path, **values: str) -> dict[str, str]:
    given = {"INSTANCE": str(instance), "SECRET_KEY": KEY} | values
    return {f"MARKETPLACE_{name}": value for name, value in given.items()}


def test_environment_goes_before_the_file_and_the_file_before_the_default(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('PORT = 9000\nTHREADS = 3\nMAIL_FROM = "a@example.org"\n')
    settings = config.load(environ(tmp_path, PORT="9001", THREADS=""))
    assert (settings["PORT"], settings["THREADS"], settings["MAX_UPLOAD_MB"]) == (9001, 3, 25)
    sources = [settings.sources[name] for name in ("PORT", "THREADS", "MAIL_FROM", "MAX_UPLOAD_MB")]
    assert sources == ["environment", "file", "file", "default"]


def test_defaults_lie_in_the_instance(tmp_path: Path) -> None:
    settings = config.load(environ(tmp_path))
    assert settings["DATABASE_URL"] == f"sqlite:///{tmp_path}/marketplace.db"
    assert settings["MAIL_URL"] == f"file:///{tmp_path}/mail"
    assert settings.instance == tmp_path


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("127.0.0.1", "8000", "http://127.0.0.1:8000"),
        ("0.0.0.0", "81", "http://127.0.0.1:81"),  # noqa: S104  # not listened on
        ("::1", "8000", "http://[::1]:8000"),
        ("library.example", "8080", "http://library.example:8080"),
    ],
)
def test_public_address_follows_host_and_port(tmp_path: Path, host: str, port: str, address: str) -> None:
    assert config.load(environ(tmp_path, HOST=host, PORT=port))["BASE_URL"] == address


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "secret"),
        ("SECRET_KEY", "a" * 64),
        ("SECRET_KEY_FALLBACKS", f"{KEY},short"),
        ("MODE", "staging"),
        ("BASE_URL", "library.example.org"),
        ("BASE_URL", "https://example.org/library"),
        ("BASE_URL", "https://user@example.org"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("DATABASE_URL", "marketplace.db"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("SEARCH_URL", "solr://localhost"),
        ("STORAGE_URL", "s3://bucket"),
        ("QUEUE_URL", "redis://localhost"),
        ("MAIL_URL", "smtp.example.org:25"),
        ("TRUSTED_PROXIES", "yes"),
        ("RATE_LIMITS", "sometimes"),
        ("MAX_UPLOAD_MB", "0"),
        ("THREADS", "-1"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(config.ConfigError, match=f"^MARKETPLACE_{name} "):
        config.load(environ(tmp_path, **{name: value}))


def test_missing_secret_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match=r"MARKETPLACE_SECRET_KEY .*token_hex"):
        config.load({"MARKETPLACE_INSTANCE": str(tmp_path)})


def test_rate_limits_are_off_on_a_loopback_address_only(tmp_path: Path) -> None:
    for host in ("127.0.0.1", "127.1.2.3", "localhost", "::1"):
        assert not config.load(environ(tmp_path, RATE_LIMITS="off", HOST=host))["RATE_LIMITS"]
    for host in ("0.0.0.0", "192.168.1.4", "127.example.org", "localhost.example.org"):  # noqa: S104  # not listened on
        with pytest.raises(config.ConfigError, match="RATE_LIMITS"):
            config.load(environ(tmp_path, RATE_LIMITS="off", HOST=host))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PORT = ", "cannot be read"),
        (b"PORT = '\xff'", "cannot be read"),
        (b"COLOUR = 'red'", "COLOUR"),
        (b"INSTANCE = '/elsewhere'", "INSTANCE"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    with pytest.raises(config.ConfigError, match=message):
        config.load(environ(tmp_path))


def test_cookies_are_for_https_only_where_the_address_is(tmp_path: Path) -> None:
    plain = config.load(environ(tmp_path)).flask_config()
    safe = config.load(environ(tmp_path, BASE_URL="https://library.example.org/")).flask_config()
    assert (plain["SESSION_COOKIE_SECURE"], safe["SESSION_COOKIE_SECURE"]) == (False, True)
    assert (safe["SESSION_COOKIE_NAME"], safe["BASE_URL"]) == (
        "__Host-session",
        "https://library.example.org",
    )


def test_postgresql_addresses_get_their_driver(tmp_path: Path) -> None:
    for url in ("postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"):
        settings = config.load(environ(tmp_path, DATABASE_URL=url)).flask_config()
        assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u:p@h/d"
        assert settings["SQLALCHEMY_ENGINE_OPTIONS"] == {"pool_use_lifo": True}


def test_database_in_memory_has_one_connection_and_a_file_few(tmp_path: Path) -> None:
    for url, options in (
        ("sqlite://", {}),
        ("sqlite:///:memory:", {}),
        ("sqlite:////x/y.db", {"pool_use_lifo": True}),
    ):
        settings = config.load(environ(tmp_path, DATABASE_URL=url)).flask_config()
        assert settings["SQLALCHEMY_ENGINE_OPTIONS"] == options

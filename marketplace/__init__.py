"""Headstart Marketplace: the application factory."""

from collections.abc import Mapping

from flask import Flask

from marketplace import (
    access,
    assembled,
    assets,
    bodies,
    config,
    domains,
    errors,
    extensions,
    headers,
    languages,
    leading_on,
    outbox,
    templating,
)


def create_app(settings: config.Settings | None = None, environ: Mapping[str, str] | None = None) -> Flask:
    """Build the application.

    `settings` come from `config.load()`; `environ` replaces the process environment where none are given.
    Raises config.ConfigError where a setting is missing or unsafe.
    """
    settings = settings or config.load(environ)
    app = Flask(__name__, template_folder=str(config.resource_folder("templates")), static_folder=None)
    app.jinja_environment = templating.Environment
    app.config.from_mapping(settings.flask_config())
    app.extensions["settings"] = settings
    bodies.init_app(app)
    extensions.init_app(app)
    languages.init_app(app)
    assets.init_app(app)
    templating.init_app(app)
    assembled.init_app(app)
    errors.init_app(app)
    leading_on.init_app(app)
    access.init_app(app)
    headers.init_app(app)
    outbox.init_app(app)
    domains.init_app(app)
    return app

"""`marketplace serve` and `marketplace worker`: one process with the worker inside, or the worker alone."""

import logging
import signal

import click
import flask_migrate
import waitress
from flask import Flask

from marketplace.cli import load_app, main
from marketplace.config import Settings
from marketplace.outbox import Worker

CONNECTIONS = 2000
SLOW_CLIENT_SECONDS = 20


@main.command()
@click.option("--host", help="Address to listen on; else the setting HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; else the setting PORT.")
def serve(host: str | None, port: int | None) -> None:
    """Serve the marketplace: web server and worker in one process."""
    app = load_app()
    prepare(app)
    run_server(app, host, port)


@main.command()
def worker() -> None:
    """Do the work that waits in the outbox, until stopped."""
    app = load_app()
    prepare(app)
    background = Worker(app)
    signal.signal(signal.SIGTERM, lambda *_: background.stop())
    click.echo("The worker runs. Stop it with Ctrl+C.")
    try:
        background.run()
    except KeyboardInterrupt:
        background.stop()


def prepare(app: Flask) -> None:
    """Set up logging, and the schema of an embedded database; others take `marketplace db upgrade`."""
    logging.basicConfig(
        level=app.config["LOG_LEVEL"], format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite:"):
        with app.app_context():
            flask_migrate.upgrade()
    if not app.config["RATE_LIMITS"]:
        app.logger.warning("rate limits are off")


def run_server(app: Flask, host: str | None = None, port: int | None = None) -> None:
    """Listen until stopped; slow clients hold a connection, never a thread."""
    settings: Settings = app.extensions["settings"]
    host, port = host or settings["HOST"], port or settings["PORT"]
    try:
        server = waitress.create_server(
            app,
            host=host,
            port=port,
            threads=settings["THREADS"],
            connection_limit=CONNECTIONS,
            channel_timeout=SLOW_CLIENT_SECONDS,
            asyncore_use_poll=True,
            max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
            clear_untrusted_proxy_headers=False,  # ProxyFix believes as many proxies as TRUSTED_PROXIES says
            ident=None,
        )
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {host}:{port}: {error.strerror}. Choose another PORT."
        ) from error
    background = Worker(app)
    background.start()
    click.echo(f"Headstart Marketplace: http://{host}:{port}/  (stop with Ctrl+C)")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo("Stopping.")
    finally:
        server.close()
        background.stop()

"""`marketplace serve` and `marketplace worker`: one process with the worker inside, or the worker alone."""

import ctypes
import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Mapping

import click
import waitress
from flask import Flask
from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from marketplace import config
from marketplace.cli.application import environment, ready_app
from marketplace.config_values import address
from marketplace.documents import operations as documents
from marketplace.languages import enabled_languages
from marketplace.library import indexing
from marketplace.library.names import names_for
from marketplace.searches import widening
from marketplace.turns import precedence
from marketplace.worker import Worker

CONNECTIONS = 2000
SLOW_CLIENT_SECONDS = 20
TURN_SECONDS = 0.0005  # that one thread computes while others wait: the indexer waits often, for files
NEW_OBJECTS = 20_000  # until the garbage collector looks at them
_ARENA_MAX, _ARENAS = -8, 1  # of glibc's malloc: mallopt(3)

host_option = click.option("--host", help="Address to listen on; else the setting HOST.")
port_option = click.option(
    "--port", type=click.IntRange(1, 65535), help="Port to listen on; else the setting PORT."
)


@click.command()
@host_option
@port_option
def serve(host: str | None, port: int | None) -> None:
    """Serve the marketplace: web server and worker in one process."""
    run_server(prepared_app(environment(host, port)))


@click.command()
def worker() -> None:
    """Do the work that waits in the outbox, until stopped."""
    background = _worker_with_index(prepared_app(environment()))
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: background.stop())
    click.echo("The worker runs. Stop it with Ctrl+C.")
    background.run()
    click.echo("Stopped.")


def prepared_app(environ: Mapping[str, str]) -> Flask:
    """The application with a log and a database at the schema of this version."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = ready_app(environ)
    logging.getLogger().setLevel(app.config["LOG_LEVEL"])
    logging.getLogger("alembic").setLevel(logging.WARNING)
    if not app.config["RATE_LIMITS"]:
        app.logger.warning("rate limits are off")
    return app


def _worker_with_index(app: Flask) -> Worker:
    """The worker of this process; it begins with a missing or damaged index and unread files."""
    with app.app_context():
        indexing.ensure_index()
        documents.queue_unread()
    threading.Thread(target=_prepare_words, daemon=True).start()
    return Worker(app)


def _prepare_words() -> None:
    """Read what searches need to know of words now, so that the first reader does not wait for it.

    Half a million objects are there for good by then: the garbage collector need not look at them again and
    again, which took a sixth of the time of a search.
    """
    widening.prepare()
    for language in enabled_languages():
        names_for(language.code)
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)


def _share_memory() -> None:
    """Have threads share what they free: glibc would keep a store for each of them, 30 MB in all."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, _ARENAS)


class Task(WSGITask):  # type: ignore[misc]  # waitress has no types
    """A request and its answer; an answer without a body, as 304 is, leaves the connection open.

    Waitress closes after every answer that states no length. One that can have no body ends with its
    headers (RFC 9112, 6.3), and a reader whose copy is still good should not have to connect anew.
    """

    def execute(self) -> None:
        """Answer when it is this request's turn."""
        with precedence.behind():
            super().execute()

    def set_close_on_finish(self) -> None:
        """Close after this answer, unless only the absence of a length asks for it."""
        asked = self.request.headers.get("CONNECTION", "").lower()
        if self.has_body or self.version != "1.1" or asked == "close":
            super().set_close_on_finish()


def run_server(app: Flask) -> None:
    """Listen until stopped; slow clients hold a connection, never a thread."""
    _share_memory()
    sys.setswitchinterval(TURN_SECONDS)
    HTTPChannel.task_class = Task
    settings: config.Settings = app.extensions["settings"]
    host, port = settings["HOST"], settings["PORT"]
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
    except (OSError, ValueError) as error:  # waitress reports an unknown host as a ValueError
        raise click.ClickException(_why_not_listening(host, port, error)) from error
    background = _worker_with_index(app)
    background.start()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    click.echo(f"Headstart Marketplace: http://{address(host, port)}/  (stop with Ctrl+C)")
    try:
        server.run()  # ends on Ctrl+C and SIGTERM
    finally:
        server.close()
        background.stop()
        click.echo("Stopped.")


def _why_not_listening(host: str, port: int, error: OSError | ValueError) -> str:
    if isinstance(error, ValueError | socket.gaierror):
        return f"cannot listen on {host}: no such address. Choose another {config.PREFIX}HOST."
    return f"cannot listen on {host}:{port}: {error.strerror}. Choose another {config.PREFIX}PORT or --port."

"""What the sites made with Django have in common: the least settings, a page of results, a server.

Nothing stands in the way of a request: no middleware, no debugging, templates compiled once, a database
connection kept open. Both sites read the file made by `peers.sqlite.filled`, or a copy of it.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django
import waitress
from django.conf import settings
from django.core.wsgi import get_wsgi_application

PAGE = """<!doctype html><title>{{ asked }}</title>
<form><input name="q" value="{{ asked }}"><button>Search</button></form>
<p>{{ total }} records</p>
<ul>{% for facet, counts in facets %}<li>{{ facet }}<ul>
{% for value, count in counts %}<li>{{ value }} ({{ count }})</li>{% endfor %}</ul></li>{% endfor %}</ul>
<ol>{% for row in rows %}<li><h2><a href="/{{ row.pk }}">{{ row.title }}</a></h2>ROW</li>{% endfor %}</ol>"""


def configured(base: Path, app: str, apps: Sequence[str], templates: dict[str, str], **more: Any) -> None:
    """Set Django up for a site of one application, whose package is `app`, over a database."""
    in_memory = ("django.template.loaders.locmem.Loader", templates)
    settings.configure(
        SECRET_KEY="only-for-measuring",  # noqa: S106  # nothing is signed
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": base, "CONN_MAX_AGE": None}},
        INSTALLED_APPS=[*apps, app],
        ROOT_URLCONF=f"{app}.pages",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"loaders": [("django.template.loaders.cached.Loader", [in_memory])]},
            }
        ],
        USE_TZ=True,
        **more,
    )
    django.setup()


def run(set_up: Callable[[Path], None], build: Callable[[], None]) -> None:
    """Index the library in a folder; or, told a port, serve it until stopped."""
    parser = argparse.ArgumentParser(description="Index a library, or with --port serve it.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int)
    given = parser.parse_args()
    set_up(given.folder)
    if given.port is None:
        build()
    else:
        waitress.serve(
            get_wsgi_application(), host="127.0.0.1", port=given.port, asyncore_use_poll=True, ident=None
        )

"""Index a copy of FOLDER/library.db, or serve it: python -m benchmarks.peers.wagtailed FOLDER [--port N]"""

import shutil
from pathlib import Path

from django.core.management import call_command

from benchmarks.peers import django_site

APP = "benchmarks.peers.wagtailed"
APPS = ("django.contrib.auth", "django.contrib.contenttypes", "taggit", "wagtail", "wagtail.search")
TEMPLATES = {"page.html": django_site.PAGE.replace("ROW", "<p>{{ row.summary }}</p>")}


def set_up(folder: Path) -> None:
    """Wagtail with its own tables in a copy of the library."""
    base = folder / "wagtail.db"
    if not base.is_file():
        shutil.copy(folder / "library.db", base)
    django_site.configured(base, APP, APPS, TEMPLATES, STATIC_URL="/static/")


def build() -> None:
    """Make the tables and index all records."""
    call_command("migrate", verbosity=0)
    call_command("update_index", verbosity=0)


if __name__ == "__main__":
    django_site.run(set_up, build)

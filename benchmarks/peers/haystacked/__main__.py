"""Index FOLDER/library.db, or serve it: python -m benchmarks.peers.haystacked FOLDER [--port N]"""

from pathlib import Path

from django.core.management import call_command

from benchmarks.peers import django_site

APP = "benchmarks.peers.haystacked"
TEMPLATES = {
    "page.html": "{% load highlight %}"
    + django_site.PAGE.replace("ROW", "<p>{% highlight row.text with asked %}</p>"),
    "search/indexes/haystacked/record_text.txt": "{{ object.title }} {{ object.summary }} {{ object.body }}",
}


def set_up(folder: Path) -> None:
    """Haystack with its Whoosh backend; errors are raised, and no search is made to tell models apart."""
    whoosh = {
        "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
        "PATH": str(folder / "haystack"),
        "SILENTLY_FAIL": False,
    }
    django_site.configured(
        folder / "library.db",
        APP,
        ["haystack"],
        TEMPLATES,
        HAYSTACK_CONNECTIONS={"default": whoosh},
        HAYSTACK_LIMIT_TO_REGISTERED_MODELS=False,
    )


def build() -> None:
    """Index all records."""
    call_command("rebuild_index", interactive=False, verbosity=0)


if __name__ == "__main__":
    django_site.run(set_up, build)

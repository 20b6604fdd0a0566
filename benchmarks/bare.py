"""The yardstick of all page figures: one Flask view with a small Jinja template, and nothing else.

python -m benchmarks.bare --port 8001    serves it under waitress, as the marketplace is served
"""

import argparse

import flask
import waitress

TEMPLATE = """<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>
<ul>{% for row in rows %}<li><a href="/{{ row }}">{{ row }}</a></li>{% endfor %}</ul>"""


def bare_app() -> flask.Flask:
    """One view, one small template."""
    app = flask.Flask("bare")
    template = app.jinja_env.from_string(TEMPLATE)

    @app.get("/")
    def view() -> str:
        return flask.render_template(template, title="Bare", rows=range(20))

    return app


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description="Serve the bare view.")
    parser.add_argument("--port", type=int, required=True)
    waitress.serve(
        bare_app(), host="127.0.0.1", port=parser.parse_args().port, asyncore_use_poll=True, ident=None
    )


if __name__ == "__main__":
    main()

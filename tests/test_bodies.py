"""How large a request may be."""

import io

from flask import Flask

from marketplace.bodies import TYPED
from tests.browsing import ORIGIN, Browser


def test_oversized_typed_text_is_refused_with_a_page(app: Flask) -> None:
    page = Browser(app).post("/account/sign-in", {"email": "x" * (TYPED + 1)}, status=413)
    assert "Too large" in page.text


def test_body_without_a_stated_length_is_refused_too(app: Flask) -> None:
    answer = app.test_client().post(
        "/account/sign-in",
        input_stream=io.BytesIO(b"email=" + b"x" * (TYPED + 1)),
        content_type="application/x-www-form-urlencoded",
        headers={"Origin": ORIGIN},
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code in {400, 413}

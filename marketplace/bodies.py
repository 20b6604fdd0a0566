"""How large the body of a request may be, by its kind."""

from flask import Flask, Request

from marketplace.config import MEGABYTE

TYPED = 12 * MEGABYTE  # a text of ten megabytes still comes back with a message and what was typed


class BoundedRequest(Request):
    """A request whose typed fields are bounded apart from its files.

    The framework bounds the fields of multipart bodies only: urlencoded ones would be read up to the size
    that is meant for ten files.
    """

    @property
    def max_content_length(self) -> int | None:
        """Bytes that are read before the answer is 413."""
        largest = super().max_content_length
        if self.mimetype == "multipart/form-data" or largest is None:
            return largest
        return min(largest, TYPED)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value


def init_app(app: Flask) -> None:
    """Use bounded requests, and bound the typed fields beside files alike."""
    app.request_class = BoundedRequest
    app.config["MAX_FORM_MEMORY_SIZE"] = TYPED

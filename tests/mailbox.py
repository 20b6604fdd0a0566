"""The mails that left: drains the outbox and reads what the `file://` transport wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

from marketplace import outbox


@dataclass(frozen=True)
class Mail:
    """One mail: to whom, subject, plain text and HTML."""

    to: str
    subject: str
    text: str
    html: str

    @property
    def link(self) -> str:
        """The path of the first address in the text."""
        found = re.search(r"https?://\S+", self.text)
        assert found, f"no link in: {self.text}"
        return urlsplit(found.group()).path


def sent_mails(to: str | None = None) -> list[Mail]:
    """All mails so far, or those to one address, oldest first; empties the outbox before."""
    outbox.drain()
    folder = Path(urlsplit(current_app.config["MAIL_URL"]).path)
    return [mail for mail in read_folder(folder) if to is None or mail.to == to]


def read_folder(folder: Path) -> list[Mail]:
    """The mails in a folder of the `file://` transport, oldest first."""
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [_read(path) for path in files]


def last_mail(to: str | None = None) -> Mail:
    """The latest mail, to anybody or to one address."""
    mails = sent_mails(to)
    assert mails, f"no mail to {to}"
    return mails[-1]


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    return Mail(message["To"], message["Subject"], text.get_content(), html.get_content())

"""Mail: written in the transaction that causes it, sent by the worker through MAIL_URL."""

import ssl
import sys
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template
from flask_babel import force_locale

from marketplace import languages, outbox
from marketplace.database import new_id

TOPIC = "mail"
TIMEOUT_SECONDS = 20


def send(
    template: str,
    to: str,
    *,
    language: str,
    subject: str,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> None:
    """Queue the mail `templates/mail/<template>.txt` and `.html` for one address, in one language.

    `subject` is already in that language; `headers` are further ones, never from what people typed. The rows
    of the outbox hold the rendered texts until they are sent.
    """
    with force_locale(languages.by_code(language).locale):
        context = {**context, "language": languages.by_code(language), "subject": subject}
        text = render_template(f"mail/{template}.txt", **context)
        html = render_template(f"mail/{template}.html", **context)
    one_line = " ".join(subject.split())
    outbox.add(
        TOPIC,
        new_id(),
        to=to,
        subject=one_line,
        text=text,
        html=html,
        language=language,
        headers=dict(headers or {}),
    )


@outbox.handler(TOPIC)
def deliver(jobs: Sequence[outbox.OutboxJob]) -> None:
    """Send one queued mail."""
    for job in jobs:
        _transport(_compose(job.payload))


def _compose(payload: dict[str, Any]) -> EmailMessage:
    from email.policy import SMTP  # with the first mail, not with the server

    message = EmailMessage(policy=SMTP)
    message["Subject"] = payload["subject"]
    message["From"] = current_app.config["MAIL_FROM"]
    message["To"] = payload["to"]
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=urlsplit(current_app.config["BASE_URL"]).hostname)
    message["Content-Language"] = payload["language"]
    message["Auto-Submitted"] = "auto-generated"
    for name, value in payload.get("headers", {}).items():
        message[name] = value
    message.set_content(payload["text"])
    message.add_alternative(payload["html"], subtype="html")
    return message


def _transport(message: EmailMessage) -> None:
    url = urlsplit(current_app.config["MAIL_URL"])
    if url.scheme == "console":
        sys.stdout.write(message.as_string() + "\n")
    elif url.scheme == "file":
        _write_file(Path(unquote(url.path)), message)
    else:
        _send_by_smtp(
            url.hostname or "localhost", url.port, url.scheme == "smtps", url.username, url.password, message
        )


def _write_file(folder: Path, message: EmailMessage) -> None:
    """One file a mail, whole as soon as it can be seen."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{formatdate()[5:25].replace(' ', '-').replace(':', '')}-{new_id()}"
    aside = folder / f"{name}.new"
    aside.write_bytes(bytes(message))
    aside.replace(folder / f"{name}.eml")


def _send_by_smtp(
    host: str, port: int | None, tls: bool, user: str | None, password: str | None, message: EmailMessage
) -> None:
    """Certificates are checked; plain SMTP is upgraded where it can be, and must be before a password."""
    import smtplib  # with the first mail, not with the server

    context = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT_SECONDS, context=context)
        if tls
        else smtplib.SMTP(host, port or 25, timeout=TIMEOUT_SECONDS)
    ) as server:
        server.ehlo_or_helo_if_needed()
        if not tls and (server.has_extn("starttls") or user):
            server.starttls(context=context)
        if user:
            server.login(unquote(user), unquote(password or ""))
        server.send_message(message)

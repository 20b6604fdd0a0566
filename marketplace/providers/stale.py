"""A form that was made from an older version: what was saved meanwhile, beside what was typed."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from marketplace import languages, vocab
from marketplace.providers.forms import FACTS, OrganisationForm, facts_of
from marketplace.providers.models import Organisation
from marketplace.wording import word


def differences(organisation: Organisation, typed: Mapping[str, Any]) -> list[dict[str, str]]:
    """Rows {label, saved, typed} of the facts whose saved version differs from the typed one, as texts."""
    saved = facts_of(organisation)
    labels = {field.short_name: str(field.label.text) for field in OrganisationForm(formdata=None)}
    rows = [
        {
            "label": labels[name],
            "saved": _as_text(name, saved[name]),
            "typed": _as_text(name, typed[name]),
        }
        for name in FACTS
    ]
    return [row for row in rows if row["saved"].split() != row["typed"].split()]


def _as_text(name: str, value: Any) -> str:
    if name == "kinds":
        return ", ".join(
            vocab.label("provider_kind", slug) for slug in value if vocab.is_known("provider_kind", slug)
        )
    if name == "countries":
        return ", ".join(sorted(languages.country_name(code) for code in value))
    if name == "languages":
        return ", ".join(sorted(languages.language_name(code) for code in value))
    if name == "other_names":
        return ", ".join(sorted(row["text"] for row in value))
    if name == "side":
        return word("side", value) if value else ""
    if name == "contact_public":
        return _("Yes") if value else _("No")
    return str(value or "")

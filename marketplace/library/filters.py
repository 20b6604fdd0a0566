"""The filters of the library: one table from which reading, chips, facets and links are made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import languages, vocab
from marketplace.resources.models import Kind
from marketplace.wording import word

YES = "yes"


@dataclass(frozen=True)
class Filter:
    """One filter: its parameter, the field of `search.engine.Query` it fills, its label and its codes."""

    name: str
    field: str
    label: Any
    is_known: Callable[[str], bool]
    label_of: Callable[[str], str]
    is_switch: bool = False  # the field is true or false, and "yes" the only code
    codes: tuple[str, ...] = ()  # all of them, where the list is short and has an order of its own


def _vocabulary(name: str, field: str, label: Any, vocabulary: str) -> Filter:
    return Filter(
        name,
        field,
        label,
        lambda code: vocab.is_known(vocabulary, code),
        lambda code: vocab.label(vocabulary, code),
        codes=vocab.slugs(vocabulary),
    )


FILTERS: tuple[Filter, ...] = (
    Filter(
        "kind",
        "kinds",
        _l("Kind of record"),
        lambda code: code in tuple(Kind),
        lambda code: word("kinds", code),
        codes=tuple(Kind),
    ),
    Filter("origin", "origins", _l("From"), languages.is_country, languages.country_name),
    Filter("destination", "destinations", _l("To"), languages.is_country, languages.country_name),
    _vocabulary("booster", "boosters", _l("Kind of help"), "booster"),
    _vocabulary("phase", "phases", _l("Phase"), "phase"),
    _vocabulary("target", "target_groups", _l("Target group"), "target_group"),
    _vocabulary("channel", "channels", _l("Reason for moving"), "channel"),
    _vocabulary("delivery", "delivery", _l("How it is delivered"), "delivery"),
    Filter(
        "language", "languages", _l("Language of the text"), languages.is_language, languages.language_name
    ),
    _vocabulary("provider_kind", "provider_kinds", _l("Kind of provider"), "provider_kind"),
    _vocabulary("evidence", "evidence", _l("Evidence"), "evidence_label"),
    Filter(
        "handover",
        "handover",
        _l("Hand-over"),
        lambda code: code == YES,
        lambda _code: _("With a hand-over"),
        is_switch=True,
        codes=(YES,),
    ),
)
BY_NAME = {one.name: one for one in FILTERS}

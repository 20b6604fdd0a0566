"""Pages of counterparts: those of a record, those of a provider, and the formula that finds them."""

import json

from flask import Blueprint, Response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from marketplace.access import Access, access
from marketplace.matching import page, payloads
from marketplace.matching.field import Field, Pairs
from marketplace.matching.formula import Standing
from marketplace.matching.kept import answer_from_field
from marketplace.providers.models import Organisation
from marketplace.providers.queries import heir_of, load_profile
from marketplace.resources.queries import load_public

JSON = "application/json; charset=utf-8"

bp = Blueprint("matching", __name__)


@bp.get("/counterparts")
@access(Access.PUBLIC)
def formula() -> str:
    """How counterparts are found and ranked."""
    return render_template("matching/formula.html", weights=page.weights())


@bp.get("/library/<resource_id>/counterparts")
@access(Access.PUBLIC)
def of_record(resource_id: str) -> Response:
    """Who on the other side fits a record."""
    load_public(resource_id)
    return answer_from_field(lambda field, apart: _of_record(field, apart, resource_id))


def _of_record(field: Field, apart: Pairs, resource_id: str) -> str:
    resource = load_public(resource_id)
    standings = field.of_record(resource_id)
    return render_template(
        "matching/counterparts.html",
        title=resource.live_revision.title if resource.live_revision else "",
        record=resource,
        text_language=resource.live_revision.language if resource.live_revision else None,
        url=url_for("library.read", resource_id=resource.id, slug=resource.slug),
        own=resource.id,
        standings=standings,
        found=page.counterparts(field, standings, apart),
    )


@bp.get("/providers/<slug>/counterparts")
@access(Access.PUBLIC)
def of_provider(slug: str) -> AnyResponse:
    """Who on the other side fits all that a provider has published."""
    organisation = _load(slug)
    if organisation.slug != slug:
        return redirect(url_for(".of_provider", slug=organisation.slug), 301)
    return answer_from_field(lambda field, apart: _of_provider(field, apart, organisation))


def _of_provider(field: Field, apart: Pairs, organisation: Organisation) -> str:
    standings = field.of_organisation(organisation.id)
    return render_template(
        "matching/counterparts.html",
        title=organisation.name,
        record=None,
        text_language=None,
        url=url_for("providers.show", slug=organisation.slug),
        own="",
        standings=standings,
        found=page.counterparts(field, standings, apart),
    )


@bp.get("/api/v1/library/<resource_id>/counterparts")
@access(Access.PUBLIC)
def of_record_as_data(resource_id: str) -> Response:
    """The counterparts of a record."""
    load_public(resource_id)
    return answer_from_field(lambda field, apart: _as_data(field, apart, field.of_record(resource_id)), JSON)


@bp.get("/api/v1/providers/<slug>/counterparts")
@access(Access.PUBLIC)
def of_provider_as_data(slug: str) -> Response:
    """The counterparts of a provider."""
    asked = _load(slug).id
    return answer_from_field(lambda field, apart: _as_data(field, apart, field.of_organisation(asked)), JSON)


def _as_data(field: Field, apart: Pairs, standings: list[Standing]) -> str:
    found = [payloads.counterpart(one) for one in page.counterparts(field, standings, apart)]
    return json.dumps({"counterparts": found}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _load(slug: str) -> Organisation:
    """The organisation itself or the one it became part of; raises NotFound."""
    organisation = load_profile(slug, current_user)
    return heir_of(organisation) if organisation.merged_into_id is not None else organisation

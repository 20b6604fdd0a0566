"""Pages of referrals: pick what fits at the counter, and one page to print or send."""

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from marketplace.access import Access, access
from marketplace.languages import Language, country_choices, external_url, url_in_language
from marketplace.library import sitemap
from marketplace.library.forms import Pairs, with_parameters
from marketplace.referral.forms import MOST_RECORDS, Choice, read_language
from marketplace.referral.page import facets, slip_of
from marketplace.referral.queries import fitting

bp = Blueprint("referral", __name__)


@bp.get("/referral")
@access(Access.PUBLIC)
def pick() -> AnyResponse:
    """Corridor, situation and language to pick; what fits to tick."""
    choice, language = Choice.read(request.args), read_language(request.args)
    if language:
        return in_language(language, choice.pairs())
    return _answer(
        render_template(
            "referral/pick.html",
            choice=choice,
            found=fitting(choice),
            countries=country_choices(),
            facets=facets(choice),
            most=MOST_RECORDS,
        )
    )


@bp.get("/referral/slip")
@access(Access.PUBLIC)
def slip() -> AnyResponse:
    """The page to take away; the person's situation is taken out of its address first."""
    choice, language = Choice.read(request.args), read_language(request.args)
    if language:
        return in_language(language, choice.slip_pairs())
    return _answer(render_template("referral/slip.html", slip=slip_of(choice), most=MOST_RECORDS))


def in_language(language: Language, pairs: Pairs) -> AnyResponse:
    path = url_in_language(language.code).partition("?")[0]
    return _unkept(redirect(with_parameters(path, pairs), 303))


def _answer(page: str) -> AnyResponse:
    return _unkept(Response(page))


def _unkept(answer: AnyResponse) -> AnyResponse:
    """Many use the computer of a counter: no browser keeps what was picked, and no search engine."""
    answer.headers["Cache-Control"] = "no-store"
    if request.args:
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@sitemap.part
def _addresses() -> list[tuple[str, str]]:
    return [(external_url("referral.pick"), "")]

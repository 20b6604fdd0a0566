"""The only page of the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from wagtail.search.backends import get_search_backend

from benchmarks.peers.base import FACETS, SHOWN
from benchmarks.peers.wagtailed.models import Record


def search(request: HttpRequest) -> HttpResponse:
    """Results for the words of `q`."""
    asked = request.GET.get("q", "")
    shown = {"asked": asked}
    if asked:
        found = get_search_backend().search(asked, Record.objects.defer("body"), operator="or")
        facets = [(facet, found.facet(facet).items()) for facet in FACETS]
        shown |= {"rows": found[:SHOWN], "total": found.count(), "facets": facets}
    return render(request, "page.html", shown)


urlpatterns = [path("", search)]

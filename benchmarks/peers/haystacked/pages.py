"""The only page of the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from haystack.query import SearchQuerySet

from benchmarks.peers.base import FACETS, SHOWN


def search(request: HttpRequest) -> HttpResponse:
    """Results for the words of `q`."""
    asked = request.GET.get("q", "")
    found = SearchQuerySet()
    for word in asked.split():
        found = found.filter_or(content=word)
    for facet in FACETS:
        found = found.facet(facet)
    rows = found[:SHOWN] if asked else []
    facets = found.facet_counts()["fields"].items() if rows else []
    total = len(found) if rows else 0
    return render(request, "page.html", {"asked": asked, "rows": rows, "facets": facets, "total": total})


urlpatterns = [path("", search)]

"""The records as Django sees them, in a table that is there already, and what Wagtail indexes of them."""

from django.db import models
from wagtail.search import index

from benchmarks.peers.base import FACETS


class Record(index.Indexed, models.Model):
    """A record with the facts that are counted."""

    n = models.IntegerField(primary_key=True)
    title = models.TextField()
    summary = models.TextField()
    body = models.TextField()
    kind = models.TextField()
    phase = models.TextField()
    language = models.TextField()
    year = models.TextField()

    search_fields = (
        index.SearchField("title", boost=2),
        index.SearchField("summary"),
        index.SearchField("body"),
        *(index.FilterField(facet) for facet in FACETS),
    )

    class Meta:
        managed = False
        db_table = "records"

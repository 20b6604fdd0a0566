"""The records as Django sees them, in a table that is there already."""

from django.db import models


class Record(models.Model):
    """A record with the facts that are counted."""

    n = models.IntegerField(primary_key=True)
    title = models.TextField()
    summary = models.TextField()
    body = models.TextField()
    kind = models.TextField()
    phase = models.TextField()
    language = models.TextField()
    year = models.TextField()

    class Meta:
        managed = False
        db_table = "records"

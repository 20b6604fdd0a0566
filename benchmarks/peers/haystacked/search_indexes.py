"""What Haystack indexes, found by the name of this module."""

from haystack import indexes

from benchmarks.peers.haystacked.models import Record


class RecordIndex(indexes.SearchIndex, indexes.Indexable):
    """One document field made by a template, as its tutorial has it, and a faceted field for each fact."""

    text = indexes.CharField(document=True, use_template=True)
    title = indexes.CharField(model_attr="title", indexed=False)
    kind = indexes.CharField(model_attr="kind", faceted=True)
    phase = indexes.CharField(model_attr="phase", faceted=True)
    language = indexes.CharField(model_attr="language", faceted=True)
    year = indexes.CharField(model_attr="year", faceted=True)

    def get_model(self) -> type[Record]:
        """Whose objects are indexed."""
        return Record

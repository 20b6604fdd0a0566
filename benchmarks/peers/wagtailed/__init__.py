"""A site with Wagtail's search over its database backend, here SQLite's FTS5.

The words are OR-ed, 20 rows are shown by rank with their summaries, the number found is exact, and `.facet()`
counts four facets. It has no snippets and no stems. The records are plain indexed models with a number as
their key, Django's default, which its search takes as well as pages; a page of its tree would cost more. To
sort by rank it looks for the words again for each record found: four times the time for twice the records.
With texts as keys the same took a quarter at 1,000 records.
"""

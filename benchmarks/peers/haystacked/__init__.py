"""A site with django-haystack over its Whoosh backend.

The words are OR-ed, 20 rows are shown by rank with words marked (`{% highlight %}`), four facets are counted
(their values come out as stems), rows come from stored fields without a look into the database. The page asks
for its 20 rows before it asks for their number and the facets, so that all come from one search; the view
that Haystack ships asks for the number first, which makes an object of every record found and takes about
twice as long at 1,000 records. Whoosh is the one that our engine uses.
"""

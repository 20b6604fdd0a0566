"""PostgreSQL's full text search, in a private server that is gone afterwards."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.peers.base import FACETS, SHOWN, STEMMERS, Ranking, facts, plain
from benchmarks.peers.cluster import Cluster, freed
from marketplace.search.engine import SearchRecord

TABLE = """
CREATE TABLE records (
    n integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text, title text, summary text, body text, {facts},
    words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('{language}', title), 'A') || setweight(to_tsvector('{language}', summary), 'B')
        || to_tsvector('{language}', body)
    ) STORED
)"""
# Matches are looked for and ranked once; all facets are counted in one pass over them.
PAGE = """
WITH matched AS MATERIALIZED (
    SELECT n, {facets}, {rank}(words, asked) AS rank
    FROM records, to_tsquery('{language}', %s) AS asked WHERE words @@ asked
), shown AS (SELECT n, rank FROM matched ORDER BY rank DESC, n LIMIT {shown})
SELECT
    (SELECT count(*) FROM matched),
    (SELECT json_agg(json_build_array(id, ts_headline('{language}', body, asked)) ORDER BY rank DESC, n)
     FROM shown JOIN records USING (n), to_tsquery('{language}', %s) AS asked),
    (SELECT json_agg(counted) FROM (
        SELECT {facets}, count(*) FROM matched GROUP BY GROUPING SETS ({sets})) AS counted)"""
RANKED = """
SELECT id FROM records, to_tsquery('{language}', %s) AS asked WHERE words @@ asked
ORDER BY {rank}(words, asked) DESC, n LIMIT %s"""


class Postgres(Ranking):
    """A GIN index over stems of the language, titles and summaries weighted; ranked by how close words stand.

    Snippets by `ts_headline`. Time and memory are those of this process and of the server's together.
    """

    name = "PostgreSQL"
    needs = "apt install postgresql; pip install -r benchmarks/requirements-peers.txt"
    rank: ClassVar[str] = "ts_rank_cd"

    def __init__(self, folder: Path, language: str = "en") -> None:
        super().__init__(folder, language)
        import psycopg

        self._connect: Any = psycopg.connect
        self._cluster = Cluster(folder)
        self._line: Any = None
        names = {
            "language": STEMMERS.get(language, "simple"),
            "rank": self.rank,
            "shown": SHOWN,
            "facets": ", ".join(FACETS),
            "facts": ", ".join(f"{facet} text" for facet in FACETS),
            "sets": ", ".join(f"({facet})" for facet in FACETS),
        }
        self._table, self._page, self._ranked = (text.format(**names) for text in (TABLE, PAGE, RANKED))

    def build(self, records: Iterable[SearchRecord]) -> None:
        self._cluster.make()
        self.open()
        self._line.execute(self._table)
        columns = ", ".join(("id", "title", "summary", "body", *FACETS))
        with self._line.cursor().copy(f"COPY records ({columns}) FROM STDIN") as rows:
            for one in records:
                rows.write_row((one.id, one.title, one.summary, one.body, *facts(one)))
        self._line.execute("CREATE INDEX by_words ON records USING gin (words)")
        self._line.execute("VACUUM (ANALYZE) records")

    def open(self) -> None:
        if self._line is None:
            self._cluster.start()
            self._line = self._connect(
                host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
            )

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        self._cluster.stop()

    def page(self, words: list[str]) -> int:
        asked = " | ".join(words)
        total, _, _ = self._line.execute(self._page, (asked, asked), prepare=True).fetchone()
        return int(total)

    def ranked(self, text: str, count: int) -> list[str]:
        rows = self._line.execute(self._ranked, (" | ".join(plain(text)), count), prepare=True)
        return [str(record_id) for (record_id,) in rows]

    def megabytes(self) -> float:
        (size,) = self._line.execute("SELECT pg_total_relation_size('records')").fetchone()
        return int(size) / 1e6

    def cpu(self) -> float:
        if self._line is None:
            return super().cpu()
        spent = Path(f"/proc/{self._backend}/schedstat").read_text().split()[0]
        return super().cpu() + int(spent) / 1e9

    def memory(self, line: str) -> float:
        held = super().memory(line) + self._cluster.memory()
        return held + freed(self._backend) if line == "VmHWM" else held

    @property
    def _backend(self) -> int:
        return int(self._line.info.backend_pid)


class PostgresPlainRank(Postgres):
    """Ranked by how often words stand in a text."""

    name = "PostgreSQL, ts_rank"
    rank = "ts_rank"

from __future__ import annotations

from pathlib import Path

from whoosh.query import And, Prefix, Term

from tests.unit.search.library import filled


def test_whooshs_own_queries_read_the_index(tmp_path: Path) -> None:
    index = filled(tmp_path / "index")
    with index._texts.searcher() as searcher:
        assert list(And([Term("text", "toll"), Term("text", "house")]).docs(searcher)) == [1]
        assert list(Prefix("title", "harb").docs(searcher)) == [0]
        assert searcher.doc_frequency("text", "the") == 2
        assert searcher.frequency("text", "the") == 6
        assert searcher.stored_fields(1)["row"][0] == "salt"
        assert ("text", b"tally") in searcher.reader()
        assert b"elodie" in list(searcher.reader().lexicon("text"))

from __future__ import annotations

from pathlib import Path

from whoosh.query import And, Prefix, Term

from store.search.commits.folder import IndexFolder
from store.search.files.storage import MappedStorage
from store.search.segment.parts import Part
from tests.unit.search.library import filled


def test_whooshs_own_queries_read_the_index(tmp_path: Path) -> None:
    filled(tmp_path / "index")
    segments = IndexFolder(tmp_path / "index").read()[1].parts["texts"]
    with Part(MappedStorage(tmp_path / "index"), "texts", segments).searcher() as searcher:
        assert list(And([Term("text", "toll"), Term("text", "house")]).docs(searcher)) == [1]
        assert list(Prefix("title", "harb").docs(searcher)) == [0]
        assert searcher.doc_frequency("text", "the") == 2
        assert searcher.frequency("text", "the") == 6
        assert searcher.stored_fields(1)["row"][0] == "salt"
        assert ("text", b"tally") in searcher.reader()
        assert b"elodie" in list(searcher.reader().lexicon("text"))

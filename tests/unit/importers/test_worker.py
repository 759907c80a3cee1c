from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import SourceError
from store.importers import html, worker
from store.importers.model import Source

PAGE = Source("p.html", b"<p>The river remembers every rope thrown over it.</p>", "/p.html")


@pytest.fixture(autouse=True)
def _no_worker_left() -> Iterator[None]:
    yield
    worker.stop()


def test_it_answers_as_the_importer_does() -> None:
    assert list(worker.load("html", PAGE)) == list(html.read(PAGE))
    assert list(html.IMPORTER.load(PAGE)) == list(html.read(PAGE))


def test_one_worker_serves_many_and_errors_come_through() -> None:
    worker.load("html", PAGE)
    first = worker._process
    with pytest.raises(SourceError, match=r"p\.html: there is no text"):
        worker.load("html", Source("p.html", b"<p></p>", "/p.html"))
    worker.load("html", PAGE)
    assert worker._process is first


def test_what_takes_too_long_is_stopped_and_the_next_goes_on() -> None:
    slow = Source("slow.html", b"<p>x" * 200_000, "/slow.html")
    with pytest.raises(SourceError, match=r"slow\.html: reading it took longer than 0\.05 seconds"):
        worker.load("html", slow, limit=0.05)
    assert worker.load("html", PAGE)[0].markdown


def test_a_worker_that_dies_is_an_error_of_its_source_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker.load("html", PAGE)
    assert worker._process is not None
    ask = worker._ask

    def die_first(process: subprocess.Popen[bytes], header: bytes, data: bytes) -> bytes | None:
        process.kill()
        process.wait()
        return ask(process, header, data)

    monkeypatch.setattr(worker, "_ask", die_first)
    with pytest.raises(SourceError, match="too large or broken"):
        worker.load("html", PAGE)
    monkeypatch.undo()
    assert worker.load("html", PAGE)


def test_a_broken_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in (b"no json", b"{}", b'{"articles": [{"unknown": 1}]}'):
        monkeypatch.setattr(worker, "_ask", lambda *_, answer=answer: answer)
        with pytest.raises(SourceError, match="answer is broken"):
            worker.load("html", PAGE)


def test_it_never_imports_from_where_the_user_is(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "__init__.py").write_text("raise SystemExit('hijacked')")
    code = (
        "from store.importers import worker; from store.importers.model import Source\n"
        "import os; os.chdir(os.environ['ELSEWHERE'])\n"
        "print(worker.load('html', Source('p', b'<p>some words</p>', ''))[0].markdown)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env={**os.environ, "ELSEWHERE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "some words"
    assert done.stderr == ""

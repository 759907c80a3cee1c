"""ripgrep over the articles' files, and notmuch over the same as mail, where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from functools import partial
from pathlib import Path

from bench.report import Row as Figure
from bench.report import percentile, row
from bench.searching.corpus import Corpus
from bench.searching.ours import Ours

_ROUNDS = 3


def compare(folder: Path, corpus: Corpus, ours: Ours, words: Sequence[str]) -> list[Figure]:
    """Single words: ours in the open reader, theirs as the process that somebody would start.

    By the clock, since theirs are processes (ripgrep uses all cores).
    """
    rows: list[Figure] = []
    for name, make in (("rg", _ripgrep), ("notmuch", _notmuch)):
        if shutil.which(name) is None:
            print(f"  ({name} is not installed: nothing to compare with)")
            continue
        ask = make(folder, corpus)
        mine, theirs = [], []
        for _ in range(_ROUNDS):
            ours.opened().ask("the")
            mine += [_clock(partial(ours.ask, f"{word} ")) for word in words]
            theirs += [_clock(partial(ask, word)) for word in words]
        what = f"{name}, a word in {corpus.number:,} articles"
        rows.append(row(f"{what}: p50", percentile(mine, 0.5), percentile(theirs, 0.5), "ms"))
        rows.append(row(f"{what}: p95", percentile(mine, 0.95), percentile(theirs, 0.95), "ms"))
    return rows


def _clock(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def _ripgrep(folder: Path, corpus: Corpus) -> Callable[[str], object]:
    place = folder / f"files-{corpus.number}"
    if not place.exists():
        place.mkdir()
        for each in corpus.rows():
            (place / f"{each.id}.md").write_text(f"# {each.title}\n\n{each.text}\n", "utf-8")
    command = ["rg", "--ignore-case", "--word-regexp", "--files-with-matches", "--fixed-strings"]
    return lambda word: _run([*command, "--", word, str(place)])


def _notmuch(folder: Path, corpus: Corpus) -> Callable[[str], object]:
    place = folder / f"mail-{corpus.number}"
    environ = {**os.environ, "NOTMUCH_CONFIG": str(place / "config")}
    if not place.exists():
        (place / "cur").mkdir(parents=True)
        (place / "config").write_text(
            f"[database]\npath={place}\n[new]\ntags=inbox\nignore=config\n"
            "[user]\nname=Bench\nprimary_email=bench@mail.example\n"
        )
        for each in corpus.rows():
            message = EmailMessage()
            message["From"] = f"{each.author} <a@mail.example>"
            message["Subject"] = each.title
            message["Date"] = "Mon, 01 Jan 2024 00:00:00 +0000"
            message["Message-ID"] = f"<{each.id}@mail.example>"
            message.set_content(each.text)
            (place / "cur" / f"{each.id}:2,S").write_bytes(bytes(message))
        _run(["notmuch", "new"], environ)
    command = ["notmuch", "search", "--limit=50", "--"]
    return lambda word: _run([*command, word], environ)


def _run(command: Sequence[str], environ: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=False)
    if done.returncode > 1:
        raise AssertionError(f"{command[0]} failed")

"""A process of its own for formats whose structure can be hostile, with a time limit.

One worker serves many sources; it is started when it is first needed, and killed when a source
takes too long. A request is a JSON header and the source's bytes; the answer is JSON. (Never
pickle: what comes back has gone through untrusted input.)
"""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from store.errors import SourceError
from store.frames import receive, send
from store.importers.model import Imported, Source

LIMIT: Final = 30.0
"""Seconds that one source may take."""

_MEMORY: Final = 2_000_000_000  # bytes of address space; 5 MB of HTML took 62 MB

_lock = threading.Lock()
_process: subprocess.Popen[bytes] | None = None


def load(name: str, source: Source, limit: float | None = None) -> Sequence[Imported]:
    """Read ``source`` with the importer ``name``, in the worker.

    Args:
        name: The importer's name.
        source: What to read.
        limit: Seconds it may take; ``LIMIT`` if not given.

    Raises:
        SourceError: What the importer raised; or it took too long; or the worker died.
    """
    seconds = LIMIT if limit is None else limit
    header = json.dumps({"importer": name, "name": source.name, "origin": source.origin})
    with _lock:
        process = _running()
        late = threading.Event()

        def stop_it() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop_it)
        timer.daemon = True
        timer.start()
        try:
            answer = _ask(process, header.encode(), source.data)
        except BaseException:  # interrupted: the next source must not get this one's answer
            _end()
            raise
        finally:
            timer.cancel()
        if answer is None:
            _end()
            if late.is_set():
                raise source.error(f"reading it took longer than {seconds:g} seconds")
            raise source.error("reading it failed: the page is too large or broken")
    return _understood(answer, source)


def stop() -> None:
    """End the worker, if one is running. It is started again when it is needed."""
    with _lock:
        _end()


def _running() -> subprocess.Popen[bytes]:
    global _process  # noqa: PLW0603 - one worker a process, like one interpreter
    if _process is None or _process.poll() is not None:
        _end()
        _process = subprocess.Popen(
            # -P: a folder called "store" where the user happens to be is never imported.
            [sys.executable, "-P", "-m", "store.importers.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    return _process


def _end() -> None:
    global _process
    process, _process = _process, None
    if process is None:
        return
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(OSError):  # what was not yet sent has nobody to go to
                pipe.close()


atexit.register(stop)


def _ask(process: subprocess.Popen[bytes], header: bytes, data: bytes) -> bytes | None:
    """The worker's answer, or ``None`` if it died."""
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101 - both are pipes
    try:
        send(process.stdin, header)
        send(process.stdin, data)
        return receive(process.stdout)
    except (OSError, EOFError):
        return None


def _understood(answer: bytes, source: Source) -> Sequence[Imported]:
    try:
        reply = json.loads(answer)
        if "error" in reply:
            raise SourceError(str(reply["error"]), hint=str(reply["hint"]))
        return [Imported(**fields) for fields in reply["articles"]]
    except (ValueError, KeyError, TypeError) as error:
        raise source.error("reading it failed: the worker's answer is broken") from error


def _answer(header: bytes, data: bytes) -> dict[str, Any]:
    """Read one source, in the worker. Nothing that it raises may end the worker."""
    from store.importers import registry  # noqa: PLC0415 - the asking side must not need it

    request = json.loads(header)
    source = Source(request["name"], data, request["origin"])
    try:
        articles = registry.get(request["importer"]).read(source)
    except SourceError as error:
        return {"error": error.message, "hint": error.hint}
    except MemoryError:
        return {"error": source.error("reading it needs too much memory").message, "hint": ""}
    except Exception as error:  # noqa: BLE001 - whatever a hostile page breaks is that page's fault
        what = f"reading it failed ({type(error).__name__})"
        return {"error": source.error(what).message, "hint": ""}
    return {"articles": [asdict(article) for article in articles]}


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > _MEMORY:
        with contextlib.suppress(OSError, ValueError):  # macOS knows the limit but refuses it
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))


def serve() -> None:
    """Answer requests on standard input until it ends."""
    _limit_memory()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not get between the frames
    while True:
        try:
            header, data = receive(requests), receive(requests)
        except EOFError:
            return
        send(answers, json.dumps(_answer(header, data)).encode())


if __name__ == "__main__":
    serve()

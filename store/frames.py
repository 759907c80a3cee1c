"""Messages between a process and one that it has started: four bytes of length, then the bytes."""

from __future__ import annotations

from typing import IO, Final

LARGEST: Final = 500_000_000
"""A longer message is none: the other side has gone wrong."""


def send(pipe: IO[bytes], frame: bytes) -> None:
    """Write one message.

    Raises:
        OSError: The other side is gone.
    """
    pipe.write(len(frame).to_bytes(4, "big"))
    pipe.write(frame)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes:
    """Read one message.

    Raises:
        EOFError: The other side is gone, or talks nonsense.
        OSError: The same.
    """
    length = int.from_bytes(_exactly(pipe, 4), "big")
    if length > LARGEST:
        raise EOFError
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) != length:
        raise EOFError
    return data

"""How a pool and its workers talk: four bytes of length, then the content.

The first frame from a worker is a `Reply` that greets or says why the store cannot be opened. A request
is one frame of JSON; a reply is one frame of JSON and one with the serialised answer.
"""

from __future__ import annotations

from typing import IO, TypedDict


class Settings(TypedDict):
    """What a worker is started with."""

    store: str
    memory: int
    result: int


class Request(TypedDict):
    """One query; `format` is a short name or None, the graphs are IRIs."""

    text: str
    format: str | None
    seconds: float
    default_graphs: list[str]
    named_graphs: list[str]


class Reply(TypedDict, total=False):
    """How a query ended: with `error` and `message`, or with the description of the answer that follows."""

    error: str
    message: str
    line: int | None
    column: int | None
    kind: str
    media_type: str
    rows: int | None
    seconds: float
    offline: bool


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame, or None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    body = stream.read(int.from_bytes(head))
    return body if len(body) == int.from_bytes(head) else None


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write one frame and flush it."""
    stream.write(len(content).to_bytes(4))
    stream.write(content)
    stream.flush()

"""Starts the HTTP server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Final

import uvicorn

from api.app import create_app
from api.commands.build import ensure_snapshot
from api.service import Service
from api.settings import Settings
from graph_loader.workspace import Workspace
from ontology.errors import UsageError

_LONGEST_HEAD: Final = 256 * 1024
"""Bytes of a request's line and headers: the editor sends queries in the address."""
_PATIENCE: Final = 0.5
"""Seconds that queries may go on for after Ctrl-C."""


class _Server(uvicorn.Server):
    """Ends the queries that run before it waits for the requests that wait for them."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        service: Service = self.config.app.state.service  # type: ignore[union-attr]  # it is ours
        await asyncio.to_thread(service.close, _PATIENCE)
        await super().shutdown(sockets)


def serve(settings: Settings, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve the workspace until interrupted; builds the first snapshot where there is none.

    Raises UsageError when the address cannot be used, before anything is built.
    """
    with _listener(host, port) as listener:
        ensure_snapshot(Workspace(settings.home), say)
        shown = f"[{host}]" if ":" in host else host
        say(f"upr-graph answers on http://{shown}:{listener.getsockname()[1]}/ (Ctrl-C ends it)")
        config = uvicorn.Config(
            create_app(settings),
            log_level="warning",
            server_header=False,
            h11_max_incomplete_event_size=_LONGEST_HEAD,
            timeout_graceful_shutdown=3,
            http="h11",
        )
        try:
            _Server(config).run(sockets=[listener])
        except KeyboardInterrupt:  # uvicorn has ended in good order and passes the signal on
            say("Ended.")


def _listener(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except (OSError, OverflowError, UnicodeError) as error:  # also a name that is none
        raise _unusable(host, port, error) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()  # two servers may bind one address, but only one of them can listen
    except (OSError, OverflowError) as error:
        listener.close()
        raise _unusable(host, port, error) from error
    return listener


def _unusable(host: str, port: int, error: Exception) -> UsageError:
    reason = error.strerror if isinstance(error, OSError) else None
    return UsageError(
        f"{host}:{port} cannot be listened on: {reason or error}. Try another --host or --port."
    )

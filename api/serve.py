"""Starts the HTTP server."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from api.app import create_app
from api.data_commands import ensure_snapshot
from api.settings import Settings
from graph_loader.workspace import Workspace
from ontology.errors import UsageError


def serve(settings: Settings, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve the workspace until interrupted; builds the first snapshot where there is none.

    Raises UsageError when the address cannot be used, before anything is built.
    """
    listener = _listener(host, port)
    ensure_snapshot(Workspace(settings.home), say)
    shown = f"[{host}]" if ":" in host else host
    say(f"upr-graph answers on http://{shown}:{listener.getsockname()[1]}/ (Ctrl-C ends it)")
    config = uvicorn.Config(create_app(settings), log_level="warning", server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        raise UsageError(f"{host}:{port} cannot be listened on ({error}). Try another --port.") from error
    return listener

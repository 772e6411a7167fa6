"""`/health` and `/ready`: for those who watch the server."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from api.service import Service

_NOT_KEPT: Final = {"Cache-Control": "no-store"}


def add_health(app: FastAPI, service: Service) -> None:
    """Add `/health` and `/ready`."""

    @app.get("/health", summary="Is the process alive, and what does it serve?")
    async def health() -> Response:
        """`{"status": "ok", "snapshot": id, "triples": number}`; needs no free query worker."""
        with service.snapshot() as served:
            manifest = served.manifest
        found = {"status": "ok", "snapshot": manifest.snapshot, "triples": manifest.triples}
        return JSONResponse(found, headers={**_NOT_KEPT, "Upr-Graph-Snapshot": manifest.snapshot})

    def probe() -> str:
        with service.snapshot() as served:
            served.workers.query("ASK { ?s ?p ?o }", timeout=5)
            return served.manifest.snapshot

    @app.get("/ready", summary="503 until queries are answered")
    async def ready() -> Response:
        """Runs one small query, so that workers are up when it says yes."""
        snapshot = await service.in_thread(probe)
        return JSONResponse({"status": "ready"}, headers={**_NOT_KEPT, "Upr-Graph-Snapshot": snapshot})

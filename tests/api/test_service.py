from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import api.service
from api.service import Service
from api.settings import Settings
from graph_loader.build import build
from graph_loader.workspace import Workspace
from ontology.errors import WorkspaceError

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER (STRLEN(CONCAT(STR(?a), STR(?f))) > 999) }"


@pytest.fixture
def own(tmp_path: Path, settings: Settings) -> Workspace:
    """A copy of the workspace that a test may write to."""
    shutil.copytree(settings.home, tmp_path / "copy")
    return Workspace(tmp_path / "copy")


@pytest.fixture
def service(own: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr(api.service, "_LOOK_EVERY", 0.0)
    with closing(Service(own, Settings(own.root, workers=2, query_timeout=20))) as found:
        yield found


def _snapshot(service: Service) -> str:
    with service.snapshot() as served:
        served.workers.query("ASK {}")
        return served.manifest.snapshot


def test_a_new_snapshot_is_served_without_a_restart(own: Workspace, service: Service) -> None:
    before = _snapshot(service)
    build(own, with_shipped=False, fail_on="never")
    assert own.current() != before
    assert _snapshot(service) == own.current()


def test_a_query_that_runs_finishes_on_the_snapshot_it_began_with(own: Workspace, service: Service) -> None:
    with service.snapshot() as old:
        build(own, with_shipped=False, fail_on="never")
        assert _snapshot(service) != old.manifest.snapshot
        assert old.workers.query("ASK { ?s ?p ?o }").kind == "ask"
        pids = old.workers.pids
    for pid in pids:  # closed when the last reader left
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize("damage", ["names nothing", "broken manifest"])
def test_a_snapshot_that_cannot_be_served_leaves_the_one_before(
    own: Workspace, service: Service, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = _snapshot(service)
    broken = own.snapshots / "broken"
    if damage == "broken manifest":
        broken.mkdir()
        (broken / "manifest.json").write_text("{")
    (own.root / "current").write_text("broken\n")
    assert _snapshot(service) == before
    assert "the one before stays" in caplog.text


def test_without_a_snapshot_nothing_is_served(tmp_path: Path) -> None:
    with (
        closing(Service(Workspace(tmp_path), Settings(tmp_path))) as service,
        pytest.raises(WorkspaceError, match="Run `upr-graph build`"),
        service.snapshot(),
    ):
        pass


def test_a_worker_that_dies_is_replaced(service: Service) -> None:
    with service.snapshot() as served:
        served.workers.query("ASK {}")
        for pid in served.workers.pids:
            os.kill(pid, signal.SIGKILL)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert {served.workers.query("ASK {}").kind for _ in range(3)} == {"ask"}


def test_closing_ends_the_queries_that_run(service: Service) -> None:
    ended: list[Exception] = []

    def ask() -> None:
        try:
            with service.snapshot() as served:
                served.workers.query(SLOW)
        except Exception as error:  # noqa: BLE001  # whatever it is, the thread must have ended
            ended.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.3)
    service.close()
    thread.join(5)
    assert len(ended) == 1

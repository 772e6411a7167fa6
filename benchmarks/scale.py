"""How building grows: made-up reviews of 1,000, 10,000 and 100,000 recommendations, built and validated.

    python benchmarks/scale.py [SIZE ...]

Each size runs in a process of its own, in a workspace that is deleted afterwards. Printed: the records mapped
to N-Quads and kept (`add`), the build with derivation, validation and publication (`build`), its part that is
validation, peak memory, and the ratio to a bare Oxigraph bulk load of the same N-Quads on the same disk.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from graph_loader import build as build_module
from graph_loader.build import build
from graph_loader.mapping import reading_quads
from graph_loader.records import (
    DocumentRecord,
    PositionRecord,
    RecommendationRecord,
    ReviewRecord,
    SourceReading,
    TallyRecord,
)
from graph_loader.snapshot import n_quads
from graph_loader.states import load_states
from graph_loader.workspace import StoredSource, Workspace

SIZES = (1_000, 10_000, 100_000)
IN_ONE_REVIEW = 200


def readings(size: int) -> Iterator[SourceReading]:
    """Made-up reports of 200 recommendations each, as a reader would give them."""
    states = [state.iso3 for state in load_states()]
    for index in range((size + IN_ONE_REVIEW - 1) // IN_ONE_REVIEW):
        count = min(IN_ONE_REVIEW, size - index * IN_ONE_REVIEW)
        yield _reading(states[index % len(states)], 1 + index // len(states), count, states)


def _reading(state: str, cycle: int, count: int, states: list[str]) -> SourceReading:
    symbol = f"A/HRC/{100 + cycle}/{state}"
    review = f"{state}-{cycle}"
    others = [other for other in states if other != state]
    numbers = [f"{100 + n % 3}.{n + 1}" for n in range(count)]
    recommendations = tuple(
        RecommendationRecord(
            review,
            number,
            tuple(others[(n * 7 + k) % len(others)] for k in range(1 + n % 2)),
            text=f"Made-up recommendation {n} to {state}: take step {n % 17} towards aim {n % 31} at once",
            refers_to=("crpd",) if n % 5 == 0 else (),
            place=f"line={n}",
        )
        for n, number in enumerate(numbers)
    )
    positions = tuple(
        PositionRecord(
            record.key,
            "noted" if n % 4 == 0 else "supported",
            symbol,
            f"{2009 + 4 * cycle}-05-04",
            str(100 + n % 3),
            place=f"line={n}",
        )
        for n, record in enumerate(recommendations)
    )
    noted = sum(position.status == "noted" for position in positions)
    return SourceReading(
        format="working-group-report",
        reader="benchmark 1",
        key=symbol,
        document=DocumentRecord(symbol, "working-group-report", "Made-up report", symbol, review=review),
        reviews=(ReviewRecord(state, cycle, review_date=f"{2009 + 4 * cycle}-05-01", list_complete=True),),
        recommendations=recommendations,
        positions=positions,
        tallies=(
            TallyRecord(
                review, symbol, count, count - noted, noted, as_of=f"{2009 + 4 * cycle}-05-04", paragraph="1"
            ),
        ),
    )


def add(workspace: Workspace, size: int) -> int:
    """Map and keep every reading; returns the number of quads."""
    total = 0
    for number, reading in enumerate(readings(size)):
        quads = n_quads(reading_quads(reading))
        total += quads.count(b"\n")
        source = StoredSource(
            f"{number:064x}",
            reading.key,
            "made-up",
            reading.format,
            reading.reader,
            None,
            reading.key,
            {},
            (),
        )
        with workspace.beside() as read, workspace.lock():
            (read / "original").write_bytes(b"made-up")
            (read / "quads.nq").write_bytes(quads)
            workspace.store_source(source, read)
    return total


def measure(size: int, folder: Path) -> dict[str, float]:
    """Seconds and MiB of one size."""
    workspace = Workspace(folder / "workspace")
    started = time.perf_counter()
    quads = add(workspace, size)
    added = time.perf_counter()
    validated = _timed_validation()
    built = build(workspace, with_shipped=False, fail_on="never")
    ended = time.perf_counter()
    return {
        "quads": quads,
        "triples": built.content.triples,
        "violations": built.report.counts["violation"],
        "add": added - started,
        "build": ended - added,
        "validate": validated[0],
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _timed_validation() -> list[float]:
    """Put a clock around the build's validation; the list gets its seconds."""
    seconds = [0.0]
    validate = build_module.validate

    def timed(*arguments, **options):
        started = time.perf_counter()
        try:
            return validate(*arguments, **options)
        finally:
            seconds[0] = time.perf_counter() - started

    build_module.validate = timed
    return seconds


def bare(size: int, folder: Path) -> dict[str, float]:
    """Seconds that Oxigraph alone takes to load the same N-Quads from one file to disk."""
    file = folder / "all.nq"
    with file.open("wb") as output:
        for reading in readings(size):
            output.write(n_quads(reading_quads(reading)))
    started = time.perf_counter()
    store = Store(str(folder / "bare"))
    store.bulk_load(path=file, format=RdfFormat.N_QUADS)
    store.flush()
    return {"bare": time.perf_counter() - started}


def in_process(what: str, size: int) -> dict[str, float]:
    """Run one measurement in a fresh process and folder."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--one", what, str(size), folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main() -> None:
    """Print a table of all sizes, or (`--one`, for this script's own use) one measurement as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--one", nargs=3, metavar=("WHAT", "SIZE", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        what, size, folder = options.one
        run = {"measure": measure, "bare": bare}[what]
        print(json.dumps(run(int(size), Path(folder))))
        return
    print(
        f"{'recommendations':>15} {'quads':>9} {'add s':>7} {'build s':>8} {'of it validate s':>17} "
        f"{'memory MiB':>11} {'triples/s':>10} {'bare load s':>12} {'build/bare':>11} "
        f"{'(add+build)/bare':>17}"
    )
    for size in options.sizes:
        m = in_process("measure", size) | in_process("bare", size)
        total = m["add"] + m["build"]
        print(
            f"{size:>15,} {m['quads']:>9,} {m['add']:>7.2f} {m['build']:>8.2f} {m['validate']:>17.2f} "
            f"{m['memory']:>11.0f} {m['triples'] / total:>10,.0f} {m['bare']:>12.2f} "
            f"{m['build'] / m['bare']:>11.2f} {total / m['bare']:>17.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()

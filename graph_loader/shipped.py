"""What every installation brings along: the ontology, the reference data and the curated tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from graph_loader import iris, mapping_reference
from graph_loader.provenance import CC_BY, GraphDescription
from graph_loader.quads import node
from graph_loader.records import SourceReading
from graph_loader.sources.table import read_table
from ontology.errors import SourceError
from ontology.modules import turtle_files


def base_quads() -> Iterator[Quad]:
    """The ontology and reference graphs, which every snapshot holds."""
    yield from ontology_quads()
    yield from reference_quads()


def reference_quads() -> Iterator[Quad]:
    """The reference graph."""
    return mapping_reference.reference_quads(node(iris.graph("reference")))


def base_descriptions() -> tuple[GraphDescription, ...]:
    """What the meta graph says of the ontology, reference and derived graphs."""
    return (
        GraphDescription("ontology", "Terms and vocabularies", by_developers=True, license=CC_BY),
        GraphDescription(
            "reference", "States, groups, sessions, instruments", by_developers=True, license=CC_BY
        ),
    )


@cache
def ontology_quads() -> tuple[Quad, ...]:
    """The ontology graph, its blank nodes labelled by RDFC-1.0 so that every build has the same ones."""
    triples = Dataset(
        Quad(quad.subject, quad.predicate, quad.object)
        for file in turtle_files()
        for quad in parse(file.read_bytes(), RdfFormat.TURTLE, rename_blank_nodes=True)
    )
    triples.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    graph = node(iris.graph("ontology"))
    return tuple(Quad(q.subject, q.predicate, q.object, graph) for q in triples)


def curated_readings() -> Iterator[tuple[SourceReading, GraphDescription]]:
    """Every shipped table as a reading, keyed by its place: `curated/kazakhstan/laws`.

    Raises SourceError when a table has an error: shipped data is never half right.
    """
    for folder in sorted((files("graph_loader") / "curated").iterdir(), key=lambda f: f.name):
        if folder.is_dir():
            for table in sorted(folder.iterdir(), key=lambda f: f.name):
                if table.name.endswith(".csv"):
                    yield _curated(folder.name, table)


def _curated(folder: str, table: Traversable) -> tuple[SourceReading, GraphDescription]:
    data = table.read_bytes()
    name = f"curated/{folder}/{table.name}"
    key = name.removesuffix(".csv")
    reading = replace(read_table(data, name), key=key)
    for problem in reading.problems:
        if problem.severity == "error":
            raise SourceError(f"{problem.place}: {problem.message}", problem.place)
    label = f"Curated table: {folder.title()}, {table.name.removesuffix('.csv').replace('_', ' ')}"
    return reading, GraphDescription(
        key,
        label,
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        reader=reading.reader,
        license=CC_BY,
        by_developers=True,
    )

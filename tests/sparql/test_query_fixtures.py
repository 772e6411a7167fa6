"""Each named query on a small made-up graph: exactly the rows that are expected, and none for the near miss.

`queries/NAME.trig` is the graph; its first comment line gives the parameters: `# state=ZZA review=ZZA-2`. Things
that would show up if the query were slightly wrong have `near-miss` in their IRI. `queries/NAME.csv` has the rows,
for the columns that it names; IRIs are cut to what stands behind the base. `queries/NAME--PARAMETER=VALUE.kazakhstan.csv`
has those on the shipped graph, `/` written as `%2F`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
)

from graph_loader import shipped
from graph_loader.derive import derive, infer
from graph_loader.provenance import meta_quads
from ontology.prefixes import BASE
from sparql.catalogue import bind, catalogue

FOLDER = Path(__file__).parent / "queries"
Row = tuple[str, ...]


def _both(quads: Iterator[Quad] | tuple[Quad, ...] | list[Quad]) -> Iterator[Quad]:
    for quad in quads:
        yield quad
        yield Quad(*quad.triple)


@pytest.fixture(scope="module")
def base() -> list[Quad]:
    """The ontology, the reference data and what describes them, in their graphs and in the union."""
    return [*_both([*shipped.base_quads(), *meta_quads(shipped.base_descriptions())])]


def _world(base: list[Quad], file: Path) -> Store:
    store = Store()
    store.bulk_extend(base)
    store.bulk_extend(_both(list(parse(file.read_bytes(), RdfFormat.TRIG))))
    for run in (derive, infer):
        store.bulk_load(b"".join(run(store)), RdfFormat.N_QUADS)
    return store


def _parameters(file: Path) -> dict[str, str]:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("#"), f"{file.name}: the first line gives the parameters, or is a lone #"
    return dict(pair.split("=", 1) for pair in first[1:].split())


def shown(term: object) -> str:
    """A term as it stands in the expected rows."""
    if isinstance(term, NamedNode | Literal | BlankNode):
        return term.value.removeprefix(BASE)
    return ""


def answer(store: Store, name: str, parameters: dict[str, str]) -> tuple[list[str], list[Row]]:
    """Names of the columns, and the rows; of a CONSTRUCT the triples, sorted."""
    found = store.query(bind(catalogue()[name], parameters))
    if isinstance(found, QuerySolutions):
        names = [variable.value for variable in found.variables]
        return names, [tuple(shown(solution[n]) for n in names) for solution in found]
    assert isinstance(found, QueryTriples)
    triples = {tuple(map(shown, (t.subject, t.predicate, t.object))) for t in found}
    return ["subject", "predicate", "object"], sorted(triples)


def expected(file: Path) -> tuple[list[str], list[Row]]:
    """Columns and rows of a table of expected rows."""
    with file.open(encoding="utf-8", newline="") as table:
        head, *rows = csv.reader(table)
    return head, [tuple(row) for row in rows]


def chosen(names: list[str], rows: list[Row], head: list[str]) -> list[Row]:
    """The rows, reduced to the columns of a head."""
    return [tuple(row[names.index(column)] for column in head) for row in rows]


@pytest.mark.parametrize("name", catalogue())
def test_a_query_gives_the_expected_rows_and_no_near_miss(name: str, base: list[Quad]) -> None:
    file = FOLDER / f"{name}.trig"
    head, rows = expected(FOLDER / f"{name}.csv")

    names, found = answer(_world(base, file), name, _parameters(file))

    assert rows, "a fixture gives at least one row"
    assert chosen(names, found, head) == rows
    assert re.search("near-miss", file.read_text(encoding="utf-8")), "a fixture holds a near miss"
    assert not [row for row in found if any("near-miss" in cell for cell in row)]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.kazakhstan.csv")), ids=lambda file: file.name)
def test_a_query_gives_the_expected_rows_on_the_shipped_graph(file: Path, kazakhstan: Store) -> None:
    name, *rest = file.name.removesuffix(".kazakhstan.csv").split("--")
    head, rows = expected(file)

    names, found = answer(kazakhstan, name, dict(unquote(pair).split("=", 1) for pair in rest))

    assert chosen(names, found, head) == rows


def test_every_query_has_expected_rows_on_the_shipped_graph() -> None:
    have = {
        file.name.split("--")[0].removesuffix(".kazakhstan.csv") for file in FOLDER.glob("*.kazakhstan.csv")
    }
    assert set(catalogue()) - have == set()

"""Status under treaties where tables of status, lists of participants and curated acts come together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store

from graph_loader import shipped
from graph_loader.derive import derive
from graph_loader.mapping import reading_quads
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.treaty_status import read_treaty_status
from ontology.prefixes import BASE
from sparql.catalogue import bind, catalogue

TABLE = "member,state party,year ratification or accession,signatory,no action,status\n"
PARTICIPANTS = 'Status as at 1 March 2024\nParticipant,Signature,"Ratification, Accession(a)"\n'


def _both(quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        yield quad
        yield Quad(*quad.triple)


@pytest.fixture
def world() -> Store:
    store = Store()
    store.bulk_extend(_both(shipped.base_quads()))
    return store


def add(store: Store, name: str, data: bytes) -> None:
    reading = next(read_treaty_status(SourceFile(name, data=data), None))
    assert not [problem for problem in reading.problems if problem.severity == "error"]
    store.bulk_extend(_both(reading_quads(reading)))


def status(store: Store, state: str, instrument: str, day: str | None = None) -> tuple[str, str] | None:
    values = {"state": state, "instrument": instrument} | ({"date": day} if day else {})
    found = store.query(bind(catalogue()["treaty-status-on-date"], values))
    assert isinstance(found, QuerySolutions)
    rows = [(row["status"].value, row["since"].value if row["since"] else "") for row in found]
    assert len(rows) <= 1
    return rows[0] if rows else None


def test_a_party_of_a_table_is_one_from_the_end_of_its_year_on(world: Store) -> None:
    add(world, "crpd_2022-08.csv", f"{TABLE}France,1,2010,0,0,state party\n".encode())
    assert status(world, "FRA", "crpd", "2010-12-30") is None
    assert status(world, "FRA", "crpd", "2010-12-31") == ("party", "2010")
    assert status(world, "FRA", "crpd", "2022-08-31") == ("party", "2010")
    assert status(world, "FRA", "crpd") == ("party", "2010")


def test_a_signatory_of_a_table_has_consented_once_an_act_says_so(world: Store) -> None:
    add(world, "crpd_2022-08.csv", f"{TABLE}France,0,,1,0,signatory state\n".encode())
    assert status(world, "FRA", "crpd", "2022-08-30") is None
    assert status(world, "FRA", "crpd", "2022-08-31") == ("signatory only, as a source states", "2022-08")
    add(world, "crpd.csv", f"{PARTICIPANTS}France,30 Mar 2007,18 Feb 2024\n".encode())
    assert status(world, "FRA", "crpd", "2024-02-17") == ("signatory only, as a source states", "2022-08")
    assert status(world, "FRA", "crpd", "2024-02-18") == (
        "consented, entry into force not known",
        "2024-02-18",
    )
    assert status(world, "FRA", "crpd", "2024-03-01") == ("party", "")


def test_a_status_without_a_day_counts_only_where_no_day_is_asked_for(world: Store) -> None:
    add(world, "crpd.csv", f"{TABLE}France,0,,1,0,signatory state\nItaly,1,2009,0,0,state party\n".encode())
    assert status(world, "FRA", "crpd") == ("signatory only, as a source states", "")
    assert status(world, "FRA", "crpd", "2030-01-01") is None
    assert status(world, "ITA", "crpd", "2030-01-01") == ("party", "2009")


def test_a_year_of_consent_makes_no_second_consent_beside_the_dated_one(world: Store) -> None:
    effect = "@prefix u: <https://w3id.org/upr-graph/ns#> . @prefix x: <http://www.w3.org/2001/XMLSchema#> ."
    effect += f"<{BASE}id/effect/FRA/e> a u:EntryIntoForce ; u:concernsTreaty <{BASE}id/instrument/crpd> ;"
    effect += f'u:concernsState <{BASE}id/state/FRA> ; u:effectiveFrom "2010-03-20"^^x:date .'
    world.load(effect.encode(), RdfFormat.TURTLE)
    add(world, "crpd_2022-08.csv", f"{TABLE}France,1,2010,0,0,state party\n".encode())
    add(world, "crpd.csv", f"{PARTICIPANTS}France,30 Mar 2007,18 Feb 2010\n".encode())
    assert b"crpd-ratification-2010-02-18> <https://w3id.org/upr-graph/ns#effectiveFrom>" in b"".join(
        derive(world)
    )
    assert status(world, "FRA", "crpd", "2010-03-19") == ("consented, not yet in force", "2010-02-18")
    assert status(world, "FRA", "crpd") == ("party", "2010-03-20")


def test_the_tables_of_2022_and_the_curated_acts_of_kazakhstan_agree(
    shared: Path, kazakhstan: Store, world: Store
) -> None:
    world.bulk_extend(kazakhstan.quads_for_pattern(None, None, None, None))
    for path in (shared / "data/treaties/status_2022").glob("*.csv"):
        add(world, f"{path.stem}_2022-08.csv", path.read_bytes())
    assert status(world, "KAZ", "op-crpd", "2022-08-31") == (
        "signatory only, as a source states",
        "2022-08",
    )
    assert status(world, "KAZ", "iccpr-op2", "2022-08-31") == ("party", "2022-06-24")
    assert status(world, "KAZ", "cat", "2022-08-31") == ("party", "1998")
    assert status(world, "FRA", "cat", "2022-08-31") == ("party", "1986")
    assert status(world, "JAM", "iccpr-op1", "2022-08-31") == ("denounced", "1997")

"""Files of every syntax are read; broken and hostile ones are refused with their place, and soon."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from ontology.errors import ParseError, UsageError
from shapes import data
from shapes.data import read_graph

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://ex/"'
SAME = {
    "a.ttl": "@prefix ex: <http://ex/> . ex:a ex:b ex:c .",
    "a.trig": "@prefix ex: <http://ex/> . { ex:a ex:b ex:c }",
    "a.nt": "<http://ex/a> <http://ex/b> <http://ex/c> .",
    "a.nq": "<http://ex/a> <http://ex/b> <http://ex/c> .",
    "a.rdf": f'<rdf:RDF {RDF}><rdf:Description rdf:about="http://ex/a"><ex:b rdf:resource="http://ex/c"/>'
    "</rdf:Description></rdf:RDF>",
    "a.jsonld": '{"@id": "http://ex/a", "http://ex/b": {"@id": "http://ex/c"}}',
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_every_syntax_gives_the_same_graph(name: str) -> None:
    store = read_graph(SAME[name].encode(), name)

    assert [str(quad.triple) for quad in store] == ["<http://ex/a> <http://ex/b> <http://ex/c>"]


@pytest.mark.parametrize("name", SAME)
def test_the_syntax_is_seen_where_the_name_does_not_tell_it(name: str) -> None:
    assert len(read_graph(SAME[name].encode(), "-")) == 1


@pytest.mark.parametrize(
    "text",
    ["[] <http://ex/b> <http://ex/c> .", "[ <http://ex/b> <http://ex/c> ] .", "<http://a> <http://b> 1 <http://g> ."],
)  # fmt: skip
def test_brackets_and_quads_without_an_extension_are_not_taken_for_another_syntax(text: str) -> None:
    assert len(read_graph(text.replace(" 1 ", " <http://c> ").encode(), "data.txt")) == 1


@pytest.mark.parametrize("name", [*SAME, "-"])
@pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_empty_graph(name: str, content: bytes) -> None:
    assert len(read_graph(content, name)) == 0


def test_named_graphs_stay_apart() -> None:
    store = read_graph(b"<http://g> { <http://a> <http://b> <http://c> }", "a.trig")

    assert [str(graph) for graph in store.named_graphs()] == ["<http://g>"]


def test_a_byte_order_mark_and_relative_addresses_are_fine() -> None:
    store = read_graph("\ufeff<> <#b> <c> .".encode(), "folder/my list.ttl")

    [quad] = store
    assert str(quad.subject) == "<file:///my%20list.ttl>"


@pytest.mark.parametrize(
    ("name", "text", "line", "column"),
    [
        ("a.ttl", "<http://a> <http://b> <http://c> .\n<http://a> y:b 1 .", 2, 12),
        ("a.nt", '<http://a> <http://b> "c" .\n<http://a> <http://b> <c d> .', 2, 23),
        ("a.nq", "<http://a> <http://b>", 1, 22),
        ("a.trig", "<http://g> { <http://a> ", 1, 25),
        ("a.rdf", "<rdf:RDF>\n  <a></b></rdf:RDF>", 2, 8),
        ("a.rdf", f"<rdf:RDF {RDF}>\n", 2, 1),
        ("a.jsonld", '{"@id": "http://a",\n "http://b": c}', 2, 14),
        ("-", "no rdf at all", 1, 1),
    ],
)
def test_a_file_that_does_not_parse_says_where(name: str, text: str, line: int, column: int) -> None:
    with pytest.raises(ParseError) as raised:
        read_graph(text.encode(), name)

    assert (raised.value.line, raised.value.column) == (line, column)
    assert str(raised.value).startswith(f"{name}:{line}:{column}: ")


def test_a_wrong_extension_is_hinted_at() -> None:
    with pytest.raises(ParseError, match=r"looks like JSON-LD: give the file the extension \.jsonld"):
        read_graph(SAME["a.jsonld"].encode(), "a.ttl")


def test_a_text_that_is_no_utf_8_is_refused() -> None:
    with pytest.raises(ParseError, match="UTF-8"):
        read_graph('<http://a> <http://b> "é" .'.encode("latin-1"), "a.ttl")


def test_rdf_xml_of_html_is_refused() -> None:
    with pytest.raises(ParseError, match="RDF/XML"):
        read_graph(b"<html><body/></html>", "a.rdf")


@pytest.mark.parametrize(
    "context", ['"https://example.org/context"', '{"@import": "https://example.org/context"}']
)
def test_a_context_is_never_fetched(context: str) -> None:
    with pytest.raises(ParseError, match="nothing is fetched"):
        read_graph(f'{{"@context": {context}, "@id": "http://a", "name": "b"}}'.encode(), "a.jsonld")


def test_an_entity_for_a_namespace_is_fine() -> None:
    text = f'<!DOCTYPE rdf:RDF [<!ENTITY ex "http://ex/">]><rdf:RDF {RDF}><rdf:Description rdf:about="&ex;a"><ex:b>1</ex:b></rdf:Description></rdf:RDF>'

    assert len(read_graph(text.encode(), "a.owl")) == 1


def _xml(entities: str, value: str) -> bytes:
    described = f'<rdf:Description rdf:about="http://a"><ex:b>{value}</ex:b></rdf:Description>'
    return f"<!DOCTYPE rdf:RDF [{entities}]><rdf:RDF {RDF}>{described}</rdf:RDF>".encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("entities.rdf", _xml('<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">', "&c;")),
        ("long-entity.rdf", _xml(f'<!ENTITY a "{"a" * 2000}">', "&a;")),
        ("many-entities.rdf", _xml(f'<!ENTITY a "{"a" * 1000}">', "&a;" * 100_000)),
        ("external.rdf", _xml('<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;")),
        ("deep.rdf", f"<rdf:RDF {RDF}>".encode() + b"<rdf:Description><ex:b>" * 100_000),
        ("deep.jsonld", b'{"@id": "http://a", "http://b": ' * 100_000),
        ("arrays.jsonld", b"[" * 1_000_000),
        ("quotes.jsonld", b'{"a": "' + b'\\"' * 1_000_000),
        ("brackets.ttl", b"<http://a> <http://b> " + b"[ <http://b> " * 100_000),
        ("value.ttl", b'<http://a> <http://b> """' + b"a" * 20_000_000 + b'""" .'),
        ("zeros.ttl", b"\0" * 1000),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_hostile_file_is_refused_soon(name: str, content: bytes) -> None:
    with pytest.raises(ParseError, match=name):
        read_graph(content, name)


@pytest.mark.parametrize("name", ["a.ttl", "a.trig"])
def test_triple_terms_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"a\.\w+ has triple terms"):
        read_graph(b"<http://a> <http://b> <<( <http://a> <http://b> <http://c> )>> .", name)


def test_a_text_that_only_looks_like_a_triple_term_is_fine() -> None:
    assert len(read_graph(b'<http://a> <http://b> "<<( Triple )>>" .', "a.ttl")) == 1


def test_a_file_beyond_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "MAX_BYTES", 10)

    with pytest.raises(UsageError, match="MiB"):
        read_graph(b"<http://a> <http://b> <http://c> .", "a.nt")


def test_a_store_is_returned_that_others_may_write_to() -> None:
    store = read_graph(SAME["a.nt"].encode(), "a.nt")
    store.load(SAME["a.nt"].replace("/c", "/d").encode(), format=RdfFormat.N_TRIPLES)

    assert isinstance(store, Store)
    assert len(store) == 2

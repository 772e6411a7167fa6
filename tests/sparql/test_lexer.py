from __future__ import annotations

import time
from contextlib import suppress

import pytest

from ontology.errors import ParseError, RefusedQuery
from sparql.lexer import has_dataset, position, query_form, refuse, tokens, variables

ASKED_OF_OTHERS = {
    "plain": "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <http://x/> { ?s ?p ?o } }",
    "lower case": "select * { service <http://x/> { ?s ?p ?o } }",
    "mixed case": "SELECT * { SeRvIcE <http://x/> { ?s ?p ?o } }",
    "variable": "SELECT * { ?s ?p ?x SERVICE ?x { ?a ?b ?c } }",
    "no space": "SELECT * {SERVICE<http://x/>{?s ?p ?o}}",
    "prefixed name": "PREFIX ex: <http://x/> SELECT * { SERVICE ex:a { ?s ?p ?o } }",
    "glued to a prefixed name": "PREFIX ex: <http://x/> SELECT * { SERVICEex:a { ?s ?p ?o } }",
    "read as a prefix": "PREFIX service: <a:> PREFIX : <http://x/> SELECT * { service:x { ?s ?p ?o } }",
    "glued to SILENT": "SELECT * { SERVICESILENT<http://x/> { ?s ?p ?o } }",
    "glued to a boolean": "SELECT * { ?s ?p trueSERVICE <http://x/> { ?s ?p ?o } }",
    "after a number": "SELECT * { ?s ?p 1SERVICE <http://x/> { ?s ?p ?o } }",
    "after a base direction": 'SELECT * { ?s ?p "a"@en--ltrSERVICE <http://x/> { ?s ?p ?o } }',
    "after a dot": "SELECT * { ?s ?p true.SERVICE <http://x/> { ?s ?p ?o } }",
    "after a comment": "SELECT * { # SERVICE follows\n SERVICE <http://x/> { ?s ?p ?o } }",
    "after a carriage return": "SELECT * { # comment\rSERVICE <http://x/> { ?s ?p ?o } }",
    "in a subquery": "SELECT * { { SELECT * { SERVICE <http://x/> { ?s ?p ?o } } } }",
    "in EXISTS": "ASK { FILTER(EXISTS { SERVICE <http://x/> { ?s ?p ?o } }) }",
    "after a string with a quote": r'ASK { BIND("\" # " AS ?x) SERVICE <http://x/> { ?s ?p ?o } }',
    "after an empty long string": "ASK { BIND('''''' AS ?x) SERVICE <http://x/> { ?s ?p ?o } }",
    "after a string that looks long": "ASK { VALUES ?x {'''a'} SERVICE <http://x/> { ?s ?p ?o } }",
    "after a comparison": "ASK { FILTER(1 < 2 && 3 > 2) SERVICE <http://x/> { ?s ?p ?o } }",
    "codepoint escape": r"SELECT * { \u0053ERVICE <http://x/> { ?s ?p ?o } }",
    "long codepoint escapes": r"SELECT * { S\U00000045RVI\u0043E <http://x/> { ?s ?p ?o } }",
    "a quote that is an escape": r'ASK { BIND("\u0022 # " AS ?x) SERVICE <http://x/> { ?s ?p ?o } }',
    "a newline that is an escape": r"ASK { # comment\u000ASERVICE <http://x/> { ?s ?p ?o } }",
    "behind an IRI that is a comparison": (
        "ASK { BIND(1 AS ?a) FILTER(?a<2#c> '''\n) SERVICE <http://x/> {?s ?p ?o} #'''\n}"
    ),
    "in an IRI that is a comparison": "ASK { FILTER(?a<2)SERVICE#>\n<http://x/> {?s ?p ?o} }",
    "after EXISTS that is compared": "ASK { FILTER(EXISTS {} <2)SERVICE#>\n<http://x/> {?s ?p ?o} }",
    "after a character no query has": "ASK { ?s ?p ?o } ` SERVICE <http://x/> {}",
}

HARMLESS = {
    "variable": "SELECT ?service { ?service ?p ?o }",
    "dollar variable": "SELECT $SERVICE { $SERVICE ?p ?o }",
    "local name": "PREFIX ex: <http://x/> SELECT * { ?s ex:SERVICE ?o }",
    "local name with a dot": "PREFIX ex: <http://x/> SELECT * { ?s ex:a.SERVICE ?o }",
    "local name with an escape": r"PREFIX ex: <http://x/> SELECT * { ?s ex:a\-SERVICE ?o }",
    "IRI": "SELECT * { ?s <http://x/SERVICE> ?o }",
    "IRI with a hash": "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?s a sd:A }",
    "blank node": "SELECT * { _:SERVICE ?p ?o }",
    "string": 'SELECT * { ?s ?p "SERVICE <http://x/> {}" }',
    "single quotes": "SELECT * { ?s ?p 'SERVICE' }",
    "long string": 'SELECT * { ?s ?p """a "quoted"\nSERVICE\n""" }',
    "long single quotes": "SELECT * { ?s ?p '''it's\nSERVICE''' }",
    "string with escaped quote": r'SELECT * { ?s ?p "a \" SERVICE" }',
    "language tag": 'SELECT * { ?s ?p "a"@x-service }',
    "comment": "SELECT * { ?s ?p ?o } # SERVICE <http://x/> {}",
    "comment on top": "# the service of the year\nSELECT * { ?s ?p ?o }",
    "comparison": "PREFIX ex: <http://x/> ASK { ?s ex:service ?a FILTER(?a < 2 && ?b > 3) }",
    "rows of IRIs": "ASK { VALUES (?a ?service) { (<http://x/1> <a:b>) (<http://x/1> <a:c>) } }",
    "list of IRIs": "ASK { (<http://x/1> <http://x/2>) ?service ?o }",
    "arguments": "ASK { ?s ?service ?o FILTER(?o IN (<http://x/1>, <http://x/2>)) }",
    "path": "ASK { ?service (<http://x/1>|^<http://x/2>)+ ?o }",
    "EXISTS with an IRI": "ASK { ?service ?p ?o FILTER(EXISTS { ?o <http://x/p> ?q }) }",
    "update words as names": "PREFIX add: <http://x/> SELECT ?insert { ?insert add:delete 'DROP' }",
    "WITH as a prefix": "PREFIX with: <http://x/> PREFIX load: <http://y/> ASK { with:a load:b ?copy }",
}

UPDATES = {
    "INSERT": "INSERT DATA { <a:b> <a:b> <a:b> }",
    "DELETE": "DELETE WHERE { ?s ?p ?o }",
    "LOAD": "LOAD <http://x/> INTO GRAPH <a:b>",
    "CLEAR": "clear all",
    "DROP": "PREFIX ex: <http://x/>\nDROP SILENT GRAPH ex:g",
    "CREATE": "CREATE GRAPH <a:b>",
    "COPY": "BASE <http://x/> COPY <a> TO <b>",
    "MOVE": "MOVE DEFAULT TO <a:b>",
    "ADD": "# comment\nADD <a:b> TO <a:c>",
    "WITH": "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "in escapes": r"\u0044ROP ALL",
}


@pytest.mark.parametrize("text", ASKED_OF_OTHERS.values(), ids=ASKED_OF_OTHERS)
def test_service_is_refused(text: str) -> None:
    with pytest.raises(RefusedQuery, match=r"line \d+, column \d+: SERVICE would send the query on"):
        refuse(text)


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_the_word_service_elsewhere_passes(text: str) -> None:
    refuse(text)


@pytest.mark.parametrize("text", UPDATES.values(), ids=UPDATES)
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(RefusedQuery, match="is an update, and queries only read here"):
        refuse(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT * {\n  SERVICE <http://x/> {} }", "line 2, column 3:"),
        ("SELECT * {\r\n\r\n SERVICE <http://x/> {} }", "line 3, column 2:"),
        (r"SELECT * { ?\u0061 ?b ?c . \u0053ERVICE <http://x/> {} }", "line 1, column 28:"),
        ("\n\nDROP ALL", "line 3, column 1:"),
    ],
    ids=["LF", "CR LF", "as written, with escapes", "update"],
)
def test_a_refusal_says_where(text: str, place: str) -> None:
    with pytest.raises(RefusedQuery, match=place):
        refuse(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("select*{}", "SELECT"),
        ("ASK{}", "ASK"),
        ("CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("describe <a:b>", "DESCRIBE"),
        ("# ASK\nPREFIX select: <a:ASK> BASE <b:ASK>\nDESCRIBE select:x", "DESCRIBE"),
        ('VERSION "1.2" ASK {}', "ASK"),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(text: str, form: str) -> None:
    assert query_form(text) == form


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("", 1, 1), ("PREFIX ex: <a:b>", 1, 17), ("\n FIND everything", 2, 2), ("{}", 1, 1)],
)
def test_a_text_without_a_form_does_not_parse(text: str, line: int, column: int) -> None:
    with pytest.raises(ParseError, match="expected SELECT, ASK, CONSTRUCT or DESCRIBE") as caught:
        query_form(text)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_an_update_has_no_form() -> None:
    with pytest.raises(RefusedQuery):
        query_form("INSERT DATA {}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * FROM <a:b> {}", True),
        ("construct {?s ?p ?o} from named <a:b> where {}", True),
        ("SELECT ?from { ?from ?p 'FROM' } # FROM <a:b>", False),
        ("SELECT * { ?s <http://x/from> ?o }", False),
    ],
)
def test_a_dataset_is_named_by_from(text: str, expected: bool) -> None:
    assert has_dataset(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b && c > d", "a|<|b|&&|c|>|d"),
        ("?a<?b", "?a|<|?b"),
        ("<http://x/a#b>", "<http://x/a#b>"),
        ("<a\\u0020b>", "<a\\u0020b>"),
        ("ex:a.b.", "ex:a.b|."),
        ("ex:%20\\~:b", "ex:%20\\~:b"),
        ("true.:p", "true|.|:p"),
        ("1.5e3 1. .5 +1 -2.0", "1.5e3|1|.|.5|+1|-2.0"),
        ("?a-1", "?a|-1"),
        ("ex:p*/^ex:q+", "ex:p|*|/|^|ex:q|+"),
        ("'a'@en-GB^^", "'a'|@en-GB|^^"),
        ("é:ü.ñ", "é:ü.ñ"),
        ("'a\nb'", "'a\nb'"),
        ("ASK # 'x\n{}", "ASK|{|}"),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    assert "|".join(token.text for token in tokens(text)) == expected


def test_offsets_of_tokens_are_those_of_the_text() -> None:
    text = "SELECT * { true.x <a:b> # c\n 'd' }"
    assert all(text[token.start :].startswith(token.text) for token in tokens(text))


def test_variables_are_named_without_their_sign() -> None:
    assert variables("SELECT ?a { ?a $b '?c' } # ?d") == {"a", "b"}


def test_position_counts_from_one() -> None:
    assert [position("a\r\nb\rc\nd", offset) for offset in (0, 3, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]


@pytest.mark.parametrize(
    "piece",
    [
        "a.",
        "(",
        "<a",
        "1.",
        "ex:a.",
        "\\'''\n",
        "'''a''",
        "#\n",
        "-",
        "?a",
        "%20",
        "e:\\-",
        '"',
        "a-",
        "{<a:b>",
    ],
)
def test_reading_takes_time_linear_in_the_length(piece: str) -> None:
    text = "SELECT * { " + piece * (60_000 // len(piece)) + " service"
    started = time.perf_counter()
    with suppress(RefusedQuery):
        refuse(text)
    assert time.perf_counter() - started < 2

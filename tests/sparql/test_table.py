from __future__ import annotations

import json

import pytest

from sparql.table import display_width, render, shorten

BASE = "https://w3id.org/upr-graph/"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def document(names: list[str], *rows: list[object]) -> bytes:
    """SPARQL JSON: text becomes a literal, `<…>` an IRI, a number a number, None stays unbound."""

    def term(value: object) -> dict[str, str]:
        if isinstance(value, int):
            return {"type": "literal", "value": str(value), "datatype": INTEGER}
        text = str(value)
        if text.startswith("<"):
            return {"type": "uri", "value": text[1:-1]}
        return {"type": "literal", "value": text}

    bindings = [{n: term(v) for n, v in zip(names, row, strict=True) if v is not None} for row in rows]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()


def test_a_table_has_a_head_and_aligned_columns() -> None:
    table = render(document(["state", "count"], [f"<{BASE}id/state/KAZ>", 194], [f"<{BASE}id/state/SVN>", 7]))
    assert table == ("state      count\n─────────  ─────\nstate/KAZ    194\nstate/SVN      7\n")


def test_unbound_cells_are_empty() -> None:
    assert render(document(["a", "b"], [None, "x"], ["y", None])) == "a  b\n─  ─\n   x\ny\n"


def test_no_rows_leave_the_head() -> None:
    assert render(document(["state"])) == "state\n─────\n"


def test_no_columns_are_no_trouble() -> None:
    assert render(document([], [])) == "\n"


@pytest.mark.parametrize(
    ("body", "text"), [(b'{"head":{},"boolean":true}', "true\n"), (b'{"head":{},"boolean":false}', "false\n")]
)
def test_an_ask_is_true_or_false(body: bytes, text: str) -> None:
    assert render(body) == text


def test_long_cells_go_on_below_within_the_width() -> None:
    table = render(
        document(["key", "text"], ["1", "Ratify the protocol on an invented matter without delay"]), 30
    )
    assert table == (
        "key  text\n"
        "───  ─────────────────────────\n"
        "1    Ratify the protocol on an\n"
        "     invented matter without\n"
        "     delay\n"
    )


def test_words_that_are_too_long_are_broken() -> None:
    lines = render(document(["a"], ["x" * 25]), 10).splitlines()
    assert lines[2:] == ["x" * 10, "x" * 10, "x" * 5]


def test_the_widest_columns_give_way() -> None:
    lines = render(document(["id", "a", "b"], ["KAZ", "word " * 20, "word " * 40]), 60).splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[2].startswith("KAZ  word word")


def test_without_a_width_nothing_is_wrapped() -> None:
    assert "word " * 199 in render(document(["a"], ["word " * 200]))


def test_rows_that_do_not_fit_side_by_side_become_blocks() -> None:
    names = ["state", "supported", "noted", "withoutAnAnswer", "recommendations"]
    table = render(document(names, ["Atlantis", 9, 3, None, 12], ["Utopia", 7, 0, "all new", 7]), 40)
    assert table == (
        "── row 1 ───────────────────────────────\n"
        "state            Atlantis\n"
        "supported        9\n"
        "noted            3\n"
        "recommendations  12\n"
        "── row 2 ───────────────────────────────\n"
        "state            Utopia\n"
        "supported        7\n"
        "noted            0\n"
        "withoutAnAnswer  all new\n"
        "recommendations  7\n"
    )


def test_blocks_stay_within_a_narrow_terminal() -> None:
    names = ["longerthanhalf", "another", "third", "fourth"]
    lines = render(document(names, ["one two three four five six", "x", "y", "z"]), 22).splitlines()
    assert lines[1:3] == ["longerthanhalf  one two three four", "  five six"]


def test_what_is_the_same_in_all_rows_is_said_once_where_the_width_is_short() -> None:
    rows = [["Atlantis", number, "supported"] for number in (1, 2)]
    table = render(document(["state", "number", "position"], *rows), 24)
    assert table == ("All rows: state:\nAtlantis; position:\nsupported\n\nnumber\n──────\n     1\n     2\n")


def test_an_iri_is_shown_by_its_label() -> None:
    table = render(
        document(["state", "stateLabel"], [f"<{BASE}id/state/KAZ>", "Kazakhstan"], ["<http://e.org/a>", None])
    )
    assert table == "state\n──────────────\nKazakhstan\nhttp://e.org/a\n"


def test_a_label_beside_a_literal_stays_a_column() -> None:
    assert render(document(["a", "aLabel"], ["x", "y"])) == "a  aLabel\n─  ──────\nx  y\n"


def test_a_label_without_its_column_is_a_column() -> None:
    assert render(document(["stateLabel"], ["Utopia"])) == "stateLabel\n──────────\nUtopia\n"


def test_heads_break_where_a_word_begins() -> None:
    lines = render(document(["partiallySupported", "text"], [0, "word " * 20]), 30).splitlines()
    assert [line[:14].strip() for line in lines[:2]] == ["partially", "Supported"]


def test_symbols_break_after_a_slash() -> None:
    table = render(document(["sources"], ["A/HRC/28/10 | A/HRC/28/2"]), 14)
    assert table.splitlines()[2:] == ["A/HRC/28/10 |", "A/HRC/28/2"]
    assert render(document(["sources"], ["A/HRC/28/10"]), 8).splitlines()[2:] == ["A/HRC/", "28/10"]


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("Қазақстан", 9), ("人権", 4), ("é", 1), ("e\u0301", 1), ("a\u200bb", 2), ("", 0)],
)
def test_width_is_counted_in_terminal_cells(text: str, width: int) -> None:
    assert display_width(text) == width


def test_wide_characters_are_aligned() -> None:
    lines = render(document(["a", "b"], ["人権", "x"], ["ab", "y"])).splitlines()
    assert lines[2:] == ["人権  x", "ab    y"]


def test_wide_characters_are_wrapped_by_cells() -> None:
    assert render(document(["a"], ["人権理事会人権理事会"]), 9).splitlines()[2:] == [
        "人権理事",
        "会人権理",
        "事会",
    ]


def test_control_characters_do_not_reach_the_terminal() -> None:
    table = render(document(["a"], ["\x1b[2J\x07 red\u202e\x9b1m\nnext\tcell"]))
    assert table.splitlines()[2] == "\ufffd[2J\ufffd red\ufffd\ufffd1m next cell"


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (f"{BASE}vocab/position/noted", "pos:noted"),
        (f"{BASE}id/instrument/op-crpd", "inst:op-crpd"),
        (f"{BASE}id/instrument/paris-principles/B.2", "instrument/paris-principles/B.2"),
        (f"{BASE}id/recommendation/KAZ-2-126.27", "recommendation/KAZ-2-126.27"),
        (f"{BASE}ns#Recommendation", "upr:Recommendation"),
        (f"{BASE}ns#", f"{BASE}ns#"),
        ("http://example.org/a", "http://example.org/a"),
    ],
)
def test_iris_are_shortened(iri: str, short: str) -> None:
    assert shorten(iri) == short


def test_blank_nodes_and_triple_terms_are_shown() -> None:
    rows = [{"a": {"type": "bnode", "value": "b0"}}, {"a": {"type": "triple", "value": {"subject": 1}}}]
    body = json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": rows}}).encode()
    assert render(body).splitlines()[2:] == ["_:b0", '{"subject": 1}']

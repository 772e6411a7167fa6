from __future__ import annotations

import pyoxigraph as ox
import pytest

from ontology.errors import UsageError
from sparql.terms import KINDS, term

BASE = "https://w3id.org/upr-graph/"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("state", "KAZ", f"<{BASE}id/state/KAZ>"),
        ("state", "kaz", f"<{BASE}id/state/KAZ>"),
        ("state", f"{BASE}id/state/KAZ", f"<{BASE}id/state/KAZ>"),
        ("review", "KAZ-2", f"<{BASE}id/review/KAZ-2>"),
        ("review", "KAZ-C2", f"<{BASE}id/review/KAZ-2>"),
        ("recommendation", "KAZ-2-126.27", f"<{BASE}id/recommendation/KAZ-2-126.27>"),
        ("recommendation", "KAZ-C2-126.3-a", f"<{BASE}id/recommendation/KAZ-2-126.3-a>"),
        ("session", "20", f"<{BASE}id/session/20>"),
        ("document", "A/HRC/28/10", f"<{BASE}id/document/A/HRC/28/10>"),
        ("instrument", "op-crpd", f"<{BASE}id/instrument/op-crpd>"),
        ("instrument", "paris-principles/B.2", f"<{BASE}id/instrument/paris-principles/B.2>"),
        ("theme", "prisons", f"<{BASE}vocab/theme/prisons>"),
        ("law", "KAZ/2023-06-07-8-VIII", f"<{BASE}id/law/KAZ/2023-06-07-8-VIII>"),
        ("body", "kaz/ministry-of-justice", f"<{BASE}id/body/KAZ/ministry-of-justice>"),
        ("measure", "KAZ/op-crpd-signature", f"<{BASE}id/measure/KAZ/op-crpd-signature>"),
        ("plan", "KAZ/action-plan", f"<{BASE}id/plan/KAZ/action-plan>"),
        ("resource", "state/KAZ", f"<{BASE}id/state/KAZ>"),
        ("resource", "/id/state/KAZ", f"<{BASE}id/state/KAZ>"),
        ("resource", "http://metadata.un.org/sdg/16.3", "<http://metadata.un.org/sdg/16.3>"),
        ("resource", "urn:un:1", "<urn:un:1>"),
        (
            "theme",
            "Rights of the child & others",
            f"<{BASE}vocab/theme/Rights%20of%20the%20child%20%26%20others>",
        ),
        ("date", "2024-02-29", f'"2024-02-29"^^<{XSD}date>'),
        ("integer", "007", "7"),
        ("text", "prisons", '"prisons"'),
        ("text", "http://x/ is text", '"http://x/ is text"'),
        ("text", 'a "b" \\ c\nd', r'"a \"b\" \\ c\nd"'),
        ("text", "Қазақстан 🇰🇿", '"Қазақстан 🇰🇿"'),
    ],
)
def test_values_become_terms(kind: str, value: str, expected: str) -> None:
    assert term(kind, "name", value) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("state", "KAZ> } DROP ALL #"),
        ("state", "Kazakhstan"),
        ("state", "KA"),
        ("state", "KAZ\n"),
        ("state", "ＫＡＺ"),
        ("review", "KAZ"),
        ("review", "KAZ-2-126.27"),
        ("review", "KAZ-123"),
        ("review", "KAZ-²"),
        ("recommendation", "KAZ-2"),
        ("recommendation", "KAZ-2-126.27\x00"),
        ("law", "2023-06-07-8-VIII"),
        ("law", "KAZ/"),
        ("body", "KAZ//x"),
        ("document", ""),
        ("resource", "/"),
        ("resource", "http://x/> } SERVICE <http://y/> {} #"),
        ("resource", "http://x/a b"),
        ("resource", "http://x/{a}"),
        ("resource", "http://x/\\u003e"),
        ("resource", "http://x/%zz"),
        ("resource", "http://[x/"),
        ("resource", "http://"),
        ("resource", "http://x/\ud800"),
        ("state", "http://x/`"),
        ("date", "2023-02-29"),
        ("date", "2024"),
        ("date", "2024-01-01T00:00:00"),
        ("date", "20240101"),
        ("date", "http://x/"),
        ("integer", "-1"),
        ("integer", "1e9"),
        ("integer", "9" * 30),
        ("text", "a\x00b"),
        ("text", "a\x1b[2J"),
        ("text", "\udfff"),
        ("text", "x" * 2001),
    ],
)
def test_values_that_do_not_fit_are_refused(kind: str, value: str) -> None:
    with pytest.raises(UsageError, match=r"^name cannot be .*; it takes "):
        term(kind, "name", value)


HOSTILE = [
    '"',
    "\\",
    '\\"',
    "' } #",
    '" } DROP ALL #',
    "\n",
    "\r\n",
    "\\u0022",
    "\\u003E",
    "<a>",
    "{}",
    "a/../b",
    "%22",
    "?x",
    "é>",
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_is_typed_stays_one_term(kind: str, value: str) -> None:
    for typed in (value, f"KAZ/{value}", f"KAZ-2-{value}", f"http://x/{value}"):
        try:
            text = term(kind, "name", typed)
        except UsageError:
            continue
        solutions = ox.Store().query(f"SELECT ?x {{ VALUES ?x {{ {text} }} }}")
        assert isinstance(solutions, ox.QuerySolutions)
        (row,) = solutions
        found = row["x"]
        if kind == "text":
            assert found == ox.Literal(typed)

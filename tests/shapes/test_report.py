"""Reports as text and JSON."""

from __future__ import annotations

import json

from shapes.report import to_json, to_text
from shapes.results import Report, Result, report_of


def result(focus: str = "https://example.org/a", **changes: str | None) -> Result:
    given: dict[str, str | None] = {
        "shape": "https://example.org/Lamp-watts",
        "code": "L01",
        "severity": "violation",
        "path": "https://example.org/watts",
        "value": "sixty",
        "message": "A lamp has watts. Add them.",
        "source": None,
        **changes,
    }
    return Result(focus=focus, **given)  # type: ignore[arg-type]


def test_json_has_the_keys_of_the_contract() -> None:
    report = report_of([result(source="lamps.csv#row=12", value=None)])

    assert json.loads(to_json(report)) == {
        "conforms": False,
        "counts": {"violation": 1, "warning": 0, "info": 0},
        "results": [
            {
                "shape": "https://example.org/Lamp-watts",
                "code": "L01",
                "severity": "violation",
                "focus": "https://example.org/a",
                "path": "https://example.org/watts",
                "value": None,
                "message": "A lamp has watts. Add them.",
                "source": "lamps.csv#row=12",
            }
        ],
    }


def test_text_begins_with_the_verdict() -> None:
    assert to_text(report_of([])) == "Conforms: 0 violations, 0 warnings, 0 infos.\n"
    assert to_text(report_of([result()])).startswith("Does not conform: 1 violation, 0 warnings, 0 infos.\n")


def test_text_groups_results_by_shape_and_shows_where_they_come_from() -> None:
    report = report_of([result(source="lamps.csv#row=12"), result("https://example.org/b", value=None)])

    assert to_text(report) == (
        "Does not conform: 2 violations, 0 warnings, 0 infos.\n"
        "\n"
        "Violation L01 (2): https://example.org/Lamp-watts\n"
        "  A lamp has watts. Add them.\n"
        "  - https://example.org/a (lamps.csv#row=12)\n"
        "    https://example.org/watts = sixty\n"
        "  - https://example.org/b\n"
        "    https://example.org/watts\n"
    )


def test_text_shows_each_message_where_they_differ() -> None:
    report = report_of([result(message="10 is used twice."), result(message="11 is used twice.")])

    assert to_text(report).count(" is used twice.") == 2


def test_text_shows_twenty_of_a_group_unless_all_are_asked_for() -> None:
    report = report_of(result(f"https://example.org/{number}") for number in range(25))

    assert to_text(report).count("sixty") == 20
    assert "… and 5 more" in to_text(report)
    assert to_text(report, limit=3).count("sixty") == 3
    assert to_text(report, all=True).count("sixty") == 25
    assert "more" not in to_text(report, all=True)


def test_a_report_holds_each_result_once_and_conforms_without_violations() -> None:
    warning = result(severity="warning")

    report = report_of([warning, warning])

    assert report == Report(True, {"violation": 0, "warning": 1, "info": 0}, (warning,))

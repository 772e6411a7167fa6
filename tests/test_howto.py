"""The examples of the pages in docs/howto whose file stands on the page: it is added, and the page shows what is said."""

import re
from pathlib import Path

import pytest

from api.cli import main

HOWTO = Path(__file__).resolve().parents[1] / "docs" / "howto"
# The file, words between, then the command and what it prints.
EXAMPLE = re.compile(
    r"^```[a-z]*\n(?P<file>(?:(?!```|\$ ).*\n)+)```\n(?:(?!```|#).*\n)*"
    r"^```(?:console)?\n\$ upr-graph add (?P<name>[\w.-]+\.(?:txt|csv|tsv))\n(?P<shown>(?:(?!```).*\n)+)",
    re.MULTILINE,
)
EXAMPLES = {
    page.stem: example.group("name", "file", "shown")
    for page in sorted(HOWTO.glob("*.md"))
    if (example := EXAMPLE.search(page.read_text(encoding="utf-8")))
}


def words(shown: str) -> list[str]:
    """The words of an answer, without the lines of its tables: where they break depends on the terminal."""
    return sorted(word for word in shown.split() if not re.fullmatch("─+", word))


def test_the_pages_of_texts_and_tables_have_a_whole_example() -> None:
    whole = {"addendum", "council-report", "treaty-status", "upr-info", "working-group-report"}
    assert whole <= EXAMPLES.keys()


@pytest.mark.parametrize(("name", "file", "shown"), EXAMPLES.values(), ids=EXAMPLES)
def test_a_newcomer_who_types_the_example_sees_what_the_page_shows(
    name: str,
    file: str,
    shown: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    (tmp_path / name).write_text(file, encoding="utf-8")
    monkeypatch.setenv("UPR_GRAPH_HOME", str(tmp_path / "workspace"))
    assert main(["add", str(tmp_path / name)]) == 0
    out, err = (part.decode("utf-8") for part in capfdbinary.readouterr())
    said = "Run `upr-graph build` to publish a snapshot with what was added."
    assert words(out + err.replace(said, "")) == words(shown.replace(said, ""))

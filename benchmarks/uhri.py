"""How fast and in how much memory an export of OHCHR's index is read, up to N-Quads: made-up records.

    python benchmarks/uhri.py [--records 267548] [--format json|xlsx|both] [--folder FOLDER]

The records have the fields and the quirks of the format, and invented texts. Each file is read in a process
of its own; printed are records a second (and by the time of the processor alone, which others do not slow
down), the peak memory of that process, and what was read.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import escape

from graph_loader.mapping import reading_quads
from graph_loader.snapshot import n_quads
from graph_loader.sources.source_file import SourceFile
from graph_loader.sources.uhri import is_uhri, read_uhri
from graph_loader.states import load_states

FULL = 267_548
COLUMNS = {
    "Text": "Text",
    "Countries Concerned": "Countries",
    "Reccomending Body": "Body",
    "Document Symbol": "Symbol",
    "Themes": "Themes",
    "Affected Persons": "AffectedPersons",
    "Sdgs": "Sdgs",
    "Document Publication Date": "PublicationDate",
    "UPR Reccomending States": "UprRecommendingCountry",
    "UPR Position": "UprPositions",
    "Type": "AnnotationType",
    "OHCHR Annotation Id": "AnnotationId",
    "UPR Session": "UprSession",
    "Regions Concerned": "Regions",
    "Recommending Regions": "UprRecommendingRegions",
    "Date of publication on UHRI": "PublicationDateOnUhri",
}
BODIES = (
    "CRC",
    "CEDAW",
    "CAT",
    "CCPR",
    "CESCR",
    "CERD",
    "CMW",
    "CRPD",
    "CED",
    "SR Torture",
    "WG Arbitrary detention",
)
THEMES = (
    "Equality & non-discrimination",
    "Right to education",
    "Right to health",
    "Discrimination against women",
    "Constitutional & legislative framework",
    "Lighthouses & harbours",
)
GROUPS = ("Women & girls", "Children", "Migrants", "Persons with disabilities", "Keepers of lighthouses")
GOALS = (
    "16.2 - Protect children from abuse, exploitation, trafficking and violence",
    "13 - CLIMATE ACTION",
    "5 - GENDER EQUALITY",
    "4.7 - Education for sustainable development and global citizenship",
    "16.a - Strong institutions to prevent violence, terrorism and crime",
)
POSITIONS = ("Supported", "Supported", "Noted", "Supported/Noted")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/></Types>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}
WORDS = (
    "light the lamps of every harbour so that boats come home keep the keepers of lighthouses in bread "
    "and oil adopt a plan for lanterns consult the islands on the colour of doors paint ferries in time for "
    "the festival of kites and report on what was done to the council of owls"
)


def records(count: int) -> Iterator[dict[str, Any]]:
    """Made-up records: about half of the review, a quarter recommendations of mechanisms, the rest none."""
    random_ = random.Random(20)
    names = [state.name for state in load_states()]
    for number in range(count):
        kind = number % 20
        if kind < 10:
            yield _of_review(random_, number, names)
        else:
            yield _of_mechanism(
                random_, number, names, "Recommendations" if kind < 15 else "Concerns/Observations"
            )


def _common(random_: random.Random, state: str, symbol: str, body: str, kind: str) -> dict[str, Any]:
    return {
        "AffectedPersons": random_.sample(GROUPS, random_.randint(0, 3)),
        "AnnotationId": str(uuid.UUID(int=random_.getrandbits(128), version=4)),
        "AnnotationType": f"- {kind}",
        "Body": f"- {body}",
        "Countries": [state],
        "DocumentId": str(uuid.UUID(int=random_.getrandbits(128), version=4)),
        "PublicationDate": "2025-02-12T00:00:00",
        "PublicationDateOnUhri": "2025-03-03T10:53:45.827",
        "Regions": ["Somewhere"],
        "Sdgs": random_.sample(GOALS, random_.randint(0, 4)),
        "Symbol": symbol,
        "Text": "",
        "Themes": random_.sample(THEMES, random_.randint(1, 5)),
        "UprCycle": None,
        "UprPositions": [],
        "UprRecommendingCountry": [],
        "UprRecommendingRegions": [],
        "UprSession": [],
    }


def _words(random_: random.Random, count: int) -> str:
    known = WORDS.split()
    start = random_.randrange(len(known))
    words = " ".join(known[(start + n * 7) % len(known)] for n in range(count))
    return words[0].upper() + words[1:]


def _of_review(random_: random.Random, number: int, names: list[str]) -> dict[str, Any]:
    review = number // 360
    state = names[review % len(names)]
    cycle = 1 + review // len(names)
    session = {1: 5, 2: 20, 3: 33}.get(cycle, 45)
    states = random_.sample([name for name in names[:60] if name != state], 1 + (number % 6 == 0))
    text = _words(random_, random_.randint(15, 45))
    if number % 7 == 0:
        text = f"<p>{text}&nbsp;in the caf&eacute;s &amp; by the &ldquo;owls&rdquo;</p>"
    place = f"{100 + review % 60}.{number % 360 + 1 - (number % 997 == 0)}"
    beginnings = {
        0: f"R {place} ",
        1: f"Recommendation No. {number % 300 + 1} in A/HRC/1/1, para. 96: ",
        2: "",
    }
    symbol = f"A/HRC/{cycle * 10}/{review}"
    return {
        **_common(random_, state + ("*" if number % 50 == 0 else ""), symbol, "UPR", "Recommendations"),
        "Text": f"{beginnings.get(number % 40, place + ' ')}{text} ({', '.join(states)});",
        "UprCycle": f"Cycle {cycle}",
        "UprPositions": [POSITIONS[number % 4]] if number % 30 else [],
        "UprRecommendingCountry": states,
        "UprRecommendingRegions": ["Elsewhere"],
        "UprSession": [f"{session}th Session - Cycle {cycle}"],
        **_quirk(number, state),
    }


def _quirk(number: int, state: str) -> dict[str, Any]:
    """What is wrong with some records."""
    quirks: dict[int, dict[str, Any]] = {
        1: {"Countries": [f"{state} - Czechia"]},
        2: {"UprSession": ["27th Session - Cycle 2"]},
        3: {"Countries": ["Kazahkstan"]},
        4: {"Text": "Response of the State: the lamps are lit."},
        5: {"UprSession": [], "UprCycle": None},
    }
    return quirks.get(number % 5_000, {})


def _of_mechanism(random_: random.Random, number: int, names: list[str], kind: str) -> dict[str, Any]:
    body = BODIES[number // 20 % len(BODIES)]
    state = names[number // 40 % len(names)]
    symbol = f"{body}/C/ABC/CO/{number // 400}" if body.isupper() else f"A/HRC/{number // 400 % 60}/7/Add.1"
    words = _words(random_, random_.randint(80, 230)).lower()
    text = f"{number % 60 + 1}. The Committee recommends that the State party {words}."
    return {**_common(random_, state, symbol, body, kind), "Text": text}


def write_json(path: Path, count: int) -> None:
    """Write an array of records, one a line."""
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for number, record in enumerate(records(count)):
            file.write((",\n" if number else "") + json.dumps(record, ensure_ascii=False))
        file.write("]")


def write_xlsx(path: Path, count: int) -> None:
    """Write the 16 columns as OHCHR writes them: several values in one cell, each after a dash.

    Texts are shared strings, which is what most programs write and what costs a reader most.
    """
    known: dict[str, int] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as strings, zipfile.ZipFile(path, "w", 8) as book:
        for part, text in _PARTS.items():
            book.writestr(part, text)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b'<worksheet xmlns="%s"><sheetData>' % _MAIN.encode())
            for number, cells in enumerate(_rows(count), start=1):
                sheet.write(f'<row r="{number}">{_row(number, cells, known, strings)}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        strings.seek(0)
        with book.open("xl/sharedStrings.xml", "w", force_zip64=True) as shared:
            shared.write(b'<sst xmlns="%s">' % _MAIN.encode())
            while some := strings.read(1 << 20):
                shared.write(some.encode())
            shared.write(b"</sst>")


def _rows(count: int) -> Iterator[list[str | None]]:
    yield list(COLUMNS)
    for record in records(count):
        yield [_cell(column, record[key]) for column, key in COLUMNS.items()]


def _row(number: int, cells: list[str | None], known: dict[str, int], strings: TextIO) -> str:
    written = []
    for at, cell in enumerate(cells):
        if cell is None:
            continue
        if cell not in known:
            known[cell] = len(known)
            strings.write(f'<si><t xml:space="preserve">{escape(cell)}</t></si>')
        written.append(f'<c r="{chr(65 + at)}{number}" t="s"><v>{known[cell]}</v></c>')
    return "".join(written)


def _cell(column: str, value: Any) -> str | None:
    if isinstance(value, list):
        return "\n".join(f"- {one}" for one in value) or None
    return value[:10] if "ate" in column and value else value


def measure(path: Path) -> None:
    """Read a file to N-Quads, and print how fast and in how much memory."""
    started = time.perf_counter()
    file = SourceFile(path.name, path=path)
    counts = dict.fromkeys(("pieces", "recommendations", "entries", "of mechanisms", "quads", "problems"), 0)
    recognised = is_uhri(file)
    for reading in read_uhri(file):
        lines = n_quads(reading_quads(reading))
        counts["pieces"] += 1
        counts["recommendations"] += len(reading.recommendations)
        counts["entries"] += len(reading.entries)
        counts["of mechanisms"] += len(reading.mechanism_recommendations)  # type: ignore[attr-defined]
        counts["quads"] += lines.count(b"\n")
        counts["problems"] += len(reading.problems)
    used = resource.getrusage(resource.RUSAGE_SELF)
    times = {
        "seconds": round(time.perf_counter() - started, 1),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak_mib": round(used.ru_maxrss / 1024),
    }
    print(json.dumps({"file": path.name, "recognised": recognised, **times, **counts}))


def main() -> None:
    """Write the files that are not there, and measure each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=FULL)
    parser.add_argument("--format", choices=("json", "xlsx", "both"), default="both")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        for kind in ("json", "xlsx"):
            if arguments.format not in (kind, "both"):
                continue
            path = folder / f"uhri-{arguments.records}.{kind}"
            if not path.exists():
                (write_json if kind == "json" else write_xlsx)(path, arguments.records)
            command = [sys.executable, __file__, "--measure", str(path)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            rates = [round(arguments.records / found[key]) for key in ("seconds", "processor_seconds")]
            size = path.stat().st_size >> 20
            print(
                f"{kind}: {rates[0]:,} records/s ({rates[1]:,} by processor time), {size} MiB file: {found}"
            )


if __name__ == "__main__":
    main()

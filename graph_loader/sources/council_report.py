"""Reads the section on one State's review outcome in a report of the Human Rights Council.

A section tells when the Council adopted the outcome, how many recommendations the State supported and noted
in the end, and sometimes by number which of them (institution-building, Human Rights Council resolution 5/1,
annex, paragraphs 26 to 32).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_loader.records import (
    DocumentRecord,
    PositionRecord,
    Problem,
    ReviewRecord,
    SourceReading,
    TallyRecord,
    cycle_of_session,
)
from graph_loader.sources.council_answers import OWN_SUBJECT, Reviewed
from graph_loader.sources.council_counts import Counts, DeclaredCounts, declared_counts
from graph_loader.sources.council_positions import Finding, findings
from graph_loader.sources.council_speakers import interventions
from graph_loader.sources.council_text import (
    DATE,
    Paragraph,
    Section,
    end_of,
    missing_from,
    paragraphs,
    passage,
    running_head,
    sections,
    without_page_furniture,
)
from graph_loader.sources.cut_off import quoted_end
from graph_loader.sources.pages import Line
from graph_loader.states import state_code
from ontology.errors import SourceError, UnknownState

READER: Final = "council-report 1"
LONGEST_SECTION: Final = 300_000
"""Characters; the sections in hand have up to 25,000."""

_ADOPTED: Final = re.compile(
    r"\bAt\s+its\s+[^.;]{1,60}?\bmeetings?\b,?\s+(?:held\s+)?on\s+"
    rf"(?:\d{{1,2}}\s+(?:and|to)\s+)?(?P<date>{DATE})\s*,?\s+the\s+(?:Human\s+Rights\s+)?Council\s+"
    r"(?:considered\s+and\s+)?adopted\s+(?:decision\s+\d{1,2}/\d{1,3}\s+on\s+)?the\s+outcome\s+of\s+the\s+(?:universal\s+periodic\s+)?review\s+(?:of|on)\s+(?P<state>[^.;(]{2,100})"
)
_DECISION: Final = re.compile(r"\b(?:decision|dec\.)\s+(?P<number>\d{1,2}/\d{1,3})\b", re.IGNORECASE)
_COMPRISES: Final = re.compile(
    r"\bThe\s+outcome\s+of\s+the\s+review\s+(?:of|on)\s+[^.;]{2,100}?\s+comprises\s+the\s+report\s+of\s+the\s+Working\s+Group\b"
)
_NATIONAL_REPORT: Final = re.compile(r"\bA/HRC/WG\.\s?6/(?P<session>\d{1,2})/(?P<state>[A-Z]{3})/\d")


_CITED: Final = re.compile(r"\((?:see\s+also\s+)?(A/HRC/[\w/.-]{1,40}\w)")


def is_council_report(lines: Sequence[Line]) -> bool:
    """Whether the text has a State's section: two of its three fixed opening paragraphs are there.

    They say when the review was held, when the Council adopted the outcome, and what the outcome comprises.
    """
    if _is_too_long(lines):
        return False
    body = without_page_furniture(lines)
    text = passage(body).text
    marks = (bool(sections(body)), _ADOPTED.search(text), _COMPRISES.search(text))
    return sum(map(bool, marks)) >= 2


LONGEST_REPORT: Final = 5_000_000
"""Characters; the report of a whole session of the Council has 1,500,000."""


def _is_too_long(lines: Sequence[Line]) -> bool:
    return sum(len(line.text) + 1 for line in lines) > LONGEST_REPORT


def read_council_report(lines: Sequence[Line], name: str, review: str | None = None) -> SourceReading:
    """Read one State's section: dates, declared counts, and the positions stated by number.

    `lines` are those of a cut-out or of a whole report; `name` is the file's, for messages; `review` such as
    `KAZ-2` chooses the section of a whole report and must name the State and cycle of a single one.
    Raises SourceError where there is no such section, where its State, dates, cycle or the report's symbol
    cannot be found, or where `review` is needed or names another one.
    """
    if _is_too_long(lines):
        raise SourceError(f"{name} is too long for a report of the Council. Give the section alone.", name)
    found = sections(lines)
    if not found:
        raise SourceError(
            f"{name}: no paragraph like 'The review of … was held on …' in {len(lines)} lines. Give the "
            "section of a report of the Human Rights Council from that paragraph on.",
            name,
        )
    head = _head(_chosen(found, name, review), lines, name, review)
    return _reading(head, name)


# Which section

_MOST_LISTED: Final = 60
"""Sections named in a message; no session of the Council has adopted half as many outcomes."""


def _chosen(found: Sequence[Section], name: str, review: str | None) -> Section:
    if len(found) == 1:
        return found[0]
    chosen = [section for section in found if _is_asked(section, review)]
    if len(chosen) == 1:
        return chosen[0]
    listed = found[:_MOST_LISTED]
    known = ", ".join(f"{_review_key(section) or 'unknown'} ({section.state_spelling})" for section in listed)
    asked = f"{len(chosen)} sections on {review}, not one" if review else f"{len(found)} sections"
    raise SourceError(f"{name} has {asked}. Name the review to read by --review: it has {known}.", name)


def _is_asked(section: Section, review: str | None) -> bool:
    """A section that cites no session is the one asked for if the State is."""
    key = _review_key(section)
    return review is not None and (key == review if key else _asked_cycle(review, section.state) is not None)


def _review_key(section: Section) -> str | None:
    session = _session(section)
    return f"{section.state}-{cycle_of_session(session)}" if section.state and session else None


def _session(section: Section) -> int | None:
    """Working Group session, from the symbols of the documents under review: `A/HRC/WG.6/20/KAZ/1`."""
    cited = list(_NATIONAL_REPORT.finditer(passage(section.lines).text))
    own = [match for match in cited if match["state"] == section.state] or cited
    found = {int(match["session"]) for match in own}
    return found.pop() if len(found) == 1 and min(found) > 0 else None


# What every section must have


@dataclass(frozen=True, slots=True)
class _Head:
    symbol: str
    review: ReviewRecord
    section: Section

    @property
    def adopted(self) -> str | None:
        return self.review.adoption_date


def _head(section: Section, lines: Sequence[Line], name: str, review: str | None) -> _Head:
    place = f"{name}#{section.lines[0].fragment}"
    text = _text(section, name, place)
    state = _known_state(section, name, place)
    session = _session(section)
    cycle = cycle_of_session(session) if session else _asked_cycle(review, state)
    key = f"{state}-{cycle}" if cycle else state
    if review and review != key:
        raise SourceError(f"{name} is about {key}, not {review}. Name {key} or leave --review out.", place)
    symbol = _symbol(lines, text)
    held = _iso(section.review_date)
    adopted = _adoption(text, state)
    missing = _missing(section, symbol, held, adopted, cycle)
    if missing or not (symbol and adopted and cycle):
        raise SourceError(f"{name}, section on {section.state_spelling}: {' '.join(missing)}", place)
    record = ReviewRecord(
        state, cycle, session, held, adopted, list_complete=False, place=section.lines[0].fragment
    )
    return _Head(symbol, record, section)


def _text(section: Section, name: str, place: str) -> str:
    text = passage(section.lines).text
    if len(text) > LONGEST_SECTION:
        raise SourceError(
            f"{name}: the section on {section.state_spelling} has more than {LONGEST_SECTION:,} characters, "
            "far more than any State's. Give a file that ends with the section.",
            place,
        )
    return text


def _known_state(section: Section, name: str, place: str) -> str:
    if section.state is None:
        raise UnknownState(
            f"{name} names the State under review as '{section.state_spelling}', a spelling in none of the "
            "tables. Check it; a new one belongs in graph_loader/reference/state_spellings.csv.",
            place,
        )
    return section.state


def _asked_cycle(review: str | None, state: str | None) -> int | None:
    match = re.fullmatch(rf"{state}-([1-9])", review or "")
    return int(match[1]) if match else None


def _missing(
    section: Section, symbol: str | None, held: str | None, adopted: str | None, cycle: int | None
) -> list[str]:
    where = f"between {section.lines[0].fragment} and {section.lines[-1].fragment}"
    missing = []
    if not symbol:
        missing.append(
            "The symbol of the Council's report was not found: no line of the file is a running head such as "
            "'A/HRC/28/2'. Keep the running heads, or put the symbol on a line of its own."
        )
    if not held:
        missing.append(f"'{section.review_date}', the date of the review, is no date of the calendar.")
    if not adopted:
        missing.append(
            "The adoption date was not found: no sentence 'At its … meeting, on …, the Human Rights Council "
            f"considered and adopted the outcome of the review of {section.state_spelling}' with a date, "
            f"{where}."
        )
    if not cycle:
        missing.append(
            f"The session was not found: no symbol such as 'A/HRC/WG.6/20/{section.state}/1' {where}. "
            f"Name the review, such as --review {section.state}-2."
        )
    return missing


def _symbol(lines: Sequence[Line], section: str) -> str | None:
    """The most frequent running head; a symbol that the section cites in brackets is another document's."""
    cited = frozenset(_CITED.findall(section))
    heads = Counter(symbol for line in lines if (symbol := running_head(line)) and symbol not in cited)
    return heads.most_common(1)[0][0] if heads else None


def _adoption(text: str, state: str) -> str | None:
    for match in _ADOPTED.finditer(text):
        words = match["state"].split()
        named = (state_code(" ".join(words[:count])) for count in range(len(words), 0, -1))
        if next((code for code in named if code), state) == state:
            return _iso(match["date"])
    return None


def _decision(head: _Head) -> tuple[DocumentRecord, ...]:
    """The Council's decision on the outcome, where the sentence on its adoption names it."""
    text = passage(head.section.lines).text
    for adopted in _ADOPTED.finditer(text):
        named = _DECISION.search(text, adopted.start(), adopted.end() + _LONGEST_REFERENCE)
        session = re.match(r"A/HRC/(\d+)/", head.symbol)
        if named and session and named["number"].startswith(f"{session[1]}/"):
            symbol = f"A/HRC/DEC/{named['number']}"
            place = head.review.place
            return (
                DocumentRecord(
                    symbol, "council-decision", symbol=symbol, review=head.review.key, place=place
                ),
            )
    return ()


_LONGEST_REFERENCE: Final = 60
"""Characters behind the name of the State in which `(decision 28/105)` stands."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _iso(printed: str) -> str | None:
    """`30 October 2014` as `2014-10-30`; None where the calendar has no such day."""
    day, month, year = printed.split()
    try:
        return date(int(year), _MONTHS.index(month) + 1, int(day)).isoformat()
    except ValueError:
        return None


# The reading


def _reading(head: _Head, name: str) -> SourceReading:
    key = head.review.key
    all_paragraphs = paragraphs(head.section)
    reviewed = Reviewed(head.review.state, head.review.cycle)
    spoken = _spoken_by_state(all_paragraphs, reviewed)
    declared = declared_counts(spoken, reviewed)
    found = [(p, finding) for p in spoken if p.role == "state" for finding in findings(p.text, reviewed)]
    positions, unclear = _positions(found, head, name)
    floor = interventions(all_paragraphs, key, head.symbol, head.adopted, name)
    problems = [
        *_problems_of_section(all_paragraphs, head, name),
        *_problems_of_counts(declared, head, name),
        *unclear,
        *floor.problems,
    ]
    document = DocumentRecord(
        head.symbol, "council-report", symbol=head.symbol, review=key, place=head.review.place
    )
    return SourceReading(
        "council-report",
        READER,
        f"{head.symbol}/{key}",
        document,
        reviews=(head.review,),
        positions=positions,
        tallies=_tallies(declared, head),
        documents=_decision(head),
        interventions=floor.interventions,
        problems=tuple(problems),
    )


_OPENS_AS_STATE: Final = re.compile(
    rf"(?:\d{{1,4}}\.\s*)?(?:{OWN_SUBJECT}|The\s+(?:head\s+of|Minister|representative\s+of))\b", re.IGNORECASE
)


def _spoken_by_state(found: Sequence[Paragraph], reviewed: Reviewed) -> tuple[Paragraph, ...]:
    """Without headings, a paragraph is the State's where its first words name the State or its delegation."""
    if any(paragraph.role != "opening" for paragraph in found):
        return tuple(found)
    return tuple(
        Paragraph(p.number, "state", p.passage) if _opens_as_state(p.text, reviewed) else p for p in found
    )


def _opens_as_state(text: str, reviewed: Reviewed) -> bool:
    words = re.sub(r"^\d{1,4}\.\s*", "", text[:200]).split()[:8]
    named = (state_code(" ".join(words[:count])) for count in range(len(words), 0, -1))
    return bool(_OPENS_AS_STATE.match(text)) or next((c for c in named if c), None) == reviewed.state


def _tallies(declared: DeclaredCounts, head: _Head) -> tuple[TallyRecord, ...]:
    final = declared.final
    if not final:
        return ()
    record = TallyRecord(
        head.review.key,
        head.symbol,
        final.total,
        final.supported,
        final.noted,
        final.other,
        as_of=head.adopted,
        paragraph=final.paragraph.number,
        note=_initially(declared.initial),
        place=final.paragraph.passage.fragment(final.offset),
    )
    return (record,)


def _initially(counts: Counts | None) -> str | None:
    if not counts:
        return None
    where = f" (paragraph {counts.paragraph.number})" if counts.paragraph.number else ""
    return f"initially {_in_words(counts)}{where}"


def _in_words(counts: Counts) -> str:
    named = (("supported", counts.supported), ("noted", counts.noted), ("other", counts.other))
    return ", ".join(f"{value} {word}" for word, value in named if value is not None)


def _positions(
    found: Sequence[tuple[Paragraph, Finding]], head: _Head, name: str
) -> tuple[tuple[PositionRecord, ...], list[Problem]]:
    """One position a number; a number with two answers gets none, and a warning."""
    records: dict[str, PositionRecord] = {}
    contested: dict[str, Paragraph] = {}
    problems = [_unclear(paragraph, finding, name) for paragraph, finding in found if not finding.status]
    for paragraph, finding in found:
        for record in _records(paragraph, finding, head):
            first = records.setdefault(record.recommendation, record)
            if first.status != record.status:
                contested[record.recommendation] = paragraph
    for key, paragraph in contested.items():
        first = records.pop(key)
        number = key.rpartition("-")[2]
        problems.append(
            Problem(
                "warning",
                f"{paragraph.name} answers recommendation {number} otherwise than paragraph "
                f"{first.paragraph} ({first.status}). No position was read. Check both by hand.",
                f"{name}#{paragraph.passage.fragment()}",
            )
        )
    return tuple(records.values()), problems


def _records(paragraph: Paragraph, finding: Finding, head: _Head) -> Iterator[PositionRecord]:
    if finding.status is None:
        return
    for number in finding.numbers:
        yield PositionRecord(
            f"{head.review.key}-{number}",
            finding.status,
            head.symbol,
            head.adopted,
            paragraph.number,
            finding.note,
            paragraph.passage.fragment(finding.offset),
        )


def _unclear(paragraph: Paragraph, finding: Finding, name: str) -> Problem:
    listed = ", ".join(finding.numbers[:5]) + (" …" if len(finding.numbers) > 5 else "")
    named = f" {listed}" if listed else "s"
    return Problem(
        "warning",
        f"{paragraph.name} may state a position on recommendation{named}, but {finding.trouble}. No position "
        "was read from it. Check the paragraph by hand.",
        f"{name}#{paragraph.passage.fragment(finding.offset)}",
    )


# Problems


def _problems_of_section(found: Sequence[Paragraph], head: _Head, name: str) -> Iterable[Problem]:
    place = f"{name}#{head.review.place}"
    if all(paragraph.role == "opening" for paragraph in found):
        yield Problem(
            "warning",
            "The section has no headings such as 'Views expressed by the State under review': "
            "only paragraphs whose first words name the State or its delegation were read for positions and "
            "counts.",
            place,
        )
        if head.section.is_last and end_of(head.section) == "cut":
            yield _broken_off(head, name, "The section breaks off")
    else:
        yield from _problems_of_the_end(head, name)
    for each in missing_from(head.section):
        yield Problem(each.severity, each.message, f"{name}#{each.line.fragment}")
    if (head.review.review_date or "") >= (head.adopted or ""):
        yield Problem(
            "warning",
            f"The outcome was adopted on {head.adopted}, not after the review on {head.review.review_date}. "
            "Check both.",
            place,
        )


def _problems_of_the_end(head: _Head, name: str) -> Iterator[Problem]:
    """Every section of a Council report ends with concluding remarks; one that breaks off before is cut."""
    end = end_of(head.section)
    if end == "whole":
        return
    if end == "breaks-off":
        yield _broken_off(head, name, "The section breaks off in its concluding remarks")
        return
    yield Problem(
        "error" if end == "cut" else "warning",
        "The heading 'Concluding remarks of the State under review' is missing"
        + (
            ", and the text ends in the middle of a sentence: the section is cut off."
            if end == "cut"
            else "."
        )
        + " Changes of positions and the final counts may stand after it. Get the whole section.",
        f"{name}#{head.section.lines[-1].fragment}",
    )


def _broken_off(head: _Head, name: str, how: str) -> Problem:
    last = head.section.lines[-1]
    message = f"{how}: {quoted_end(last.text)!r}. Get the whole section."
    return Problem("warning", message, f"{name}#{last.fragment}")


def _problems_of_counts(declared: DeclaredCounts, head: _Head, name: str) -> Iterator[Problem]:
    final = declared.final
    for paragraph, offset in declared.unclear:
        yield Problem(
            "warning",
            f"{paragraph.name} declares counts of recommendations that contradict each other or cannot be "
            "told apart; they were left out. Check the paragraph by hand.",
            f"{name}#{paragraph.passage.fragment(offset)}",
        )
    if not final:
        text = "No counts of supported and noted recommendations were found in the section."
        yield Problem("info", text, f"{name}#{head.review.place}")
        return
    place = f"{name}#{final.paragraph.passage.fragment(final.offset)}"
    if not final.adds_up:
        yield Problem(
            "warning",
            f"{final.paragraph.name} declares {final.total} recommendations, but {_in_words(final)}. "
            "The counts were kept as they are.",
            place,
        )
    own = declared.state
    if own and own is not final and not final.same_as(own):
        yield Problem(
            "warning",
            f"{own.paragraph.name} has the State say {_in_words(own)}; {final.paragraph.name.lower()} has "
            f"the Council's presiding officer say {_in_words(final)}, which was taken.",
            place,
        )

"""The sheets of a follow-up workbook: what the columns are called, what they hold, and which table each is.

The template is made from this list, and the workbook is read by it. The columns' own rules are those of the
curated tables (graph_loader/curated/README.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from graph_loader.sources.table_kinds import TABLES, Table
from graph_loader.sources.table_paths import AGENTS, CHAIRS, DUTIES, MEASURES, PLAN_ITEMS, RESULTS, THINGS

MARK: Final = "upr-graph follow-up workbook"
"""Stands on the first sheet of every workbook that the template makes."""
START: Final = "start"
RECOMMENDATIONS: Final = "recommendations"
KNOWN: Final = "known"
LISTS: Final = "lists"
OWN_SHEETS: Final = frozenset({START, RECOMMENDATIONS, KNOWN, LISTS})
"""Sheets that help to fill in the others and hold no rows to read."""

_BODIES: Final = frozenset({"body"})
_LAWS: Final = frozenset({"law"})
_PLANS: Final = frozenset({"plan"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet."""

    title: str
    """What the header row calls it."""
    name: str
    """The column of the curated table."""
    about: str
    example: str = ""
    choices: str = ""
    """The drop-down list of its cells: a vocabulary (`law`), or what the cells name (`bodies`)."""
    refers_to: frozenset[str] = frozenset()
    """Kinds of things that its cells name."""
    as_key: bool = False
    """Whether the table wants the key of such a thing, not its path."""
    several: bool = False
    """Whether a cell may name several, joined by `;`, `|` or line breaks."""
    is_date: bool = False
    width: int = 22


@dataclass(frozen=True)
class SheetForm:
    """A sheet that is filled in."""

    name: str
    kind: str
    """The curated table that it is."""
    about: str
    columns: tuple[Column, ...]
    tab: str = "4472C4"
    """Colour of its tab."""

    @cached_property
    def table(self) -> Table:
        """The curated table that it is."""
        return _TABLE_BY_KIND[self.kind]

    @cached_property
    def required(self) -> frozenset[str]:
        """Columns of the table whose cells may not be blank, and which the reader does not fill in itself."""
        return frozenset(name for names in self.table.required for name in names) - self.filled_in

    @property
    def filled_in(self) -> frozenset[str]:
        """Columns that need not be there: the State is that of the workbook."""
        return _FILLED_IN[self.kind]

    def title(self, name: str) -> str:
        """What the header row calls a column of the table."""
        return next((column.title for column in self.columns if column.name == name), name)

    def column(self, title: str) -> Column | None:
        """The column of a title, or of the name that the curated table has for it."""
        return self._by_title.get(folded(title))

    @cached_property
    def _by_title(self) -> dict[str, Column]:
        plain = {name: Column(name, name, "") for name in self.table.columns}
        named = {**plain, **{column.name: column for column in self.columns}}
        return {**named, **{folded(column.title): column for column in self.columns}}


def folded(title: str) -> str:
    """A title of a column or sheet, so that case, spaces and punctuation do not count."""
    return re.sub(r"[\W_]+", "_", title.lower()).strip("_")


_TABLE_BY_KIND: Final = {table.kind: table for table in TABLES}
_FILLED_IN: Final = {
    **{kind: frozenset({"state"}) for kind in _TABLE_BY_KIND},
    "consultations": frozenset({"state", "key"}),
    "links": frozenset({"relation"}),
}

_SOURCE: Final = (
    Column(
        "Source (web address)",
        "source_url",
        "One web address where the fact can be seen. It is shown beside the fact.",
        "https://www.example.org/laws/2030-12",
        width=34,
    ),
    Column(
        "Note",
        "note",
        "What a reader should know, in your words: a paragraph, a disagreement between sources.",
        "Second reading on 3 May 2030",
        width=34,
    ),
)
_RECOMMENDATION: Final = Column(
    "Recommendation",
    "recommendation",
    "Key of the sheet 'recommendations'.",
    "SMR-9-4.1",
    "recommendations",
    frozenset({"recommendation"}),
    True,
)
_KEY: Final = Column(
    "Key",
    "key",
    "A short name for web addresses. Leave it blank: it is made from the name or title.",
    "ministry-of-tides",
    width=18,
)


def _date(title: str, name: str, about: str, example: str = "2030-05-03") -> Column:
    exact = " As exact as you know it: 2030-05-03, 2030-05 or 2030."
    return Column(title, name, about + exact, example, is_date=True, width=14)


FORMS: Final = (
    SheetForm(
        "bodies",
        "bodies",
        "Ministries, courts, institutions and organizations that the other sheets name. Those that the graph "
        "has already are on the sheet 'known' and need no row here.",
        (
            Column("Name", "name", "The name in English.", "Ministry of Tides", width=40),
            Column("Kind", "kind", "What kind of body it is.", "government body", "body-kind"),
            Column(
                "Part of",
                "parent",
                "The body that it is part of: its name, as on this sheet or on 'known'.",
                "Government",
                "bodies",
                _BODIES,
                as_key=True,
                width=34,
            ),
            _date("Founded", "date", "When it was founded."),
            _date("Name valid from", "valid_from", "When it got this name and form."),
            _date("Name valid to", "valid_to", "When it ended, or got another name."),
            *_SOURCE,
            _KEY,
        ),
    ),
    SheetForm(
        "laws",
        "laws",
        "Laws, decrees, resolutions and orders. Each row is the act and its adoption.",
        (
            Column("Title", "title", "The title in English.", "Law on lighthouses", width=50),
            Column("Kind", "kind", "What kind of act it is.", "law", "law"),
            Column("Number", "number", "The number as the act writes it.", "12-IV", width=14),
            _date("Adopted", "date", "When it was adopted or signed."),
            _date("In force from", "in_force_from", "When it entered into force."),
            Column(
                "Amends",
                "amends",
                "Laws of this sheet that it changes: title or number; several are joined by ;",
                "Law on harbours",
                refers_to=_LAWS,
                as_key=True,
                several=True,
                width=30,
            ),
            Column(
                "Repeals",
                "repeals",
                "Laws of this sheet that it ends: title or number; several are joined by ;",
                "Law on harbours",
                refers_to=_LAWS,
                as_key=True,
                several=True,
                width=30,
            ),
            Column(
                "Treaty that it approves",
                "concerns_treaty",
                "The treaty whose ratification or signature the law approves.",
                "Convention on the Rights of Persons with Disabilities",
                "treaties",
                frozenset({"instrument"}),
                as_key=True,
                width=40,
            ),
            *_SOURCE,
            _KEY,
        ),
    ),
    SheetForm(
        "measures",
        "measures",
        "Whatever was done besides laws and treaty acts: a policy, an institution, a training, a budget.",
        (
            Column(
                "Title", "title", "What was done, in a few words.", "Training of lighthouse keepers", width=50
            ),
            Column("Kind", "kind", "What kind of measure it is.", "practice", "measure-kind"),
            Column("Act", "measure_kind", "More exactly, what was done.", "training", "measure"),
            _date("Date", "date", "When it was done, or began."),
            Column(
                "Led to",
                "results_in",
                "The law, body, plan or measure that it brought about; several are joined by ;",
                "Ministry of Tides",
                "things",
                RESULTS,
                several=True,
                width=34,
            ),
            Column(
                "Norms",
                "norms",
                "Treaties it is aimed at; several are joined by ;",
                "Convention on the Rights of the Child",
                "treaties",
                frozenset({"instrument"}),
                as_key=True,
                several=True,
                width=34,
            ),
            Column(
                "Done by way of",
                "carried_out_through",
                "Other measures by which it was done; several are joined by ;",
                refers_to=MEASURES | _LAWS,
                several=True,
                width=30,
            ),
            Column(
                "Sets the mandate of",
                "mandate_of",
                "The body whose mandate it sets; only where the kind is institutional.",
                "Ombudsman of the Isles",
                "bodies",
                _BODIES,
                as_key=True,
                width=30,
            ),
            Column(
                "Carries out plan item",
                "fulfils",
                "Items of plans that it carries out: plan, item number; several are joined by ;",
                "Action plan 2030-2034, item 2",
                "plan-items",
                PLAN_ITEMS,
                several=True,
                width=34,
            ),
            *_SOURCE,
            _KEY,
        ),
    ),
    SheetForm(
        "plans",
        "plans",
        "Action plans and programmes.",
        (
            Column("Title", "title", "The title in English.", "Action plan 2030-2034", width=50),
            Column("Number", "number", "Number of the act that approved it.", "77", width=14),
            _date("Adopted", "date", "When it was approved."),
            _date("Valid from", "valid_from", "First day or year.", "2030"),
            _date("Valid to", "valid_to", "Last day or year.", "2034"),
            Column(
                "For the review",
                "plan_for",
                "The review whose recommendations it is to carry out.",
                "SMR-9",
                "reviews",
            ),
            *_SOURCE,
            _KEY,
        ),
    ),
    SheetForm(
        "plan-items",
        "plan_items",
        "The numbered items of the plans.",
        (
            Column(
                "Plan", "plan", "Title of the plan.", "Action plan 2030-2034", "plans", _PLANS, True, width=40
            ),
            Column("Number", "number", "As the plan counts.", "2.1", width=10),
            Column("What is to be done", "title", "In a few words.", "Paint all lighthouses", width=50),
            _date("Deadline", "deadline", "By when; a month or a year means its end.", "2031"),
            Column(
                "Recommendations",
                "recommendations",
                "Those that the item is to carry out: keys of the sheet 'recommendations'; joined by ;",
                "SMR-9-4.1; SMR-9-4.2",
                "recommendations",
                frozenset({"recommendation"}),
                True,
                True,
                width=30,
            ),
            Column(
                "Indicator", "indicator", "How its completion is told.", "Share of painted towers", width=30
            ),
            *_SOURCE,
        ),
    ),
    SheetForm(
        "responsibilities",
        "responsibilities",
        "Which body is responsible for what. One row for each body and thing.",
        (
            Column(
                "Body", "body", "Name of the body.", "Ministry of Tides", "bodies", _BODIES, True, width=40
            ),
            Column("Role", "role", "What it does there.", "lead", "role"),
            Column(
                "Responsible for",
                "target",
                "A law, plan, plan item, measure, recommendation or review: its title, number or key.",
                "Law on lighthouses",
                "things",
                DUTIES,
                width=40,
            ),
            Column("Basis", "basis", "The provision or page that says so.", "Law 12-IV, article 3", width=34),
            _date("From", "valid_from", "First day of the duty."),
            _date("To", "valid_to", "Last day of the duty."),
            *_SOURCE,
        ),
        "548235",
    ),
    SheetForm(
        "assessments",
        "assessments",
        "How far a recommendation is implemented, as one body judges. Each body has rows of its own.",
        (
            _RECOMMENDATION,
            Column(
                "Assessed by",
                "assessed_by",
                "The State, or a body.",
                "Ministry of Tides",
                "bodies",
                AGENTS,
                width=34,
            ),
            Column("Rating", "rating", "The judgment.", "partially implemented", "rating"),
            _date("As of", "as_of", "The day that the judgment is true for."),
            Column(
                "Document",
                "document",
                "UN symbol of the document that states it.",
                "A/HRC/WG.6/99/SMR/1",
                width=26,
            ),
            Column("Paragraph", "paragraph", "Of that document.", "12", width=12),
            Column(
                "Evidence",
                "evidence",
                "Laws, measures and documents that it relies on; several are joined by ;",
                "Law on lighthouses",
                "things",
                THINGS,
                several=True,
                width=34,
            ),
            *_SOURCE,
        ),
        "548235",
    ),
    SheetForm(
        "meetings",
        "consultations",
        "Meetings in which a review, a report or its follow-up was discussed.",
        (
            Column("Title", "title", "What the meeting is called.", "Round table on lighthouses", width=44),
            _date("Date", "date", "When it was held."),
            Column(
                "Held under",
                "platform",
                "The platform or commission.",
                "Council of Tides",
                "bodies",
                _BODIES,
                True,
                width=30,
            ),
            Column(
                "Called by",
                "organizer",
                "The body that convened it.",
                "Ministry of Tides",
                "bodies",
                _BODIES,
                True,
                width=30,
            ),
            Column(
                "Chaired by",
                "chairs",
                "Bodies or posts; several are joined by ;",
                "Ministry of Tides",
                "bodies",
                CHAIRS,
                several=True,
                width=30,
            ),
            Column(
                "Participants",
                "participants",
                "Bodies and States; several are joined by ;",
                "Ministry of Tides; Snail League",
                "bodies",
                AGENTS,
                several=True,
                width=34,
            ),
            Column(
                "Discussed",
                "discussed",
                "Recommendations, reviews, plans, laws or documents; several are joined by ;",
                "SMR-9-4.1; Action plan 2030-2034",
                refers_to=THINGS,
                several=True,
                width=34,
            ),
            Column(
                "How the date is known", "date_basis", "Where the source does not give all of it.", width=24
            ),
            *_SOURCE,
            _KEY,
        ),
        "548235",
    ),
    SheetForm(
        "links",
        "links",
        "What was done about a recommendation. To address it means to bear on it, never to fulfil it.",
        (
            _RECOMMENDATION,
            Column(
                "What was done",
                "target",
                "A measure or law of this workbook, or one on 'known': title, number or key.",
                "Law on lighthouses",
                "things",
                THINGS,
                width=44,
            ),
            Column("Why", "basis", "Why you say so, in a few words.", "the law asks for paint", width=40),
            Column(
                "Relation",
                "relation",
                "Blank: the measure or law addresses the recommendation.",
                "addresses",
                "link-relation",
            ),
            *_SOURCE,
        ),
        "548235",
    ),
)
"""In the order of the workbook."""

_ALIASES: Final = {"consultations": "meetings", "items": "plan-items", "measures_taken": "measures"}
_FORM_BY_NAME: Final = {folded(form.name): form for form in FORMS}


def form_of_columns(titles: Iterable[str]) -> SheetForm | None:
    """The form that a header row has most columns of, two thirds at least; None where two have as many."""
    given = {folded(title) for title in titles}
    shared = {form.name: len(given & {folded(column.title) for column in form.columns}) for form in FORMS}
    best = max(FORMS, key=lambda form: shared[form.name])
    is_told = 3 * shared[best.name] >= 2 * len(best.columns)
    return best if is_told and [*shared.values()].count(shared[best.name]) == 1 else None


def form_of(sheet: str) -> SheetForm | None:
    """The form of a sheet by its name; a sheet may also be called like any curated table, and then is one."""
    name = folded(sheet)
    form = _FORM_BY_NAME.get(folded(_ALIASES.get(name, name)))
    if form or name in OWN_SHEETS or name not in _TABLE_BY_KIND:
        return form
    columns = tuple(Column(column, column, "") for column in sorted(_TABLE_BY_KIND[name].columns))
    return SheetForm(name, name, "", columns)

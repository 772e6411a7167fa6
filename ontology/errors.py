"""Errors that upr-graph raises on purpose, one tree.

UprGraphError
├── SourceError            something is wrong inside a file (exit code 1)
│   └── UnknownState       a State is in none of the spellings known
├── UsageError             the request cannot be run as asked (exit code 2)
│   ├── ParseError         a graph or query that does not parse, with line and column
│   ├── UnknownName        no query, format, source or snapshot of that name
│   └── RefusedQuery       SERVICE, LOAD or an update in a read-only query
├── WorkspaceError         the workspace is locked, broken or not writable (exit code 2)
├── ValidationFailed       a graph that may not be published (exit code 1)
├── ShapeError             a shape that cannot be evaluated (exit code 2)
├── ReasonerError          the OWL reasoner cannot run, or make sense of the axioms (exit code 2)
└── QueryLimit             a query was stopped at a limit (exit code 1)
    ├── QueryTimeout       at its deadline
    │   └── WorkersBusy    no worker came free before it
    ├── QueryMemory        at its memory limit
    ├── ResultTooLarge     at its result size limit
    └── ReasonerLimit      the OWL reasoner was, at its time or memory limit
"""

from __future__ import annotations


class UprGraphError(Exception):
    """Root of the tree; its text says what, where and what to do."""


class SourceError(UprGraphError):
    """Something is wrong inside a source file; `place` is like `list.csv#row=12`."""

    def __init__(self, message: str, place: str | None = None) -> None:
        super().__init__(message)
        self.place = place


class UnknownState(SourceError):
    """A State is written in a way that no table knows."""


class UsageError(UprGraphError):
    """The request cannot be run as asked."""


class ParseError(UsageError):
    """A text that does not parse; `line` and `column` count from 1 where they are known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class UnknownName(UsageError):
    """No query, format, source or snapshot has that name."""


class RefusedQuery(UsageError):
    """The query asks for something this read-only endpoint never does."""


class WorkspaceError(UprGraphError):
    """The workspace is locked, broken or not writable."""


class ValidationFailed(UprGraphError):
    """The graph breaks a rule and was not published."""


class ShapeError(UprGraphError):
    """A shape cannot be evaluated, so nothing can be said of the graph."""


class ReasonerError(UprGraphError):
    """The reasoner cannot run here, or cannot make sense of the axioms."""


class QueryLimit(UprGraphError):
    """A query was stopped at a limit."""


class QueryTimeout(QueryLimit):
    """A query was stopped at its deadline."""


class WorkersBusy(QueryTimeout):
    """No worker came free before the query's deadline, or too many queries wait: ask again later."""


class QueryMemory(QueryLimit):
    """A query was stopped at its memory limit."""


class ResultTooLarge(QueryLimit):
    """A result was larger than allowed."""


class ReasonerLimit(QueryLimit):
    """The reasoner was stopped at its time or memory limit, so nothing is known."""

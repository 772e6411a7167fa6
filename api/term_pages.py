"""The pages of the ontology: every term with its use in the graph, and the vocabularies."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Final

from jinja2 import Environment

from api.rendering import environment
from api.rows import link
from api.service import Served, Service
from api.term_examples import Example, examples
from api.term_uses import NONE, Uses, uses
from ontology.documentation import NAMESPACE, Scheme, Term, documentation
from ontology.errors import UnknownName, UprGraphError
from ontology.prefixes import BASE, PREFIXES, compact
from ontology.serialise import ENDINGS
from shapes.catalogue import shape_list

_MOST_CONCEPTS: Final = 20
"""Concepts of a vocabulary that the page of the terms shows itself; a larger one has only its own page."""
_VOCABULARIES: Final = "/ns/vocab/"
_WAIT: Final = 2.5
"""Seconds that a reader waits for the examples of a snapshot that nobody has asked for before."""
_TRY_AGAIN: Final = 60.0
"""Seconds until examples are looked up again, where that failed."""


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as the page shows it."""

    term: Term
    uses: Uses
    example: Example | None
    href: str | None
    """Page of the thing that the example is about."""


class TermPages:
    """The page of all terms by snapshot: its examples are looked up once for each, beside the requests.

    Safe to use from several threads.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, "examples")
        self._page: tuple[str, float, Future[str]] | None = None

    def terms(self, served: Served) -> str:
        """The page; without examples where looking them up takes longer than a reader should wait."""
        try:
            return self._asked(served.manifest.snapshot).result(_WAIT)
        except (TimeoutError, UprGraphError):  # the words are worth reading without examples too
            return terms_page(served, None)

    def _asked(self, snapshot: str) -> Future[str]:
        with self._lock:
            if self._page is not None:
                of, since, page = self._page
                failed = page.done() and page.exception() is not None
                if of == snapshot and not (failed and time.monotonic() - since > _TRY_AGAIN):
                    return page
            page = self._thread.submit(self._with_examples)
            self._page = snapshot, time.monotonic(), page
            return page

    def _with_examples(self) -> str:
        with self._service.snapshot() as served:
            return terms_page(served, examples(documentation(), served.workers))


def terms_page(served: Served | None, found: Mapping[str, Example] | None) -> str:
    """The page of all terms with these examples; None where they could not be looked up."""
    told = documentation()
    views = {term.iri: _view(term, found or {}) for term in told.terms}
    return _render(
        "ns.html",
        served=served,
        told=told,
        views=views,
        searched=found is not None,
        shapes=shape_list(),
        on_terms_page=True,
        prefixes=tuple(PREFIXES.items()),
    )


def vocabulary_page(served: Served, name: str) -> str:
    """The page of one vocabulary; raises UnknownName, which lists them."""
    schemes = documentation().schemes
    scheme = next((one for one in schemes if one.name == name), None)
    if scheme is None:
        known = ", ".join(one.name for one in schemes)
        raise UnknownName(f"There is no vocabulary {name[:80]!r} here. There are: {known}.")
    return _render("ns_vocabulary.html", served=served, scheme=scheme, on_terms_page=False)


def _view(term: Term, found: Mapping[str, Example]) -> TermView:
    example = found.get(term.iri)
    to = (_concepts().get(example.subject) or link(example.subject)) if example else None
    return TermView(term, uses().get(term.iri, NONE), example, to)


# --- templates ---------------------------------------------------------------------------------------


@cache
def _templates() -> Environment:
    templates = environment()
    templates.filters["href"] = href
    templates.filters["compact"] = compact
    templates.filters["scheme_of"] = scheme_of
    templates.tests["large"] = is_large
    return templates


def _render(name: str, **values: object) -> str:
    return _templates().get_template(name).render(here="/ns", base=BASE, endings=ENDINGS, **values)


def is_large(scheme: Scheme) -> bool:
    """Whether a vocabulary has only a page of its own."""
    return len(scheme.concepts) > _MOST_CONCEPTS


def href(iri: str) -> str | None:
    """Where the name of a term leads: its place on these pages, else its own address on the web."""
    if iri.startswith(NAMESPACE):
        return f"/ns#{iri.removeprefix(NAMESPACE)}"
    return _concepts().get(iri) or (iri if iri.startswith(("http://", "https://")) else None)


def scheme_of(iri: str) -> str | None:
    """The name of the vocabulary that a concept is of, None for what is no concept here."""
    page, mark, _ = _concepts().get(iri, "").partition("#")
    return page.removeprefix(_VOCABULARIES) if mark else None


@cache
def _concepts() -> Mapping[str, str]:
    """Where each concept and vocabulary is shown."""
    found: dict[str, str] = {}
    for scheme in documentation().schemes:
        found[scheme.iri] = page = f"{_VOCABULARIES}{scheme.name}"
        found.update({one.iri: f"{page}#{one.notation}" for one in scheme.concepts})
    return found

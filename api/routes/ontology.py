"""`/ns`: the ontology as a page and as data, its JSON-LD context, its vocabularies (Recipes 3 and 5 of W3C,
Best Practice Recipes for Publishing RDF Vocabularies: one document, negotiated)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import FastAPI, Path, Request, Response
from fastapi.responses import RedirectResponse

from api.caching import entity_tag, not_modified, page
from api.negotiation import accepted_format, wants_page
from api.openapi import Json
from api.problems import Problem
from api.service import Served, Service
from api.term_pages import TermPages, vocabulary_page
from api.term_uses import datatypes
from ontology.documentation import documentation
from ontology.errors import UnknownName
from ontology.prefixes import BASE
from ontology.serialise import (
    ENDINGS,
    context_document,
    serialise,
    serialise_vocabulary,
    version,
    vocabularies,
)
from sparql.results import JSONLD, Format, by_name, formats_of

_PAGE: Final = "html"
_TEXT: Final[Json] = {"schema": {"type": "string"}}
_ANSWERS: Final[dict[int | str, Json]] = {
    200: {
        "description": "The ontology, in the form that Accept or the ending asks for",
        "content": {one.media_type: _TEXT for one in formats_of("graph")} | {"text/html": _TEXT},
    },
    304: {"description": "If-None-Match names the answer"},
    404: {"description": "No such ending, version or vocabulary"},
    406: {"description": "No form of the ontology is acceptable"},
}


def add_ontology(app: FastAPI, service: Service) -> None:
    """Add `/ns` and what is below it."""
    pages = TermPages(service)

    def answer(request: Request, ending: str | None) -> Response:
        with service.snapshot() as served:
            if ending == _PAGE or (ending is None and wants_page(request, "graph")):
                found = page(request, pages.terms(served), snapshot=served.manifest.snapshot)
                found.headers["Link"] = _links()
                return found
            format = _format(ending) if ending else accepted_format(request, "graph")
            found = _data(request, served, serialise(format.name), format.media_type)
            found.headers["Link"] = _links()
            if ending:
                found.headers["Content-Disposition"] = f'inline; filename="upr.{ENDINGS[format.name]}"'
            return found

    @app.get("/ns", summary="The ontology: a page of every term, or its data", responses=_ANSWERS)
    async def ontology(request: Request) -> Response:
        """The page for browsers; Turtle, RDF/XML, JSON-LD and N-Triples for others."""
        return await service.in_thread(answer, request, None)

    @app.get("/ns.{ending}", summary="The ontology in one form", responses=_ANSWERS)
    async def ontology_by_ending(
        request: Request,
        ending: Annotated[str, Path(description="`ttl`, `rdf`, `jsonld`, `nt` or `html`")],
    ) -> Response:
        """The same as /ns with that form in `Accept`."""
        return await service.in_thread(answer, request, ending)

    def context(request: Request) -> Response:
        with service.snapshot() as served:
            return _data(request, served, context_document(datatypes()), JSONLD.media_type)

    @app.get("/ns/context.jsonld", summary="The JSON-LD context of all terms", responses=_CONTEXT)
    async def get_context(request: Request) -> Response:
        """JSON-LD 1.1; a document names it in `@context`."""
        return await service.in_thread(context, request)

    def vocabulary(request: Request, scheme: str) -> Response:
        name, _, ending = scheme.partition(".")
        with service.snapshot() as served:
            if name not in vocabularies() or ending == _PAGE or (not ending and wants_page(request, "graph")):
                return page(request, vocabulary_page(served, name), snapshot=served.manifest.snapshot)
            format = _format(ending) if ending else accepted_format(request, "graph")
            return _data(request, served, serialise_vocabulary(name, format.name), format.media_type)

    @app.get("/ns/vocab/{scheme}", summary="One vocabulary: a page, or its data", responses=_VOCABULARY)
    async def get_vocabulary(
        request: Request,
        scheme: Annotated[str, Path(description="Such as `position`; an ending like `.ttl` is a form")],
    ) -> Response:
        """Its concepts with notation, labels, definition and matches."""
        return await service.in_thread(vocabulary, request, scheme)

    def index(request: Request) -> Response:
        if wants_page(request, "graph"):
            return RedirectResponse("/ns#vocabularies", HTTPStatus.SEE_OTHER, {"Vary": "Accept"})
        format = accepted_format(request, "graph")
        with service.snapshot() as served:
            return _data(request, served, serialise_vocabulary(None, format.name), format.media_type)

    @app.get("/ns/vocab", summary="The list of vocabularies", responses=_VOCABULARY)
    async def get_vocabularies(request: Request) -> Response:
        """Their names and titles as data; a browser gets the list on the page of the terms."""
        return await service.in_thread(index, request)

    @app.get("/ns/{version}", summary="One version of the ontology", responses=_ANSWERS)
    async def ontology_by_version(
        request: Request,
        version: Annotated[str, Path(description="Such as `0.2.0`; an ending like `.ttl` is a form")],
    ) -> Response:
        """As /ns answers. The versions before are not kept here: 404 says which one is."""
        return await service.in_thread(answer, request, _ending_of(version))


_CONTEXT: Final[dict[int | str, Json]] = {
    200: {"description": "The context", "content": {JSONLD.media_type: _TEXT}}
}
_VOCABULARY: Final[dict[int | str, Json]] = {
    200: {
        "description": "The vocabulary, in the form that Accept or the ending asks for",
        "content": {one.media_type: _TEXT for one in formats_of("graph")} | {"text/html": _TEXT},
    },
    404: {"description": "No such vocabulary or ending"},
}


def _ending_of(asked: str) -> str | None:
    """The ending after the number of the current version; raises UnknownName for another version."""
    here = version()
    if asked == here:
        return None
    if asked.startswith(f"{here}."):
        return asked.removeprefix(f"{here}.")
    if any(asked == term.name for term in documentation().terms):
        raise UnknownName(f"{asked} is a term: it is at /ns#{asked}.")
    raise UnknownName(
        f"There is no version {asked[:40]!r} of the ontology here; there is {here}, at /ns/{here}."
    )


def _format(ending: str) -> Format:
    name = next((name for name, known in ENDINGS.items() if known == ending), None)
    if name is None:
        known = ", ".join((*ENDINGS.values(), _PAGE))
        raise Problem(
            HTTPStatus.NOT_FOUND, "Not found", f"The ontology has no ending {ending[:40]!r}. It has: {known}."
        )
    return by_name(name)


def _data(request: Request, served: Served, body: bytes, media_type: str) -> Response:
    headers = {
        "ETag": entity_tag(body),
        "Upr-Graph-Snapshot": served.manifest.snapshot,
        "Vary": "Accept",
    }
    return not_modified(request, headers) or Response(body, media_type=media_type, headers=headers)


def _links() -> str:
    """Link header (RFC 8288): the other forms, the canonical IRI, the licence."""
    forms = [(f"/ns.{ENDINGS[one.name]}", one.media_type) for one in formats_of("graph")]
    found = [
        f'<{path}>; rel="alternate"; type="{kind}"' for path, kind in (*forms, ("/ns.html", "text/html"))
    ]
    found.append(f'<{BASE}ns>; rel="canonical"')
    if licence := documentation().about.licence:
        found.append(f'<{licence}>; rel="license"')
    return ", ".join(found)

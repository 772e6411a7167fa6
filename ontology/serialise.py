"""The ontology as one document: Turtle, RDF/XML, JSON-LD and N-Triples, and the JSON-LD context of its terms.

All of it is made from the Turtle files and holds the same triples; rdfs:label and rdfs:comment say again what
skos:prefLabel and skos:definition say, for tools that know no SKOS. The same files give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.compare import to_canonical_graph
from rdflib.namespace import OWL, RDFS, SKOS, XSD
from rdflib.term import Node

from ontology.formatter import turtle_of
from ontology.modules import turtle_files
from ontology.prefixes import BASE, PREFIXES, compact

_ONTOLOGY: Final = URIRef(BASE + "ns")
_NS: Final = BASE + "ns#"
_PREFIX_LINE: Final = re.compile(r"@prefix\s+([\w-]*):\s+<([^>]*)>\s*\.\s*")
_DATA_PREFIX: Final = "upr-graph"
"""Prefix of the context for IRIs of data: `upr-graph:id/state/KAZ`."""

Json = dict[str, object]

ENDINGS: Final = {"turtle": "ttl", "rdfxml": "rdf", "jsonld": "jsonld", "ntriples": "nt"}
"""Ending of an address by the short name of its format."""


@cache
def ontology_graph() -> Graph:
    """All triples of the Turtle files; blank nodes have labels that depend on what is said of them alone.

    One graph for all callers: it is for reading.
    """
    parsed = Graph()
    for file in turtle_files():
        parsed.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in sorted(stable(parsed), key=_in_order):
        graph.add(triple)
    return graph


_SAID_AGAIN: Final = ((SKOS.prefLabel, RDFS.label), (SKOS.definition, RDFS.comment))


@cache
def said_again() -> Graph:
    """What rdfs:label and rdfs:comment say of things of the project: their SKOS label and definition."""
    graph = Graph(bind_namespaces="none")
    for skos, rdfs in _SAID_AGAIN:
        for subject, text in ontology_graph().subject_objects(skos):
            if str(subject).startswith(BASE) and (subject, rdfs, None) not in ontology_graph():
                graph.add((subject, rdfs, text))
    return graph


@cache
def published_graph() -> Graph:
    """All that is published: the triples of the files, and what is said again. It is for reading."""
    return _together(ontology_graph(), said_again())


def _together(*graphs: Iterable[tuple[Node, Node, Node]]) -> Graph:
    whole = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        whole.bind(prefix, namespace)
    for triple in sorted((triple for graph in graphs for triple in graph), key=_in_order):
        whole.add(triple)
    return whole


def vocabularies() -> dict[str, str]:
    """The IRI of each vocabulary (a SKOS concept scheme) by what follows `vocab/` in it, by name."""
    schemes = sorted(str(one) for one in ontology_graph().subjects(RDF.type, SKOS.ConceptScheme))
    return {iri.removeprefix(BASE + "vocab/"): iri for iri in schemes}


def _vocabulary_graph(name: str | None) -> Graph:
    """A vocabulary and its concepts; for None all vocabularies without concepts. Raises KeyError."""
    known = vocabularies()
    if name is None:
        subjects = {URIRef(iri) for iri in known.values()}
    else:
        scheme = URIRef(known[name])
        concepts = {
            one
            for predicate in (SKOS.inScheme, SKOS.topConceptOf)
            for one in ontology_graph().subjects(predicate, scheme)
            if isinstance(one, URIRef)
        }
        subjects = {scheme, *concepts}
    return _together(t for one in subjects for t in published_graph().triples((one, None, None)))


def stable(graph: Graph) -> Graph:
    """The same triples, with labels of blank nodes that depend on what is said of them alone."""
    found, anonymous = Graph(), Graph()
    for triple in graph:
        blank = isinstance(triple[0], BNode) or isinstance(triple[2], BNode)
        (anonymous if blank else found).add(triple)
    for triple in to_canonical_graph(anonymous):
        found.add(triple)
    return found


def _in_order(triple: tuple[Node, Node, Node]) -> tuple[bool, str, bool, str, str]:
    subject, predicate, object = triple
    return (
        isinstance(subject, BNode),
        str(subject),
        predicate != RDF.type,
        str(predicate),
        object.n3(),
    )


def version() -> str:
    """The version that the ontology's owl:versionIRI ends with."""
    found = ontology_graph().value(_ONTOLOGY, OWL.versionIRI)
    return str(found).removeprefix(BASE + "ns/")


@cache
def turtle() -> bytes:
    """The files below one list of prefixes, the one that describes the ontology first.

    Each keeps the comment that opens it.
    """
    texts = [file.read_text(encoding="utf-8") for file in turtle_files()]
    prefixes: dict[str, str] = {}
    bodies = []
    for text in sorted(texts, key=lambda text: " owl:Ontology " not in text):
        found, body = _without_prefixes(text)
        prefixes |= found
        bodies.append(body)
    found, body = _without_prefixes(turtle_of(said_again(), "rdfs:label"))
    prefixes |= found
    bodies.append("# What SKOS says above, again for tools that read RDF Schema only.\n\n" + body)
    head = "\n".join(f"@prefix {name}: <{prefixes[name]}> ." for name in sorted(prefixes))
    return ("\n\n".join((head, *bodies)) + "\n").encode()


def _without_prefixes(text: str) -> tuple[dict[str, str], str]:
    """The prefixes that a file declares before anything else, and the rest of it."""
    prefixes: dict[str, str] = {}
    kept = []
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if match := _PREFIX_LINE.fullmatch(line):
            prefixes[match[1]] = match[2]
        elif line.strip() and not line.startswith("#"):
            kept.extend(lines[number:])
            break
        elif line.strip() or (kept and kept[-1]):
            kept.append(line)
    return prefixes, "\n".join(kept).strip()


@cache
def rdf_xml() -> bytes:
    """RDF/XML (RDF 1.1 XML Syntax), one description a subject, sorted."""
    return _rdf_xml(published_graph())


def _rdf_xml(graph: Graph) -> bytes:
    """Written here: one writer of rdflib changes its order from run to run, the other drops list types."""
    triples = sorted(graph, key=_in_order)
    used = sorted({compact(str(predicate)).partition(":")[0] for _, predicate, _ in triples} | {"rdf"})
    spaces = "".join(f"\n  xmlns:{name}={quoteattr(PREFIXES[name])}" for name in used)
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n']
    for subject, found in groupby(triples, key=lambda triple: triple[0]):
        parts.append(f"  <rdf:Description {_xml_name(subject, 'about')}>\n")
        parts.extend(f"    {_xml_value(predicate, object)}\n" for _, predicate, object in found)
        parts.append("  </rdf:Description>\n")
    return "".join((*parts, "</rdf:RDF>\n")).encode()


def _xml_name(node: Node, attribute: str) -> str:
    if isinstance(node, BNode):
        return f'rdf:nodeID="{node}"'
    return f"rdf:{attribute}={quoteattr(str(node))}"


def _xml_value(predicate: Node, object: Node) -> str:
    name = compact(str(predicate))
    if not isinstance(object, Literal):
        return f"<{name} {_xml_name(object, 'resource')}/>"
    about = f" xml:lang={quoteattr(object.language)}" if object.language else ""
    if object.datatype:
        about = f" rdf:datatype={quoteattr(str(object.datatype))}"
    return f"<{name}{about}>{escape(str(object))}</{name}>"


@cache
def n_triples() -> bytes:
    """Sorted N-Triples."""
    return _n_triples(published_graph())


def _n_triples(graph: Graph) -> bytes:
    text = graph.serialize(format="nt", encoding="utf-8")
    return b"".join(sorted(line for line in text.splitlines(keepends=True) if line.strip()))


@cache
def json_ld() -> bytes:
    """JSON-LD 1.1 with compact IRIs, sorted by subject."""
    return _json_ld(published_graph())


def _json_ld(graph: Graph) -> bytes:
    iris = _iris(graph)
    used = {name: space for name, space in PREFIXES.items() if any(iri.startswith(space) for iri in iris)}
    text = graph.serialize(format="json-ld", context=used, sort_keys=True)
    return _with_sorted_graph(json.loads(text))


def _iris(graph: Graph) -> frozenset[str]:
    return frozenset(
        str(term)
        for triple in graph
        for term in (*triple, getattr(triple[2], "datatype", None))
        if isinstance(term, URIRef)
    )


def _with_sorted_graph(document: Json) -> bytes:
    graph = document.get("@graph")
    if isinstance(graph, list):
        graph.sort(key=lambda node: str(node.get("@id", "")))
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


# --- the context -------------------------------------------------------------------------------------


def context(datatypes: Mapping[str, str]) -> Json:
    """The JSON-LD 1.1 context: a name for each term of the project, a compact IRI for each foreign one.

    Values of object properties are IRIs, texts in languages are language maps, and literals have the one
    datatype that the ontology or `datatypes` (by property) gives: a date that is less exact says its own.
    Values from a code list may be notations: `"theme": "torture"`. A term that is called like a prefix takes
    its place, except in its own values: elsewhere `theme:torture` is `upr-graph:vocab/theme/torture`.
    There is no `@base`: it would hold only where the context is copied into a document (JSON-LD 1.1, 4.1.3),
    so IRIs of data are written `upr-graph:id/state/KAZ`.
    """
    graph = ontology_graph()
    terms = dict(_terms(graph, datatypes))
    prefixes: Json = {name: iri for name, iri in PREFIXES.items() if name not in terms}
    aliases: Json = {name: f"@{name}" for name in ("id", "type") if name not in terms}
    found = {"@version": 1.1, **aliases, **prefixes, _DATA_PREFIX: BASE, **terms}
    return {"@context": found}


def context_document(datatypes: Mapping[str, str]) -> bytes:
    """The context as a JSON document."""
    return (json.dumps(context(datatypes), ensure_ascii=False, indent=1) + "\n").encode()


_KINDS: Final = (
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    RDF.Property,
    RDFS.Class,
)


def _terms(graph: Graph, datatypes: Mapping[str, str]) -> Iterator[tuple[str, Json]]:
    declared = {s for kind in _KINDS for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    used = {p for p in graph.predicates() if isinstance(p, URIRef)}
    for term in sorted(declared | used):
        if name := _name(str(term)):
            yield name, {"@id": compact(str(term)), **_coercion(graph, term, datatypes)}


def _name(iri: str) -> str | None:
    """How a context calls a term: the local name if it is the project's; None for what only has an IRI."""
    if iri.startswith(_NS):
        return iri.removeprefix(_NS)
    short = compact(iri)
    return None if short == iri or iri == str(RDF.type) else short


def _coercion(graph: Graph, term: URIRef, datatypes: Mapping[str, str]) -> Json:
    kinds = set(graph.objects(term, RDF.type))
    if OWL.Class in kinds or RDFS.Class in kinds:
        return {}
    if OWL.ObjectProperty in kinds:
        return _from_code_list(graph, term) or {"@type": "@id"}
    ranges = [str(found) for found in graph.objects(term, RDFS.range)]
    datatype = datatypes.get(str(term)) or next(iter(ranges), "")
    if datatype == str(RDF.langString) or (not datatype and _in_languages(graph, term)):
        return {"@container": "@language"}
    if not datatype and _of_iris(graph, term):
        return {"@type": "@id"}
    plain = datatype in ("", str(XSD.string), str(RDFS.Literal)) or not datatype.startswith(str(XSD))
    return {} if plain else {"@type": compact(datatype)}


def _from_code_list(graph: Graph, term: URIRef) -> Json:
    """For a property whose values are concepts of one vocabulary: notations are read as its concepts.

    The context that holds inside the values (JSON-LD 1.1, 4.1.8) gives the prefix back that the term hides.
    """
    kinds = set(graph.objects(term, RDFS.range)) - {SKOS.Concept}
    schemes = {
        str(scheme)
        for kind in kinds
        for concept in graph.subjects(RDF.type, kind)
        for scheme in graph.objects(concept, SKOS.inScheme)
    }
    named = {name: space for name, space in PREFIXES.items() if space.removesuffix("/") in schemes}
    if len(named) != 1:
        return {}
    ((name, space),) = named.items()
    scoped: Json = {"@vocab": space}
    if (URIRef(_NS + name), RDF.type, None) in graph:
        # With the type again: inside the values this is what the term itself means (API, 5.1.2, step 4).
        scoped[name] = {"@id": space, "@prefix": True, "@type": "@vocab"}
    return {"@type": "@vocab", "@context": scoped}


def _in_languages(graph: Graph, term: URIRef) -> bool:
    """Whether most values that the ontology itself gives a property have a language."""
    values = list(graph.objects(None, term))
    tagged = [v for v in values if isinstance(v, Literal) and v.language]
    return 2 * len(tagged) > len(values)


def _of_iris(graph: Graph, term: URIRef) -> bool:
    values = list(graph.objects(None, term))
    return bool(values) and all(isinstance(v, URIRef | BNode) for v in values)


_WRITERS: Final = {"turtle": turtle, "rdfxml": rdf_xml, "jsonld": json_ld, "ntriples": n_triples}


def serialise(format: str) -> bytes:
    """The ontology in the format of a short name of `ENDINGS`; raises KeyError for any other."""
    return _WRITERS[format]()


@cache
def serialise_vocabulary(name: str | None, format: str) -> bytes:
    """One vocabulary with its concepts, or for None the list of them, in a format of `ENDINGS`.

    Raises KeyError for a name or format that there is not.
    """
    graph = _vocabulary_graph(name)
    if format == "turtle":
        return turtle_of(graph, name or "vocab").encode()
    writers = {"rdfxml": _rdf_xml, "jsonld": _json_ld, "ntriples": _n_triples}
    return writers[format](graph)

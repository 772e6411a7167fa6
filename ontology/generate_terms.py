"""Writes `ontology/terms/`: one module a prefix with a constant for each term the ontology declares.

Run `python -m ontology.generate_terms` after a change to a Turtle file; a test fails when it was forgotten.
"""

from __future__ import annotations

import keyword
from collections import defaultdict
from pathlib import Path
from typing import Final

from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from ontology.modules import turtle_files
from ontology.prefixes import PREFIXES

STANDARD_TERMS: Final[dict[str, tuple[str, ...]]] = {
    "owl": ("Nothing", "Ontology", "sameAs"),
    "rdf": ("langString", "type"),
    "rdfs": ("label",),
    "xsd": ("boolean", "date", "decimal", "gYear", "gYearMonth", "integer", "string"),
}
"""Terms of RDF, RDFS, OWL and XSD that no ontology declares again."""


def declared_terms() -> dict[str, dict[str, str]]:
    """IRI by local name by prefix, of every typed IRI in the ontology's files."""
    graph = Graph()
    for file in turtle_files():
        graph.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    terms: dict[str, dict[str, str]] = defaultdict(dict)
    for subject in set(graph.subjects(RDF.type)):
        if isinstance(subject, URIRef) and (found := _split(str(subject))):
            terms[found[0]][found[1]] = str(subject)
    for prefix, names in STANDARD_TERMS.items():
        terms[prefix].update({name: PREFIXES[prefix] + name for name in names})
    return dict(terms)


def _split(iri: str) -> tuple[str, str] | None:
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "_").isidentifier():
            return prefix, local
    return None


def module_text(prefix: str, terms: dict[str, str]) -> str:
    """Source of one module, constants in the order of their names."""
    lines = [
        f'"""Terms of <{PREFIXES[prefix]}>, by ontology.generate_terms."""',
        "",
        "from typing import Final",
        "",
    ]
    for local, iri in sorted(terms.items()):
        name = local.replace("-", "_")
        lines.append(f'{name}_: Final = "{iri}"' if keyword.iskeyword(name) else f'{name}: Final = "{iri}"')
    return "\n".join(lines) + "\n"


def modules() -> dict[str, str]:
    """Source text by file name, the package's `__init__.py` included."""
    terms = declared_terms()
    texts = {f"{prefix}.py": module_text(prefix, found) for prefix, found in terms.items()}
    names = sorted(terms)
    imports = "".join(f"    {name},\n" for name in names)
    exported = "".join(f'    "{name}",\n' for name in names)
    texts["__init__.py"] = (
        '"""IRIs of all terms as plain text, one module a prefix, by ontology.generate_terms."""\n\n'
        f"from ontology.terms import (\n{imports})\n\n__all__ = [\n{exported}]\n"
    )
    return texts


def main() -> None:
    """Write the modules beside this file."""
    folder = Path(__file__).parent / "terms"
    folder.mkdir(exist_ok=True)
    for name, text in modules().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""The vocabularies: sound as SKOS, complete against the labels seen in sources, and mapped without contradiction."""

import json
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.modules import turtle_files
from ontology.prefixes import BASE
from ontology.schemes import notations

VOCAB = BASE + "vocab/"
OBSERVED = (
    Path(__file__).resolve().parents[2].parent
    / "shared"
    / "data"
    / "reference"
    / "vocabularies_observed.json"
)
FILES = {file.name: file.read_text(encoding="utf-8") for file in turtle_files()}
OHCHR = {
    "ohchr-theme-coded": "SVN-C2",
    "ohchr-theme-numbered": "EGY-C2",
    "ohchr-theme-plain": "SVN-C3",
    "ohchr-theme-renamed": "SVN-C4",
}
"""The list in which the labels of each scheme were seen."""
FOREIGN_THEMES = (*OHCHR, "upr-info-issue")
MAPPINGS = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
OUTSIDE = ("http://metadata.un.org/sdg/",)
"""Where mappings may lead outside the project."""


@pytest.fixture(scope="module")
def vocabularies() -> Graph:
    graph = Graph()
    for text in FILES.values():
        graph.parse(data=text, format="turtle")
    return graph


@pytest.fixture(scope="module")
def observed() -> dict[str, dict[str, int]]:
    if not OBSERVED.exists():
        pytest.skip("the observed labels are not here")
    found: dict[str, dict[str, int]] = json.loads(OBSERVED.read_text(encoding="utf-8"))
    return found


def concepts(graph: Graph, scheme: str | None = None) -> set[URIRef]:
    wanted = URIRef(VOCAB + scheme) if scheme else None
    pairs = graph.subject_objects(SKOS.inScheme)
    return {one for one, found in pairs if wanted in (None, found) and isinstance(one, URIRef)}


def theme(name: str) -> URIRef:
    return URIRef(f"{VOCAB}theme/{name}")


def ancestors(graph: Graph, concept: Node) -> set[Node]:
    above = graph.transitive_objects(concept, SKOS.broader)
    return {one for one in above if one is not None} - {concept}


def english(graph: Graph, concept: Node, *properties: URIRef) -> set[str]:
    found = (label for property in properties for label in graph.objects(concept, property))
    return {str(label) for label in found if isinstance(label, Literal) and label.language == "en"}


# --- SKOS integrity ----------------------------------------------------------------------------------


def test_every_concept_is_in_a_scheme_that_is_declared_and_is_named_after_its_file(
    vocabularies: Graph,
) -> None:
    schemes = set(vocabularies.subjects(RDF.type, SKOS.ConceptScheme))
    assert {str(s).removeprefix(VOCAB) + ".ttl" for s in schemes} <= set(FILES)
    assert set(vocabularies.objects(None, SKOS.inScheme)) == schemes
    for concept in concepts(vocabularies):
        (scheme,) = vocabularies.objects(concept, SKOS.inScheme)
        assert str(concept).startswith(f"{scheme}/"), concept


def test_a_concept_has_one_preferred_label_a_language_and_one_notation(vocabularies: Graph) -> None:
    for concept in concepts(vocabularies):
        languages = Counter(
            label.language
            for label in vocabularies.objects(concept, SKOS.prefLabel)
            if isinstance(label, Literal)
        )
        assert languages["en"] == 1, concept
        assert set(languages.values()) == {1}, concept
        assert len(list(vocabularies.objects(concept, SKOS.notation))) == 1, concept


def test_no_label_is_preferred_and_alternative_at_once(vocabularies: Graph) -> None:
    for concept in concepts(vocabularies):
        preferred = set(vocabularies.objects(concept, SKOS.prefLabel))
        assert not preferred & set(vocabularies.objects(concept, SKOS.altLabel)), concept


def test_preferred_labels_and_notations_are_unique_in_a_scheme(vocabularies: Graph) -> None:
    for scheme in vocabularies.subjects(RDF.type, SKOS.ConceptScheme):
        for property in (SKOS.prefLabel, SKOS.notation):
            found = Counter(
                value
                for concept in vocabularies.subjects(SKOS.inScheme, scheme)
                for value in vocabularies.objects(concept, property)
            )
            assert max(found.values()) == 1, (scheme, found.most_common(1))


def test_the_hierarchy_has_no_cycle_and_stays_in_its_scheme(vocabularies: Graph) -> None:
    for narrow, broad in vocabularies.subject_objects(SKOS.broader):
        assert narrow not in {broad, *ancestors(vocabularies, broad)}, narrow
        assert vocabularies.value(narrow, SKOS.inScheme) == vocabularies.value(broad, SKOS.inScheme)


def test_no_concept_is_related_to_one_above_it(vocabularies: Graph) -> None:
    for one, other in vocabularies.subject_objects(SKOS.related):
        assert (other, SKOS.related, one) in vocabularies, (one, other)
        assert other != one
        assert other not in ancestors(vocabularies, one), (one, other)


def test_every_concept_is_reached_from_a_top_concept(vocabularies: Graph) -> None:
    for concept in concepts(vocabularies):
        scheme = vocabularies.value(concept, SKOS.inScheme)
        tops = set(vocabularies.objects(scheme, SKOS.hasTopConcept))
        assert tops & {concept, *ancestors(vocabularies, concept)}, concept
        assert (concept in tops) == (not list(vocabularies.objects(concept, SKOS.broader))), concept
        assert (concept in tops) == ((concept, SKOS.topConceptOf, scheme) in vocabularies), concept


def test_no_value_of_a_hierarchy_is_left_undeclared(vocabularies: Graph) -> None:
    known = concepts(vocabularies)
    for property in (SKOS.broader, SKOS.related, SKOS.hasTopConcept):
        assert set(vocabularies.objects(None, property)) <= known


# --- mappings ----------------------------------------------------------------------------------------


def test_targets_of_mappings_exist_where_they_are_ours_and_lie_in_another_scheme(vocabularies: Graph) -> None:
    known = concepts(vocabularies)
    for property in MAPPINGS:
        for source, target in vocabularies.subject_objects(property):
            assert source in known
            assert target in known or str(target).startswith(OUTSIDE), (source, target)
            assert vocabularies.value(source, SKOS.inScheme) != vocabularies.value(target, SKOS.inScheme)


def test_two_concepts_have_one_mapping_at_most(vocabularies: Graph) -> None:
    """SKOS reference, S46: exactMatch is disjoint with broadMatch and relatedMatch."""
    found: dict[frozenset[Node], list[URIRef]] = defaultdict(list)
    for property in MAPPINGS:
        for pair in vocabularies.subject_objects(property):
            found[frozenset(pair)].append(property)
    assert not {pair: kinds for pair, kinds in found.items() if len(kinds) > 1}


def test_exact_matches_never_join_two_concepts_of_one_scheme(vocabularies: Graph) -> None:
    """SKOS reference, S45: exactMatch is transitive, so every chain of it counts."""
    exact = Graph()
    for one, other in vocabularies.subject_objects(SKOS.exactMatch):
        exact.add((one, SKOS.exactMatch, other))
        exact.add((other, SKOS.exactMatch, one))
    for concept in set(exact.subjects()):
        same = set(exact.transitive_objects(concept, SKOS.exactMatch))
        schemes = Counter(vocabularies.value(s, SKOS.inScheme) for s in same)
        assert max(schemes.values()) == 1, concept


def test_mappings_agree_with_the_hierarchy_of_themes(vocabularies: Graph) -> None:
    """A theme that is narrower than a foreign one stands not above the theme that is exactly the foreign one."""
    for narrow, foreign in vocabularies.subject_objects(SKOS.broadMatch):
        for same in vocabularies.subjects(SKOS.exactMatch, foreign):
            assert narrow not in ancestors(vocabularies, same), (narrow, foreign)
    for broad, foreign in vocabularies.subject_objects(SKOS.narrowMatch):
        for same in vocabularies.subjects(SKOS.exactMatch, foreign):
            assert broad in ancestors(vocabularies, same), (broad, foreign)


@pytest.mark.parametrize("scheme", FOREIGN_THEMES)
def test_every_foreign_label_is_mapped_to_a_theme_except_the_one_that_is_none(
    vocabularies: Graph, scheme: str
) -> None:
    unmapped = {
        str(vocabularies.value(concept, SKOS.notation))
        for concept in concepts(vocabularies, scheme)
        if not any((None, property, concept) in vocabularies for property in MAPPINGS)
    }
    assert unmapped == ({"other"} if scheme == "upr-info-issue" else set())


def test_only_themes_that_no_source_names_have_no_mapping_to_one(vocabularies: Graph) -> None:
    foreign = {c for scheme in FOREIGN_THEMES for c in concepts(vocabularies, scheme)}
    without = {
        concept
        for concept in concepts(vocabularies, "theme")
        if not any(o in foreign for p in MAPPINGS for o in vocabularies.objects(concept, p))
    }
    assert without == set()


@pytest.mark.parametrize(
    ("name", "relation", "target"),
    [
        ("death-penalty", SKOS.exactMatch, "upr-info-issue/death-penalty"),
        ("death-penalty", SKOS.exactMatch, "ohchr-theme-numbered/12.4"),
        ("nhri", SKOS.exactMatch, "ohchr-theme-coded/A45"),
        (
            "freedom-of-assembly",
            SKOS.broadMatch,
            "upr-info-issue/freedom-of-association-and-peaceful-assembly",
        ),
        ("detention", SKOS.narrowMatch, "ohchr-theme-renamed/conditions-of-detention"),
        ("ratification", SKOS.closeMatch, "upr-info-issue/international-instruments"),
    ],
)
def test_a_theme_is_mapped_as_the_wording_of_both_says(
    vocabularies: Graph, name: str, relation: URIRef, target: str
) -> None:
    assert (theme(name), relation, URIRef(VOCAB + target)) in vocabularies


def test_goals_are_the_seventeen_and_are_related_only(vocabularies: Graph) -> None:
    goals = {str(o) for p in MAPPINGS for o in vocabularies.objects(None, p) if str(o).startswith(OUTSIDE)}
    assert goals <= {f"{OUTSIDE[0]}{number}" for number in range(1, 18)}
    for property in set(MAPPINGS) - {SKOS.relatedMatch}:
        assert not any(str(o).startswith(OUTSIDE) for o in vocabularies.objects(None, property))


# --- completeness ------------------------------------------------------------------------------------


def test_issues_of_upr_info_are_the_fifty_four_seen(
    vocabularies: Graph, observed: dict[str, dict[str, int]]
) -> None:
    found = {str(vocabularies.value(c, SKOS.prefLabel)) for c in concepts(vocabularies, "upr-info-issue")}
    assert len(found) == 54
    assert found == set(observed["UPRInfo/issues"])


@pytest.mark.parametrize(("scheme", "listed"), OHCHR.items())
def test_labels_of_a_generation_are_the_ones_seen_in_its_list(
    vocabularies: Graph, observed: dict[str, dict[str, int]], scheme: str, listed: str
) -> None:
    found = [str(vocabularies.value(c, SKOS.prefLabel)) for c in concepts(vocabularies, scheme)]
    assert sorted(found) == sorted(observed[f"{listed}/themes"])


def test_every_group_seen_is_a_label_of_one_group(
    vocabularies: Graph, observed: dict[str, dict[str, int]]
) -> None:
    owners: dict[str, set[Node]] = defaultdict(set)
    for group in concepts(vocabularies, "affected-group"):
        for label in english(vocabularies, group, SKOS.prefLabel, SKOS.altLabel):
            owners[label].add(group)
    seen = {label for listed in OHCHR.values() for label in observed.get(f"{listed}/affected", {})}
    assert len(seen) > 50
    assert {label for label in seen if len(owners[label]) != 1} == set()


def test_counts_without_the_data_at_hand() -> None:
    sizes = {scheme: len(notations(scheme)) for scheme in FOREIGN_THEMES}
    assert sizes == {
        "ohchr-theme-coded": 53,
        "ohchr-theme-numbered": 50,
        "ohchr-theme-plain": 62,
        "ohchr-theme-renamed": 60,
        "upr-info-issue": 54,
    }


def test_themes_are_headings_and_one_level_below_them(vocabularies: Graph) -> None:
    themes = concepts(vocabularies, "theme")
    headings = set(vocabularies.objects(URIRef(VOCAB + "theme"), SKOS.hasTopConcept))
    assert (len(headings), len(themes - headings)) == (13, 69)
    for concept in themes - headings:
        assert set(vocabularies.objects(concept, SKOS.broader)) <= headings


@pytest.mark.parametrize(
    "scheme", ["theme", "affected-group", "action", "role", "rating", "measure", "document", "law"]
)
def test_a_concept_of_the_project_is_defined_in_one_sentence(vocabularies: Graph, scheme: str) -> None:
    for concept in concepts(vocabularies, scheme):
        (definition,) = vocabularies.objects(concept, SKOS.definition)
        text = str(definition)
        assert text[0].isupper() and text.endswith(".") and ". " not in text, concept


# --- small schemes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("accreditation", {"A", "B", "C"}),
        ("action", {"1", "2", "3", "4", "5"}),
        (
            "link-relation",
            {"addresses", "entry-of", "open-since", "resulted-in-body", "refers-to", "repeats", "similar-to"},
        ),
        ("position", {"supported", "noted", "pending", "partially-supported"}),
        ("rating", {"not-implemented", "partially-implemented", "fully-implemented"}),
        ("rating-upr-info", {"0", "0.5", "1"}),
        (
            "role",
            {
                "adopting-authority",
                "authorised-body",
                "co-executor",
                "competent-body",
                "coordinating-body",
                "drafting-body",
                "in-agreement",
                "informing-body",
                "lead",
                "mandate-holder",
                "reporting-body",
                "working-body",
            },
        ),
    ],
)
def test_a_small_scheme_has_the_words_of_the_contract(scheme: str, expected: set[str]) -> None:
    assert notations(scheme) == expected


@pytest.mark.parametrize(
    "scheme",
    ["accreditation", "action", "document", "position", "rating", "rating-upr-info", "role", "standing"],
)
def test_concepts_that_reasoning_tells_apart_are_declared_different(vocabularies: Graph, scheme: str) -> None:
    different: set[frozenset[Node]] = set()
    for axiom in vocabularies.subjects(RDF.type, OWL.AllDifferent):
        (head,) = vocabularies.objects(axiom, OWL.distinctMembers)
        members = Collection(vocabularies, head)
        different |= {frozenset(pair) for pair in combinations(members, 2)}
    for pair in combinations(concepts(vocabularies, scheme), 2):
        assert frozenset(pair) in different, pair


def test_a_rating_is_close_to_one_score_of_upr_info(vocabularies: Graph) -> None:
    pairs = {
        (str(a).rpartition("/")[2], str(b).rpartition("/")[2])
        for a, b in vocabularies.subject_objects(SKOS.closeMatch)
        if str(a).startswith(VOCAB + "rating/")
    }
    assert pairs == {("not-implemented", "0"), ("partially-implemented", "0.5"), ("fully-implemented", "1")}


def test_the_letter_for_no_institution_is_explained_and_is_no_status(vocabularies: Graph) -> None:
    assert "D" not in notations("accreditation")
    (note,) = vocabularies.objects(URIRef(VOCAB + "accreditation"), SKOS.scopeNote)
    assert "letter D" in str(note)


def test_kinds_of_measures_stand_below_the_five_classes(vocabularies: Graph) -> None:
    tops = vocabularies.objects(URIRef(VOCAB + "measure"), SKOS.hasTopConcept)
    assert {str(top).rpartition("/")[2] for top in tops} == {
        "institutional",
        "legislative",
        "policy",
        "practice",
        "treaty-action",
    }

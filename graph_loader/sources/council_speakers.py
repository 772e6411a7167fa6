"""Who took the floor when the Council adopted an outcome: States, UN entities, national institutions, NGOs.

Under `Views expressed by Member and observer States …` and `General comments made by other stakeholders` each
numbered paragraph begins with the name of its speaker: `Pakistan was pleased …`, `UNICEF commended …`,
`A, in a joint statement with B, stated …`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph_loader.records import Problem
from graph_loader.records_council import InterventionRecord, SpeakerKind, SpeakerRecord
from graph_loader.sources.council_answers import NUMBER, number_value
from graph_loader.sources.council_text import Paragraph
from graph_loader.states import load_states, state_code

_LONGEST_STATE: Final = 10
"""Words; `the United Kingdom of Great Britain and Northern Ireland` has ten."""
_LONGEST_NAME: Final = 260

_DECLARED: Final = re.compile(
    rf"\b(?P<count>{NUMBER})\s+(?:other\s+)?(?P<who>delegations?|States|stakeholders?|organizations?|speakers?)\b[^.;]{{0,60}}?"
    r"\b(?:made|delivered)\s+(?:a\s+)?(?:statements?|comments?)",
    re.IGNORECASE,
)
_VERB: Final = (
    r"accept|acknowledg|add|agre|allege|announc|appeal|applaud|appreciat|argu|ask|assert|assur|attribut|back|believ|call|caution"
    r"|cit|claim|clarif|commend|compliment|complement|conclud|condemn|congratulat|consider|criticiz|declar|denounc|deplor|describ"
    r"|disagre|drew|echo|emphasi[sz]|encourag|endors|evok|explain|express|felt|focus|found|gave|had|highlight|hop|identif|indicat|inform"
    r"|insist|introduc|invit|join|lament|looked|maintain|mention|mourn|note|noticed|observ|offer|point|prais|presented|propos|protest|question"
    r"|rais|reaffirm|reassert|recall|recogni[sz]|recommend|refer|regrett|reiterat|reject|remain|remark|remind|report|request|respond|said"
    r"|saw|shar|spok|spoke|stat|stress|submitt|suggest|support|took|thank|told|underlin|underscor|urg|valu|voic|warn|was|were|welcom|wished|wonder"
)
_VERB_AFTER: Final = re.compile(
    rf"\s+(?:\(by\s+[^)]{{1,60}}\)\s+)?(?:(?:also|strongly|warmly|further|highly|deeply|once\s+again|still|again|both|jointly|sincerely"
    rf"|particularly|especially|[a-z]{{3,14}}ly),?\s+)*(?!joint|statements?\b|notes?\b|offices?\b)(?:{_VERB})[a-z]*\b"
)
_TOGETHER: Final = re.compile(
    r",?\s+(?:(?:in\s+)?a\s+joint\s+statement|jointly|speaking\s+also\s+on\s+behalf|also\s+on\s+behalf)\s+(?:with|of|by)\s+"
    r"|,?\s+on\s+behalf\s+(?:also\s+)?of\s+",
    re.IGNORECASE,
)
_CONTINUES: Final = re.compile(
    r"(?:It|They|He|She|The\s+(?:organizations?|delegation|representative|speakers?)|In\s+(?:addition|conclusion)"
    r"|Furthermore|Moreover|Finally|However|Lastly)\b"
)
_ARTICLE: Final = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_ARTICLE_19: Final = re.compile(r"Article\s+19\b")
_INTERGOVERNMENTAL: Final = re.compile(
    r"^(?:(?:the\s+)?(?:United\s+Nations\s+(?!Watch|Association)|UN[- ]?(?:Women|HCR|ICEF|FPA|DP|ESCO"
    r"|AIDS|EP|ODC|HABITAT)\b|UNICEF|UNFPA|UNHCR"
    r"|UNDP|UNESCO|UNAIDS|ILO\b|WHO\b|IOM\b|FAO\b|WFP\b|OHCHR|European\s+Union|African\s+Union|Council\s+of\s+Europe"
    r"|International\s+Labour\s+(?:Organi[sz]ation|Office)|World\s+Health\s+Organi[sz]ation|International\s+Organi[sz]ation\s+for\s+Migration"
    r"|Organi[sz]ation\s+of\s+(?:Islamic\s+Cooperation|American\s+States|la\s+Francophonie)|League\s+of\s+Arab\s+States"
    r"|Commonwealth(?:\s+Secretariat)?$|Sovereign\s+(?:Military\s+)?Order\s+of\s+Malta|International\s+Committee\s+of\s+the\s+Red\s+Cross))",
    re.IGNORECASE,
)
_INSTITUTION: Final = re.compile(
    r"\b(?:ombuds\w*|defensor\w*|public\s+defender|(?:human\s+rights|equality)\s+(?:commission\w*|council|institut\w+|cent(?:re|er))"
    r"|commission(?:er)?\s+(?:on|for|of)\s+human\s+rights|national\s+human\s+rights|commission\s+nationale)\b",
    re.IGNORECASE,
)
_NHRI_HEADING: Final = re.compile(r"\bnational\s+(?:human\s+rights\s+)?institution", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"\.\s+(?:They|The\s+organizations)\b")


@dataclass(frozen=True, slots=True)
class Floor:
    """Who took the floor, and what could not be read."""

    interventions: tuple[InterventionRecord, ...]
    problems: tuple[Problem, ...]


def interventions(
    found: Sequence[Paragraph], review: str, document: str, adopted: str | None, name: str
) -> Floor:
    """Read who spoke in a section; `name` is the file's, for messages."""
    records: list[InterventionRecord] = []
    problems: list[Problem] = []
    for heading, under in _by_heading(found):
        declared: int | None = None
        read = 0
        for paragraph in under:
            text = _text(paragraph)
            if (count := _DECLARED.search(text[:300])) is not None:
                declared = number_value(count["count"])
            elif not _CONTINUES.match(text):
                speakers = _speakers(text, heading)
                read += 1
                if speakers:
                    place = paragraph.passage.fragment()
                    records.append(
                        InterventionRecord(review, document, speakers, adopted, paragraph.number, place)
                    )
                else:
                    problems.append(_unread(paragraph, name))
        if declared is not None and declared != read:
            problems.append(_miscounted(declared, read, under[0], name))
    return Floor(tuple(records), tuple(problems))


def _by_heading(found: Sequence[Paragraph]) -> Iterator[tuple[str, list[Paragraph]]]:
    groups: dict[str, list[Paragraph]] = {}
    for paragraph in found:
        if paragraph.role == "others" and paragraph.heading:
            groups.setdefault(paragraph.heading, []).append(paragraph)
    yield from groups.items()


_NUMBER: Final = re.compile(r"^\d{1,4}\.\s*")


def _text(paragraph: Paragraph) -> str:
    return _NUMBER.sub("", paragraph.text.strip())


def _speakers(text: str, heading: str) -> tuple[SpeakerRecord, ...]:
    """The speakers that a paragraph begins with; none where the beginning is no name."""
    state = _state(text)
    if state is not None:
        return (state,)
    phrase = _name_phrase(text)
    if phrase is None:
        return ()
    names = [
        name
        for part in _TOGETHER.split(phrase)
        for name in _names(part, several=_SEVERAL.search(text) is not None)
    ]
    return tuple(dict.fromkeys(_speaker(name, heading) for name in names if name))


def _state(text: str) -> SpeakerRecord | None:
    """The longest beginning that is a State, if a verb or a comma follows: `Pakistan was pleased`."""
    words = text.split(maxsplit=_LONGEST_STATE)[:_LONGEST_STATE]
    for count in range(len(words), 0, -1):
        spelling = " ".join(words[:count])
        code = state_code(spelling.rstrip(","))
        if code is not None:
            after = text[len(spelling) :]
            follows = spelling.endswith(",") or _VERB_AFTER.match(after) or re.match(r"\s+[a-z(]|,", after)
            return SpeakerRecord("state", _state_name(code), code) if follows else None
    return None


def _state_name(code: str) -> str:
    return next(state.name for state in load_states() if state.iso3 == code)


def _name_phrase(text: str) -> str | None:
    """What stands before the verb that tells what was said."""
    head = text[:_LONGEST_NAME]
    verb = next((m for m in _VERB_AFTER.finditer(head) if _is_name_end(head, m.start())), None)
    if verb is None or not head[:1].isalpha() or not (head[0].isupper() or head.startswith("the ")):
        return None
    return head[: verb.start()].rstrip(" ,")


def _is_name_end(head: str, position: int) -> bool:
    """A verb inside a clause between commas is not the speaker's: `A, having consulted B, stated`."""
    last = head[:position].split()[-1:]
    return bool(last) and last[0].lower() not in ("and", "for", "of", "to", "the", "which", "that", "who")


def _names(phrase: str, several: bool) -> list[str]:
    """`A, the B of C and D and E` is three names; `A and B` two only where the text goes on with `They`."""
    pieces = [piece for piece in re.split(r",\s+(?:and\s+)?", phrase.strip(" ,")) if piece]
    if len(pieces) > 1 or (several and " and " in phrase):
        before, joined, last = pieces[-1].rpartition(" and ")
        pieces[-1:] = [before, last] if joined and _begins_name(last) else [pieces[-1]]
    return [_ARTICLE.sub("", piece).strip() for piece in pieces]


def _begins_name(text: str) -> bool:
    return _ARTICLE.sub("", text)[:1].isupper()


def _speaker(name: str, heading: str) -> SpeakerRecord:
    return SpeakerRecord(_kind(name, heading), name)


def _kind(name: str, heading: str) -> SpeakerKind:
    if _INTERGOVERNMENTAL.match(name):
        return "intergovernmental"
    if _INSTITUTION.search(name) and _NHRI_HEADING.search(heading):
        return "institution"
    by_states = (
        heading.lower().startswith(("views", "1", "2", "3", "4")) and "stakeholder" not in heading.lower()
    )
    return "intergovernmental" if by_states else "civil-society"


def _unread(paragraph: Paragraph, name: str) -> Problem:
    return Problem(
        "warning",
        f"{paragraph.name} does not begin with the name of who took the floor: {_text(paragraph)[:50]!r}. "
        "No speaker was read from it.",
        f"{name}#{paragraph.passage.fragment()}",
    )


def _miscounted(declared: int, read: int, paragraph: Paragraph, name: str) -> Problem:
    return Problem(
        "warning",
        f"{paragraph.name} says that {declared} took the floor, but {read} statements follow. Check "
        f"the section: a part may "
        "be missing.",
        f"{name}#{paragraph.passage.fragment()}",
    )

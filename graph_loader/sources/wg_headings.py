"""What the State under review said of a list of recommendations: the words of the paragraph above it."""

from __future__ import annotations

import re
from typing import Final

from graph_loader.records import Status
from graph_loader.sources.wg_brackets import ends_with_states

_PARTIAL: Final = re.compile(r"\bpartial(?:ly)?\b|\bin part\b", re.IGNORECASE)
_NEGATIVE: Final = re.compile(
    r"\b(?:not|cannot|unable to)(?: \w{1,12}){0,2} (?:enjoy(?:ed|ing)?|accept(?:ed|ing)?|support(?:ed|ing)?|"
    r"endorsed?|agreed?|approved?)\b|\bnot (?:been )?in a position to (?:accept|support|endorse|agree)\b"
    r"|\bnot (?:meet|met) with\b|\bfail(?:s|ed)? to (?:enjoy|gain|receive|find|win)\b"
    r"|\black(?:s|ed)? (?:[\w’'-]+ ){0,4}support\b|\brefuse[sd]\b|\breject(?:s|ed)?\b"
    r"|\bunacceptable\b|\bnot acceptable\b|\bcannot be accepted\b|\bdeclin(?:es?|ed)\b|\bobject(?:s|ed)? to\b"
    r"|\bdisagree(?:s|d)?\b|\b(?:have|has|had|found) no support\b",
    re.IGNORECASE,
)
_NOTED: Final = re.compile(
    r"\b(?:are|is|be|been|were|was|has|have|and|thus|hereby|therefore|simply|only|duly|considered(?: as)?)"
    r" noted\b(?! in)"
    r"|\bnoted by\b|\b(?:takes|took|taken) note\b"
    r"|\bnote[sd] (?:(?:the|these|all) ){0,2}(?:following|recommendations?)\b"
    r"|\brecommendations? (?:which|that) (?:[\w’'-]+ ){1,6}noted\b",
    re.IGNORECASE,
)
_PENDING: Final = re.compile(
    r"\b(?:will|shall|would) (?:be )?(?:further |carefully |also )?"
    r"(?:examined?|consider(?:ed)?\b(?! (?:as |to be )?(?:noted|accepted|supported|rejected))|stud(?:y|ied)"
    r"|review(?:ed)?|respond|repl(?:y|ied))"
    r"|\b(?:wishes|wished|intends|needs|undertakes|undertook) to (?:further )?"
    r"(?:examine|consider|study|review)\b"
    r"|\b(?:more|further|additional) time\b|\breserve[sd]? (?:its|their) (?:position|response|reply)\b"
    r"|\bbeing (?:examined|studied|reviewed)\b|\bfurther (?:study|examination|consideration|review)\b"
    r"|\bunder advisement\b|\bdefer(?:s|red) (?:for|its|the|until|to|by)\b|\bpostpone[sd]\b"
    r"|\bleft (?:open|pending)\b"
    r"|\bresponses? (?:will|shall|to be|in due|of|from|on|at|no later|by)\b"
    r"|\bresponses?\b.{0,80}\bwill be (?:provided|included)\b"
    r"|\bprovides? (?:its |a )?responses?\b"
    r"|\bremain(?:s|ed)? pending\b|\bunder (?:further )?(?:examination|consideration)\b"
    r"|\bto be (?:further )?(?:examined|studied|considered(?! (?:as|to be)))\b"
    r"|\bpending (?:further|response|examination)",
    re.IGNORECASE,
)
_SUPPORTED: Final = re.compile(
    r"\b(?:enjoy|have|has|receive)(?:s|d|ed)? (?:(?:the|its|their|full) )*"
    r"(?:(?:(?!not\b|and\b|lack)[\w-]+ ){0,6}[\w-]+(?:[’']s|s[’']) (?:full )?)?support\b"
    r"|\b(?:are|is|been|were|be|was) (?:fully )?(?:accepted|supported|endorsed|approved)\b"
    r"|\b(?:accepts|supports|accepted|supported|endorses) (?:in principle )?(?:all )?"
    r"(?:the |by |them\b|these )"
    r"|\b(?:express(?:es|ed)|gives?|gave|lends?) (?:(?:its|their) )?(?:full )?support\b"
    r"|\bmeets? with (?:the )?(?:full )?support\b"
    r"|\bagree(?:s|d) (?:to|with)\b",
    re.IGNORECASE,
)
_ALREADY: Final = re.compile(
    r"\balready\b.{0,40}\b(?:implement|in place|realized)|\bconsider\w{0,2}\b.{0,60}(?<!being) implemented\b",
    re.IGNORECASE,
)
_PROCESS: Final = re.compile(
    r"\bin the process\b|\bin process of\b|\bbeing implemented\b|\bunder implementation\b", re.IGNORECASE
)
_CARRIED_OUT: Final = re.compile(
    r"\brecommendations? (?:\w+ ){0,4}(?:have|are|as|has) (?:\w+ )?already (?:been )?"
    r"(?:implemented|in place)\b"
    r"|\bconsider\w{0,2} (?:\w+ ){0,6}(?:(?:already|been|being|as) ){1,3}(?:implemented|in place)\b"
    r"|\bconsider\w{0,2} (?:\w+ ){0,6}in the process of (?:being implemented|implementation)\b",
    re.IGNORECASE,
)
"""A list under these words alone is of recommendations that the State agrees with and sees carried out."""
_LONGEST: Final = 3_000
"""Characters of a paragraph that are looked at."""
_RECOMMENDATIONS: Final = re.compile(r"\brecommendations?\b", re.IGNORECASE)
_ANNOUNCED: Final = re.compile(
    r"\bfollowing recommendations?\b|\brecommendations? (?:\w+ ){0,3}below\b", re.IGNORECASE
)
_BUT: Final = re.compile(
    r"\b(?:but|however|although|while|whereas)\b|\.(?=\s[^.]{0,300}\brecommendation)", re.IGNORECASE
)
_RECOMMENDED: Final = re.compile(
    r"\brecommendations? (?:\w+ ){0,6}(?:were|was|are|is|have been) made\b|\bit was recommended that\b"
    r"|\bwas recommended\b",
    re.IGNORECASE,
)


def status_of(heading: str) -> Status | None:
    """Status that a paragraph gives to the recommendations below it, or None where it gives none."""
    heading = heading[:_LONGEST]
    if _PARTIAL.search(heading):
        return "partially-supported"
    if _NEGATIVE.search(heading):
        return "noted"
    pending, supported = _PENDING.search(heading), _SUPPORTED.search(heading)
    if pending and not (supported and _is_said_first(supported, pending)):
        return "pending"
    if supported:
        return "supported"
    if _NOTED.search(heading):
        return "noted"
    return "supported" if _CARRIED_OUT.search(heading) else None


def _is_said_first(supported: re.Match[str], pending: re.Match[str]) -> bool:
    """`enjoy the support of Samoa and will be considered in its plan`, with no `but` between the two."""
    between = supported.string[supported.end() : pending.start()]
    return supported.end() <= pending.start() and not _BUT.search(between)


def qualification_of(heading: str) -> str | None:
    """How the State qualifies its support, in our words."""
    already = _ALREADY.search(heading, 0, _LONGEST)
    process = _PROCESS.search(heading, 0, _LONGEST)
    if already and process:
        return "considered already implemented or in the process of implementation"
    if already:
        return "considered already implemented"
    return "considered in the process of implementation" if process else None


def is_heading(text: str) -> bool:
    """Whether a text speaks of recommendations and of what becomes of them, as paragraphs above a list do."""
    text = text[:_LONGEST]
    if ends_with_states(text):
        return False
    if _RECOMMENDED.search(text):
        return True
    return _RECOMMENDATIONS.search(text) is not None and status_of(text) is not None


def announces_list(text: str) -> bool:
    """Whether a paragraph says that recommendations come below it."""
    return _ANNOUNCED.search(text, 0, _LONGEST) is not None

"""自治: bodies, matters, meetings, votes, publication, village rules, ceremonies council, supervision, ideas.

What other contexts may ask is here: which village rules are in force (the points rule book cites their clauses), whether a matter was
decided (a board in named mode needs a decision of the villagers' meeting). What a village owes is followed up by `incidents`.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from importlib import import_module
from typing import Final, NamedTuple

from kernel.actors import Actor

_DECISION: Final = "decision"
"""The step of a matter at which a body decides it (`MatterStep.DECISION`)."""


class RulesInForce(NamedTuple):
    """The village rules in force: what a rule book cites is version and clause."""

    id: str
    number: int
    in_force_from: str
    clauses: Mapping[str, str]


class DecidedMatter(NamedTuple):
    """What a village decided on a matter, and which body did."""

    id: str
    village: str
    type: str
    result: str
    meeting: str | None


def rules_in_force(village: str, day: str) -> RulesInForce | None:
    """Return the village rules in force on a day (ISO date), or None while there are none."""
    from assembly.rules.in_force import in_force_on
    from assembly.store.facts import document_of

    settings = document_of("VILLAGE", village)
    version = in_force_on(settings["rules_versions"], day) if settings else None
    rules = document_of("VILLAGE_RULES", version) if version else None
    if rules is None:
        return None
    clauses = {clause["number"]: clause["text"] for clause in rules["clauses"]}
    return RulesInForce(rules["id"], int(rules["number"]), str(rules["in_force_from"]), clauses)


def decided(matter_id: str) -> DecidedMatter | None:
    """Return what was decided on a matter, or None while nothing is."""
    from assembly.store.facts import document_of

    matter = document_of("MATTER", matter_id)
    if matter is None or not matter["result"]:
        return None
    meeting = next(
        (each["meeting"] for each in reversed(matter["records"]) if each["step"] == _DECISION), None
    )
    return DecidedMatter(matter_id, matter["village"], matter["type"], matter["result"], meeting)


def follow_villages(
    heirs: Mapping[str, str | None], by: Actor, *, dry_run: bool
) -> Generator[tuple[str, str, str, str | None], None, None]:
    """Let what villages that are no more deliberate on follow to those that take their place.

    Open matters, ideas, reviews, ceremonies, publications and unpublished periods go along; bodies, rules and settings where the heir has
    none of its own. Meetings with their votes and minutes stay, and what is on the agenda of one that is not over until it is.

    Returns
    -------
    Iterator
        Each thing's kind, id and village, and the village it goes to (None: it stays); consumed, it does them. What went is not taken twice.
    """
    # A job of the county's IT runs this and no function: named so, it is not packed with those that ask the rest.
    service = import_module(".service.follow_village", __name__)
    found: Generator[tuple[str, str, str, str | None], None, None] = service.follow_villages(
        heirs, by, dry_run=dry_run
    )
    return found

"""自治: bodies, matters, meetings, votes, publication, village rules, ceremonies council, supervision, ideas.

What other contexts may ask is here: which village rules are in force (the points rule book cites their clauses), whether a matter was
decided (a board in named mode needs a decision of the villagers' meeting), by which body and majority (a collective's contracts rest on it).
What a village owes is followed up by `escalation`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kernel.actors import Actor

if TYPE_CHECKING:
    from kernel.figures import Asked, Counted

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


class Decision(NamedTuple):
    """How a village decided on a matter: which kind of body (None: no meeting is on record), and how many of all agreed, and on what, one by one."""

    id: str
    village: str
    type: str
    result: str
    body: str | None = None
    yes: int = 0
    roll: int = 0
    items: tuple[Mapping[str, Any], ...] = ()


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


def decision_on(matter_id: str) -> Decision | None:
    """Return how a matter was decided, by which body and with how many of its members, or None while it is not."""
    from assembly.store.facts import document_of

    matter = document_of("MATTER", matter_id)
    if matter is None or not matter["result"]:
        return None
    steps = reversed(matter["records"])
    step = next((each for each in steps if each["step"] == _DECISION and each["vote"]), None)
    found = Decision(matter_id, matter["village"], matter["type"], matter["result"])
    found = found._replace(items=tuple(matter.get("items", ())))
    if step is None:
        return found
    meeting, vote = document_of("MEETING", step["meeting"]), document_of("VOTE", step["vote"])
    if meeting is None or vote is None or not vote["tally"]:
        return found
    tally = vote["tally"]
    return found._replace(body=meeting["body_kind"], yes=int(tally["yes"]), roll=int(tally["roll"]))


class Published(NamedTuple):
    """What a village published: of which kind and period, on which matter, since when, whether it is up, and when it came down."""

    village: str
    kind: str
    period: str | None
    matter: str | None
    published_at: str
    is_up: bool
    down_at: str | None = None


def publication_of(publication_id: str) -> Published | None:
    """Return what a village published, or None: there is no such publication."""
    from assembly.store.facts import document_of

    found = document_of("PUBLICATION", publication_id)
    if found is None:
        return None
    return Published(
        found["village"],
        found["kind"],
        found.get("period"),
        found.get("matter"),
        found["published_at"],
        not found.get("taken_down_at"),
        found.get("taken_down_at"),
    )


def decided_at(matter_id: str) -> str | None:
    """Return when a matter was decided (ISO instant), or None while it is not."""
    from assembly.store.facts import document_of

    matter = document_of("MATTER", matter_id)
    if matter is None or not matter["result"]:
        return None
    steps = reversed(matter["records"])
    return next((str(step["at"]) for step in steps if step["step"] == _DECISION), None)


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


def counted(figure: str, asked: Asked) -> Iterator[Counted]:
    """Give the events of a figure that this context keeps, one by one (`kernel.figures`)."""
    # Named so, what answers is packed with the functions of reports alone.
    found: Iterator[Counted] = import_module(".service.figures", __name__).counted(figure, asked)
    return found

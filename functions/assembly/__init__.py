"""自治: bodies, matters, meetings, votes, publication, village rules, ceremonies council, supervision, ideas.

What other contexts may ask is here: which village rules are in force (the points rule book cites their clauses), whether a matter was
decided (a board in named mode needs a decision of the villagers' meeting). What a village owes is followed up by `incidents`.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import NamedTuple

from kernel.actors import Actor


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
    from assembly.rules.village_rules import VillageRules, in_force_on
    from assembly.rules.villages import VillageSettings
    from assembly.store.work import Work

    settings = Work().find(VillageSettings, village)
    version = in_force_on(settings.rules_versions, day) if settings is not None else None
    if version is None:
        return None
    rules = Work().get(VillageRules, version)
    clauses = {clause.number: clause.text for clause in rules.clauses}
    return RulesInForce(rules.id, rules.number, str(rules.in_force_from), clauses)


def decided(matter_id: str) -> DecidedMatter | None:
    """Return what was decided on a matter, or None while nothing is."""
    from assembly.rules.matters import Matter
    from assembly.rules.routing import MatterStep
    from assembly.store.work import Work

    matter = Work().find(Matter, matter_id)
    if matter is None or not matter.result:
        return None
    meeting = next(
        (each.meeting for each in reversed(matter.records) if each.step is MatterStep.DECISION),
        None,
    )
    return DecidedMatter(matter_id, matter.village, matter.type, matter.result, meeting)


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
    from assembly.service.follow_village import follow_villages

    return follow_villages(heirs, by, dry_run=dry_run)

"""Which version is in force from which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from assembly.rules.states.village_rules import RulesAction
from assembly.rules.village_rules.drafts import VillageRules
from assembly.rules.village_rules.steps import move
from kernel import clock
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text


class BeforeTheVersionBefore(InvalidFields):
    """A version is in force from no earlier day than the one published before it: rules do not follow each other backwards."""

    slug = "before-the-version-before"


def published(
    versions: Sequence[tuple[str, str]], rules_id: str, first_day: date
) -> tuple[tuple[str, str], ...]:
    """Return the published versions with one more.

    Raises
    ------
    BeforeTheVersionBefore
        It would be in force before the one published last.
    """
    if versions and first_day.isoformat() < versions[-1][0]:
        raise BeforeTheVersionBefore.one(
            "in_force_from",
            Text(
                f"不得早于上一版本的施行日期（{versions[-1][0]}）。",
                f"Not before the first day of the version published last ({versions[-1][0]}).",
            ),
        )
    return (*versions, (first_day.isoformat(), rules_id))


class LaterDecisionStands(Conflict):
    """What the villagers decided later stands: a version they adopted before it takes nobody's place any more."""

    slug = "later-decision-stands"
    title = Text("后作出的决定有效", "The later decision stands")


def refuse_older(rules: VillageRules, newest: VillageRules) -> None:
    """Let a version be published that was not adopted before the one published last.

    Raises
    ------
    LaterDecisionStands
        It was.
    """
    adopted, later = rules.adopted_at, newest.adopted_at
    if adopted and later and adopted < later:
        raise LaterDecisionStands(
            Text(
                f"第{newest.number}版由村民会议在后通过，已公布施行，本版不再公布。",
                f"Version {newest.number} was adopted later and is published; this one takes its place no more.",
            ),
            version=newest.id,
        )


def give_way(rules: VillageRules, first_day: date, now: datetime) -> VillageRules:
    """Return a version that the next takes the place of from a day on; till then it stays in force, and the clock sees to the rest."""
    begins = datetime.combine(first_day, time(), clock.SHANGHAI)
    following = replace(rules, superseded_from=first_day.isoformat(), wake_at=clock.iso(begins))
    return supersede(following, now) if begins <= now else following


def supersede(rules: VillageRules, now: datetime) -> VillageRules:
    """Return a version that a newer one has taken the place of."""
    return move(
        rules,
        RulesAction.SUPERSEDE,
        superseded_at=clock.iso(now),
        wake_at=None,
        due_at=None,
        turn=None,
    )

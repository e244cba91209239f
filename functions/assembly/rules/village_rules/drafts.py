"""A version as it is drafted, and what villagers think of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assembly.rules.states.village_rules import VILLAGE_RULES, RulesAction, RulesStatus
from assembly.rules.village_rules.flags import ConflictFlag, RulesClause, flags_of
from kernel import clock
from kernel.record import record


@record
class VillagersView:
    """What a villager thinks of the draft; a row of its own, so that many views make no draft too large."""

    id: str
    village: str
    rules: str
    at: str
    by: str
    text: str


@record
class CorrectionOrder:
    """The town orders that rules in force be changed (村委会法 Art. 31); the change is a version like any other."""

    at: str
    by: str
    note: str
    due_at: str


@record
class VillageRules:
    """A version of a village's rules; `superseded_from` is the first day of the version that follows it."""

    id: str
    village: str
    number: int
    title: str
    status: RulesStatus
    views: int
    drafted_by: str
    clauses: tuple[RulesClause, ...] = ()
    views_since: str | None = None
    corrections: tuple[CorrectionOrder, ...] = ()
    flags: tuple[ConflictFlag, ...] = ()
    review_note: str | None = None
    matter: str | None = None
    adopted_at: str | None = None
    filing_number: str | None = None
    filed_at: str | None = None
    publication: str | None = None
    in_force_from: str | None = None
    superseded_from: str | None = None
    superseded_at: str | None = None
    wake_at: str | None = None
    due_at: str | None = None
    turn: str | None = None


def draft(
    *,
    rules_id: str,
    village: str,
    number: int,
    title: str,
    clauses: Sequence[RulesClause],
    by: str,
    now: datetime,
) -> VillageRules:
    """Return a new draft, with the flags its words raise."""
    return VillageRules(
        id=rules_id,
        village=village,
        number=number,
        title=title,
        clauses=tuple(clauses),
        status=RulesStatus.DRAFT,
        views=0,
        flags=tuple(flags_of(clauses, now)),
        drafted_by=by,
    )


def redraft(
    rules: VillageRules, title: str, clauses: Sequence[RulesClause], now: datetime
) -> VillageRules:
    """Return the draft with another text; flags by people stay, those by words are found anew, and views are collected anew.

    Raises
    ------
    IllegalMove
        It is no draft any more.
    """
    VILLAGE_RULES.move(rules.status, RulesAction.REDRAFT)
    by_people = [flag for flag in rules.flags if flag.raised_by != "words"]
    changed = tuple(clauses) != rules.clauses
    return replace(
        rules,
        title=title,
        clauses=tuple(clauses),
        # Views were on another text: villagers see the new one as long as they saw the old.
        views_since=clock.iso(now) if changed and rules.views_since else rules.views_since,
        flags=(*by_people, *flags_of(clauses, now)),
    )


def add_view(
    rules: VillageRules, view_id: str, text: str, *, by: str, now: datetime
) -> tuple[VillageRules, VillagersView]:
    """Return the draft with one more view, and the view, while views are collected.

    Raises
    ------
    IllegalMove
        They are not.
    """
    VILLAGE_RULES.move(rules.status, RulesAction.GIVE_VIEW)
    view = VillagersView(
        id=view_id, village=rules.village, rules=rules.id, at=clock.iso(now), by=by, text=text
    )
    return replace(rules, views=rules.views + 1), view

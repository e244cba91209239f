"""A version as it is drafted, and what villagers think of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from typing_extensions import TypedDict

from assembly.rules.states.village_rules import VILLAGE_RULES, RulesAction, RulesStatus
from assembly.rules.village_rules.flags import ConflictFlag, RulesClause, flags_of
from kernel import clock


class VillagersView(TypedDict):
    """What a villager thinks of the draft; a row of its own, so that many views make no draft too large."""

    id: str
    village: str
    rules: str
    at: str
    by: str
    text: str


class CorrectionOrder(TypedDict):
    """The town orders that rules in force be changed (村委会法 Art. 31); the change is a version like any other."""

    at: str
    by: str
    note: str
    due_at: str


class VillageRules(TypedDict):
    """A version of a village's rules; `superseded_from` is the first day of the version that follows it."""

    id: str
    village: str
    number: int
    title: str
    clauses: list[RulesClause]
    status: str
    views: int
    views_since: str | None
    corrections: list[CorrectionOrder]
    flags: list[ConflictFlag]
    drafted_by: str
    review_note: str | None
    matter: str | None
    adopted_at: str | None
    filing_number: str | None
    filed_at: str | None
    publication: str | None
    in_force_from: str | None
    superseded_from: str | None
    superseded_at: str | None
    wake_at: str | None
    due_at: str | None
    turn: str | None


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
    return {
        "id": rules_id,
        "village": village,
        "number": number,
        "title": title,
        "clauses": list(clauses),
        "status": str(RulesStatus.DRAFT),
        "views": 0,
        "views_since": None,
        "corrections": [],
        "flags": flags_of(clauses, now),
        "drafted_by": by,
        "review_note": None,
        "matter": None,
        "adopted_at": None,
        "filing_number": None,
        "filed_at": None,
        "publication": None,
        "in_force_from": None,
        "superseded_from": None,
        "superseded_at": None,
        "wake_at": None,
        "due_at": None,
        "turn": None,
    }


def redraft(
    rules: VillageRules, title: str, clauses: Sequence[RulesClause], now: datetime
) -> VillageRules:
    """Return the draft with another text; flags by people stay, those by words are found anew, and views are collected anew.

    Raises
    ------
    IllegalMove
        It is no draft any more.
    """
    VILLAGE_RULES.move(RulesStatus(rules["status"]), RulesAction.REDRAFT)
    by_people = [flag for flag in rules["flags"] if flag["raised_by"] != "words"]
    changed = list(clauses) != rules["clauses"]
    return {
        **rules,
        "title": title,
        "clauses": list(clauses),
        # Views were on another text: villagers see the new one as long as they saw the old.
        "views_since": clock.iso(now) if changed and rules["views_since"] else rules["views_since"],
        "flags": [*by_people, *flags_of(clauses, now)],
    }


def add_view(
    rules: VillageRules, view_id: str, text: str, *, by: str, now: datetime
) -> tuple[VillageRules, VillagersView]:
    """Return the draft with one more view, and the view, while views are collected.

    Raises
    ------
    IllegalMove
        They are not.
    """
    VILLAGE_RULES.move(RulesStatus(rules["status"]), RulesAction.GIVE_VIEW)
    view: VillagersView = {
        "id": view_id,
        "village": rules["village"],
        "rules": rules["id"],
        "at": clock.iso(now),
        "by": by,
        "text": text,
    }
    return {**rules, "views": rules["views"] + 1}, view

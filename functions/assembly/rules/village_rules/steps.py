"""The steps of a version, to force and out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from assembly.rules import limits, quorum, wording
from assembly.rules.states.village_rules import VILLAGE_RULES, RulesAction, RulesStatus
from assembly.rules.village_rules.clearing import open_flags, refuse_conflicts
from assembly.rules.village_rules.drafts import CorrectionOrder, VillageRules
from kernel import clock
from kernel.law import reference
from kernel.problems import Conflict
from kernel.texts import Text


class ViewsStillOpen(Conflict):
    """The draft as it reads now has not been open to views for long enough; `until` says how long it must be."""

    slug = "views-still-open"
    title = Text("征求意见期未满", "Views still open")


def move(rules: VillageRules, action: RulesAction, **changes: Any) -> VillageRules:
    """Take a step.

    Raises
    ------
    IllegalMove
        It does not begin where the version stands.
    ConflictWithLaw
        A flag is open that stands in its way: nothing is cleared by the town, voted on, filed or published over it.
    """
    row = VILLAGE_RULES.move(rules.status, action)
    if action in _NOT_OVER_FLAGS:
        refuse_conflicts(rules)
    return replace(rules, **changes, status=row.target)


_NOT_OVER_FLAGS = frozenset(
    {RulesAction.CLEAR, RulesAction.PROPOSE, RulesAction.FILE, RulesAction.PUBLISH}
)


def shut(rules: VillageRules, now: datetime) -> frozenset[RulesAction]:
    """Return what cannot be done with a version though its status would let it: over open flags, or before villagers could see it."""
    closed: set[RulesAction] = set()
    if open_flags(rules):
        closed |= _NOT_OVER_FLAGS
    if rules.views_since and now < _views_until(rules):
        closed.add(RulesAction.SUBMIT)
    return frozenset(closed)


def _views_until(rules: VillageRules) -> datetime:
    days = wording.table()["views_open"]["days"]
    return clock.from_iso(str(rules.views_since)) + timedelta(days=days)


def collect(rules: VillageRules, now: datetime) -> VillageRules:
    """Open a draft to views.

    Raises
    ------
    IllegalMove
        It is no draft.
    """
    return move(rules, RulesAction.COLLECT, views_since=clock.iso(now))


def submit(rules: VillageRules, now: datetime) -> VillageRules:
    """Put a draft before the town, once villagers had time to see it as it reads.

    Raises
    ------
    IllegalMove
        Views on it are not being collected.
    ViewsStillOpen
        They had not long enough.
    """
    submitted = move(rules, RulesAction.SUBMIT)
    open_for = wording.table()["views_open"]
    until = _views_until(rules)
    if now < until:
        raise ViewsStillOpen(
            Text(
                f"征求意见须至 {clock.for_people(until)}（不少于 {open_for['days']} 日；修改文本后重新计算）。",
                f"Views stay open until {clock.for_people(until)}: {open_for['days']} days, counted anew when the text changes.",
            ),
            until=clock.local_iso(until),
            citation=reference(open_for["cites"]),
        )
    return submitted


def order_correction(rules: VillageRules, note: str, *, by: str, now: datetime) -> VillageRules:
    """Order that rules in force be changed; they are the village's turn until another version takes their place.

    Raises
    ------
    IllegalMove
        They are not in force.
    DoneEnough
        It was ordered again and again.
    """
    due = clock.iso(now + timedelta(days=wording.table()["correction"]["days"]))
    limits.refuse_more("corrections", len(rules.corrections))
    order = CorrectionOrder(at=clock.iso(now), by=by, note=note, due_at=due)
    return move(
        rules,
        RulesAction.ORDER_CORRECTION,
        corrections=(*rules.corrections, order),
        due_at=due,
        turn=rules.village,
    )


class TooFewWomen(Conflict):
    """Village rules are voted on with enough women there; `present`, `women` and `needed` say how many."""

    slug = "too-few-women"
    title = Text("到会妇女比例不足", "Too few women")


def require_women(women: int, present: int) -> None:
    """Let village rules be voted on where enough of those there are women.

    Raises
    ------
    TooFewWomen
        They are too few.
    """
    said = wording.table()["women_present"]
    needed, cited = quorum.parse(said).needed(present), reference(said["cites"])
    if women < needed:
        raise TooFewWomen(
            Text(
                f"表决村规民约时到会 {present} 人中妇女须不少于 {needed} 人，现为 {women} 人（{cited.named.zh}）。",
                f"Of {present} there, at least {needed} must be women to vote on village rules; there are {women} ({cited.named.en}).",
            ),
            women=women,
            present=present,
            needed=needed,
            citation=cited,
        )


def after_vote(rules: VillageRules, *, passed: bool, now: datetime) -> VillageRules:
    """Return the version as the villagers' meeting decided."""
    if not passed:
        return move(rules, RulesAction.REJECT)
    return move(rules, RulesAction.ADOPT, adopted_at=clock.iso(now))


def before_vote(rules: VillageRules) -> VillageRules:
    """Return the version as it stood before a vote that turned out void."""
    return replace(rules, status=RulesStatus.VOTING, adopted_at=None)


def withdrawn(rules: VillageRules) -> VillageRules:
    """Return the version as it stood before it was put to a vote that was then called off; it may be put to another."""
    return move(rules, RulesAction.CALL_OFF, matter=None)

"""From when to when compositions hold, and which bodies are kept apart in that time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from assembly.rules.bodies.kinds import BodyKind, BodyMember
from assembly.rules.bodies.table import all_rules, rule_of
from kernel.law import Reference


def in_force(body: Any, day: str) -> int | None:
    """Return the number of a body's composition on a day."""
    entries: list[dict[str, Any]] = body["compositions"] if body else []
    held = [each for each in entries if each["valid_from"] <= day]
    newest = max(held, key=lambda each: (each["valid_from"], each["number"]), default=None)
    return newest["number"] if newest else None


def end_of_term(starts: Sequence[str], since: str) -> str | None:
    """Return the first day on which another composition of the body holds; None while there is none after `since`."""
    return min((start for start in starts if start > since), default=None)


def sitting_between(
    compositions: Sequence[Mapping[str, Any]], since: str, until: str | None
) -> list[int]:
    """Return the numbers of a body's compositions that hold on any day from `since` to before `until`."""
    starts = [each["valid_from"] for each in compositions]
    # Of two that begin on one day the later one holds, so the earlier never did.
    newest = {each["valid_from"]: each["number"] for each in compositions}
    ends = {start: end_of_term(starts, start) for start in newest}
    return [
        number
        for start, number in newest.items()
        if (until is None or start < until) and ((end := ends[start]) is None or end > since)
    ]


def kept_apart(kind: BodyKind, day: date) -> dict[BodyKind, Reference]:
    """Return the bodies that a kind of body may share nobody with, with the article, whichever of the two the law says it of."""
    found: dict[BodyKind, Reference] = {}
    for rule in all_rules(day):
        other = rule.composition.get("apart_from")
        if other and kind in (rule.kind, other):
            found[BodyKind(other) if rule.kind is kind else rule.kind] = rule.composed_by
    return found


def needs_kinship(kind: BodyKind, day: date) -> bool:
    """Tell whether it matters to a kind of body who is near to whom."""
    return bool(rule_of(kind, day).composition.get("no_relatives_inside") or kept_apart(kind, day))


def with_kin(
    members: Sequence[BodyMember],
    others: Sequence[BodyMember],
    homes: Mapping[str, frozenset[str]],
    near: Mapping[str, frozenset[str]],
) -> list[BodyMember]:
    """Return the members with those of the members and others as relatives who live with them, or in a household near to theirs.

    Parameters
    ----------
    homes
        By member, the households somebody belongs to.
    near
        By household, those near to it by blood or marriage.
    """
    everybody = {each["member_id"] for each in (*members, *others)}

    def kin(person: str) -> list[str]:
        own = homes.get(person, frozenset[str]())
        around = own.union(*(near.get(home, frozenset[str]()) for home in own))
        return [one for one in sorted(everybody - {person}) if homes.get(one, frozenset()) & around]

    return [
        {
            **each,
            "relatives": list(dict.fromkeys([*each["relatives"], *kin(each["member_id"])])),
        }
        for each in members
    ]

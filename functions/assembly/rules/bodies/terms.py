"""From when to when compositions hold, and which bodies are kept apart in that time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from assembly.rules import limits
from assembly.rules.bodies.composed import Body, CompositionEntry
from assembly.rules.bodies.kinds import BodyKind, BodyMember, CompositionInvalid
from assembly.rules.bodies.table import BodyRule, all_rules, rule_of
from kernel import clock
from kernel.law import Reference, reference
from kernel.problems import Conflict, FieldError
from kernel.texts import Text


def in_force(body: Body | None, day: str) -> int | None:
    """Return the number of a body's composition on a day."""
    newest = _held_on(body, day)
    return newest.number if newest else None


def _term_of_entry(entry: CompositionEntry) -> str:
    # A composition that was confirmed before terms were kept begins its own.
    return entry.term_from or entry.valid_from


def _held_on(body: Body | None, day: str) -> CompositionEntry | None:
    held = [each for each in body.compositions if each.valid_from <= day] if body else []
    return max(held, key=lambda each: (each.valid_from, each.number), default=None)


class TermEnded(Conflict):
    """The term of a body is over; `ended_on` says since when (村委会法 Art. 14: five years)."""

    slug = "term-ended"
    title = Text("任期已满", "Term ended")


def refuse_ended_term(rule: BodyRule, body: Body, day: str) -> None:
    """Let a body act that is in its term on a day.

    Raises
    ------
    TermEnded
        The term of its composition is over.
    """
    held = _held_on(body, day)
    ended = term_over_on(rule, _term_of_entry(held)) if held else None
    if ended and day >= ended:
        term = rule.composition["term"]
        cited = reference(term["cites"])
        raise TermEnded(
            Text(
                f"{rule.name.zh}任期 {term['years']} 年，已于 {ended} 届满，须换届并确认新名单及任期起始日（{cited.named.zh}）。",
                f"The term of the {rule.name.en} was over on {ended}: elect anew and confirm who was elected (`term_from`) ({cited.named.en}).",
            ),
            ended_on=ended,
            citation=cited,
        )


def term_over_on(rule: BodyRule, term_from: str) -> str | None:
    """Return the first day after a term that began on a day; None for a body without terms."""
    term = rule.composition.get("term")
    if term is None:
        return None
    begun = date.fromisoformat(term_from)
    # A term from the 29th of February is over on the first of March.
    leap = (begun.month, begun.day) == (2, 29)
    begun = date(begun.year, 3, 1) if leap else begun
    return begun.replace(year=begun.year + term["years"]).isoformat()


def term_of(rule: BodyRule, body: Body, since: str, said: str | None) -> str:
    """Return from when the term of a new composition runs: as it is said, else on with the running term, else from its first day.

    Raises
    ------
    CompositionInvalid
        It is said to begin after the composition, or to be over before.
    """
    if said is None:
        held = _held_on(body, since)
        over = term_over_on(rule, _term_of_entry(held)) if held else None
        return _term_of_entry(held) if held and over and since < over else since
    over = term_over_on(rule, said)
    if said > since or (over and over <= since):
        wrong = Text(
            "任期须在名单生效之日或之前开始，且未届满。",
            "A term begins by the first day of the composition, and is not over by then.",
        )
        raise CompositionInvalid(wrong, errors=[FieldError("term_from", wrong)])
    return said


def refuse_too_often(body: Body, by: str, now: datetime) -> None:
    """Let somebody confirm a composition who has not confirmed too many of late.

    Raises
    ------
    DoneEnough
        The person has.
    """
    since = clock.iso(now - timedelta(days=365))
    own = [each for each in body.compositions if each.by == by and each.at and each.at > since]
    limits.refuse_more("compositions_a_year", len(own))


def end_of_term(starts: Sequence[str], since: str) -> str | None:
    """Return the first day on which another composition of the body holds; None while there is none after `since`."""
    return min((start for start in starts if start > since), default=None)


def sitting_between(
    compositions: Sequence[CompositionEntry], since: str, until: str | None
) -> list[int]:
    """Return the numbers of a body's compositions that hold on any day from `since` to before `until`."""
    starts = [each.valid_from for each in compositions]
    # Of two that begin on one day the later one holds, so the earlier never did.
    newest = {each.valid_from: each.number for each in compositions}
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
    everybody = {each.member_id for each in (*members, *others)}

    def kin(person: str) -> list[str]:
        own = homes.get(person, frozenset[str]())
        around = own.union(*(near.get(home, frozenset[str]()) for home in own))
        return [one for one in sorted(everybody - {person}) if homes.get(one, frozenset()) & around]

    return [
        replace(each, relatives=tuple(dict.fromkeys([*each.relatives, *kin(each.member_id)])))
        for each in members
    ]

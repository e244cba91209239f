"""Bodies of a village: which there are, what composition each must have, and the roll a meeting is counted on.

The table is `data/bodies.json`: per body the articles, their confidence and the days they hold; this module reads it and checks against
it (DOMAIN 4.1, 4.2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from typing_extensions import TypedDict

from assembly.rules import quorum
from assembly.rules.quorum import Majority
from kernel.problems import Conflict, FieldError, InvalidFields
from kernel.texts import Text

ADULT_AGE = 18
"""民法典 Art. 17; the statutes on villages name the age themselves (村委会法 Art. 25)."""


class BodyKind(StrEnum):
    """The bodies that deliberate, decide or supervise in a village."""

    VILLAGERS_MEETING = "villagers_meeting"
    REPRESENTATIVES_ASSEMBLY = "representatives_assembly"
    VILLAGERS_GROUP_MEETING = "villagers_group_meeting"
    REGISTERED_VOTERS = "registered_voters"
    PARTY_MEMBERS_MEETING = "party_members_meeting"
    PARTY_BRANCH = "party_branch"
    VILLAGE_COMMITTEE = "village_committee"
    SUPERVISION_COMMITTEE = "supervision_committee"
    CEREMONIES_COUNCIL = "ceremonies_council"
    COLLECTIVE_MEMBERS_MEETING = "collective_members_meeting"
    COLLECTIVE_REPRESENTATIVES_MEETING = "collective_representatives_meeting"
    COLLECTIVE_COUNCIL = "collective_council"


class Mode(StrEnum):
    """Whose votes are counted: each member's, each villager's, or one of each household."""

    MEMBER = "member"
    VILLAGER = "villager"
    HOUSEHOLD = "household"
    VOTER = "voter"


class Capacity(StrEnum):
    """In what capacity somebody sits in a body."""

    MEMBER = "member"
    REPRESENTATIVE = "representative"
    COMMITTEE_MEMBER = "committee_member"


class Office(StrEnum):
    """An office inside a body that a rule asks about."""

    SECRETARY = "secretary"
    DIRECTOR = "director"
    CHAIR = "chair"


class BodyMember(TypedDict):
    """Somebody who sits in a body.

    `member_id` is the person's id in the registry, or the resident's id for somebody without an account; `represents` counts households;
    `relatives` names near relatives by the same ids.
    """

    member_id: str
    name: str
    household: str | None
    woman: bool
    born: int | None
    capacity: str
    represents: int | None
    office: str | None
    accounting: bool
    relatives: list[str]


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """How many days before a meeting it must be announced.

    Attributes
    ----------
    ad_hoc
        Whether a special case may be called without the period, the reason on record.
    """

    days: int
    ad_hoc: bool
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class BodyRule:
    """What the law asks of one kind of body, from a day to a day."""

    kind: BodyKind
    name: Text
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str
    majorities: Mapping[Mode, Majority]
    notice: NoticePeriod | None
    online: str
    proxy_in_household: bool
    composition: Mapping[str, Any]

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class CompositionInvalid(InvalidFields):
    """The body would not be composed as the law asks; `errors` names each rule that is broken with its article."""

    slug = "composition-invalid"
    title = Text("组成不符合规定", "Composition invalid")


class NoRuleInForce(Conflict):
    """No version of the table says how this body decides on that day."""

    slug = "no-rule-in-force"
    said = Text(
        "该日期没有适用于此组织的议事规则。", "No rule for this body is in force on that day."
    )


class ModeNotOffered(InvalidFields):
    """The body does not decide in this mode."""

    slug = "mode-not-offered"


def parse(document: Mapping[str, Any]) -> tuple[BodyRule, ...]:
    """Return the rules of a table's document."""
    return tuple(_rule(entry) for entry in document["bodies"])


def _rule(entry: Mapping[str, Any]) -> BodyRule:
    notice: Mapping[str, Any] | None = entry["notice_days"]
    modes: Mapping[str, Any] = entry["modes"]
    return BodyRule(
        BodyKind(entry["kind"]),
        Text(entry["name"]["zh"], entry["name"]["en"]),
        date.fromisoformat(entry["valid_from"]),
        date.fromisoformat(entry["valid_to"]) if entry["valid_to"] else None,
        entry["source"],
        entry["confidence"],
        {
            Mode(mode): Majority(
                quorum.parse(said["attendance"]) if said["attendance"] else None,
                quorum.parse(said["decision"]),
                quorum.parse(said["turnout"]) if said.get("turnout") else None,
            )
            for mode, said in modes.items()
        },
        NoticePeriod(notice["days"], notice["ad_hoc"], notice["source"], notice["confidence"])
        if notice
        else None,
        entry["online"]["allowed"],
        bool(entry.get("proxy", {}).get("same_household")),
        entry["composition"],
    )


@lru_cache(maxsize=1)
def _table() -> tuple[BodyRule, ...]:
    path = Path(__file__).parents[1] / "data" / "bodies.json"
    return parse(json.loads(path.read_text(encoding="utf-8")))


def rule_of(kind: BodyKind, day: date) -> BodyRule:
    """Return the rule of a kind of body in force on `day`.

    Raises
    ------
    NoRuleInForce
        The table has none for that day.
    """
    for rule in _table():
        if rule.kind is kind and rule.holds_on(day):
            return rule
    raise NoRuleInForce


def all_rules(day: date) -> list[BodyRule]:
    """Return the rules in force on `day`."""
    return [rule for rule in _table() if rule.holds_on(day)]


def majority_of(rule: BodyRule, mode: Mode) -> Majority:
    """Return how a body decides in a mode.

    Raises
    ------
    ModeNotOffered
        It has no such mode.
    """
    found = rule.majorities.get(mode)
    if found is None:
        names = "、".join(rule.majorities)
        raise ModeNotOffered(
            Text(
                f"{rule.name.zh}的议事方式只能是：{names}（{rule.source}）。",
                f"The {rule.name.en} decides in one of these modes: {names} ({rule.source}).",
            ),
            errors=[FieldError("mode", Text(f"只能是：{names}。", f"One of: {names}."))],
        )
    return found


def check_composition(
    rule: BodyRule,
    members: Sequence[BodyMember],
    day: date,
    *,
    households: int | None = None,
    apart_from: Sequence[BodyMember] = (),
    apart_by: str | None = None,
) -> None:
    """Let a composition pass that is as the law asks.

    Parameters
    ----------
    day
        From which it would hold; ages are counted by the year of birth, all that the registry keeps.
    households
        How many households the village (or collective) has; needed for bodies of one representative per so many households.
    apart_from
        The members of the bodies that this one may not overlap with or be related to (村委会法 Art. 37).
    apart_by
        The article that keeps them apart, where it is another body's.

    Raises
    ------
    CompositionInvalid
        `errors` names every rule that is broken, with its article.
    """
    article = str(rule.composition.get("source", rule.source))
    faults = [*_twice(members), *_too_young(rule, members, day), *_size(rule, len(members))]
    faults += _shares(rule, members)
    faults += _households(rule, members, households)
    faults += _people(rule, members)
    apart = _apart(members, apart_from)
    if faults or apart:
        errors = [
            FieldError(field, Text(f"{told.zh}（{source}）", f"{told.en} ({source})"))
            for source, found in ((article, faults), (apart_by or article, apart))
            for field, told in found
        ]
        raise CompositionInvalid(errors[0].message, errors=errors, source=article)


_Fault = tuple[str, Text]


def _twice(members: Sequence[BodyMember]) -> list[_Fault]:
    ids = [member["member_id"] for member in members]
    if len(set(ids)) == len(ids) and ids:
        return []
    return [
        ("members", Text("名单为空或有重复人员。", "The list is empty or names somebody twice."))
    ]


def _too_young(rule: BodyRule, members: Sequence[BodyMember], day: date) -> list[_Fault]:
    if not rule.composition.get("adults"):
        return []
    young = [
        member["member_id"]
        for member in members
        if member["born"] is None or day.year - member["born"] < ADULT_AGE
    ]
    if not young:
        return []
    named = ", ".join(young[:5])
    return [
        (
            "members",
            Text(f"须年满十八周岁：{named}。", f"Must be 18 or older: {named}."),
        )
    ]


def _size(rule: BodyRule, size: int) -> list[_Fault]:
    faults: list[_Fault] = []
    bounds = rule.composition.get("size")
    if bounds and not bounds[0] <= size <= bounds[1]:
        faults.append(
            (
                "members",
                Text(
                    f"须为 {bounds[0]} 至 {bounds[1]} 人，现为 {size} 人。",
                    f"Must have {bounds[0]} to {bounds[1]} members, not {size}.",
                ),
            )
        )
    if rule.composition.get("odd") and size % 2 == 0:
        faults.append(("members", Text("人数须为单数。", "The number of members must be odd.")))
    least = rule.composition.get("more_than")
    if least is not None and size <= least:
        faults.append(
            (
                "members",
                Text(
                    f"须多于 {least} 人，现为 {size} 人。",
                    f"Must be more than {least}, not {size}.",
                ),
            )
        )
    return faults


def _shares(rule: BodyRule, members: Sequence[BodyMember]) -> list[_Fault]:
    faults: list[_Fault] = []
    representatives = [
        member for member in members if member["capacity"] == Capacity.REPRESENTATIVE
    ]
    share = rule.composition.get("representatives_share")
    if share and not _at_least(share, len(representatives), len(members)):
        faults.append(
            (
                "members",
                Text(
                    f"村民代表须占组成人员的五分之四以上，现为 {len(representatives)}/{len(members)}。",
                    f"Representatives must be at least 4/5 of the members, not {len(representatives)}/{len(members)}.",
                ),
            )
        )
    share = rule.composition.get("women_share")
    women = sum(member["woman"] for member in representatives)
    if share and not _at_least(share, women, len(representatives)):
        faults.append(
            (
                "members",
                Text(
                    f"妇女村民代表须占村民代表的三分之一以上，现为 {women}/{len(representatives)}。",
                    f"Women must be at least 1/3 of the representatives, not {women}/{len(representatives)}.",
                ),
            )
        )
    least = rule.composition.get("women_at_least")
    if least and sum(member["woman"] for member in members) < least:
        faults.append(("members", Text("成员中须有妇女。", "At least one member must be a woman.")))
    return faults


def _at_least(share: str, number: int, base: int) -> bool:
    return quorum.parse({"share": share, "strict": False, "of": "roll"}).met(number, base)


def _households(
    rule: BodyRule, members: Sequence[BodyMember], households: int | None
) -> list[_Fault]:
    bounds = rule.composition.get("households_per_representative")
    if not bounds:
        return []
    counted = [member for member in members if member["capacity"] != Capacity.COMMITTEE_MEMBER]
    least, most = bounds
    said = Text(
        f"每 {least} 户至 {most} 户推选一名代表。",
        f"One representative for {least} to {most} households.",
    )
    # Where the village elects by group, representatives say how many households stand behind each; else the average must fit.
    stated = [member["represents"] for member in counted if member["represents"] is not None]
    if len(stated) == len(counted) and stated:
        if any(not least <= number <= most for number in stated):
            return [("members.represents", said)]
        if households is not None and sum(stated) != households:
            missed = Text(
                f"各代表所代表户数合计 {sum(stated)} 户，与全村 {households} 户不符。",
                f"The representatives stand for {sum(stated)} households, but there are {households}.",
            )
            return [("members.represents", missed)]
        return []
    if households is None:
        missing = Text(
            "须填写全村户数 households，或每名代表所代表的户数。",
            "Say how many households there are, or how many each represents.",
        )
        return [("households", missing)]
    fits = least * len(counted) <= households <= most * len(counted)
    return [] if fits else [("households", said)]


def _people(rule: BodyRule, members: Sequence[BodyMember]) -> list[_Fault]:
    faults: list[_Fault] = []
    least = rule.composition.get("accounting_at_least")
    if least and sum(member["accounting"] for member in members) < least:
        faults.append(
            (
                "members.accounting",
                Text("须有具备财会知识的人员。", "Somebody must know accounting."),
            )
        )
    if rule.composition.get("no_relatives_inside") and _related(members, members):
        faults.append(
            (
                "members.relatives",
                Text(
                    "村民委员会成员之间应当实行近亲属回避。",
                    "Members may not be near relatives of each other.",
                ),
            )
        )
    return faults


def _apart(members: Sequence[BodyMember], others: Sequence[BodyMember]) -> list[_Fault]:
    faults: list[_Fault] = []
    if {member["member_id"] for member in others} & {member["member_id"] for member in members}:
        faults.append(
            (
                "members",
                Text(
                    "村民委员会成员不得担任村务监督机构成员。",
                    "Members of the village committee may not sit in the supervision committee.",
                ),
            )
        )
    if _related(members, others) or _related(others, members):
        faults.append(
            (
                "members.relatives",
                Text(
                    "村民委员会成员的近亲属不得担任村务监督机构成员。",
                    "Near relatives of village committee members may not sit in the supervision committee.",
                ),
            )
        )
    return faults


def _related(members: Sequence[BodyMember], others: Sequence[BodyMember]) -> bool:
    ids = {member["member_id"] for member in others}
    return any(ids & set(member["relatives"]) for member in members)


def kept_apart(kind: BodyKind, day: date) -> dict[BodyKind, str]:
    """Return the bodies that a kind of body may share nobody with, with the article, whichever of the two the law says it of."""
    found: dict[BodyKind, str] = {}
    for rule in all_rules(day):
        other = rule.composition.get("apart_from")
        if other and kind in (rule.kind, other):
            source = str(rule.composition.get("source", rule.source))
            found[BodyKind(other) if rule.kind is kind else rule.kind] = source
    return found


def needs_kinship(kind: BodyKind, day: date) -> bool:
    """Tell whether it matters to a kind of body who is near to whom."""
    return bool(rule_of(kind, day).composition.get("no_relatives_inside") or kept_apart(kind, day))


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


class Roll(TypedDict):
    """Who is entitled at a meeting, frozen when it opens.

    `voters` maps each vote to the persons who may cast it: one person, or in household mode the members of a household.
    """

    composition: int
    mode: str
    voters: dict[str, list[str]]


def roll_of(members: Sequence[BodyMember], mode: Mode, composition: int) -> Roll:
    """Return the roll of a composition in a mode.

    Raises
    ------
    CompositionInvalid
        In household mode somebody belongs to no household.
    """
    voters: dict[str, list[str]] = {}
    for member in members:
        voter = member["household"] if mode is Mode.HOUSEHOLD else member["member_id"]
        if voter is None:
            missing = Text(
                "按户议事时每名成员须登记所属户。",
                "In household mode everybody must belong to a household.",
            )
            raise CompositionInvalid(missing, errors=[FieldError("members.household", missing)])
        voters.setdefault(voter, []).append(member["member_id"])
    return {"composition": composition, "mode": str(mode), "voters": voters}


def voter_of(roll: Roll, person_id: str) -> str | None:
    """Return the vote a person may cast; None for whoever is not on the roll."""
    if roll["mode"] != Mode.HOUSEHOLD:
        return person_id if person_id in roll["voters"] else None
    return next((voter for voter, people in roll["voters"].items() if person_id in people), None)

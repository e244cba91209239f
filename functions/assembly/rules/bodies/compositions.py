"""Whether a composition is as the law asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assembly.rules import quorum
from assembly.rules.bodies.kinds import BodyMember, Capacity, CompositionInvalid
from assembly.rules.bodies.table import BodyRule
from kernel.ages import ADULT, Born, has_reached
from kernel.law import Reference
from kernel.problems import FieldError
from kernel.texts import Text


def of_age(born: int, day: date) -> bool:
    """Tell whether somebody of a year of birth is surely of age: a day that is not known counts as the year's last (ours, DOMAIN 19)."""
    return has_reached(ADULT, Born(born), day)


def _is_of_age(member: BodyMember, day: date) -> bool:
    if member.birthday:
        born = date.fromisoformat(member.birthday)
        return has_reached(ADULT, Born(born.year, born.month, born.day), day)
    return member.born is not None and of_age(member.born, day)


def check_composition(
    rule: BodyRule,
    members: Sequence[BodyMember],
    day: date,
    *,
    households: int | None = None,
    apart_from: Sequence[BodyMember] = (),
    apart_by: Reference | None = None,
) -> None:
    """Let a composition pass that is as the law asks.

    Parameters
    ----------
    day
        From which it would hold.
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
    article = rule.composed_by
    faults = [*_twice(members), *_too_young(rule, members, day), *_size(rule, len(members))]
    faults += _shares(rule, members)
    faults += _households(rule, members, households)
    faults += _people(rule, members)
    apart = _apart(members, apart_from)
    if faults or apart:
        errors = [
            FieldError(field, Text(f"{told.zh}（{law.named.zh}）", f"{told.en} ({law.named.en})"))
            for law, found in ((article, faults), (apart_by or article, apart))
            for field, told in found
        ]
        raise CompositionInvalid(errors[0].message, errors=errors, citation=article)


_Fault = tuple[str, Text]


def _twice(members: Sequence[BodyMember]) -> list[_Fault]:
    ids = [member.member_id for member in members]
    if len(set(ids)) == len(ids) and ids:
        return []
    return [
        ("members", Text("名单为空或有重复人员。", "The list is empty or names somebody twice."))
    ]


def _too_young(rule: BodyRule, members: Sequence[BodyMember], day: date) -> list[_Fault]:
    if not rule.composition.get("adults"):
        return []
    young = [member.member_id for member in members if not _is_of_age(member, day)]
    if not young:
        return []
    named = ", ".join(young[:5])
    return [("members", Text(f"须年满十八周岁：{named}。", f"Must be 18 or older: {named}."))]


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
    representatives = [member for member in members if member.capacity == Capacity.REPRESENTATIVE]
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
    women = sum(member.woman for member in representatives)
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
    if least and sum(member.woman for member in members) < least:
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
    counted = [member for member in members if member.capacity != Capacity.COMMITTEE_MEMBER]
    least, most = bounds
    said = Text(
        f"每 {least} 户至 {most} 户推选一名代表。",
        f"One representative for {least} to {most} households.",
    )
    # Where the village elects by group, representatives say how many households stand behind each; else the average must fit.
    stated = [member.represents for member in counted if member.represents is not None]
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
            "须填写全村户数，或每名代表所代表的户数。",
            "Say how many households there are, or how many each represents.",
        )
        return [("households", missing)]
    fits = least * len(counted) <= households <= most * len(counted)
    return [] if fits else [("households", said)]


def _people(rule: BodyRule, members: Sequence[BodyMember]) -> list[_Fault]:
    faults: list[_Fault] = []
    least = rule.composition.get("accounting_at_least")
    if least and sum(member.accounting for member in members) < least:
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
    if {member.member_id for member in others} & {member.member_id for member in members}:
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
    ids = {member.member_id for member in others}
    return any(ids & set(member.relatives) for member in members)

"""Who belongs to a collective, how it begins and ends, and shares of its income (集体法 Arts. 8, 11-18, 56; DOMAIN 16.2).

Who may never be cut is data (`data/membership.json`), and stands as grounds that are refused by their article: an ending is never silent.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from economy.rules.assets import refuse_future
from economy.rules.carried import Act, require_carried
from economy.rules.deciding import Carried, Decided, require_decision
from economy.rules.gates import EconomyGateShut
from economy.rules.terms import document
from kernel.law import Reference, reference
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Named, Text

MEMBERSHIP, LONG_SERVICE, SHARES = "membership", "long_service", "shares"
"""What is decided, by its name in `data/deciders.json`."""


class NeverCut(EconomyGateShut):
    """Such a ground ends no membership; `citation` says by which article."""

    slug = "never-cut"
    title = Text("不得以此取消成员身份或减少份额", "Nobody is cut for this")


class MembershipOver(Conflict):
    """Nothing is changed of a membership that is over."""

    slug = "membership-over"
    said = Text("该成员身份已终止。", "The membership is over.")


class AlreadyMember(Conflict):
    """Somebody is on the list of a collective once."""

    slug = "already-member"
    said = Text("该人已在成员名册中。", "The person is on the list already.")


class MemberElsewhere(EconomyGateShut):
    """Somebody is a member of one collective: the membership of another ends the first (Art. 17); `village` says whose it is."""

    slug = "member-elsewhere"
    title = Text("已是其他集体成员", "A member elsewhere")


class JoinGround(Named):
    """Why somebody is on the list."""

    FOUNDING = "founding", "原生产队成员", "a member of the production team"
    BIRTH = "birth", "出生", "born to a member"
    MARRIAGE_IN = "marriage_in", "婚入", "married in"
    ADOPTION = "adoption", "收养", "adopted"
    RESETTLEMENT = "resettlement", "政策性移民", "resettled"
    LONG_SERVICE = "long_service", "长期工作并作出贡献的非成员", "a long-serving non-member"


class EndGround(Named):
    """Why somebody is to come off the list; most of what is said in villages is none (Arts. 8, 18, 56)."""

    DEATH = "death", "死亡", "death"
    OTHER_MEMBERSHIP = "other_membership", "取得其他集体成员身份", "member of another collective"
    CIVIL_SERVANT = "civil_servant", "成为公务员", "became a civil servant"
    UNMARRIED_WOMAN = "unmarried_woman", "妇女未婚", "an unmarried woman"
    MARRIED_OUT = "married_out", "外嫁", "a woman married out"
    DIVORCED = "divorced", "离婚", "divorced"
    WIDOWED = "widowed", "丧偶", "widowed"
    MARRIAGE = "marriage", "结婚", "marriage"
    STUDY = "study", "就学", "study"
    WORK_AWAY = "work_away", "务工经商", "work away"
    PRISON = "prison", "服刑", "prison"


class ShareClass(Named):
    """What a share is given for."""

    POPULATION = "population", "人口股", "by head"
    SENIORITY = "seniority", "农龄股", "by years of work"
    LAND = "land", "土地股", "by land"


class MemberStatus(Named):
    """How somebody stands to a collective."""

    MEMBER = "member", "成员", "a member"
    BENEFICIARY = "beneficiary", "享有收益的非成员", "shares in income, no member"
    ENDED = "ended", "已终止", "over"


class MemberEvent(Named):
    """What the history of a member, or of the list, tells."""

    ADMITTED = "admitted", "确认", "admitted"
    ENDED = "ended", "终止", "ended"
    SHARES_SET = "shares_set", "份额变更", "shares set"
    FILED = "filed", "名册备案", "the list filed"


@record
class Holding:
    """Shares of a class, in hundredths of a share."""

    share_class: ShareClass
    hundredths: int


@record
class Member:
    """Somebody on the list of a collective.

    Attributes
    ----------
    person
        The registry's id of the person.
    decision
        The matter by which the list last changed for this one.
    """

    id: str
    village: str
    person: str
    name: str
    household: str
    ground: JoinGround
    since: date
    decision: str
    status: MemberStatus = MemberStatus.MEMBER
    holdings: tuple[Holding, ...] = ()
    ended_on: date | None = None
    end_ground: EndGround | None = None
    version: int = 1

    @property
    def hundredths(self) -> int:
        """All its shares."""
        return sum(one.hundredths for one in self.holdings)


class MemberChange(NamedTuple):
    """A member as it is afterwards, and what the history says of it."""

    after: Member
    event: MemberEvent


def admit(member: Member, decided: Decided | None, today: date) -> MemberChange:
    """Put somebody on the list, by a decision of the members' assembly; a long-serving non-member by three quarters of all (Art. 15).

    Raises
    ------
    NotDecided, DecidedByWrongBody, MajorityMissed, DecidedOtherwise
        It is not decided, by another body, by too few of all, or not so.
    InvalidFields
        The day is still to come, or a class of shares is named twice.
    """
    refuse_future(member.since, today, "from_on")
    _refuse_twice(member.holdings)
    serves = member.ground is JoinGround.LONG_SERVICE
    what = LONG_SERVICE if serves else MEMBERSHIP
    by = require_decision(what, decided, member.village)
    wanted = Carried(str(Act.ADMIT), member.person, member.hundredths, str(member.ground))
    require_carried(what, by, wanted)
    status = MemberStatus.BENEFICIARY if serves else MemberStatus.MEMBER
    return MemberChange(replace(member, status=status), MemberEvent.ADMITTED)


def refuse_elsewhere(ground: JoinGround, other: Member | None, village: str) -> None:
    """Let somebody be admitted who is no member of another village's collective; income may be shared by one who is.

    Raises
    ------
    MemberElsewhere
        That membership has not ended.
    """
    if ground is JoinGround.LONG_SERVICE or other is None or other.village == village:
        return
    if other.status is MemberStatus.MEMBER:
        law = reference(document("membership")["ends"]["other_membership"])
        raise MemberElsewhere(
            Text(
                f"该人仍是其他集体的成员，须先终止原成员身份（{law.named.zh}）。",
                f"The person is still a member of another collective: that ends first ({law.named.en}).",
            ),
            citation=law,
            village=other.village,
        )


def end(
    member: Member,
    ground: EndGround,
    on: date,
    said: str | None,
    decided: Decided | None,
    today: date,
) -> MemberChange:
    """Take somebody off the list on a ground of the law.

    Raises
    ------
    MembershipOver
        It is over.
    NeverCut
        The ground is none, or what is said with it names one that is none; no majority makes it one.
    NotDecided, DecidedByWrongBody, MajorityMissed, DecidedOtherwise
        It is not decided, by another body, by too few of all, or not so.
    """
    _refuse_over(member)
    refuse_never(ground)
    refuse_pattern(said)
    refuse_future(on, today, "on")
    by = require_decision(MEMBERSHIP, decided, member.village)
    require_carried(MEMBERSHIP, by, Carried(str(Act.END), member.person, None, str(ground)))
    after = replace(
        member,
        status=MemberStatus.ENDED,
        ended_on=on,
        end_ground=ground,
        holdings=(),
        decision=by.id,
        version=member.version + 1,
    )
    return MemberChange(after, MemberEvent.ENDED)


def set_shares(
    member: Member, holdings: tuple[Holding, ...], said: str | None, decided: Decided | None
) -> MemberChange:
    """Set the shares of somebody, by a decision of the members' assembly on the share plan (Art. 26).

    Raises
    ------
    MembershipOver
        It is over.
    NeverCut
        What is said with fewer shares names a ground nobody is cut for.
    NotDecided, DecidedByWrongBody, MajorityMissed, DecidedOtherwise
        It is not decided, by another body, by too few of all, or not so.
    """
    _refuse_over(member)
    _refuse_twice(holdings)
    hundredths = sum(one.hundredths for one in holdings)
    if hundredths < member.hundredths:
        refuse_pattern(said)
    by = require_decision(SHARES, decided, member.village)
    require_carried(SHARES, by, Carried(str(Act.SHARES), member.person, hundredths))
    after = replace(member, holdings=holdings, decision=by.id, version=member.version + 1)
    return MemberChange(after, MemberEvent.SHARES_SET)


def refuse_never(ground: EndGround) -> None:
    """Let a ground of the law pass.

    Raises
    ------
    NeverCut
        It is none.
    """
    never = document("membership")["never"].get(str(ground))
    if never is not None:
        raise _never(reference(never))


def refuse_pattern(said: str | None) -> None:
    """Let words pass that name no ground nobody is cut for.

    Raises
    ------
    NeverCut
        They do.
    """
    if said and any(pattern.search(said) for pattern in _patterns()):
        raise _never(reference(document("membership")["cut"]))


def _never(law: Reference) -> NeverCut:
    return NeverCut(
        Text(
            f"婚姻、性别、就学、务工、服刑等不影响成员身份和份额（{law.named.zh}）。",
            f"Marriage, sex, study, work away and prison take nobody's membership or shares ({law.named.en}).",
        ),
        citation=law,
    )


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for each in document("membership")["patterns"])


def _refuse_over(member: Member) -> None:
    if member.status is MemberStatus.ENDED:
        raise MembershipOver


def _refuse_twice(holdings: tuple[Holding, ...]) -> None:
    if len({one.share_class for one in holdings}) < len(holdings):
        raise InvalidFields.one(
            "holdings", Text("同类份额只能填写一次。", "Each class of shares once.")
        )

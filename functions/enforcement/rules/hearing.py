"""Hearings: when the right is announced, asked for in time, called in time, by whom chaired, and what the record binds (处罚法 Arts. 63-65)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from enforcement.rules.liability import PartyKind
from enforcement.rules.notice import Notice
from enforcement.rules.numbers import amount
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import is_over, until, working_days_before
from kernel.clock import day_of
from kernel.record import record
from kernel.texts import Named, Text


class Grave(Named):
    """Penalties other than fines for which a hearing is offered (Art. 63)."""

    CONFISCATION = "confiscation", "没收较大数额违法所得、较大价值非法财物", "larger confiscation"
    LICENCE = "licence", "降低资质等级、吊销许可证件", "a licence lowered or revoked"
    CLOSURE = "closure", "责令停产停业、责令关闭、限制从业", "closure or a ban on trade"
    OTHER = "other", "其他较重的行政处罚", "another heavy penalty"


_WARNED = Text("警告", "a warning")


def penalty_name(penalty: str) -> Text:
    """Return what a penalty that is no fine is called: a warning, or one of the grave ones."""
    return Grave(penalty).said if penalty in set(Grave) else _WARNED


@record
class Hearing:
    """A hearing of a case.

    Attributes
    ----------
    notified_at
        When the party was told of time and place.
    record
        Its record, signed; None while there is none. A party that stays away without reason has waived it: the record says so.
    opinion
        What the chair proposes by the record.
    """

    asked_at: datetime
    notified_at: datetime | None = None
    held_at: datetime | None = None
    chair: str | None = None
    agents: int = 0
    record: str | None = None
    waived: bool = False
    opinion: str | None = None
    most: int | None = None
    """The heaviest fine the record bears, in fen; None: not said."""


class HearingNotOffered(GateShut):
    """A penalty of this weight takes the announcement of the right to a hearing."""

    slug = "hearing-not-offered"
    title = Text("未告知听证权利", "Hearing not offered")
    said = Text(
        "拟作出较重处罚的，应当告知要求听证的权利。",
        "A penalty of this weight is announced with the right to a hearing.",
    )
    rests_on = "hearing"


class HearingAskedLate(GateShut):
    """It was asked for after the fifth working day."""

    slug = "hearing-asked-late"
    title = Text("逾期要求听证", "Hearing asked for too late")
    rests_on = "hearing_request"


class HearingOpen(GateShut):
    """The party can still ask for a hearing, or has, and it was not held."""

    slug = "hearing-open"
    title = Text("听证权利未了结", "Hearing outstanding")
    rests_on = "hearing"


class HearingCalledLate(GateShut):
    """The party is told seven working days before."""

    slug = "hearing-called-late"
    title = Text("听证通知不足七个工作日", "Hearing called too late")
    rests_on = "hearing_notice"


class ChairInvestigated(GateShut):
    """Who investigated, or is recused, does not chair."""

    slug = "chair-investigated"
    title = Text("听证主持人不合格", "Chair not impartial")
    said = Text(
        "听证由非本案调查人员主持；有利害关系的应当回避。",
        "A hearing is chaired by somebody who did not investigate the case and is not recused.",
    )
    rests_on = "hearing_chair"


class TooManyAgents(GateShut):
    """The party sends one or two agents."""

    slug = "too-many-agents"
    title = Text("代理人过多", "Too many agents")
    said = Text("可以委托一至二人代理。", "The party sends one or two agents.")
    rests_on = "hearing_agents"


class AgainstTheRecord(GateShut):
    """The decision follows the record of the hearing."""

    slug = "against-the-record"
    title = Text("决定与听证笔录不符", "Against the record")
    said = Text("应当根据听证笔录作出决定。", "The decision is made by the record of the hearing.")
    rests_on = "hearing_record"


def wants_offer(kind: PartyKind, fine: int, others: Collection[str]) -> bool:
    """Tell whether the right to a hearing is announced: a fine from the province's threshold on (assumed), or another grave penalty."""
    return fine >= amount(f"hearing_threshold_{kind}") or any(one in set(Grave) for one in others)


def refuse_not_offered(kind: PartyKind, notice: Notice) -> None:
    """Let a notice go out that offers a hearing where the penalty wants one.

    Raises
    ------
    HearingNotOffered
        It does not.
    """
    if wants_offer(kind, notice.fine, notice.other_penalties) and not notice.hearing_offered:
        raise HearingNotOffered


def ask(notice: Notice, at: datetime) -> Hearing:
    """Return the hearing a party asks for.

    Raises
    ------
    HearingNotOffered
        The penalty is not of the weight.
    HearingAskedLate
        The five working days are over.
    """
    if not notice.hearing_offered:
        told = Text("本案不属于听证范围。", "No hearing is provided for this penalty.")
        raise HearingNotOffered(told)
    if is_over("hearing_request", notice.received_at, at):
        last = until("hearing_request", notice.received_at)
        told = Text("已超过五个工作日。", "The five working days are over.")
        raise HearingAskedLate(told, until=last.isoformat())
    return Hearing(asked_at=at)


def refuse_bad_call(
    held_at: datetime,
    notified_at: datetime,
    chair: str,
    investigators: Collection[str],
    recused: Collection[str] = (),
) -> None:
    """Let a hearing be called in time, by somebody impartial.

    Seven working days lie between the day of the notice and the day of the hearing at the least.

    Raises
    ------
    HearingCalledLate, ChairInvestigated
        Which of it is not so.
    """
    latest = working_days_before(day_of(held_at), amount("hearing_notice"))
    if day_of(notified_at) > latest:
        told = Text(f"最迟应于{latest}通知。", f"It was to be told by {latest} at the latest.")
        raise HearingCalledLate(told, latest=latest.isoformat())
    if chair in investigators or chair in recused:
        raise ChairInvestigated


def refuse_agents(agents: int) -> None:
    """Let a party be represented by two at most.

    Raises
    ------
    TooManyAgents
        By more.
    """
    if agents > amount("hearing_agents"):
        raise TooManyAgents


def refuse_unheard(notice: Notice, hearing: Hearing | None, now: datetime) -> None:
    """Let a penalty be decided when the right to a hearing was used, waived or is over.

    Raises
    ------
    HearingOpen
        It is none of them.
    """
    if not notice.hearing_offered:
        return
    if hearing is None:
        if not is_over("hearing_request", notice.received_at, now):
            last = until("hearing_request", notice.received_at)
            told = Text("当事人仍可要求听证。", "The party can still ask for a hearing.")
            raise HearingOpen(told, open_until=last.isoformat())
    elif not hearing.waived and not hearing.record:
        raise HearingOpen(Text("听证尚未举行。", "The hearing was not held."))


def refuse_against_record(hearing: Hearing | None, fine: int) -> None:
    """Let a fine be decided that the record of the hearing bears.

    Raises
    ------
    AgainstTheRecord
        It is more than the record bears.
    """
    if hearing and hearing.record and hearing.most is not None and fine > hearing.most:
        raise AgainstTheRecord(most=hearing.most)

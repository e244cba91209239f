"""The written authority: who may be entrusted with what, for how long, and what ends it (民法典 Arts. 165, 168, 169, 173)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

from kernel import clock
from kernel.access import Caller
from kernel.problems import InvalidFields
from kernel.texts import Text
from services.errands.rules.errand import (
    Agent,
    Authority,
    EndGround,
    Errand,
    Power,
    Principal,
    Signature,
)
from services.errands.rules.errand_states import AGENTS, ErrandStatus
from services.errands.rules.refusals import (
    AuthorityTooLong,
    BeyondPowers,
    ConsentMissing,
    NoAgent,
    SelfDealing,
)
from services.errands.rules.terms import amount, due


def grant(
    principal: Principal,
    agent: Caller,
    *,
    unit: str,
    office: str,
    powers: Collection[Power],
    last_day: date,
    signature: Signature,
    signed_on: date | None,
    confirmed_by: str | None,
    now: datetime,
) -> Authority:
    """Return a letter of authority, signed or to be confirmed.

    Parameters
    ----------
    agent
        Who shall do it, with the posts held today.
    confirmed_by
        Who makes this very request, if it is one in the app: the principal confirms by asking.

    Raises
    ------
    NoAgent
        The agent has no post for it where the principal lives.
    SelfDealing
        It is the agent's own matter, or his own office decides it.
    AuthorityTooLong, ConsentMissing, InvalidFields
        Its term is none, nobody could confirm it, or its paper was not signed.
    """
    if not agent.post_over(unit, AGENTS):
        raise NoAgent
    if agent.person_id == principal.person or agent.post_at(office, {p.role for p in agent.posts}):
        raise SelfDealing
    today = now.astimezone(clock.SHANGHAI).date()
    most = amount("longest_authority_days")
    if last_day < today:
        raise InvalidFields.one("last_day", Text("委托期限已过。", "This day is over."))
    if last_day > today + timedelta(days=most):
        detail = Text(f"委托期限最长 {most} 天。", f"An authority is for {most} days at most.")
        raise AuthorityTooLong(detail, most_days=most)
    signed_at = _signed(principal, signature, signed_on, confirmed_by, now)
    # One order, whatever order they came in.
    held = tuple(one for one in Power if one in powers)
    return Authority(Agent(agent.person_id, agent.name), held, last_day, signature, signed_at)


def _signed(
    principal: Principal,
    signature: Signature,
    signed_on: date | None,
    confirmed_by: str | None,
    now: datetime,
) -> datetime | None:
    if signature is Signature.APP:
        if principal.person is None:
            raise ConsentMissing
        return now if confirmed_by == principal.person else None
    if signed_on is None or signed_on > now.astimezone(clock.SHANGHAI).date():
        raise InvalidFields.one(
            "signed_on",
            Text(
                "请填写纸质委托书的签字日期，不得晚于今天。",
                "Say when the paper was signed, not after today.",
            ),
        )
    return datetime(signed_on.year, signed_on.month, signed_on.day, tzinfo=clock.SHANGHAI)


def covers(errand: Errand, power: Power) -> bool:
    """Tell whether the letter covers an act of the agent."""
    return errand.authority is not None and power in errand.authority.powers


def require_power(errand: Errand, power: Power) -> None:
    """Let an act of the agent pass that the letter covers.

    Raises
    ------
    BeyondPowers
        It does not.
    """
    if not covers(errand, power):
        raise BeyondPowers(power=str(power))


def lapses_at(errand: Errand) -> datetime | None:
    """Return when the term of the authority is over: at the end of its last day."""
    if errand.authority is None:
        return None
    after = errand.authority.last_day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=clock.SHANGHAI)


def end(errand: Errand, ground: EndGround, now: datetime) -> Errand:
    """Return an errand whose authority has ended; it is not over before its originals are home."""
    status = ErrandStatus.ENDED if errand.out else ErrandStatus.VOID
    return replace(
        errand,
        status=status,
        ended_at=now,
        ended_by=ground,
        substitute=None,
        stop=None,
        due_at=None,
        check_by=None,
    )


def take_over(errand: Errand, letter: Authority, now: datetime) -> Errand:
    """Return an errand with another agent, as the principal consented (Art. 169); originals stay with whom they are until signed for."""
    return replace(errand, authority=replace(letter, signed_at=now), substitute=None)


def begin(errand: Errand, now: datetime) -> Errand:
    """Return an errand whose authority is signed: the term to tell what is missing runs from the day the papers came."""
    received = errand.received_at
    return replace(
        errand,
        status=ErrandStatus.ENTRUSTED,
        check_by=due("tell_missing_within", received),
        authority=replace(errand.authority, signed_at=now) if errand.authority else None,
    )

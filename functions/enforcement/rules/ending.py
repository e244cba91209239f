"""How a case ends without a penalty, or with one that is done: cleared, withdrawn, closed (处罚法 Arts. 33, 36, 57; 强制法 Art. 40)."""

from __future__ import annotations

from datetime import date

from enforcement.rules.collection import Ends, is_given_up
from enforcement.rules.decision import CaseFile, CaseOutcome
from enforcement.rules.liability import Leniency, Standing, TimeBarred, refuse_time_barred, standing
from enforcement.rules.money import Account
from enforcement.rules.refusals import GateShut
from enforcement.rules.separation import Part, refuse_recused, refuse_same_person, refuse_undecided
from enforcement.rules.transfer import refuse_penalty_instead
from kernel.clock import day_of
from kernel.texts import Named, Text


class WithdrawalGround(Named):
    """Why a case is withdrawn (终止调查; 公安规定 Art. 259, of another body, as a model)."""

    NO_ACT = "no_act", "没有违法事实", "no breach"
    TIME_BARRED = "time_barred", "已过追责时效", "time-barred"
    PARTY_DEAD = "party_dead", "当事人死亡", "the party has died"
    OTHER = "other", "其他依法终止的情形", "another ground of law"


class NothingSparesIt(GateShut):
    """The law lets nobody off for this: it is penalised, or not proven."""

    slug = "nothing-spares-it"
    title = Text("不符合不予处罚情形", "Nothing spares it")
    said = Text(
        "不属于法定不予处罚的情形。", "The law knows no ground here on which there is no penalty."
    )
    rests_on = "outcomes"


class NotEducated(GateShut):
    """Whoever is not penalised is educated."""

    slug = "not-educated"
    title = Text("未进行教育", "Not educated")
    said = Text("不予处罚的，应当对当事人进行教育。", "Whoever is spared is educated.")
    rests_on = "slight"


class NoGroundToWithdraw(GateShut):
    """A case is withdrawn on a ground that the record bears."""

    slug = "no-ground-to-withdraw"
    title = Text("不符合撤案情形", "No ground to withdraw")
    said = Text("案卷不支持该撤案情形。", "The record does not bear this ground.")
    rests_on = "outcomes"


class NotDone(GateShut):
    """A case is closed when what was decided is done, or its execution has ended by law."""

    slug = "not-done"
    title = Text("尚未履行完毕", "Not done")
    said = Text(
        "处罚未履行完毕且不属于终结执行的情形，不得结案。",
        "The penalty is not carried out, and nothing has ended its execution.",
    )
    rests_on = "outcomes"


def clear(
    case: CaseFile, outcome: CaseOutcome, by: str, education: str | None, on: date
) -> Standing:
    """Return on what a case is decided without a penalty; it is the mild way out, so it has gates of its own.

    Raises
    ------
    NothingSparesIt, NotEducated, PenaltyInsteadOfTransfer, Recused, RecusalUndecided, SamePerson
        Which of them is shut. What is not proven takes no ground and nobody to educate.
    """
    refuse_penalty_instead(case.crime)
    refuse_recused([by], case.recusals)
    refuse_undecided(case.recusals)
    refuse_same_person(by, Part.DECISION, case.took_part)
    found = standing(case.party, case.act, on)
    if outcome is CaseOutcome.UNPROVEN:
        return found
    spared = found.leniency in (Leniency.SPARED, Leniency.MAY_BE_SPARED)
    if outcome is not CaseOutcome.SPARED or not spared:
        raise NothingSparesIt
    if not (education or "").strip():
        raise NotEducated
    return found


def withdraw(case: CaseFile, ground: WithdrawalGround, paper: str | None) -> None:
    """Let a case be withdrawn on a ground: time-barred only if it is, any other by the paper that shows it.

    Raises
    ------
    NoGroundToWithdraw
        The record does not bear it.
    """
    if ground is WithdrawalGround.TIME_BARRED:
        try:
            refuse_time_barred(case.act, day_of(case.found_at))
        except TimeBarred:
            return
        raise NoGroundToWithdraw
    if not (paper or "").strip():
        raise NoGroundToWithdraw


def close(
    account: Account | None,
    *,
    others_done: bool,
    ended: Ends | None = None,
    execution_suspended_on: date | None = None,
    today: date,
) -> None:
    """Let a case be closed.

    Parameters
    ----------
    account
        What is owed of the fine; None: there is no fine.
    others_done
        Whether what was ordered beside the fine is done.
    execution_suspended_on
        Since when its execution rests; after three years it is given up.

    Raises
    ------
    NotDone
        Something is owed, and its execution has not ended.
    """
    over = ended is not None
    if execution_suspended_on is not None:
        over = over or is_given_up(execution_suspended_on, today)
    done = (account is None or account.is_settled) and others_done
    if not (done or over):
        raise NotDone(owed=account.rest if account else 0)

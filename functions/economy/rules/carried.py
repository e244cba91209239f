"""What a decision carries, and that it is carried out as it was decided, once (集体法 Arts. 26, 28, 46; DOMAIN 16.1).

A matter of the assembly names one by one what it decides: the act, its subject, and where something is counted, how much. That was fixed when
the matter was entered, and so is what members could read; whoever carries it out is compared with it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from economy.rules.deciding import Carried, Decided, deciders_of
from economy.rules.gates import EconomyGateShut
from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Named, Text


class Act(Named):
    """What a decision is carried out by (`carries` in the assembly's `data/matters.json`)."""

    LEASE = "lease", "出租", "a lease"
    LAND_CONTRACT = "land_contract", "发包", "a land contract"
    DISPOSAL = "disposal", "处置资产", "giving up an asset"
    ADMIT = "admit", "确认成员", "an admission"
    END = "end", "终止成员身份", "the end of a membership"
    SHARES = "shares", "设定份额", "a change of shares"
    CHARTER = "charter", "章程规定", "a charter"
    BUDGET = "budget", "预算", "a budget"
    DISTRIBUTION = "distribution", "收益分配", "a distribution"


class DecidedOtherwise(EconomyGateShut):
    """What is to be carried out is not what was decided; `wanted` is what the decision would have to say."""

    slug = "decided-otherwise"
    title = Text("与决议内容不符", "Not what was decided")


class DecisionUsed(Conflict):
    """A decision is carried out once; `act` and `thing` say by what it was."""

    slug = "decision-used"
    said = Text(
        "该决议的这项内容已经执行，再次办理须另有决议。",
        "This part of the decision is carried out already: once more takes a decision of its own.",
    )


@record
class Use:
    """By what a part of a decision was carried out: `{matter}~{act}~{subject}`."""

    id: str
    act: Act
    thing: str
    version: int = 1


def use_id(decision: str, act: Act, subject: str) -> str:
    """Return the id under which it is kept that a part of a decision was carried out: one for each, whoever comes first."""
    return f"{decision}~{act}~{subject}"


def refuse_used(use: Use | None) -> None:
    """Let a part of a decision be carried out that has not been.

    Raises
    ------
    DecisionUsed
        It has; says by what.
    """
    if use is not None:
        raise DecisionUsed(act=str(use.act), thing=use.thing)


def require_carried(what: str, decided: Decided, wanted: Carried) -> None:
    """Let an act pass that a decision names, with the same amount, to the same, for as long.

    Parameters
    ----------
    what
        Its row in `data/deciders.json`.

    Raises
    ------
    DecidedOtherwise
        The decision names it otherwise, or not at all.
    """
    if not any(_sorted([one]) == _sorted([wanted]) for one in decided.items):
        raise _otherwise(what, [wanted])


def require_let(
    what: str, decided: Decided, wanted: Carried, until: date, *, is_tendered: bool
) -> None:
    """Let something be let as it was decided: that thing, to that party, for that rent, no longer; open bidding finds the party and may bring more.

    Raises
    ------
    DecidedOtherwise
        It is not.
    """
    named = next(
        (
            one
            for one in decided.items
            if (one.act, one.subject) == (wanted.act, wanted.subject) and one.until is not None
        ),
        None,
    )
    if named is None or named.until is None or until > date.fromisoformat(named.until):
        raise _otherwise(what, [wanted])
    amount, least = wanted.amount or 0, named.amount or 0
    same = amount >= least if is_tendered else amount == least
    if not same or (named.detail != wanted.detail and not (is_tendered and named.detail is None)):
        raise _otherwise(what, [wanted])


def require_whole(
    what: str, decided: Decided, act: Act, wanted: Sequence[Carried], of: str = ""
) -> None:
    """Let something be carried out as a whole: all that a decision names of the act, and nothing else.

    Parameters
    ----------
    of
        How the subjects of this whole begin, where a decision may carry several.

    Raises
    ------
    DecidedOtherwise
        It leaves something out, adds something, or says another amount.
    """
    named = [one for one in decided.items if one.act == str(act) and one.subject.startswith(of)]
    if _sorted(named) != _sorted(wanted):
        raise _otherwise(what, wanted)


def _sorted(many: Iterable[Carried]) -> list[tuple[str, str, int, str]]:
    return sorted((one.act, one.subject, one.amount or 0, one.detail or "") for one in many)


def _otherwise(what: str, wanted: Sequence[Carried]) -> DecidedOtherwise:
    law = deciders_of(what).law
    return DecidedOtherwise(
        Text(
            f"办理内容须与决议列明的一致（{law.named.zh}）。",
            f"What is carried out is what was decided ({law.named.en}).",
        ),
        citation=law,
        wanted=[one._asdict() for one in wanted],
    )

"""Whether an act may still be penalised, and whether it must not be: time bar, age, mind, slightness, fault, one act one fine (处罚法 Arts. 29-36)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from enforcement.rules.numbers import amount, law_of
from enforcement.rules.refusals import GateShut
from enforcement.rules.terms import corresponding
from kernel.ages import Born, has_reached
from kernel.law import Reference
from kernel.record import record
from kernel.states import Named
from kernel.texts import Text


class PartyKind(Named):
    """Who is penalised."""

    PERSON = "person", "公民", "a person"
    ORGANISATION = "organisation", "法人或者其他组织", "an organisation"


@record
class Party:
    """The party of a case.

    Attributes
    ----------
    could_not_know
        Could not know or control what was done (Art. 31), as established.
    """

    kind: PartyKind
    born: Born = Born(None)
    could_not_know: bool = False


@record
class Act:
    """What was done.

    Attributes
    ----------
    ended_on
        Its last day where it continued; None while it goes on, or where it is of one day.
    grave
        It touches life, health or finance *and* harm came of it.
    first
        First of its kind by this party.
    no_fault_proven
        The party has proved that it was without fault.
    """

    id: str
    done_on: date
    continuing: bool = False
    ended_on: date | None = None
    grave: bool = False
    slight: bool = False
    corrected: bool = False
    harmless: bool = False
    first: bool = False
    no_fault_proven: bool = False


class Leniency(Named):
    """What the law says of the weight of a penalty."""

    NONE = "none", "正常处罚", "as it is"
    LIGHTER = "lighter", "应当从轻或者减轻", "must be lighter"
    MAY_BE_SPARED = "may_be_spared", "可以不予处罚", "may be none"
    SPARED = "spared", "不予处罚", "must be none"


@record
class Standing:
    """How much an act may be penalised, and by what; always with education where it is none."""

    leniency: Leniency
    law: Reference | None


class TimeBarred(GateShut):
    """The act was not found within its two, or five, years."""

    slug = "time-barred"
    title = Text("已过追责时效", "Time-barred")
    rests_on = "time_bar"


class MustNotBePenalised(GateShut):
    """No penalty for this act or this party; the party is educated instead."""

    slug = "must-not-be-penalised"
    title = Text("不予处罚", "No penalty")
    said = Text(
        "依法不予处罚，应当对当事人进行教育。", "The law allows no penalty here; educate the party."
    )
    rests_on = "slight"


class FinedBefore(GateShut):
    """One act is not fined twice."""

    slug = "fined-before"
    title = Text("一事不二罚", "Fined before")
    said = Text(
        "同一违法行为不得给予两次以上罚款的行政处罚。", "The same act is not fined a second time."
    )
    rests_on = "one_fine"


def refuse_time_barred(act: Act, found_on: date) -> None:
    """Let an act be penalised that was found in time: counted from its day, from its end if it continued, not at all while it goes on.

    Raises
    ------
    TimeBarred
        It was found after the last day.
    """
    if act.continuing and act.ended_on is None:
        return
    begins = act.ended_on or act.done_on
    name = "time_bar_grave" if act.grave else "time_bar"
    last = corresponding(begins, amount(name), "years")
    if found_on > last:
        told = Text(
            f"违法行为终了于{begins}，至{last}未被发现，不再给予处罚。",
            f"The act ended on {begins} and was not found by {last}: it is not penalised any more.",
        )
        raise TimeBarred(told, last=last.isoformat(), citation=law_of(name))


def standing(party: Party, act: Act) -> Standing:
    """Return what the law says of the weight of a penalty for an act of a party.

    A child's age counts on the day of the act, and an unknown day of birth for the child: who was not beyond doubt 14, or 18, was not.
    Not even the year known: the officer establishes it first, and until then nothing is lighter.
    """
    if party.kind is PartyKind.PERSON and party.born.year is not None:
        if not has_reached(amount("age_of_penalty"), party.born, act.done_on):
            return Standing(Leniency.SPARED, law_of("age"))
        if party.could_not_know:
            return Standing(Leniency.SPARED, law_of("mental"))
    elif party.could_not_know and party.kind is PartyKind.PERSON:
        return Standing(Leniency.SPARED, law_of("mental"))
    if act.no_fault_proven:
        return Standing(Leniency.SPARED, law_of("no_fault"))
    if act.slight and act.corrected and act.harmless:
        return Standing(Leniency.SPARED, law_of("slight"))
    if act.first and act.slight and act.corrected:
        return Standing(Leniency.MAY_BE_SPARED, law_of("slight"))
    young = party.kind is PartyKind.PERSON and party.born.year is not None
    if young and not has_reached(amount("age_of_full_penalty"), party.born, act.done_on):
        return Standing(Leniency.LIGHTER, law_of("age"))
    return Standing(Leniency.NONE, None)


def refuse_penalty(party: Party, act: Act) -> Standing:
    """Return the standing of an act that may be penalised.

    Raises
    ------
    MustNotBePenalised
        It may not; `citation` says by which article.
    """
    found = standing(party, act)
    if found.leniency is Leniency.SPARED:
        raise MustNotBePenalised(citation=found.law)
    return found


def refuse_second_fine(act: Act, fined_acts: Iterable[str]) -> None:
    """Let an act be fined that no decision in force has fined.

    Raises
    ------
    FinedBefore
        One has.
    """
    if act.id in set(fined_acts):
        raise FinedBefore(act=act.id)

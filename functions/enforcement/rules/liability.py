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
from kernel.texts import Named, Text


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
    also
        The other names it goes by, as its party has several.
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
    also: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Every name it goes by."""
        return (self.id, *self.also)

    def last_day(self, today: date) -> date:
        """Return the last day it was done on so far: what goes on is done today."""
        return self.ended_on or (today if self.continuing else self.done_on)


_AGES = ("age_of_penalty", "age_of_full_penalty")


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


class AgeNotKnown(GateShut):
    """Nobody is penalised whose age nobody has established."""

    slug = "age-not-known"
    title = Text("年龄未查明", "Age not known")
    said = Text(
        "当事人年龄未查明，不得给予处罚。", "The age of the party is established before a penalty."
    )
    rests_on = "age"


class FinedBefore(GateShut):
    """One act is not fined twice."""

    slug = "fined-before"
    title = Text("一事不二罚", "Fined before")
    said = Text(
        "同一违法行为不得给予两次以上罚款的行政处罚；确属同日另一起的，注明第几起。",
        "The same act is not fined a second time; if it is another of that day, say which.",
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
    begins = act.last_day(found_on)
    name = "time_bar_grave" if act.grave else "time_bar"
    last = corresponding(begins, amount(name), "years")
    if found_on > last:
        told = Text(
            f"违法行为终了于{begins}，至{last}未被发现，不再给予处罚。",
            f"The act ended on {begins} and was not found by {last}: it is not penalised any more.",
        )
        raise TimeBarred(told, last=last.isoformat(), citation=law_of(name))


def standing(party: Party, act: Act, today: date) -> Standing:
    """Return what the law says of the weight of a penalty for an act of a party.

    Age counts on the last day of the act, and an unknown day of birth for the young: who was not beyond doubt 14, or 18, was not.
    """
    of_age, of_full_age = (_is_of_age(name, party, act, today) for name in _AGES)
    spared = (
        ("age", not of_age),
        ("mental", party.kind is PartyKind.PERSON and party.could_not_know),
        ("no_fault", act.no_fault_proven),
        ("slight", act.slight and act.corrected and act.harmless),
    )
    for gate, holds in spared:
        if holds:
            return Standing(Leniency.SPARED, law_of(gate))
    if act.first and act.slight and act.corrected:
        return Standing(Leniency.MAY_BE_SPARED, law_of("slight"))
    if not of_full_age:
        return Standing(Leniency.LIGHTER, law_of("age"))
    return Standing(Leniency.NONE, None)


def _is_of_age(name: str, party: Party, act: Act, today: date) -> bool:
    """Tell whether an age was reached; an organisation has none, and an age nobody has established is refused elsewhere."""
    if party.kind is not PartyKind.PERSON or party.born.year is None:
        return True
    return has_reached(amount(name), party.born, act.last_day(today))


def refuse_penalty(party: Party, act: Act, today: date) -> Standing:
    """Return the standing of an act that may be penalised.

    Raises
    ------
    MustNotBePenalised
        It may not; `citation` says by which article.
    AgeNotKnown
        Not even the year of a person's birth is known.
    """
    found = standing(party, act, today)
    if found.leniency is Leniency.SPARED:
        raise MustNotBePenalised(citation=found.law)
    if party.kind is PartyKind.PERSON and party.born.year is None:
        raise AgeNotKnown
    return found


def refuse_second_fine(act: Act, fined_acts: Iterable[str]) -> None:
    """Let an act be fined that no decision in force has fined.

    Raises
    ------
    FinedBefore
        One has.
    """
    if set(act.ids) & set(fined_acts):
        raise FinedBefore(act=act.id)

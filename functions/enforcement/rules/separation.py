"""Who may not take part: the recused, and those who took another part already (处罚法 Arts. 43, 58, 64; 三分离)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from enforcement.rules.numbers import law_of
from enforcement.rules.refusals import GateShut
from kernel.record import record
from kernel.texts import Named, Text


class Part(Named):
    """What somebody does in a case."""

    INVESTIGATION = "investigation", "调查", "the investigation"
    REVIEW = "review", "法制审核", "the legal review"
    HEARING = "hearing", "主持听证", "the chair of the hearing"
    DECISION = "decision", "决定", "the decision"


class SamePerson(GateShut):
    """Investigation, review, chair and decision are for different persons."""

    slug = "parts-not-separate"
    title = Text("调查、审核、决定应当分离", "Same person")
    rests_on = "separation"


class Recused(GateShut):
    """Somebody recused has the hands off the case."""

    slug = "recused-from-the-case"
    title = Text("应当回避", "Recused")
    said = Text("该人员已回避，不得参与本案。", "This person is recused from the case.")
    rests_on = "recusal"


class RecusalUndecided(GateShut):
    """The investigation goes on while a recusal waits; nothing is decided before it is answered."""

    slug = "recusal-undecided"
    title = Text("回避申请未决定", "Recusal undecided")
    said = Text(
        "回避申请决定前不停止调查，但不得作出决定。",
        "The investigation goes on, but nothing is decided before the recusal is.",
    )
    rests_on = "recusal"


class NotYoursToRecuse(GateShut):
    """The head decides on officers; on the head, the government over it or the superior organ does. Nobody decides on oneself."""

    slug = "not-yours-to-recuse"
    title = Text("无权决定此回避", "Not yours to recuse")
    said = Text(
        "执法人员的回避由机关负责人决定；负责人的回避由上级决定。",
        "The head decides on an officer's recusal, the level above on the head's.",
    )
    rests_on = "recusal"


@record
class Recusal:
    """A recusal that was asked for.

    Attributes
    ----------
    recused
        What was decided; None until then: the investigation goes on meanwhile (Art. 43(3)).
    earlier_acts_stand
        Whether what the person did before stands, judged by who decided.
    """

    person: str
    is_head: bool
    recused: bool | None = None
    decided_by: str | None = None
    earlier_acts_stand: bool = True


def decide_recusal(
    recusal: Recusal,
    *,
    recused: bool,
    by: str,
    by_head: bool,
    by_superior: bool,
    earlier_acts_stand: bool = True,
) -> Recusal:
    """Return a recusal as decided.

    Raises
    ------
    NotYoursToRecuse
        It is not for this person to decide; who may depends on whether it is the head's own.
    """
    may = by_superior if recusal.is_head else by_head
    if not may or by == recusal.person:
        if recusal.is_head:
            raise NotYoursToRecuse(citation=law_of("recusal_of_head"))
        raise NotYoursToRecuse
    return Recusal(recusal.person, recusal.is_head, recused, by, earlier_acts_stand)


def refuse_recused(persons: Iterable[str], recusals: Iterable[Recusal]) -> None:
    """Let persons act who are not recused.

    Raises
    ------
    Recused
        One of them is; `person` says who.
    """
    out = {one.person for one in recusals if one.recused}
    for person in persons:
        if person in out:
            raise Recused(person=person)


def refuse_undecided(recusals: Iterable[Recusal]) -> None:
    """Let a case be decided in which every recusal that was asked for is answered.

    Raises
    ------
    RecusalUndecided
        One is not; `person` says whose.
    """
    for one in recusals:
        if one.recused is None:
            raise RecusalUndecided(person=one.person)


def refuse_own_approval(proposed_by: str | None, approver: str) -> None:
    """Let the filing of a case be approved by somebody who did not propose it.

    Raises
    ------
    SamePerson
        It is the same person.
    """
    if proposed_by == approver:
        told = Text("立案由他人审批。", "Who proposes a filing does not approve it.")
        raise SamePerson(told, part=str(Part.INVESTIGATION))


def fallen(recusals: Iterable[Recusal]) -> set[str]:
    """Return the persons whose earlier acts do not stand: what they did is done again by others."""
    return {one.person for one in recusals if one.recused and not one.earlier_acts_stand}


def refuse_same_person(person: str, part: Part, took_part: Mapping[Part, Collection[str]]) -> None:
    """Let somebody take a part in a case who took none of the others.

    Raises
    ------
    SamePerson
        The person did; `part` says which.
    """
    for other, persons in took_part.items():
        if other is not part and person in persons:
            told = Text(
                f"该人员已参与本案{other.said.zh}，不得再负责{part.said.zh}。",
                f"This person took part in {other.said.en} and cannot have a hand in {part.said.en}.",
            )
            gate = "hearing_chair" if Part.HEARING in (part, other) else "separation"
            raise SamePerson(told, part=str(other), citation=law_of(gate))

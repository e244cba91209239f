"""The decision of a case: every gate before it, in the order of the law, and what the paper must hold (处罚法 Arts. 57, 59)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from enforcement.rules.authority import Item, still_held
from enforcement.rules.choice_of_law import Choice, Norm, choose, refuse_out_of_force
from enforcement.rules.evidence import Evidence, grounds_of
from enforcement.rules.hearing import (
    Hearing,
    refuse_against_record,
    refuse_not_offered,
    refuse_unheard,
)
from enforcement.rules.legal_review import (
    LegalReview,
    refuse_undiscussed,
    refuse_without_review,
)
from enforcement.rules.liability import (
    Act,
    Party,
    Standing,
    refuse_penalty,
    refuse_second_fine,
    refuse_time_barred,
)
from enforcement.rules.notice import Defence, Notice, refuse_heavier, refuse_undefended
from enforcement.rules.officers import Present, require_officers
from enforcement.rules.reasoning import Reasoning, refuse_outside, refuse_unreasoned
from enforcement.rules.refusals import GateShut, parts_left_empty
from enforcement.rules.separation import (
    Part,
    Recusal,
    fallen,
    refuse_recused,
    refuse_same_person,
    refuse_undecided,
)
from enforcement.rules.transfer import CrimeReport, refuse_penalty_instead
from kernel.clock import day_of
from kernel.law import Reference
from kernel.problems import FieldError
from kernel.record import record
from kernel.texts import Named, Text


class CaseOutcome(Named):
    """The four results of an investigation (Art. 57)."""

    PENALTY = "penalty", "给予行政处罚", "a penalty"
    SPARED = "spared", "违法行为轻微，不予处罚", "too slight for a penalty"
    UNPROVEN = "unproven", "违法事实不能成立，不予处罚", "not proven, no penalty"
    CRIME = "crime", "涉嫌犯罪，移送司法机关", "a suspected crime, handed over"


@record
class CaseFile:
    """What a case has on record when it is decided.

    Attributes
    ----------
    found_at
        When the act was found, from which the time bar looks back.
    investigated
        Who took part in the investigation, as certified on the day of each step (`investigated_at`).
    took_part
        Who took which part, for their being different persons.
    fined_acts
        Acts that decisions in force have fined.
    major
        Complex or major: discussed collectively.
    """

    town: str
    item: str
    party: Party
    act: Act
    found_at: datetime
    filed_at: datetime
    investigated_at: datetime
    investigated: Sequence[Present]
    evidence: Sequence[Evidence]
    notice: Notice | None
    defence: Defence
    took_part: Mapping[Part, Collection[str]]
    hearing: Hearing | None = None
    was_heard: bool = False
    review: LegalReview | None = None
    minutes: str | None = None
    recusals: Sequence[Recusal] = ()
    crime: CrimeReport | None = None
    fined_acts: frozenset[str] = frozenset()
    major: bool = False
    public_interest: bool = False
    complex_case: bool = False


@record
class Decision:
    """A penalty to be decided: a fine in fen, other penalties by their names, why, and by whom."""

    at: datetime
    by: str
    fine: int
    reasoning: Reasoning
    cited: tuple[Reference, ...]
    other_penalties: frozenset[str] = frozenset()


@record
class Decided:
    """What a decision that passed rests on: its item, its norm with the choice of old or new law, its standing, its evidence."""

    item: Item
    choice: Choice
    standing: Standing
    evidence: tuple[str, ...]


@record
class Paper:
    """The written decision: the six items of Art. 59, and the seal."""

    party: str
    facts_and_evidence: str
    penalty_and_basis: str
    performance: str
    remedies: str
    organ_and_date: str
    sealed: bool


class PaperIncomplete(GateShut):
    """A written decision holds six items and the seal."""

    slug = "paper-incomplete"
    title = Text("决定书不完整", "Paper incomplete")
    rests_on = "decision_form"


class NothingCited(GateShut):
    """A decision names the articles it rests on, the norm it was judged by among them."""

    slug = "nothing-cited"
    title = Text("未引用处罚依据", "Nothing cited")
    said = Text("须引用处罚所依据的条款。", "The decision cites the norm it rests on.")
    rests_on = "in_force"


def decide(
    case: CaseFile, decision: Decision, items: Sequence[Item], norms: Sequence[Norm]
) -> Decided:
    """Return what a penalty rests on that has passed every gate.

    Raises
    ------
    GateShut
        Of the kind of the first gate that is shut.
    """
    day = day_of(decision.at)
    refuse_penalty_instead(case.crime)
    item = still_held(items, case.town, case.item, day_of(case.filed_at), day)
    _refuse_persons(case, decision, item.field)
    refuse_time_barred(case.act, day_of(case.found_at))
    found = refuse_penalty(case.party, case.act, day)
    if decision.fine:
        refuse_second_fine(case.act, case.fined_acts)
    evidence = grounds_of(case.evidence)
    notice = case.notice
    refuse_undefended(notice, case.defence, decision.at)
    assert notice is not None  # or it was refused
    refuse_not_offered(case.party.kind, notice)
    refuse_unheard(notice, case.hearing, decision.at)
    refuse_heavier(notice, decision.fine, decision.other_penalties)
    refuse_against_record(case.hearing, decision.fine)
    _refuse_unchecked(case, decision)
    choice = choose(norms, case.party.kind, case.act.last_day(day), day)
    norm = choice.norm.law
    if not norm.is_among(decision.cited):
        raise NothingCited(norm=norm)
    refuse_out_of_force([one for one in decision.cited if not one.is_among([norm])], day)
    refuse_outside(decision.fine, choice.fine, found.leniency, optional=choice.norm.optional)
    refuse_unreasoned(decision.reasoning, decision.fine, day)
    return Decided(item, choice, found, tuple(one.id for one in evidence))


def _refuse_persons(case: CaseFile, decision: Decision, field: str | None) -> None:
    """Two officers whose acts stand; nobody recused; the head of the decision took no other part."""
    out = fallen(case.recusals)
    standing = [one for one in case.investigated if one.person_id not in out]
    require_officers(standing, day_of(case.investigated_at), field)
    refuse_recused([decision.by], case.recusals)
    refuse_undecided(case.recusals)
    for part, persons in case.took_part.items():
        for person in persons:
            refuse_same_person(person, part, case.took_part)
    refuse_same_person(decision.by, Part.DECISION, case.took_part)


def _refuse_unchecked(case: CaseFile, decision: Decision) -> None:
    refuse_without_review(case, decision.fine)
    refuse_undiscussed(major=case.major, minutes=case.minutes)


_LACKS = Text("决定书缺{part}。", "The paper lacks {part}.")
_PARTS = {
    "party": Text("当事人情况", "the party"),
    "facts_and_evidence": Text("违法事实和证据", "facts and evidence"),
    "penalty_and_basis": Text("处罚种类和依据", "the penalty and its basis"),
    "performance": Text("履行方式和期限", "how and by when it is performed"),
    "remedies": Text("救济途径和期限", "the remedies and their time"),
    "organ_and_date": Text("机关名称和日期", "the organ and the date"),
}


def refuse_incomplete_paper(paper: Paper) -> None:
    """Let a decision be issued whose paper holds everything.

    Raises
    ------
    PaperIncomplete
        One line for each item that is missing.
    """
    missing = parts_left_empty(paper, _LACKS, _PARTS)
    if not paper.sealed:
        missing.append(FieldError("sealed", Text("须加盖印章。", "It is sealed.")))
    if missing:
        raise PaperIncomplete(errors=missing)

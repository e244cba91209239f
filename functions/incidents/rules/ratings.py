"""What reporters say of the result (回访): satisfied or not, with standard answers, some of which open the incident again.

唐山市12345条例 Art. 38: who is dissatisfied is heard; a clear omission is sent back, a wish the policy cannot meet is explained.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from escalation.rules.climbing import Timer, to_the_responsible
from escalation.rules.clocked import Addressee
from escalation.rules.events import OwedEvent
from escalation.rules.steps import entry
from incidents.rules.incident import Change, Incident, Note, NoteKind
from incidents.rules.incident_states import INCIDENTS
from incidents.rules.policy import Policy
from incidents.rules.states import Event, Status
from incidents.rules.steps import Command, Facts, by_hand, changed, taken_up
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text

REOPENED_OFTEN = "reopened_often"


class RatedTooLate(Conflict):
    """A result is rated within the policy's days; later the matter is reported anew."""

    slug = "rated-too-late"

    def __init__(self, days: int) -> None:
        detail = Text(
            f"办结超过 {days} 日，请重新上报。",
            f"It was closed more than {days} days ago: report the matter anew.",
        )
        super().__init__(detail, days=days)


class AlreadyRated(Conflict):
    """Each reporter rates each result once."""

    slug = "already-rated"
    said = Text("您已评价过此次办理结果。", "You have rated this result already.")


def rate(incident: Incident, command: Command, facts: Facts) -> Change:
    """Record what a reporter says of the result, and open the incident again if the answer asks for it.

    It goes back to the unit that solved it, with a whole limit, or with what was left of it where the tier's own staff ask for it.

    Raises
    ------
    RatedTooLate
        The policy's days have passed.
    WordsMissing, InvalidFields
        Whoever is not satisfied must say why, by one of the answers.
    """
    rating = facts.policy.rating
    refuse_late(incident, facts.policy, facts.now)
    answer = None
    if not command.satisfied:
        if command.answer is None:
            raise INCIDENTS.words_missing("answer")
        answer = rating.answers.get(command.answer)
        if answer is None:
            raise InvalidFields.one(
                "answer",
                Text(
                    f"只能是：{'、'.join(rating.answers)}。",
                    f"Must be one of: {', '.join(rating.answers)}.",
                ),
            )
    said = {"satisfied": bool(command.satisfied), "answer": command.answer, "round": incident.round}
    note = Note(
        NoteKind.RATING,
        incident.id,
        rating_of(incident, facts.actor.person_id),
        {**said, "comment": command.reason, "at": facts.now.isoformat()},
        is_news=True,
    )
    if answer is None or not answer.reopens:
        step = by_hand(
            Event.RATED,
            incident,
            incident,
            command,
            facts,
            details=said,
            addressees=() if command.satisfied else to_the_responsible(incident),
        )
        return changed(incident, incident, (step,), facts.now, notes=(note,))
    return _reopen(incident, command, facts, said, note)


def rating_of(incident: Incident, person_id: str) -> str:
    """Return the key under which a person's rating of the present result is noted: one a round."""
    return f"{incident.round:03d}#{person_id}"


def refuse_late(incident: Incident, policy: Policy, now: datetime) -> None:
    """Let a result be rated within the policy's days.

    Raises
    ------
    RatedTooLate
        They have passed.
    """
    days = policy.rating.days
    if incident.closed_at is not None and now > incident.closed_at + timedelta(days=days):
        raise RatedTooLate(days)


def _reopen(
    incident: Incident,
    command: Command,
    facts: Facts,
    said: Mapping[str, object],
    note: Note,
) -> Change:
    back = replace(
        incident,
        status=Status.REPORTED,
        accepted_by=None,
        handler=None,
        helpers=(),
        solvers=incident.solvers_so_far,
        confirmed_by=None,
        self_handled=False,
        supervisions=0,
        held_since=None,
        closed_at=None,
        round=incident.round + 1,
        allowances=incident.allowances if facts.own_staff else (),
    )
    step = [
        by_hand(
            Event.REOPENED,
            incident,
            back,
            command,
            facts,
            details=said,
            addressees=to_the_responsible(back),
        )
    ]
    if back.round >= facts.policy.rating.supervise_after:
        above = (Addressee.unit_of(back.superior),) if back.superior else ()
        step.append(
            entry(
                OwedEvent.SUPERVISED,
                back,
                back,
                facts.now,
                facts.actor,
                reason_code=REOPENED_OFTEN,
                details={"round": back.round},
                addressees=(*to_the_responsible(back), *above),
            )
        )
    started, passed = taken_up(back, facts.now, facts.policy, facts.staffing)
    return changed(incident, started, (*step, *passed), facts.now, Timer.ANEW, notes=(note,))

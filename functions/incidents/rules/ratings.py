"""What reporters say of the result (回访): satisfied or not, with standard answers, some of which open the incident again.

唐山市12345条例 Art. 38: who is dissatisfied is heard; a clear omission is sent back, a wish the policy cannot meet is explained.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from escalation.rules.climbing import Timer, to_the_responsible
from escalation.rules.clocked import Addressee
from escalation.rules.events import OwedEvent
from escalation.rules.steps import entry
from incidents.rules.incident import Change, Incident, Note, NoteKind
from incidents.rules.states import Event, ReasonMissing, Status
from incidents.rules.steps import Command, Facts, changed, taken_up
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
    ReasonMissing, InvalidFields
        Whoever is not satisfied must say why, by one of the answers.
    """
    rating = facts.policy.rating
    if incident.closed_at is not None and facts.now > incident.closed_at + timedelta(
        days=rating.days
    ):
        raise RatedTooLate(rating.days)
    answer = None
    if not command.satisfied:
        if command.answer is None:
            raise ReasonMissing("answer")
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
        f"{incident.round:03d}#{facts.actor.person_id}",
        {**said, "comment": command.reason, "at": facts.now.isoformat()},
        is_news=True,
    )
    if answer is None or not answer.reopens:
        told = entry(
            Event.RATED,
            incident,
            incident,
            facts.now,
            facts.actor,
            reason=command.reason,
            details=said,
            addressees=() if command.satisfied else to_the_responsible(incident),
        )
        return changed(incident, incident, (told,), facts.now, notes=(note,))
    return _reopen(incident, command, facts, said, note)


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
        self_handled=False,
        supervisions=0,
        held_since=None,
        closed_at=None,
        round=incident.round + 1,
        allowances=incident.allowances if facts.own_staff else (),
    )
    told = [
        entry(
            Event.REOPENED,
            incident,
            back,
            facts.now,
            facts.actor,
            reason=command.reason,
            details=said,
            addressees=to_the_responsible(back),
        )
    ]
    if back.round >= facts.policy.rating.supervise_after:
        above = (Addressee.unit_of(back.superior),) if back.superior else ()
        told.append(
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
    return changed(incident, started, (*told, *passed), facts.now, Timer.ANEW, notes=(note,))

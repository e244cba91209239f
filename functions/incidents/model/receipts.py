"""What happens next with an incident, in words."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing_extensions import TypedDict

from escalation.rules.clocked import Severity
from escalation.rules.names import TIER_NAMES
from incidents.rules.incident import ConfirmStage, Incident
from incidents.rules.states import STATUS_NAMES, Status
from kernel import clock
from kernel.texts import Language, Text
from kernel.units import tier_of


class ReceiptView(TypedDict):
    """What happens next, until when, at which tier."""

    text: str
    next_step: str
    tier: str | None
    tier_name: str | None
    unit: str | None
    by: str | None
    track: str


def receipt(incident: Incident, language: Language) -> ReceiptView:
    """Return what happens next with an incident: which tier, by when, and what follows if it does not."""
    tier = TIER_NAMES[incident.tier]
    next_step, text = _next_step(incident)
    if incident.severity is Severity.URGENT and incident.status is Status.REPORTED:
        text = Text(
            text.zh + "涉及生命、火情、治安的，请立即拨打 110、119、120。",
            text.en + " Danger to life, fire or violence: call 110, 119 or 120 now.",
        )
    return {
        "text": text.say(language),
        "next_step": next_step,
        "tier": str(incident.tier) if incident.status.is_open else None,
        "tier_name": tier.say(language) if incident.status.is_open else None,
        "unit": incident.turn,
        "by": clock.local_iso(incident.due_at) if incident.due_at else None,
        "track": f"/v1/track/{incident.case_code}",
    }


_FOLLOWED = {
    Status.MERGED: Text(
        "与另一事件为同一问题，已并案办理，结果一并告知。",
        "The same matter as another incident: it follows that one, and you hear its result.",
    ),
    Status.CONVERTED: Text(
        "已转为其他事项办理；该事项结束后由责任单位收回继续办理或核查。",
        "Handled as another kind of matter; when that has ended the responsible unit takes it back.",
    ),
}


def _next_step(incident: Incident) -> tuple[str, Text]:
    by = clock.for_people(incident.due_at) if incident.due_at else ""
    match incident.status:
        case Status.RESOLVED if incident.confirm_stage is ConfirmStage.ABOVE:
            return "confirm", Text(
                f"已处置，由上一级核查确认，期限 {by}；未确认不会自动办结。",
                f"Resolved; to be confirmed by the tier above by {by} (Beijing time). It never closes by itself.",
            )
        case Status.RESOLVED:
            return "confirm", Text(
                f"已处置，请于 {by} 前核查确认；逾期由下一顺位确认，不会自动办结。",
                f"Resolved; to be confirmed by {by} (Beijing time). If that passes the next in turn confirms; it never closes by itself.",
            )
        case Status.RETURNED:
            return "assign", Text(
                f"办理单位已退回，将于 {by} 前重新派遣；逾期由派遣单位办理。",
                f"Returned; to be assigned by {by} (Beijing time). If that passes the dispatching unit has it.",
            )
        case Status.EXTENSION_ASKED | Status.SUSPENSION_ASKED:
            return "decide", Text(
                f"办理单位申请延期或中止，上级将于 {by} 前答复；逾期未批则继续计时。",
                f"More time was asked for; decided by {by} (Beijing time). If that passes the clock goes on.",
            )
        case Status.SUSPENDED:
            return "resume", Text(
                f"已中止办理，最迟 {by} 自动恢复。",
                f"Suspended; it resumes by itself at {by} (Beijing time) at the latest.",
            )
        case Status.JOINT:
            return "handle", Text(
                f"{incident.open_tasks} 个部门正在会办，最迟期限 {by}；全部完成后核查确认。",
                f"With {incident.open_tasks} departments, the last until {by} (Beijing time); confirmed when all are done.",
            )
        case Status.MERGED | Status.CONVERTED:
            return "follow", _FOLLOWED[incident.status]
        case Status.CONFIRMED | Status.CANCELLED:
            return "none", STATUS_NAMES[incident.status]
        case Status.REPORTED | Status.ACCEPTED:
            return "handle", _limit_in_words(incident, by)


def _limit_in_words(incident: Incident, by: str) -> Text:
    tier = TIER_NAMES[incident.tier]
    if incident.superior is None:
        return Text(
            f"由{tier.zh}办理，期限 {by}；逾期持续督办，直至办结。",
            f"With the {tier.en} tier until {by} (Beijing time); after that it is supervised until solved.",
        )
    above = TIER_NAMES[tier_of(incident.superior)]
    return Text(
        f"由{tier.zh}办理，期限 {by}；逾期自动上报{above.zh}。",
        f"With the {tier.en} tier until {by} (Beijing time); after that it goes up to the {above.en} tier by itself.",
    )

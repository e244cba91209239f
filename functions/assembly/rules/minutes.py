"""What the minutes of a meeting say as an official document (`data/documents/minutes-1.json`), and their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from assembly.rules import meetings
from assembly.rules.bodies import BodyRule, Roll
from assembly.rules.meetings import Meeting, Stay
from assembly.rules.states.meetings import MeetingStatus
from assembly.rules.votes import Manner, Vote
from kernel import clock
from kernel.documents.templates import Values
from kernel.numbering import Series
from kernel.problems import Conflict
from kernel.texts import Text

TEMPLATE: Final = "minutes-1"
SERIES: Final = Series("assembly_minutes", "{organ}会纪〔{year}〕第{number}号")

_MANNERS = {Manner.OPEN: "公开表决", Manner.SECRET: "无记名"}


class MinutesNotSigned(Conflict):
    """Minutes become a document once they are signed: before that they may still change."""

    slug = "minutes-not-signed"
    said = Text(
        "会议记录由主持人和另一人签字后方可生成纪要文件。",
        "Minutes become a document once the chair and somebody else have signed them.",
    )


def refuse_unsigned(meeting: Meeting) -> None:
    """Let minutes pass that are signed.

    Raises
    ------
    MinutesNotSigned
        They are not.
    """
    if meeting.status != MeetingStatus.SIGNED:
        raise MinutesNotSigned


def said_of(
    meeting: Meeting,
    *,
    village: str,
    rule: BodyRule,
    roll: Roll,
    stays: Mapping[str, Sequence[Stay]],
    votes: Sequence[Vote],
    names: Mapping[str, str],
) -> Values:
    """Return what the document is filled in with, but for its number.

    Parameters
    ----------
    village
        What the village is called.
    names
        What persons are called; whoever is not among them is named by id.
    """
    opened = meeting.opened_at or meeting.begins_at
    closed = meeting.closed_at or opened
    begin, end = clock.from_iso(opened), clock.from_iso(closed)
    there = meetings.present_between(roll, stays, begin, end)
    citation = rule.law.on(meetings.day_of(meeting))
    signatures = sorted(meeting.signatures, key=lambda each: each.at)
    last = signatures[-1].at if signatures else closed

    def name(person: str) -> str:
        return names.get(person, person)

    return {
        "village": village,
        "body": rule.name.zh,
        "meeting": meeting.title,
        "opened_at": clock.for_people(begin),
        "closed_at": clock.for_people(end),
        "place": meeting.place,
        "chair": name(meeting.chair),
        "recorder": name(meeting.recorder),
        "roll_size": str(meeting.roll_size or len(roll.voters)),
        "attendance_needed": str(meeting.attendance_needed or 0),
        "attended": str(len(there)),
        # What is no law here is not called the basis.
        "basis": f"{'依据' if citation.is_law else '参照'}：{rule.law.named.zh}。",
        "agenda": [
            {"place": str(place), "title": item.title}
            for place, item in enumerate(meeting.agenda, start=1)
        ],
        "results": [_result(meeting, vote) for vote in votes],
        "minutes": meeting.minutes or "",
        "signatures": [
            {"name": name(each.person), "at": clock.for_people(clock.from_iso(each.at))}
            for each in signatures
        ],
        "digest": meeting.digest or "",
        "signed_on": _in_chinese(last),
    }


def _result(meeting: Meeting, vote: Vote) -> dict[str, str]:
    tally = vote.tally
    said = {"title": meeting.agenda[vote.item].title, "manner": _MANNERS[Manner(vote.manner)]}
    if tally is None or vote.void_reason:
        nothing = dict.fromkeys(("present", "yes", "no", "abstain"), "—")
        return said | nothing | {"result": "作废"}
    return said | {
        "present": str(tally.present),
        "yes": str(tally.yes),
        "no": str(tally.no),
        "abstain": str(tally.abstain),
        "result": f"{'通过' if tally.passed else '未通过'}（须 {tally.yes_needed} 票）",
    }


def _in_chinese(instant: str) -> str:
    day = clock.from_iso(instant).astimezone(clock.SHANGHAI)
    return f"{day.year}年{day.month}月{day.day}日"

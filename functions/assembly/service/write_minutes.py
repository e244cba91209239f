"""Ask for the minutes of a meeting as a document with a number."""

from __future__ import annotations

from typing import Final

from assembly.rules import meetings, minutes
from assembly.rules.bodies import Composition
from assembly.rules.meetings import Meeting
from assembly.rules.standing import GUIDES, KEEPERS
from assembly.rules.votes import Vote
from assembly.service.asked import Answer, Asked
from assembly.service.seats import composition_id
from assembly.service.sitting import roll_now, stays_of
from assembly.store.documents import NUMBERS, TEMPLATES, DocumentRow, minutes_id
from assembly.store.rows import AnswerRow
from assembly.store.work import Work
from kernel import clock, numbering
from kernel.actors import Actor
from kernel.directory import PersonRow, Remembered, find_units
from kernel.documents.keeping import Documents, Paper
from kernel.documents.model import document_view
from kernel.documents.templates import Values
from kernel.storage.rates import counting
from kernel.storage.unit_of_work import Outcome

DOCUMENTS: Final = Documents("assembly", DocumentRow, TEMPLATES)


def ask_for_minutes(meeting_id: str, village: str, asked: Asked) -> Outcome[Answer]:
    """Settle what the document says, give it a number, and ask the worker for its file.

    Asked again it is the same document under the same number, and its file is written anew where it is not there; only minutes that
    say something else by now, after a recount, get a number of their own, and the old one is void.

    Raises
    ------
    TooOften
        The person or the village has asked so often that the worker would not come to others.
    """
    by = asked.reader.by_office(village, KEEPERS | GUIDES)

    def decide(work: Work) -> Answer:
        meeting = work.get(Meeting, meeting_id)
        minutes.refuse_unsigned(meeting)
        row = _row(work, meeting, by)
        # Whatever is asked for is a message to the worker of all files, asked again or not.
        for what, who in (("documents", by.person_id), ("documents_of_a_unit", village)):
            work.unit.write(counting(AnswerRow, what, who, clock.now()))
        return Answer(document_view(row, clock.now()), int(row.version))

    outcome = asked.change(decide)
    # A replayed answer asks again, as the first time may have ended between the row and the message.
    DOCUMENTS.ask(minutes_id(meeting_id))
    return outcome


def read_minutes(meeting_id: str) -> Answer:
    """Return how far the document is; once done, where to fetch it.

    Raises
    ------
    NotFound
        Nobody has asked for it.
    """
    row = DOCUMENTS.find(minutes_id(meeting_id))
    return Answer(document_view(row, clock.now(), fetch=True), int(row.version))


def _row(work: Work, meeting: Meeting, by: Actor) -> DocumentRow:
    now, village = clock.now(), meeting.village
    units = find_units([village])
    name = units[village].name if village in units else village
    said = _said(work, meeting, name)
    document = minutes_id(meeting.id)
    before = DOCUMENTS.settled(work.unit, document)
    if before is not None and _same(before, said):
        return DOCUMENTS.queue_again(work.unit, before, by.person_id, now)
    if before is not None:
        _void(work, before, by)
    subject = DocumentRow.key(document).pk
    number = numbering.take(
        work.unit,
        NUMBERS,
        minutes.SERIES,
        organ=village,
        name=name,
        subject=subject,
        by=by,
        now=now,
    )
    values = {**said, "number": number.text}
    paper = Paper(document, minutes.TEMPLATE, f"{meeting.title}会议纪要", values, number)
    row = DOCUMENTS.settle_anew(work.unit, paper, village, by.person_id, now)
    work.note(meeting, "minutes_written", by, number=number.text)
    return row


def _same(row: DocumentRow, said: Values) -> bool:
    return {**row.values, "number": None} == {**said, "number": None}


def _void(work: Work, row: DocumentRow, by: Actor) -> None:
    number = numbering.Number(
        row.unit, minutes.SERIES.code, int(row.number_year), int(row.number_of), str(row.number)
    )
    numbering.void(
        work.unit, NUMBERS, number, reason="表决重新计票，纪要已更正", by=by, now=clock.now()
    )


def _said(work: Work, meeting: Meeting, village: str) -> Values:
    work.load(*((Vote, vote) for vote in meeting.votes))
    roll = roll_now(work, meeting)
    members = work.get(Composition, composition_id(meeting.body, roll.composition))
    names = {each.member_id: each.name for each in members.members}
    people = {meeting.chair, meeting.recorder, *(s.person for s in meeting.signatures)}
    keys = {PersonRow.key(person): person for person in people - names.keys()}
    found = Remembered.recall(keys)
    names |= {keys[key]: row.name for key, row in found.items() if row is not None}
    return minutes.said_of(
        meeting,
        village=village,
        rule=meetings.rule_of(meeting),
        roll=roll,
        stays=stays_of(meeting),
        votes=[work.get(Vote, vote) for vote in meeting.votes],
        names=names,
    )

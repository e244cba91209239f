"""The reporters of a merged incident: brought to its lead, and away again when the merger is undone.

A few are written with the merger. Of more all are brought afterwards, a transaction's worth at a time, by the clock: the incident carries
whose followers they become (`settles`) and how far that is (`settled_to`), so that no row grows with them and a run that dies is continued.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from escalation.rules import climbing
from escalation.rules.climbing import Timer
from escalation.rules.clocked import Mark, Wake
from incidents.rules.incident import Change, Incident, Note, NoteKind
from incidents.rules.steps import Facts, changed
from kernel.problems import Conflict
from kernel.texts import Text

MOST_FOLLOWERS = 60
"""So many reporters are written to a lead in one transaction, which takes a hundred rows."""


class StillSettling(Conflict):
    """So many reported it that they are still being brought to what it was merged into, or away from it: some minutes."""

    slug = "still-settling"
    said = Text(
        "上报人较多，并案或拆分正在完成，请几分钟后再试。",
        "So many reported it that the merger or separation before is still being completed; try again in some minutes.",
    )


def people_of(incident: Incident, further: Iterable[str]) -> list[str]:
    """Return everybody who reported an incident, each once: the reporter, whom it was reported for, the further ones."""
    people = dict.fromkeys((incident.reporter, incident.on_behalf_of, *further))
    return [person for person in people if person]


def at_once(facts: Facts) -> tuple[str, ...]:
    """Return the further reporters that are written with the step itself: all, unless they are too many."""
    return () if _are_many(facts) else facts.followers


def to_settle(incident: Incident, lead: Incident, facts: Facts) -> Incident:
    """Return the incident with its further reporters still to be brought to the lead, or away from it, where they are too many."""
    if not _are_many(facts):
        return incident
    marked = climbing.with_marks(incident, [*incident.marks, Mark(facts.now, Wake.FOLLOWERS)])
    return replace(marked, settles=lead.id, settled_to=None)


def refuse_settling(incident: Incident) -> None:
    """Let an incident be merged or separated whose reporters are where they belong.

    Raises
    ------
    StillSettling
        They are not, yet.
    """
    if incident.settles:
        raise StillSettling


def settle(
    incident: Incident,
    lead: Incident,
    further: Sequence[str],
    at_the_lead: Mapping[str, Mapping[str, Any]],
    now: datetime,
) -> Change:
    """Bring the next further reporters of an incident to its lead, or away from what it was merged into.

    Parameters
    ----------
    further
        The next of them, in order, `MOST_FOLLOWERS` at most; fewer: these are the last.
    at_the_lead
        Which of them are further reporters of the lead, with how they came to be.
    """
    after = replace(incident, settled_to=further[-1] if further else incident.settled_to)
    if len(further) < MOST_FOLLOWERS:
        after = replace(climbing.without(incident, Wake.FOLLOWERS), settles=None, settled_to=None)
    is_brought = incident.merged_into == lead.id
    notes = (brought if is_brought else left)(incident, lead, further, at_the_lead)
    return changed(incident, after, (), now, Timer.RIDE, notes=tuple(notes))


def brought(
    incident: Incident,
    lead: Incident,
    people: Iterable[str],
    at_the_lead: Mapping[str, Mapping[str, Any]],
) -> list[Note]:
    """Add the duplicate to what makes people reporters of the lead; who joined the lead itself stays one whatever becomes of it."""
    notes: list[Note] = []
    for person in _newcomers(lead, people):
        details = at_the_lead.get(person, {})
        came_by = dict.fromkeys((*details.get("from", ()), incident.case_code))
        kept = {**details, "from": list(came_by)}
        notes.append(Note(NoteKind.REPORTER, lead.id, person, kept))
    return notes


def left(
    incident: Incident,
    lead: Incident,
    people: Iterable[str],
    at_the_lead: Mapping[str, Mapping[str, Any]],
) -> list[Note]:
    """Take the duplicate away again; nobody stays a reporter of the lead by what is not part of it any more."""
    notes: list[Note] = []
    for person in _newcomers(lead, people):
        if person not in at_the_lead:
            continue
        details = dict(at_the_lead[person])
        came_by = [code for code in details.pop("from", ()) if code != incident.case_code]
        stays = details | ({"from": came_by} if came_by else {})
        notes.append(Note(NoteKind.REPORTER, lead.id, person, stays, ended=not stays))
    return notes


def _newcomers(lead: Incident, people: Iterable[str]) -> list[str]:
    return [person for person in people if not lead.is_of(person)]


def _are_many(facts: Facts) -> bool:
    return len(facts.followers) > MOST_FOLLOWERS

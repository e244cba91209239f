"""Let go of what the county keeps of closed incidents beyond their term, file by file and incident by incident; done again, it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import NamedTuple

from incidents.media.rules.media import Media, moved, of_incident
from incidents.media.rules.upload_states import Action, State
from incidents.media.store import files
from incidents.media.store import media as media_kept
from incidents.retention import store
from incidents.retention.rules import ends_before, has_ended, without_person
from incidents.rules.incident import Incident
from incidents.store import incidents
from incidents.store.mapping import to_row
from kernel import clock
from kernel.actors import CLOCK
from kernel.storage.rows import Alter
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.units import Level, ancestor


class Gone(NamedTuple):
    """What of one incident goes, in numbers."""

    village: str
    numbers: Counter[str]


def let_go(county: str, now: datetime, *, dry_run: bool) -> Iterator[Gone]:
    """Take person, place and files out of every incident whose term has ended; consumed, it does them.

    Each is told in numbers. An incident is marked last: one that was broken off is found again and gone on with.
    """
    for incident_id in store.reported_before(county, ends_before(now)):
        incident = incidents.load(incident_id)
        if incident is None or not has_ended(incident, now):
            continue
        village = ancestor(incident.unit, Level.VILLAGE) or incident.unit
        attached = [one for one in media_kept.media_of(of_incident(incident_id)) if _stands(one)]
        numbers = Counter({"incidents": 1, "files": len(attached)})
        if not dry_run:
            for one in attached:
                _drop(one)
            _forget_words(incident_id)
            carry_out(partial(_mark, incident=incident, now=now, went=Gone(village, +numbers)))
        yield Gone(village, +numbers)


def _stands(media: Media) -> bool:
    return media.state in (State.READY, State.PENDING)


def _drop(media: Media) -> None:
    def decide(work: UnitOfWork) -> None:
        kept = media_kept.find(work, media.subject, media.id)
        if kept is not None and _stands(kept):
            media_kept.save(work, moved(kept, Action.DELETE, clock.now()), CLOCK.person_id)

    # The file first: a row that says deleted is not looked at again.
    files.drop_clean(media)
    files.drop_incoming(media)
    carry_out(decide)


def _forget_words(incident_id: str) -> None:
    """Take words and people out of everything beside an incident; a step is a transaction of its own, the same done twice."""
    for item in store.beside(incident_id):
        step = store.let_go_of_person(item, clock.now()) or store.wordless(item)
        if step is not None:
            carry_out(partial(_write, step))


def _write(step: Alter, work: UnitOfWork) -> None:
    work.write(step)


def _mark(work: UnitOfWork, *, incident: Incident, now: datetime, went: Gone) -> None:
    kept = incidents.find(work, incident.id)
    if kept is not None and has_ended(kept, now):
        work.save(to_row(without_person(kept)))
        work.write(store.counted(clock.today().isoformat(), went.village, went.numbers))

"""Publish something: a matter's resolution or result, a period's finance, anything else, or what was removed for cause, corrected."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.publications import NewPublication, publication_view
from assembly.rules import matters, publications
from assembly.rules.items import MatterItem
from assembly.rules.matters import Matter
from assembly.rules.meetings import Meeting
from assembly.rules.publications import (
    DecidingMeetingStillOpen,
    Duty,
    DutyRecord,
    Publication,
    PublicationKind,
)
from assembly.rules.routing import MatterStep
from assembly.rules.standing import KEEPERS
from assembly.rules.states.meetings import MeetingStatus
from assembly.rules.villages import VillageSettings
from assembly.service import follow_up
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.service.keep_matter import keep_matter, kind_of
from assembly.service.put_up import put_up
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor
from kernel.problems import InvalidFields, NotFound
from kernel.texts import Text
from registry import find_homes, people_of

_STEPS = {
    PublicationKind.RESOLUTION: MatterStep.RESOLUTION_PUBLICATION,
    PublicationKind.RESULT: MatterStep.RESULT_PUBLICATION,
}


def publish(command: NewPublication, asked: Asked) -> Outcome[Answer]:
    """Publish something."""
    by = asked.reader.by_office(command.village, KEEPERS)
    _refuse_wrong_matter(command)

    def decide(work: Work) -> Answer:
        settings = work.get(VillageSettings, command.village)
        publication_id = new_id()
        old = _replaced(work, command, publication_id, by) if command.replaces else None
        publication = _publication(work, command, publication_id, old, by)
        if old is None:
            _move_matter(work, command, publication, by)
            publications.require_period(
                command.kind, publication.period, settings.finance_changes, today=clock.today()
            )
        if duty := publications.duty_for(command.kind, settings.finance_changes):
            _fulfil(work, duty, publication, by)
        put_up(work, publication, by)
        return Answer(publication_view(publication, 1, asked.reader), 1)

    return asked.change(decide)


def _refuse_wrong_matter(command: NewPublication) -> None:
    step = _STEPS.get(command.kind)
    # A plan that a body is to decide on is opened to those it concerns before: it may name its matter.
    may_name = step is not None or command.kind is PublicationKind.OTHER
    if command.replaces is None and (
        (step is not None and command.matter is None)
        or (command.matter is not None and not may_name)
        or command.kind is PublicationKind.VILLAGE_RULES
    ):
        raise InvalidFields.one(
            "matter",
            Text(
                "决议、结果公开须写明事项，待决方案可写明事项，其他公开不写；村规民约在其自身流程中公布。",
                "A resolution or result names its matter, a plan to be decided on may, others name none; village rules have their own route.",
            ),
        )


def _publication(
    work: Work, command: NewPublication, publication_id: str, old: Publication | None, by: Actor
) -> Publication:
    matter_id = old.matter if old else command.matter
    days, items = command.days or 0, tuple[MatterItem, ...]()
    if matter_id:
        matter = work.get(Matter, matter_id)
        if matter.village != command.village:
            raise NotFound
        days, items = max(days, kind_of(matter).publication_days), matter.items
        _refuse_named_family(matter, command)
        if command.kind is PublicationKind.OTHER and old is None and matter.result:
            raise InvalidFields.one(
                "matter", Text("该事项已经议决。", "The matter is decided already.")
            )
    if not matter_id or command.kind is PublicationKind.OTHER:
        publications.refuse_poor_families(
            clock.today(), title=command.title, content=command.content
        )
    published = publications.publish(
        command.kind,
        publication_id=publication_id,
        village=command.village,
        title=command.title,
        content=command.content,
        attachments=command.attachments,
        by=by.person_id,
        now=clock.now(),
        days=days,
        matter=matter_id,
        village_rules=old.village_rules if old else None,
        period=old.period if old else command.period,
        replaces=command.replaces,
    )
    return replace(published, items=items)


def _refuse_named_family(matter: Matter, command: NewPublication) -> None:
    """Keep whoever a matter of aid is for unnamed until town or county has granted it."""
    granted = matter.authority is not None and matter.authority.approved
    if matter.household is None or granted:
        return
    people = [each.name for each in people_of(matter.household)]
    heads = [home.head_name for home in find_homes([matter.household]).values()]
    publications.refuse_named_family(
        clock.today(),
        [*people, *(name for name in heads if name)],
        title=command.title,
        content=command.content,
    )


def _replaced(work: Work, command: NewPublication, by_publication: str, by: Actor) -> Publication:
    """Return what is published again corrected; its matter stays where it is, for its step was taken."""
    old = work.get(Publication, str(command.replaces))
    if old.village != command.village:
        raise NotFound
    replaced = publications.correct(old, command.kind, by_publication)
    work.save(replaced)
    work.note(replaced, "replaced", by, by_publication=by_publication)
    if old.matter:
        matter = work.get(Matter, old.matter)
        keep_matter(work, matter, matters.published_again(matter, old.id), by)
        work.note(matter, "published_again", by, publication=by_publication)
    return replaced


def _move_matter(work: Work, command: NewPublication, publication: Publication, by: Actor) -> None:
    step = _STEPS.get(command.kind)
    if step is None or command.matter is None:
        return
    matter = work.get(Matter, command.matter)
    if step is MatterStep.RESOLUTION_PUBLICATION:
        _refuse_before_close(work, matter)
    moved = matters.after_publication(
        matter, kind_of(matter), step, publication.id, by=by.person_id, now=clock.now()
    )
    moved = keep_matter(work, matter, moved, by)
    work.note(moved, "published", by, step=str(step), publication=publication.id)


def _refuse_before_close(work: Work, matter: Matter) -> None:
    decisions = [each for each in matter.records if each.step == MatterStep.DECISION]
    meeting = work.get(Meeting, str(decisions[-1].meeting)) if decisions else None
    if meeting and meeting.status not in (MeetingStatus.CLOSED, MeetingStatus.SIGNED):
        raise DecidingMeetingStillOpen


def _fulfil(work: Work, duty: Duty, publication: Publication, by: Actor) -> None:
    village, period = publication.village, str(publication.period)
    known = work.find(DutyRecord, publications.duty_id(village, duty.code, period))
    known = known or publications.unknown(village, duty, period)
    follow_up.done(work.unit, known.obligation, by)
    work.save(publications.fulfilled(known, publication.id))

"""Take a step with village rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assembly.model.village_rules import MoveRules, rules_view
from assembly.rules import matters, publications, village_rules
from assembly.rules.publications import PublicationKind
from assembly.rules.routing import routing
from assembly.rules.standing import Standing
from assembly.rules.states.village_rules import VILLAGE_RULES, RulesAction
from assembly.rules.village_rules import VillageRules
from assembly.rules.villages import VillageSettings
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.service.keep_matter import VILLAGE_RULES as VILLAGE_RULES_MATTER
from assembly.service.keep_matter import add_matter
from assembly.service.put_up import put_up
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor
from kernel.addressees import Addressee, unit
from kernel.problems import InvalidFields
from kernel.texts import Text
from kernel.units import Level


def move(rules_id: str, command: MoveRules, asked: Asked) -> Outcome[Answer]:
    """Take a step with a version."""

    def decide(work: Work) -> Answer:
        rules = asked.get(work, VillageRules, rules_id)
        standing = Standing(asked.reader, rules.village)
        by = standing.step(VILLAGE_RULES, rules.status, command.action, command)
        moved = _moved(work, rules, command, by)
        hears = _hears(command.action, rules.village)
        return asked.keep(
            work, moved, str(command.action), by, rules_view, hears=hears, note=command.note
        )

    return asked.change(decide)


def _hears(action: RulesAction, village: str) -> tuple[Addressee, ...] | None:
    """Return who has to act now, or learns what the town found."""
    match action:
        case RulesAction.SUBMIT:
            return (unit(village[: Level.TOWN.digits]),)
        case RulesAction.CLEAR | RulesAction.SEND_BACK | RulesAction.ORDER_CORRECTION:
            return (unit(village),)
        case _:
            return None


def _moved(work: Work, rules: VillageRules, command: MoveRules, by: Actor) -> VillageRules:
    now, note = clock.now(), command.note or ""
    match command.action:
        case RulesAction.COLLECT:
            return village_rules.collect(rules, now)
        case RulesAction.SUBMIT:
            return village_rules.submit(rules, now)
        case RulesAction.ORDER_CORRECTION:
            return village_rules.order_correction(rules, note, by=by.person_id, now=now)
        case RulesAction.CLEAR | RulesAction.SEND_BACK:
            return village_rules.move(rules, command.action, review_note=note)
        case RulesAction.PROPOSE:
            return _propose(work, rules, by)
        case RulesAction.FILE:
            return village_rules.move(
                rules, command.action, filing_number=command.filing_number, filed_at=clock.iso(now)
            )
        case RulesAction.PUBLISH:
            assert command.in_force_from is not None, "the table asks for it"
            return _publish(work, rules, command.in_force_from, by)


def _propose(work: Work, rules: VillageRules, by: Actor) -> VillageRules:
    """Put a version before the villagers' meeting, as a matter."""
    matter_id = new_id()
    moved = village_rules.move(rules, RulesAction.PROPOSE, matter=matter_id)
    matter = matters.propose(
        routing().type_of(VILLAGE_RULES_MATTER, clock.today()),
        matter_id=matter_id,
        village=rules.village,
        title=rules.title,
        text=f"村规民约第{rules.number}版",
        by=by.person_id,
        village_rules=rules.id,
    )
    add_matter(work, matter, by)
    return moved


def _publish(work: Work, rules: VillageRules, first_day: date, by: Actor) -> VillageRules:
    """Publish a version; from its first day, and not before, it takes the place of the one before."""
    if first_day < clock.today():
        raise InvalidFields.one(
            "in_force_from", Text("施行日期不得早于今天。", "Not before today.")
        )
    settings = work.get(VillageSettings, rules.village)
    if settings.rules_versions:
        newest = work.get(VillageRules, settings.rules_versions[-1][1])
        village_rules.refuse_older(rules, newest)
    versions = village_rules.published(settings.rules_versions, rules.id, first_day)
    publication = publications.publish(
        PublicationKind.VILLAGE_RULES,
        publication_id=new_id(),
        village=rules.village,
        title=rules.title,
        content="\n".join(f"{each.number}. {each.text}" for each in rules.clauses),
        attachments=[],
        by=by.person_id,
        now=clock.now(),
        village_rules=rules.id,
    )
    moved = village_rules.move(
        rules, RulesAction.PUBLISH, publication=publication.id, in_force_from=first_day.isoformat()
    )
    put_up(work, publication, by)
    if settings.rules_versions:
        _succeed(work, settings.rules_versions[-1][1], rules.id, first_day, by)
    work.save(replace(settings, rules_versions=versions))
    return moved


def _succeed(work: Work, newest: str, by_version: str, first_day: date, by: Actor) -> None:
    """Let the version published last give way from a day on."""
    old = village_rules.give_way(work.get(VillageRules, newest), first_day, clock.now())
    work.save(old)
    work.note(old, "succeeded", by, by_version=by_version, first_day=first_day.isoformat())

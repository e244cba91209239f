"""Enter a matter."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.matter_requests import NewMatter
from assembly.rules import matters
from assembly.rules.bodies import BodyKind, Capacity, Mode, size_of
from assembly.rules.matters import DemandedBy, KinEntry, Matter, RecallDemand
from assembly.rules.routing import MatterType, routing
from assembly.rules.standing import GUIDES, KEEPERS
from assembly.service.asked import Answer, Asked, Outcome, new_id, today
from assembly.service.keep_matter import DELEGATION, VILLAGE_RULES, add_matter, answer_matter
from assembly.service.kinship import kin_in_office
from assembly.service.seats import id_of_body, members_of, roll_on
from assembly.store.work import Work
from kernel import clock
from kernel.actors import Actor
from kernel.problems import InvalidFields
from kernel.texts import Text


def enter(command: NewMatter, asked: Asked) -> Outcome[Answer]:
    """Enter a matter before the first step of its route."""
    by = asked.reader.by_office(command.village, KEEPERS | GUIDES)
    if command.type == VILLAGE_RULES:
        raise InvalidFields.one(
            "type",
            Text(
                "村规民约须先起草、征求意见、经乡镇审核，通过后再提交村民会议。",
                "Village rules are drafted, opened to views and reviewed first (/v1/assembly/village-rules).",
            ),
        )
    kind = routing().type_of(command.type, clock.today())
    _refuse_wrong_delegates(command)
    _refuse_out_of_place(command, kind)

    def decide(work: Work) -> Answer:
        matter = matters.propose(
            kind,
            matter_id=new_id(),
            village=command.village,
            title=command.title,
            text=command.text,
            by=by.person_id,
            entered_from=by.role,
            group=command.group,
            delegates=command.delegates,
            revokes=command.revokes,
            items=[one.as_item() for one in command.items],
        )
        kin = kin_in_office(work, command.village, command.household, command.kin)
        matter = replace(
            matter,
            demand=_demand(work, by_whom, command) if (by_whom := command.demanded_by) else None,
            household=command.household,
            kin=kin if kind.aid else (),
        )
        matter = add_matter(work, matter, by)
        if matter.kin:
            _put_on_register(work, matter, by)
        return answer_matter(work, matter, asked.reader)

    return asked.change(decide)


def _put_on_register(work: Work, matter: Matter, by: Actor) -> None:
    """Put a matter that gives something to relatives of those in office on a register of its own, under its own id."""
    title = matter.listed_as or matter.title
    work.save(KinEntry(matter.id, matter.village, matter.type, title, matter.kin))
    work.note(matter, "kin_registered", by, number=len(matter.kin))


def _demand(work: Work, by: DemandedBy, command: NewMatter) -> RecallDemand:
    """Return who demands a recall, of those who sit in the body today."""
    village = command.village
    voters = by is DemandedBy.VOTERS
    body = BodyKind.REGISTERED_VOTERS if voters else BodyKind.REPRESENTATIVES_ASSEMBLY
    if voters:
        roll = roll_on(work, id_of_body(village, body), Mode.VOTER, clock.today())
        return matters.demand(by, command.signatories, roll.voters, size_of(roll))
    seated = members_of(work, village, body, today())
    entitled = [each.member_id for each in seated if each.capacity == Capacity.REPRESENTATIVE]
    return matters.demand(by, command.signatories, entitled, len(entitled))


def _refuse_out_of_place(command: NewMatter, kind: MatterType) -> None:
    """Let a recall name who demands it, and aid whom it is for; other matters name neither."""
    if (kind.code == matters.RECALL) != bool(command.demanded_by):
        raise InvalidFields.one(
            "demanded_by",
            Text(
                "罢免须写明由谁提出及联名人，其他事项不填。",
                "A recall says who demands it (`demanded_by`, `signatories`); other matters do not.",
            ),
        )
    if not kind.aid and (command.household or command.kin):
        raise InvalidFields.one(
            "household",
            Text("只有救助、危房类事项填写申请户和近亲属。", "Only aid names a household and kin."),
        )


def _refuse_wrong_delegates(command: NewMatter) -> None:
    """Let a delegation name kinds that the law lets the villagers' meeting delegate (村委会法 Art. 28)."""
    delegable = {kind.code for kind in routing().in_force(clock.today()) if kind.delegable_to}
    named = [*command.delegates, *command.revokes]
    once = len(set(named)) == len(named)
    if (command.type == DELEGATION) == bool(named) and delegable.issuperset(named) and once:
        return
    raise InvalidFields.one(
        "delegates",
        Text(
            "授权须写明法律允许授权、或收回授权的事项类别，各写一次；其他事项不填。",
            "A delegation names the kinds it delegates or revokes, once each, as far as the law lets it; other matters name none.",
        ),
    )

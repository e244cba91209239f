"""Make a body of a village."""

from __future__ import annotations

from assembly.model.bodies import NewBody, body_view
from assembly.rules import bodies
from assembly.rules.bodies import Body, BodyKind
from assembly.rules.standing import GUIDES, KEEPERS
from assembly.rules.villages import VillageSettings
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.seats import id_of_body
from assembly.store.work import Work
from kernel import clock
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Text


class BodyExists(Conflict):
    """The village has this body already."""

    slug = "body-exists"
    said = Text("该村已建立此组织。", "The village has this body already.")


def make(command: NewBody, asked: Asked) -> Outcome[Answer]:
    """Make a body; its members come with a composition."""
    village = command.village
    by = asked.reader.by_office(village, KEEPERS | GUIDES)
    _refuse_rival(command)
    made = id_of_body(village, command.kind, command.group)

    def decide(work: Work) -> Answer:
        work.load((Body, made), (VillageSettings, village))
        if work.find(Body, made) is not None:
            raise BodyExists
        rule = bodies.rule_of(command.kind, clock.today())
        body = Body(
            id=made,
            village=village,
            body_kind=command.kind,
            title=rule.name.zh,
            group=command.group,
        )
        work.save(body)
        if work.find(VillageSettings, village) is None:
            work.save(VillageSettings(village, village))
        work.note(body, "made", by)
        return Answer(body_view(body, 1), 1)

    return asked.change(decide)


def _refuse_rival(command: NewBody) -> None:
    """Let only villagers' groups be numbered: a village has one of every other body, and a second one would decide beside it."""
    if (command.group is not None) == (command.kind is BodyKind.VILLAGERS_GROUP_MEETING):
        return
    raise InvalidFields.one(
        "group",
        Text(
            "村民小组会议须写明组号，其他组织每村只有一个，不填组号。",
            "A villagers' group meeting names its group; of every other body a village has one, and names none.",
        ),
    )

"""Draft a composition of a body, and add members to the draft."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.bodies import MoreMembers, NewComposition, composition_view, members_in
from assembly.rules.bodies import Body, Composition
from assembly.rules.standing import GUIDES, KEEPERS, Standing
from assembly.rules.states.compositions import COMPOSITIONS, CompositionAction, CompositionStatus
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.seats import composition_id
from assembly.store.work import Work
from kernel.problems import Conflict
from kernel.texts import Text

MOST_MEMBERS = 1500
"""A composition is one row, and a row has at most 400 KB."""


class TooManyMembers(Conflict):
    """One composition has a limit of members."""

    slug = "too-many-members"
    said = Text(
        f"一份名单最多 {MOST_MEMBERS} 人。", f"A composition has at most {MOST_MEMBERS} members."
    )


def draft(body_id: str, command: NewComposition, asked: Asked) -> Outcome[Answer]:
    """Draft a composition."""
    by = asked.reader.by_office(body_id.partition("~")[0], KEEPERS | GUIDES)

    def decide(work: Work) -> Answer:
        body = work.get(Body, body_id)
        number = body.drafts + 1
        composition = Composition(
            id=composition_id(body_id, number),
            body=body_id,
            village=body.village,
            number=number,
            title=command.valid_from.isoformat(),
            valid_from=command.valid_from.isoformat(),
            households=command.households,
            term_from=command.term_from.isoformat() if command.term_from else None,
            status=CompositionStatus.DRAFT,
            members=members_in(command.members),
        )
        work.save(replace(body, drafts=number))
        work.save(composition)
        work.note(body, "composition_drafted", by, number=number)
        return Answer(composition_view(composition, 1, asked.reader), 1)

    return asked.change(decide)


def add(body_id: str, number: int, command: MoreMembers, asked: Asked) -> Outcome[Answer]:
    """Add members to a draft."""
    wanted = composition_id(body_id, number)

    def decide(work: Work) -> Answer:
        composition = asked.get(work, Composition, wanted)
        move = COMPOSITIONS.move(composition.status, CompositionAction.ADD_MEMBERS)
        Standing(asked.reader, composition.village).take(COMPOSITIONS, move)
        members = (*composition.members, *members_in(command.members))
        if len(members) > MOST_MEMBERS:
            raise TooManyMembers
        composition = replace(composition, members=members)
        work.save(composition)
        version = work.version(Composition, wanted)
        return Answer(composition_view(composition, version, asked.reader), version)

    return asked.change(decide)

"""Enter a matter."""

from __future__ import annotations

from assembly.model.matter_requests import NewMatter
from assembly.rules import matters
from assembly.rules.routing import routing
from assembly.rules.standing import GUIDES, KEEPERS
from assembly.service.answer_matter import answer_matter
from assembly.service.asked import Answer, Asked, new_id
from assembly.service.keep_matter import DELEGATION, VILLAGE_RULES, add_matter
from assembly.store.work import Work
from kernel import clock
from kernel.problems import InvalidFields
from kernel.storage.unit_of_work import Outcome
from kernel.texts import Text


def enter(command: NewMatter, asked: Asked) -> Outcome[Answer]:
    """Enter a matter before the first step of its route."""
    by = asked.reader.by_office(command.village, KEEPERS | GUIDES)
    if command.type == VILLAGE_RULES:
        raise InvalidFields.one(
            "type",
            Text(
                "村规民约须先起草、征求意见、经乡镇审核（/v1/assembly/village-rules）。",
                "Village rules are drafted, opened to views and reviewed first (/v1/assembly/village-rules).",
            ),
        )
    kind = routing().type_of(command.type, clock.today())
    _refuse_wrong_delegates(command)

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
        )
        add_matter(work, matter, by)
        return answer_matter(work, matter, asked.reader)

    return asked.change(decide)


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

"""Flag a clause that may go against law, and clear a flag."""

from __future__ import annotations

from assembly.model.village_rules import MoveFlag, NewFlag, rules_view
from assembly.rules import village_rules
from assembly.rules.standing import GUIDES, INSIDERS
from assembly.rules.village_rules import VillageRules
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.store.work import Work
from kernel import clock


def flag(rules_id: str, command: NewFlag, asked: Asked) -> Outcome[Answer]:
    """Flag a clause."""

    def decide(work: Work) -> Answer:
        rules = work.get(VillageRules, rules_id)
        by = asked.reader.by_office(rules.village, INSIDERS)
        raised = village_rules.new_flag(
            new_id(), command.kind, command.clause, command.note, by.person_id, clock.now()
        )
        moved = village_rules.raise_flag(rules, raised)
        return asked.keep(work, moved, "flagged", by, rules_view, clause=command.clause)

    return asked.change(decide)


def clear(rules_id: str, flag_id: str, command: MoveFlag, asked: Asked) -> Outcome[Answer]:
    """Clear a flag, with the reason why the clause may stand."""

    def decide(work: Work) -> Answer:
        rules = asked.get(work, VillageRules, rules_id)
        by = asked.reader.by_office(rules.village, GUIDES)
        moved = village_rules.clear_flag(
            rules, flag_id, command.note, by=by.person_id, now=clock.now()
        )
        return asked.keep(work, moved, "flag_cleared", by, rules_view, flag=flag_id)

    return asked.change(decide)

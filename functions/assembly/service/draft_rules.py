"""Draft village rules, and change the draft."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.village_rules import NewVillageRules, RulesDraft, rules_view
from assembly.rules import village_rules
from assembly.rules.standing import KEEPERS, Standing
from assembly.rules.states.village_rules import VILLAGE_RULES, RulesAction
from assembly.rules.village_rules import RulesClause, VillageRules
from assembly.rules.villages import VillageSettings
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.store.work import Work
from kernel import clock
from kernel.problems import InvalidFields
from kernel.texts import Text

_MOST_CHARACTERS = 40_000
"""Three bytes each, and the text is in one row."""


def draft(command: NewVillageRules, asked: Asked) -> Outcome[Answer]:
    """Draft a new version of a village's rules."""
    village = command.village
    by = asked.reader.by_office(village, KEEPERS)
    clauses = _clauses(command)

    def decide(work: Work) -> Answer:
        settings = work.get(VillageSettings, village)
        number = settings.rules_numbers + 1
        work.save(replace(settings, rules_numbers=number))
        rules = village_rules.draft(
            rules_id=new_id(),
            village=village,
            number=number,
            title=command.title,
            clauses=clauses,
            by=by.person_id,
            now=clock.now(),
        )
        return asked.keep(work, rules, "drafted", by, rules_view)

    return asked.change(decide)


def redraft(rules_id: str, command: RulesDraft, asked: Asked) -> Outcome[Answer]:
    """Change the text while it is a draft."""
    clauses = _clauses(command)

    def decide(work: Work) -> Answer:
        rules = asked.get(work, VillageRules, rules_id)
        move = VILLAGE_RULES.move(rules.status, RulesAction.REDRAFT)
        by = Standing(asked.reader, rules.village).take(VILLAGE_RULES, move)
        moved = village_rules.redraft(rules, command.title, clauses, clock.now())
        return asked.keep(work, moved, "redrafted", by, rules_view)

    return asked.change(decide)


def _clauses(command: RulesDraft) -> list[RulesClause]:
    numbers = [each.number for each in command.clauses]
    if len(set(numbers)) != len(numbers):
        raise InvalidFields.one("clauses", Text("条款编号重复。", "A clause number comes twice."))
    if sum(len(each.text) for each in command.clauses) > _MOST_CHARACTERS:
        raise InvalidFields.one(
            "clauses",
            Text(
                f"全文不得超过 {_MOST_CHARACTERS} 字。",
                f"At most {_MOST_CHARACTERS} characters in all.",
            ),
        )
    clauses = [RulesClause(each.number, each.text) for each in command.clauses]
    village_rules.refuse_forbidden(command.title, clauses)
    return clauses

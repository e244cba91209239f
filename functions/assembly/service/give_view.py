"""Say what one thinks of a draft of village rules."""

from __future__ import annotations

from assembly.model.village_rules import NewView, rules_view, villagers_view
from assembly.rules import village_rules, wording
from assembly.rules.village_rules import VillageRules
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.service.hear import hear
from assembly.store.work import Work
from kernel import clock


def give(rules_id: str, command: NewView, asked: Asked) -> Outcome[Answer]:
    """Say what one thinks of the draft."""
    most = wording.table()["views_per_person"]["number"]

    def decide(work: Work) -> Answer:
        rules = work.get(VillageRules, rules_id)
        by = asked.reader.of_village(rules.village)
        moved, view = village_rules.add_view(
            rules, new_id(), command.text, by=by.person_id, now=clock.now()
        )
        hear(work, rules_id, rules.village, by, most)
        work.save(view)
        asked.keep(work, moved, "view_given", by, rules_view, view=view.id)
        return Answer(villagers_view(view, asked.reader), 1)

    return asked.change(decide)

"""Report a milestone as done."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.matter_requests import MoveMilestone
from assembly.rules import followup
from assembly.rules.matters import Matter
from assembly.rules.standing import KEEPERS
from assembly.service import follow_up
from assembly.service.asked import Answer, Asked, Outcome
from assembly.service.keep_matter import answer_matter, keep_matter
from assembly.store.work import Work
from kernel import clock
from kernel.problems import NotAllowed
from kernel.texts import Text


def finish(matter_id: str, milestone: str, command: MoveMilestone, asked: Asked) -> Outcome[Answer]:
    """Report a milestone as done: whoever is responsible, or an officer of the village."""

    def decide(work: Work) -> Answer:
        matter = asked.get(work, Matter, matter_id)
        by = asked.reader.of_village(matter.village)
        owners = {each.id: each.responsible for each in matter.milestones}
        officer = asked.reader.holds(matter.village, KEEPERS)
        if not officer and owners.get(milestone) != by.person_id:
            raise NotAllowed(
                Text(
                    "由责任人或村干部报告完成。",
                    "Whoever is responsible, or a village officer, reports it.",
                )
            )
        done = followup.fulfil(
            matter.milestones,
            milestone,
            by=by.person_id,
            note=command.note,
            evidence=command.evidence,
            now=clock.now(),
        )
        moved = keep_matter(work, matter, replace(matter, milestones=done), by)
        follow_up.done(work.unit, milestone, by)
        work.note(moved, "milestone_done", by, milestone=milestone)
        return answer_matter(work, moved, asked.reader)

    return asked.change(decide)

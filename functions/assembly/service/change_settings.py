"""Set how often a village publishes its finance."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.boards import AssemblySettings, settings_view
from assembly.rules import publications
from assembly.rules.standing import GUIDES, KEEPERS
from assembly.rules.villages import VillageSettings
from assembly.service.asked import Answer, Asked, Outcome, today
from assembly.store.work import Work
from kernel.problems import NotAllowed
from kernel.texts import Text


class LessOftenByTown(NotAllowed):
    """A village does not release itself from publishing every month."""

    slug = "less-often-by-town"
    said = Text(
        "改回按季公布须由乡镇以上办理。",
        "The town or the county decides that finance is published less often.",
    )


def change_settings(village: str, command: AssemblySettings, asked: Asked) -> Outcome[Answer]:
    """Set how a village publishes, from today on."""
    by = asked.reader.by_office(village, KEEPERS | GUIDES)

    def decide(work: Work) -> Answer:
        settings = asked.get(work, VillageSettings, village)
        before, wanted = settings.finance_changes, command.finance_monthly
        if publications.monthly(before) and not wanted and by.role in KEEPERS:
            raise LessOftenByTown
        if publications.monthly(before) == wanted:
            version = work.version(VillageSettings, village)
            return Answer(settings_view(settings, version), version)
        changes = (*(each for each in before if each[0] != today()), (today(), wanted))
        settings = replace(settings, finance_changes=changes)
        work.save(settings)
        work.note(settings, "set", by, finance_monthly=wanted)
        version = work.version(VillageSettings, village)
        return Answer(settings_view(settings, version), version)

    return asked.change(decide)

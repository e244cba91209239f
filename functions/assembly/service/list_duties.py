"""List what a village must publish, and what is missing."""

from __future__ import annotations

from assembly.model.boards import DutyList, DutyView
from assembly.rules import publications
from assembly.rules.publications import DutyRecord
from assembly.rules.villages import VillageSettings
from assembly.store.work import Work
from kernel import clock
from kernel.law import reference
from kernel.texts import Language


def duties_of(village: str, language: Language) -> DutyList:
    """Return every period since the village began, of every duty, oldest first."""
    work, day = Work(), clock.today()
    settings = work.get(VillageSettings, village)
    began = work.made_on(VillageSettings, village)
    changes = settings.finance_changes
    wanted = [
        (duty, period, publications.duty_id(village, duty.code, period))
        for duty in publications.duties(changes)
        for period in duty.periods(began, day)
    ]
    work.load(*((DutyRecord, duty_id) for _, _, duty_id in wanted))
    grace = reference(publications.table()["grace_days"]["cites"])
    items: list[DutyView] = []
    for duty, period, duty_id in wanted:
        known = work.find(DutyRecord, duty_id)
        published = known.publication if known else None
        due_on = duty.due_on(period)
        items.append(
            {
                "duty": duty.code,
                "name": duty.name.say(language),
                "period": period,
                "due_on": due_on.isoformat(),
                "status": publications.duty_status(published, due_on, day),
                "publication": published,
                "obligation": known.obligation if known else None,
                "citation": duty.law.tell(language),
                "due_citation": grace.tell(language),
            }
        )
    monthly = publications.monthly(changes)
    return {"village": village, "finance_monthly": monthly, "items": items}

"""Set the limits of a village's ceremonies from a day on."""

from __future__ import annotations

from dataclasses import replace

from assembly.model.ceremonies import SetCeremonyLimits, limits_view
from assembly.rules import ceremonies
from assembly.rules.ceremonies import CeremonyLimits, CeremonyLimitsVersion
from assembly.rules.standing import KEEPERS
from assembly.rules.villages import VillageSettings
from assembly.service.asked import Answer, Asked, Outcome
from assembly.store.work import Work
from kernel import clock
from kernel.problems import InvalidFields
from kernel.texts import Text


def set_limits(village: str, command: SetCeremonyLimits, asked: Asked) -> Outcome[Answer]:
    """Set the limits from a day on; earlier registrations keep theirs."""
    by = asked.reader.by_office(village, KEEPERS)
    if command.valid_from < clock.today():
        raise InvalidFields.one("valid_from", Text("不得早于今天。", "Not before today."))
    since = command.valid_from.isoformat()
    fresh = CeremonyLimitsVersion(
        valid_from=since,
        set_by=by.person_id,
        source=command.source,
        limits={
            kind: CeremonyLimits(limits.tables, limits.price_per_table, limits.gift)
            for kind, limits in command.limits.items()
        },
    )

    def decide(work: Work) -> Answer:
        settings = asked.get(work, VillageSettings, village)
        versions = ceremonies.set_limits(settings.ceremony_limits, fresh, clock.today())
        settings = replace(settings, ceremony_limits=versions)
        return asked.keep(work, settings, "ceremony_limits_set", by, limits_view, valid_from=since)

    return asked.change(decide)

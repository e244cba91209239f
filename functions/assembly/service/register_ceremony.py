"""Register a wedding or funeral."""

from __future__ import annotations

from functools import partial

from assembly.model.ceremonies import NewCeremony, ceremony_view, figures
from assembly.rules import ceremonies
from assembly.rules.villages import VillageSettings
from assembly.service.asked import Answer, Asked, Outcome, new_id
from assembly.service.council import sits_in_council
from assembly.store.work import Work
from kernel import clock


def register(command: NewCeremony, asked: Asked) -> Outcome[Answer]:
    """Register a ceremony; what exceeds the limits of the village is said at once."""
    village, reader = command.village, asked.reader
    by = reader.of_village(village)

    def decide(work: Work) -> Answer:
        settings = work.get(VillageSettings, village)
        ceremony = ceremonies.register(
            command.kind,
            ceremony_id=new_id(),
            village=village,
            household=command.household,
            host=command.host,
            by=by.person_id,
            held_on=command.held_on,
            planned=figures(command.planned),
            versions=settings.ceremony_limits,
            today=clock.today(),
        )
        seated = sits_in_council(work, reader, village)
        view = partial(ceremony_view, in_council=seated)
        return asked.keep(work, ceremony, "registered", by, view)

    return asked.change(decide)

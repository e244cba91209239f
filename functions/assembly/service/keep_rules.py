"""Put a version of village rules on the unit of work, and answer it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assembly.model.village_rules import rules_view
from assembly.rules.standing import Reader
from assembly.rules.village_rules import VillageRules
from assembly.service.asked import Answer
from assembly.store.work import Work
from kernel.actors import Actor
from kernel.addressees import Addressee


def keep_rules(
    work: Work,
    rules: VillageRules,
    event: str,
    by: Actor,
    reader: Reader,
    *,
    hears: Iterable[Addressee] | None = None,
    **details: Any,
) -> Answer:
    """Keep a version with what happened to it."""
    work.save(rules)
    work.note(rules, event, by, hears=hears, **details)
    version = work.version(VillageRules, rules.id)
    return Answer(rules_view(rules, version, reader), version)

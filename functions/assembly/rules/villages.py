"""What a village has settled for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from assembly.rules.ceremonies import CeremonyLimitsVersion
from kernel.record import record


@record
class VillageSettings:
    """How a village governs itself, under its own code.

    `finance_changes` are the days from which on it publishes its finance monthly, or no longer; `delegated` is what its meeting has left to
    the representatives, by kind of matter with the matter that did; `rules_versions` are first day and id of every version of its rules.
    One that is no more `goes_on_at` another (nobody takes the place of one that is `over`); one that took another's place `came_from` it.
    """

    id: str
    village: str
    finance_changes: tuple[tuple[str, bool], ...] = ()
    delegated: Mapping[str, str] = field(default_factory=dict[str, str])
    rules_versions: tuple[tuple[str, str], ...] = ()
    rules_numbers: int = 0
    ceremony_limits: tuple[CeremonyLimitsVersion, ...] = ()
    over: bool = False
    goes_on_at: str | None = None
    came_from: str | None = None

"""The terms by which an obligation climbs once its own day has passed: versioned data by kind, never numbers in code."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from escalation.rules.events import OwedEvent
from kernel.record import record
from kernel.texts import Text
from kernel.units import Tier
from kernel.working_time import Limit


class UnknownKind(LookupError):
    """No data says by which ladder and terms something of this kind climbs."""


class Told(StrEnum):
    """Who hears of a step, by how they stand to what is owed."""

    ANSWERING = "answering"
    OWING = "owing"
    CLIMBED = "climbed"


@record
class Supervision:
    """How often the county is urged after its limit, and how many times at most."""

    every: Limit
    cap: int


@record
class Extension:
    """How much longer the tier above may give whoever answers, each time and how many times in all."""

    most: Limit
    times: int


@record
class Terms:
    """How what is owed climbs once its own day has passed.

    Attributes
    ----------
    version
        Which version of the county's settings they are of; an obligation keeps those it began under.
    rungs
        Its ladder (`rules.ladders`).
    told
        Who hears of a step; of others only who answers for it.
    reminder_share
        At which share of the time until its day whoever owes it is reminded.
    limits
        How long each tier above has to see that it is done.
    supervision
        How the county is urged after its limit.
    extension
        None: nobody may give more time, as where the law sets the day.
    """

    version: int
    name: Text
    rungs: tuple[str, ...]
    told: Mapping[OwedEvent, tuple[Told, ...]]
    reminder_share: float
    limits: Mapping[Tier, Limit]
    supervision: Supervision
    extension: Extension | None

    def tells(self, event: OwedEvent) -> tuple[Told, ...]:
        """Return who hears of a step."""
        return self.told.get(event, (Told.ANSWERING,))


def parse(document: Mapping[str, Any], version: int) -> dict[str, Terms]:
    """Return the terms of every kind that a complete document has (`kinds.json`)."""
    ladders, told = document["ladders"], document["told"]
    return {
        kind: _terms({"told": told, **said}, ladders[said["ladder"]]["rungs"], version)
        for kind, said in document["kinds"].items()
    }


def _terms(said: Mapping[str, Any], rungs: list[str], version: int) -> Terms:
    return Terms(
        version=version,
        name=Text(said["name"]["zh"], said["name"]["en"]),
        rungs=tuple(rungs),
        told={
            OwedEvent(event): tuple(Told(who) for who in heard)
            for event, heard in said["told"].items()
        },
        reminder_share=said["reminder_share"],
        limits={Tier(tier): limit_of(limit) for tier, limit in said["limits"].items()},
        supervision=supervision_of(said["supervision"]),
        extension=_extension_of(said["extension"]),
    )


def _extension_of(document: Mapping[str, Any] | None) -> Extension | None:
    return Extension(limit_of(document["most"]), document["times"]) if document else None


def limit_of(document: Mapping[str, Any]) -> Limit:
    """Return a limit as a document says it."""
    return Limit(document["amount"], document["unit"])


def supervision_of(document: Mapping[str, Any]) -> Supervision:
    """Return a rhythm of supervision as a document says it."""
    return Supervision(limit_of(document["every"]), document["cap"])

"""The terms by which an obligation climbs once its own day has passed: versioned data, never numbers in code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.record import record
from kernel.texts import Text
from kernel.units import Tier
from kernel.working_time import Limit


@record
class Supervision:
    """How often the county is urged after its limit, and how many times at most."""

    every: Limit
    cap: int


@record
class Terms:
    """How what is owed climbs once its own day has passed.

    Attributes
    ----------
    version
        Which version of the county's policy they are of; an obligation keeps those it began under.
    reminder_share
        At which share of the time until its day whoever owes it is reminded.
    limits
        How long each tier above has to see that it is done.
    supervision
        How the county is urged after its limit.
    """

    version: int
    name: Text
    reminder_share: float
    limits: Mapping[Tier, Limit]
    supervision: Supervision


def parse(document: Mapping[str, Any], version: int) -> dict[str, Terms]:
    """Return the terms by kind that the section `follow_ups` of a policy says."""
    return {kind: _terms(entry, version) for kind, entry in document.items()}


def _terms(entry: Mapping[str, Any], version: int) -> Terms:
    return Terms(
        version=version,
        name=Text(entry["name"]["zh"], entry["name"]["en"]),
        reminder_share=entry["reminder_share"],
        limits={Tier(tier): limit_of(limit) for tier, limit in entry["limits"].items()},
        supervision=supervision_of(entry["supervision"]),
    )


def limit_of(document: Mapping[str, Any]) -> Limit:
    """Return a limit as a document says it."""
    return Limit(document["amount"], document["unit"])


def supervision_of(document: Mapping[str, Any]) -> Supervision:
    """Return a rhythm of supervision as a document says it."""
    return Supervision(limit_of(document["every"]), document["cap"])

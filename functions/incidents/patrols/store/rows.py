"""The rows of rounds: a village's in one partition, and for each worker at most the one under way.

No row leads from a person to the rounds the person went on: what a worker's row holds is gone with the next round.
"""

from __future__ import annotations

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from escalation.store.rows import COUNTY
from incidents.patrols.rules.round_states import Status
from incidents.patrols.rules.rounds import PatrolId, Round, limits
from incidents.store.base import IncidentsMeta
from kernel import clock
from kernel.storage.codec import Codec
from kernel.storage.rows import Key, Row

UNDER_WAY = f"PATROL#{COUNTY}"


class RoundRow(Row):
    """A round: `ROUNDS#{village}` / `ROUND#{number}`. Those under way stand in the sweep's index, in a partition of their own."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    number = UnicodeAttribute()
    worker = UnicodeAttribute()
    grids = JSONAttribute()
    began_at = UnicodeAttribute()
    limit_at = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    look_at = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    ended_at = UnicodeAttribute(null=True)
    findings = NumberAttribute()
    steps = NumberAttribute()
    version = NumberAttribute()
    expires_at = NumberAttribute()

    @classmethod
    def key(cls, patrol_id: PatrolId) -> Key:
        """Return where a round is."""
        return Key(cls, f"ROUNDS#{patrol_id.village}", f"ROUND#{patrol_id.number}")


class RoundStepRow(Row):
    """One step of a round: `ROUNDS#{village}` / `STEP#{number}#{seq}`; written once, gone with the round."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    change_id = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()


class FindingRow(Row):
    """An incident that came of a round: `ROUNDS#{village}` / `FINDING#{number}#{incident}`; gone with the round."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    incident_id = UnicodeAttribute()
    at = UnicodeAttribute()
    handled = BooleanAttribute()
    expires_at = NumberAttribute()


class PatrollerRow(Row):
    """Which round a worker is on: `PATROLLER#{person}` / `PATROL`; overwritten by the next, so that there is one at a time."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    village = UnicodeAttribute()
    number = UnicodeAttribute()
    version = NumberAttribute()
    expires_at = NumberAttribute()

    @classmethod
    def key(cls, person_id: str) -> Key:
        """Return where a worker's present round is named."""
        return Key(cls, f"PATROLLER#{person_id}", "PATROL")


_CODEC = Codec(Round, but=["id"])


def to_row(round_: Round) -> RoundRow:
    """Return the row of a round."""
    key, is_open = RoundRow.key(round_.id), round_.status is Status.OPEN
    row = RoundRow(
        key.pk,
        key.sk,
        number=round_.id.number,
        clock=UNDER_WAY if is_open else None,
        look_at=clock.iso(round_.limit_at) if is_open else None,
        expires_at=gone(round_),
    )
    _CODEC.put(row, round_)
    return row


def from_row(row: RoundRow) -> Round:
    """Return the round a row keeps."""
    return _CODEC.take(row, id=PatrolId(row.pk.removeprefix("ROUNDS#"), row.number))


def gone(round_: Round) -> int:
    """Return when what is kept of a round is gone."""
    return int((round_.limit_at + limits().kept).timestamp())

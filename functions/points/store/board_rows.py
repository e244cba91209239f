"""Rows of boards, of what is noted of households for them, and of door plates."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from points.store.rows import At, KeptRow, PointsRow


class StandingRow(KeptRow):
    """What the village notes of a household for boards: `STANDING#{household}` / `STANDING`; consents, absence, care."""

    key = At("STANDING#{}", "STANDING")


class BoardRow(KeptRow):
    """A board: `BOARD#{village}` / `{id}`."""

    key = At("BOARD#{}", "{}")


class LiveRow(KeptRow):
    """Which boards of a village are proposed or posted: `LIVE#{village}` / `BOARDS`.

    Who leaves boards and who proposes one contend on it, so that no board is composed of what was true before.
    """

    key = At("LIVE#{}", "BOARDS")


class AssessmentRow(PointsRow):
    """An impact assessment, append-only: `ASSESSED#{village}` / `{id}`."""

    document = UnicodeAttribute()
    key = At("ASSESSED#{}", "{}")


class RankRow(PointsRow):
    """A household's place in the snapshot of a board: `RANKS#{board}` / `{rank}#{household}`."""

    household = UnicodeAttribute()
    rank = NumberAttribute()
    earned = NumberAttribute()
    lost = NumberAttribute()


class PlateRow(PointsRow):
    """Which household a door plate's code leads to: `PLATE#{token}` / `PLATE`, and beside the household `STANDING#{household}` / `PLATE`."""

    token = UnicodeAttribute()
    household = UnicodeAttribute()
    village = UnicodeAttribute()
    key = At("PLATE#{}", "PLATE")
    of = At("STANDING#{}", "PLATE")

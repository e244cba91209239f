"""Rows of boards, of what is noted of households for them, and of door plates."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel.storage.rows import Key
from points.store.rows import PointsRow


class StandingRow(PointsRow):
    """What the village notes of a household for boards: `STANDING#{household}` / `STANDING`; consents, absence, care."""

    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, household: str) -> Key:
        """Return where a household's standing is."""
        return Key(cls, f"STANDING#{household}", "STANDING")


class BoardRow(PointsRow):
    """A board: `BOARD#{village}` / `{id}`."""

    id = UnicodeAttribute()
    village = UnicodeAttribute()
    status = UnicodeAttribute()
    document = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, village: str, board: str) -> Key:
        """Return where a board is."""
        return Key(cls, f"BOARD#{village}", board)


class LiveRow(PointsRow):
    """Which boards of a village are proposed or posted, as JSON: `LIVE#{village}` / `BOARDS`.

    Who leaves boards and who proposes one contend on it, so that no board is composed of what was true before.
    """

    boards = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str) -> Key:
        """Return where a village's row is."""
        return Key(cls, f"LIVE#{village}", "BOARDS")


class AssessmentRow(PointsRow):
    """An impact assessment, append-only: `ASSESSED#{village}` / `{id}`; `document` holds `rules.assessment.Assessment`."""

    id = UnicodeAttribute()
    document = UnicodeAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, village: str, assessment: str) -> Key:
        """Return where an assessment is."""
        return Key(cls, f"ASSESSED#{village}", assessment)


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

    @classmethod
    def key(cls, token: str) -> Key:
        """Return where the plate of a token is."""
        return Key(cls, f"PLATE#{token}", "PLATE")

    @classmethod
    def of(cls, household: str) -> Key:
        """Return where a household's plate is."""
        return Key(cls, f"STANDING#{household}", "PLATE")

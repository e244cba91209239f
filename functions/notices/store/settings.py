"""The notice settings: versioned data, the packaged default until the county sets its own."""

from __future__ import annotations

from pathlib import Path

from pynamodb.attributes import NumberAttribute

from kernel.storage import dynamo
from kernel.storage.rows import Key, Row, Write
from kernel.storage.settings import Settings, VersionRow
from kernel.storage.unit_of_work import write_unless_moved
from notices.rules import quiet
from notices.store.rows import NoticesMeta


class SettingsRow(VersionRow):
    """A version of the notice settings."""

    subject = "SETTINGS"

    class Meta(NoticesMeta):
        """The notices' table."""


SETTINGS: Settings[quiet.Settings] = Settings(
    SettingsRow, Path(__file__).parents[1] / "default_settings.json", quiet.parse
)


class SweptRow(Row):
    """Up to which version everything held was looked at again: `SETTINGS` / `SWEPT`."""

    class Meta(NoticesMeta):
        """The notices' table."""

    version = NumberAttribute()

    @classmethod
    def key(cls) -> Key:
        """Return where it is."""
        return Key(cls, "SETTINGS", "SWEPT")


def swept() -> int:
    """Return up to which version everything held was looked at again."""
    row: SweptRow | None = dynamo.read([SweptRow.key()], consistent=True)[0]
    return int(row.version) if row else 0


def note_swept(number: int) -> None:
    """Write down that everything held was looked at again under this version."""
    write_unless_moved([Write(SweptRow("SETTINGS", "SWEPT", version=number))])

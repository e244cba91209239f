"""The notice settings: versioned data, the packaged default until the county sets its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from kernel import clock
from kernel.directory import Remembered
from kernel.problems import StaleVersion
from kernel.storage import dynamo
from kernel.storage.rows import ConditionFailed, Ensure, Key, Row, Write
from notices.rules import quiet
from notices.rules.quiet import Settings
from notices.store.base import NoticesMeta

_PACKAGED = Path(__file__).parents[1] / "default_settings.json"


class SettingsRow(Row):
    """A version: `SETTINGS` / `V#{version}`, and a copy of the newest under `SETTINGS` / `CURRENT`."""

    class Meta(NoticesMeta):
        """The notices' table."""

    version = NumberAttribute()
    document = UnicodeAttribute()
    set_by = UnicodeAttribute()
    set_at = UnicodeAttribute()

    @classmethod
    def current(cls) -> Key:
        """Return where the newest version is."""
        return Key(cls, "SETTINGS", "CURRENT")

    @classmethod
    def key(cls, version: int) -> Key:
        """Return where a version is."""
        return Key(cls, "SETTINGS", f"V#{version:06d}")


class SweptRow(Row):
    """Up to which version everything held was looked at again: `SETTINGS` / `SWEPT`."""

    class Meta(NoticesMeta):
        """The notices' table."""

    version = NumberAttribute()

    @classmethod
    def key(cls) -> Key:
        """Return where it is."""
        return Key(cls, "SETTINGS", "SWEPT")


class InForce(NamedTuple):
    """Settings as they are kept: the parsed rules, the document, who set it when (packaged: nobody)."""

    settings: Settings
    document: Mapping[str, Any]
    set_by: str
    set_at: str


def of(row: SettingsRow | None) -> InForce:
    """Return the settings of a row; the packaged default (version 0) when the county has set none."""
    if row is None:
        return _packaged()
    return _parsed(int(row.version), row.document, row.set_by, row.set_at)


def current() -> InForce:
    """Return the newest settings, up to half a minute old."""
    key = SettingsRow.current()
    return of(Remembered.recall([key])[key])


def newest() -> InForce:
    """Return the newest settings as they are now (consistent read)."""
    return of(dynamo.read([SettingsRow.current()], consistent=True)[0])


def version(number: int) -> InForce | None:
    """Return one version; None when there is none."""
    if number == 0:
        return _packaged()
    row: SettingsRow | None = dynamo.read([SettingsRow.key(number)], consistent=True)[0]
    return of(row) if row else None


def put(document: Mapping[str, Any], *, seen: int, set_by: str, at: datetime) -> InForce:
    """Keep a document as the next version.

    Raises
    ------
    StaleVersion
        Somebody set a newer version than `seen`.
    """
    number = seen + 1
    kept: dict[str, Any] = {
        "version": number,
        "document": json.dumps(document, ensure_ascii=False, separators=(",", ":")),
        "set_by": set_by,
        "set_at": clock.iso(at),
    }
    unchanged = Ensure.is_new if seen == 0 else SettingsRow.version == seen
    try:
        dynamo.write(
            [
                Write(SettingsRow("SETTINGS", f"V#{number:06d}", **kept), Ensure.is_new),
                Write(SettingsRow("SETTINGS", "CURRENT", **kept), unchanged),
            ]
        )
    except ConditionFailed as fault:
        raise StaleVersion from fault
    Remembered.forget()
    return _parsed(number, kept["document"], set_by, kept["set_at"])


def swept() -> int:
    """Return up to which version everything held was looked at again."""
    row: SweptRow | None = dynamo.read([SweptRow.key()], consistent=True)[0]
    return int(row.version) if row else 0


def note_swept(number: int) -> None:
    """Write down that everything held was looked at again under this version."""
    dynamo.write([Write(SweptRow("SETTINGS", "SWEPT", version=number))])


@lru_cache(maxsize=8)
def _parsed(number: int, document: str, set_by: str, set_at: str) -> InForce:
    loaded = json.loads(document)
    return InForce(quiet.parse(loaded, number), loaded, set_by, set_at)


@lru_cache(maxsize=1)
def _packaged() -> InForce:
    document = json.loads(_PACKAGED.read_text(encoding="utf-8"))
    return InForce(quiet.parse(document, 0), document, "packaged", "")

"""The ten systems as the towns have them: `SYSTEMS#{town}` / `SYSTEM#{code}`; what nobody has said anything of has no row."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from enforcement.rules.systems import System, as_known, known_systems
from enforcement.store.table import EnforcementMeta
from kernel.storage.codec import Codec
from kernel.storage.dynamo import read
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork


class SystemRow(Row):
    """A system of a town."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    town = UnicodeAttribute()
    code = UnicodeAttribute()
    name = UnicodeAttribute()
    document = UnicodeAttribute(null=True)
    summary = UnicodeAttribute(null=True)
    valid_from = UnicodeAttribute(null=True)
    valid_to = UnicodeAttribute(null=True)
    version = NumberAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, town: str, code: str) -> Key:
        """Return where a system of a town is."""
        return Key(cls, f"SYSTEMS#{town}", f"SYSTEM#{code}")


_CODEC = Codec(System)


def find(work: UnitOfWork, town: str, code: str) -> System:
    """Return a system as a town has it now."""
    row: SystemRow | None = work.find(SystemRow.key(town, code))
    return _CODEC.take(row) if row else as_known(town, code)


def save(work: UnitOfWork, system: System) -> None:
    """Keep a system of a town."""
    key = SystemRow.key(system.town, system.code)
    row = SystemRow(key.pk, key.sk, change_id=work.change_id)
    _CODEC.put(row, system)
    work.save(row)


def of_town(town: str) -> list[System]:
    """Return all ten as a town has them: one read."""
    rows = read([SystemRow.key(town, code) for code in known_systems()])
    return [
        _CODEC.take(row) if row else as_known(town, code)
        for code, row in zip(known_systems(), rows, strict=True)
    ]

"""How often a firm was inspected in a year, by the towns of a county together, and under which codes and names the county knows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pynamodb.attributes import JSONAttribute, NumberAttribute

from enforcement.rules.firms import Firm, key_of_name, keys_of, refuse_same_firm
from enforcement.store.table import EnforcementMeta
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork
from kernel.units import Level, ancestor


class FirmYearRow(Row):
    """How often a firm was inspected in a year: `FIRM#{county}#{code or name}` / `YEAR#{year}`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    done = NumberAttribute()
    urgent = NumberAttribute(default=0)
    version = NumberAttribute()

    @classmethod
    def key(cls, town: str, firm: str, year: int) -> Key:
        """Return where a firm's year is counted, by one of the keys it is known by."""
        return Key(cls, _partition(town, firm), f"YEAR#{year}")


class FirmCodesRow(Row):
    """Which codes one firm has or had: `FIRM#{county}#{code or name}` / `CODES`."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    codes = JSONAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, town: str, firm: str) -> Key:
        """Return where the codes of a firm are, by its code or its name."""
        return Key(cls, _partition(town, firm), "CODES")


class FirmYear(NamedTuple):
    """How often a firm was inspected in a year.

    Attributes
    ----------
    done
        By kinds that count towards its cap.
    urgent
        Urgently, by whatever kind.
    """

    done: int = 0
    urgent: int = 0


def year_of(work: UnitOfWork, town: str, code: str, name: str, year: int) -> FirmYear:
    """Return how often a firm was inspected in a year by the towns of the county, under whichever of its codes and names."""
    rows = _rows_of(work, town, _known_by(work, town, code, name), year)
    found = [FirmYear(int(row.done), int(row.urgent)) for row in rows if row]
    return FirmYear(
        max((one.done for one in found), default=0), max((one.urgent for one in found), default=0)
    )


def count(
    work: UnitOfWork, town: str, code: str, name: str, year: int, *, counts: bool, urgent: bool
) -> None:
    """Count one more inspection of a firm's year, for every code and name it is known by."""
    before = year_of(work, town, code, name, year)
    after = FirmYear(before.done + counts, before.urgent + urgent)
    for one in _known_by(work, town, code, name):
        key = FirmYearRow.key(town, one, year)
        row = FirmYearRow(key.pk, key.sk, done=after.done, urgent=after.urgent)
        row.version = work.version(key) + 1
        work.save(row)


def codes_of(work: UnitOfWork, town: str, name: str) -> list[str]:
    """Return the codes the county's lists have under a name."""
    return _codes(work, town, key_of_name(name))


def note_codes(work: UnitOfWork, firm: Firm, before: Firm | None) -> None:
    """Note a firm's codes and its name, so that it is one firm under each of them.

    Raises
    ------
    SameFirm
        Its name is known under a code it does not name as its own.
    """
    name = key_of_name(firm.name)
    of_the_name = _codes(work, firm.town, name)
    refuse_same_firm(firm, of_the_name)
    group = {firm.code, *firm.formerly}
    group.update(*(_codes(work, firm.town, one) for one in sorted(group)))
    for one in sorted(group):
        _note(work, firm.town, one, group - {one})
    _note(work, firm.town, name, {*of_the_name, firm.code})
    if before and key_of_name(before.name) != name:
        gone = key_of_name(before.name)
        _note(work, firm.town, gone, {*_codes(work, firm.town, gone)} - {firm.code})


def _known_by(work: UnitOfWork, town: str, code: str, name: str) -> tuple[str, ...]:
    either = (code, key_of_name(name))
    return keys_of(code, name, [found for one in either for found in _codes(work, town, one)])


def _rows_of(
    work: UnitOfWork, town: str, keys: Iterable[str], year: int
) -> list[FirmYearRow | None]:
    return work.find_all([FirmYearRow.key(town, one, year) for one in keys])


def _codes(work: UnitOfWork, town: str, firm: str) -> list[str]:
    row: FirmCodesRow | None = work.find(FirmCodesRow.key(town, firm))
    return list(row.codes) if row else []


def _note(work: UnitOfWork, town: str, firm: str, codes: Iterable[str]) -> None:
    key, named = FirmCodesRow.key(town, firm), sorted(codes)
    if named == _codes(work, town, firm):
        return
    work.save(FirmCodesRow(key.pk, key.sk, codes=named, version=work.version(key) + 1))


def _partition(town: str, firm: str) -> str:
    return f"FIRM#{ancestor(town, Level.COUNTY)}#{firm}"

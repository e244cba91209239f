"""The ten systems of a town's enforcement: what each is called there, by which document it holds, and whether it is in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from enforcement.rules.numbers import document
from kernel.law import Reference, reference
from kernel.problems import InvalidFields, NotFound
from kernel.record import record
from kernel.texts import Text


@record
class KnownSystem:
    """One of the ten.

    Attributes
    ----------
    named
        The article names it; the names of the other four are ours until the town says its own.
    """

    code: str
    name: Text
    named: bool
    law: Reference


@record
class System:
    """A system as a town has it.

    Attributes
    ----------
    document
        The document by which the town holds it, with its number.
    """

    town: str
    code: str
    name: str
    document: str | None = None
    summary: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    version: int = 0

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on a day: it has its document, and the day is within."""
        begun = self.document is not None and self.valid_from is not None and self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@cache
def known_systems() -> Mapping[str, KnownSystem]:
    """Return the ten, by code."""
    return {
        code: KnownSystem(code, Text(**said["name"]), said["named"], reference(said["cites"]))
        for code, said in document("systems")["systems"].items()
    }


def known(code: str) -> KnownSystem:
    """Return one of the ten.

    Raises
    ------
    NotFound
        It is none of them.
    """
    found = known_systems().get(code)
    if found is None:
        raise NotFound
    return found


def as_known(town: str, code: str) -> System:
    """Return one of the ten as a town has it that has not said anything of it."""
    return System(town, code, known(code).name.zh)


def refuse_backwards(valid_from: date, valid_to: date | None) -> None:
    """Let a time in force pass that does not end before it begins.

    Raises
    ------
    InvalidFields
        It does.
    """
    if valid_to is not None and valid_to < valid_from:
        told = Text("不能早于施行日期。", "Not before it begins.")
        raise InvalidFields.one("valid_to", told)

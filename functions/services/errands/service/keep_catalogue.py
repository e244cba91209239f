"""Read the catalogue of matters, or set it anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.directory import refuse_unknown_unit
from kernel.in_force import InForce
from kernel.problems import Versions
from services.errands.rules.catalogue import Catalogue, Matter, check, parse
from services.errands.store.catalogue import CATALOGUE


def read_catalogue(version: int | None = None) -> InForce[Catalogue]:
    """Return the newest catalogue, or an earlier version.

    Raises
    ------
    NotFound
        There is no such version.
    """
    return CATALOGUE.read(version)


def current() -> InForce[Catalogue]:
    """Return the catalogue in force, up to half a minute old."""
    return CATALOGUE.current()


def matter_of(version: int, code: str) -> Matter:
    """Return a matter as it was in the version under which it was entrusted."""
    kept = CATALOGUE.version(version)
    assert kept is not None, "no version of the catalogue goes"
    return next(one for one in kept.value.matters if one.code == code)


def set_catalogue(
    document: Mapping[str, Any], expected: Versions, set_by: str
) -> InForce[Catalogue]:
    """Keep a document as the newest catalogue, for what is entrusted from now on.

    Raises
    ------
    PromiseBeyondStatute, NotTheirsToDecide, InvalidFields
        It makes promises that may not be made (`rules.catalogue.check`), or names an office nobody knows.
    StaleVersion
        Somebody has set a newer one.
    """
    catalogue = parse(document, 0)
    check(catalogue)
    for number, office in enumerate(one.office for one in catalogue.matters):
        if office not in ("town", "county"):
            refuse_unknown_unit(office, f"matters[{number}].office")
    return CATALOGUE.put(document, expected, set_by)

"""Numbers of papers, vouchers and minutes run from one without a gap, whoever took them and whatever went wrong."""

from __future__ import annotations

from collections import defaultdict

from tests.simulation.world import Violated, World, number

_TABLES = ("enforcement", "economy", "assembly", "services")


def numbers_have_no_gaps(world: World) -> None:
    """Of each series of a year every number from one to the last is there, once."""
    for table in _TABLES:
        last: dict[str, int] = {}
        given: defaultdict[str, list[int]] = defaultdict(list)
        for (pk, sk), row in world.rows(table):
            if sk == "COUNTER":
                last[pk] = number(row, "last")
            elif pk.startswith("NUMBER") and sk.isdigit():
                given[pk].append(int(sk))
        for pk in last.keys() | given.keys():
            if given[pk] != list(range(1, last.get(pk, 0) + 1)):
                raise Violated("numbers", f"{pk}: {given[pk]} of {last.get(pk)}")


CHECKS = (numbers_have_no_gaps,)

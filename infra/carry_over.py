"""Carry over what a closed unit leaves to the unit that takes its place, on its day or after it.

The county administrator closes or merges a unit through the API (`POST /v1/registry/units/{code}/transitions`); from that day on nothing is
reported there. This job then takes along its grids, posts and households with their points, its open incidents, what it owes, what
belongs to a village as such, its group robots and subscriptions; rounds under way in its grids end. It says what it would do; with --apply
it does it. Broken off, or when something was opened again at the old code, it is run again: what went is not taken twice.

    .venv/bin/python -m infra.carry_over --stack sizhi --unit 140426106202 --by zhang-san
    .venv/bin/python -m infra.carry_over --stack sizhi --unit 140426106202 --by zhang-san --apply

With --moves it lets points follow the households that the registry has moved into a village one by one.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import boto3

from infra.stack import Missing, Stack, saying_what_is_missing

if TYPE_CHECKING:
    from kernel.actors import Actor
    from registry.service.carry_over import Carried

ROOT = Path(__file__).resolve().parents[1]
_NOBODY = (
    "{by} is no county administrator today\n{by} 目前不是县管理员：请用 --by 指定县管理员的人员标识"
)
_NOTHING_CLOSED = "nothing of {unit} has closed yet\n{unit} 及其下属单位均未撤销，或撤销日未到"


def carry_over(unit: str, by: str, *, apply: bool, moves_only: bool = False) -> Counter[str]:
    """Carry over what a unit leaves, or say what would be; return how many things of each kind went.

    The tables are those the environment names.

    Raises
    ------
    Missing
        `by` does not administer the county, or nothing of a town has closed.
    """
    sys.path.insert(0, str(ROOT / "functions"))
    import points
    from kernel.access import Role
    from kernel.actors import Actor
    from kernel.directory import find_caller
    from registry.service.carry_over import Job, closed_units, follow_moves
    from registry.service.carry_over import carry_over as carry

    caller = find_caller(by)
    post = caller.post_over(unit, {Role.COUNTY_ADMIN}) if caller else None
    if caller is None or post is None:
        raise Missing(_NOBODY.format(by=by))
    job = Job(Actor.of(caller, post), not apply, points.move_household)
    went: Counter[str] = Counter()
    told: set[tuple[str, str, str]] = set()
    units = [unit] if moves_only else closed_units(unit)
    if not units:
        raise Missing(_NOTHING_CLOSED.format(unit=unit))
    for code in units:
        things = follow_moves(code, job) if moves_only else carry(code, job)
        elsewhere = [] if moves_only else _elsewhere(code, job.by, dry_run=not apply)
        for one in chain(things, elsewhere):
            # What goes with a village of a town that closes as well is told once.
            if one[:3] not in told:
                told.add(one[:3])
                print(f"{one.kind}: {one.what} {one.came_from} -> {one.goes_to or '(ends here)'}")
                went[one.kind] += 1
    return went


def _elsewhere(unit: str, by: Actor, *, dry_run: bool) -> Iterator[Carried]:
    """Give what the other contexts take along: what is open and owed, and what belongs to a village as such."""
    import assembly
    import escalation
    import incidents
    import notices
    import points
    from registry.service.carry_over import Carried, heirs_of

    heirs = heirs_of(unit)
    for incident in incidents.readdress(heirs, by, dry_run=dry_run):
        yield Carried("incident", *incident)
    for context in (assembly, points):
        for thing in context.follow_villages(heirs, by, dry_run=dry_run):
            yield Carried(*thing)
    for owed in escalation.readdress(heirs, by, dry_run=dry_run):
        yield Carried("owed", *owed)
    for round_, grid in incidents.end_rounds(heirs, by, dry_run=dry_run):
        yield Carried("round", round_, grid, None)
    for channel in notices.follow_units(heirs, dry_run=dry_run):
        yield Carried(*channel)


def main(arguments: list[str] | None = None) -> int:
    """Read the arguments and do it; 1 when it cannot be done."""
    asked = _parser().parse_args(arguments)
    try:
        with saying_what_is_missing():
            stack = Stack(asked.stack, cast("Callable[[str], Any]", boto3.client))
            for context in (
                "Registry",
                "Obligations",
                "Points",
                "Incidents",
                "Assembly",
                "Notices",
            ):
                os.environ[f"{context.upper()}_TABLE"] = stack.output(f"{context}TableName")
            for tier in ("Village", "Town", "County"):
                os.environ[f"{tier.upper()}_TOPIC_ARN"] = stack.output(f"{tier}Topic")
            os.environ["COUNTY_CODE"] = stack.output("CountyCode")
            went = carry_over(asked.unit, asked.by, apply=asked.apply, moves_only=asked.moves)
    except Missing as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except Exception as refusal:
        from kernel.problems import Problem

        if not isinstance(refusal, Problem):
            raise
        print(f"{refusal.detail.en}\n{refusal.detail.zh}", file=sys.stderr)
        return 1
    told = ", ".join(f"{number} {kind}" for kind, number in went.items()) or "nothing"
    print(f"{'carried over' if asked.apply else 'would be carried over'}: {told}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stack", required=True, help="name of the deployed stack")
    parser.add_argument(
        "--unit",
        required=True,
        help="code of the closed unit, or of a town whose villages have closed; with --moves of a village",
    )
    parser.add_argument("--by", required=True, help="user name of the county administrator")
    parser.add_argument(
        "--moves", action="store_true", help="only points of households that moved in"
    )
    parser.add_argument("--apply", action="store_true", help="do it; otherwise it is only told")
    return parser


if __name__ == "__main__":
    sys.exit(main())

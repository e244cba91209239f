"""Make the first county administrator of a new deployment.

Everybody else is entered by somebody who holds a post, through the API; the first one has nobody before them. So this
writes two rows straight into the registry's table, with the AWS rights of whoever runs it, and refuses once the county
has an administrator, unless forced (a county may lose its only one):

    .venv/bin/python -m infra.bootstrap_admin --stack sizhi --person-id zhang-san --name 张三 --county-name 黎城县

The person signs in as `--person-id`: it is the user name in Cognito, or what the claim `JwtPersonClaim` holds with the
county's own identity provider.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

import boto3

from infra.stack import Missing, Stack, saying_what_is_missing

if TYPE_CHECKING:
    from kernel.directory import UnitRow

ROOT = Path(__file__).resolve().parents[1]
_UNNAMED = (
    "the registry does not hold county {county} yet: name it with --county-name\n"
    "登记簿中还没有 {county}：请用 --county-name 指定县名"
)


class AlreadyAdministered(Exception):
    """The county has an administrator; further ones are appointed through the API."""


def bootstrap_admin(
    *,
    county: str,
    county_name: str | None,
    person_id: str,
    name: str,
    since: date,
    force: bool = False,
) -> None:
    """Write the county's unit row, if it has none, and its first administrator, in one transaction.

    The table is the one `REGISTRY_TABLE` names.

    Parameters
    ----------
    county_name
        Wanted only while the registry does not hold the county.
    force
        Appoint the person although the county has an administrator: for a county that lost theirs.

    Raises
    ------
    AlreadyAdministered
        If somebody holds the post of county administrator, now or later.
    Missing
        If the county is not in the registry and has no name here either.
    """
    sys.path.insert(0, str(ROOT / "functions"))
    from kernel.access import Post, Role
    from kernel.directory import PersonRow, UnitRow
    from kernel.problems import Problem
    from kernel.storage.unit_of_work import UnitOfWork, carry_out
    from registry.service.appoint import appoint
    from registry.service.save_person import save_person
    from registry.service.save_unit import save_unit
    from registry.store.register import Register

    def decide(work: UnitOfWork) -> None:
        register = Register(work)
        unit: UnitRow | None = register.find(UnitRow.key(county))
        if not force:
            _refuse_a_second(unit)
        if unit is None:
            if not county_name:
                raise Missing(_UNNAMED.format(county=county))
            save_unit(register, county, {"name": county_name})
        if register.find(PersonRow.key(person_id)) is None:
            save_person(register, person_id, {"name": name})
        appoint(register, person_id, Post(Role.COUNTY_ADMIN, county, since), _today())

    try:
        carry_out(decide)
    except Problem as failure:
        raise AlreadyAdministered(
            f"{person_id} holds the post already, or somebody was quicker"
        ) from failure


def _refuse_a_second(unit: UnitRow | None) -> None:
    from kernel.access import Role

    if unit is None:
        return
    held = [last for _, _, last in unit.terms(Role.COUNTY_ADMIN)]
    if any(last is None or last >= _today().isoformat() for last in held):
        raise AlreadyAdministered(
            f"{unit.code} has an administrator already; appoint further ones through the API"
        )


def main(arguments: list[str] | None = None) -> int:
    """Read the arguments and do it; 1 when the county is administered already, or something is missing."""
    asked = _parser().parse_args(arguments)
    try:
        with saying_what_is_missing():
            county, os.environ["REGISTRY_TABLE"] = _where(asked)
            bootstrap_admin(
                county=county,
                county_name=asked.county_name,
                person_id=asked.person_id,
                name=asked.name,
                since=asked.since,
                force=asked.force,
            )
    except (AlreadyAdministered, Missing) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"{asked.name} ({asked.person_id}) administers {county} from {asked.since}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--stack", help="name of the deployed stack, which says which county it is")
    where.add_argument("--table", help="name of the registry's table; wants --county")
    parser.add_argument("--county", help="six digits; with --stack only to make sure")
    parser.add_argument("--county-name", help="wanted while the registry does not hold the county")
    parser.add_argument("--person-id", required=True, help="the user name the person signs in with")
    parser.add_argument("--name", required=True, help="the person's name")
    parser.add_argument(
        "--since", type=date.fromisoformat, default=_today(), help="first day in office"
    )
    parser.add_argument(
        "--force", action="store_true", help="even though the county has an administrator"
    )
    return parser


def _where(asked: argparse.Namespace) -> tuple[str, str]:
    """The county's code and the registry's table, from the stack or as they were named."""
    if asked.table:
        if not asked.county:
            raise Missing(
                "--table says nothing of the county: name its six digits with --county\n"
                "使用 --table 时请用 --county 指定县级区划代码（六位数字）"
            )
        return asked.county, asked.table
    stack = Stack(asked.stack, cast("Callable[[str], Any]", boto3.client))
    county = stack.output("CountyCode")
    if asked.county not in {None, county}:
        raise Missing(
            f"stack {asked.stack} serves county {county}, not {asked.county}\n"
            f"堆栈 {asked.stack} 的县级区划代码是 {county}，不是 {asked.county}"
        )
    return county, stack.output("RegistryTableName")


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


if __name__ == "__main__":
    sys.exit(main())

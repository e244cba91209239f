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
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import boto3

ROOT = Path(__file__).resolve().parents[1]


class AlreadyAdministered(Exception):
    """The county has an administrator; further ones are appointed through the API."""


def bootstrap_admin(
    *, county: str, county_name: str, person_id: str, name: str, since: date, force: bool = False
) -> None:
    """Write the county's unit row, if it has none, and its first administrator, in one transaction.

    The table is the one `REGISTRY_TABLE` names.

    Parameters
    ----------
    force
        Appoint the person although the county has an administrator: for a county that lost theirs.

    Raises
    ------
    AlreadyAdministered
        If somebody holds the post of county administrator, now or later.
    """
    sys.path.insert(0, str(ROOT / "functions"))
    from kernel.access import Post, Role
    from kernel.directory import PersonRow, UnitRow
    from kernel.problems import Problem
    from kernel.storage.rows import ConditionFailed
    from registry.store.changes import appoint, save_person, save_unit
    from registry.store.draft import Draft

    draft = Draft()
    unit: UnitRow | None = draft.find(UnitRow.key(county))
    staff: dict[str, dict[str, list[str | None]]] = (unit.staff or {}) if unit else {}
    held = [last for _, last in staff.get(Role.COUNTY_ADMIN, {}).values()]
    if any(last is None or last >= _today().isoformat() for last in held) and not force:
        raise AlreadyAdministered(
            f"{county} has an administrator already; appoint further ones through the API"
        )
    if unit is None:
        save_unit(draft, county, {"name": county_name})
    if draft.find(PersonRow.key(person_id)) is None:
        save_person(draft, person_id, {"name": name})
    try:
        appoint(draft, person_id, Post(Role.COUNTY_ADMIN, county, since), _today())
        draft.commit()
    except (ConditionFailed, Problem) as failure:
        raise AlreadyAdministered(
            f"{person_id} holds the post already, or somebody was quicker"
        ) from failure


def main() -> int:
    """Read the arguments and do it; 1 when the county is administered already."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--stack", help="name of the deployed stack")
    where.add_argument("--table", help="name of the registry's table")
    parser.add_argument(
        "--county",
        default="140426",
        help="six digits, the stack's CountyCode (default: %(default)s)",
    )
    parser.add_argument("--county-name", default="黎城县", help="default: %(default)s")
    parser.add_argument("--person-id", required=True, help="the user name the person signs in with")
    parser.add_argument("--name", required=True, help="the person's name")
    parser.add_argument(
        "--since", type=date.fromisoformat, default=_today(), help="first day in office"
    )
    parser.add_argument(
        "--force", action="store_true", help="even though the county has an administrator"
    )
    asked = parser.parse_args()
    os.environ["REGISTRY_TABLE"] = asked.table or _table_of(asked.stack)
    try:
        bootstrap_admin(
            county=asked.county,
            county_name=asked.county_name,
            person_id=asked.person_id,
            name=asked.name,
            since=asked.since,
            force=asked.force,
        )
    except AlreadyAdministered as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(
        f"{asked.name} ({asked.person_id}) administers {asked.county_name} ({asked.county}) from {asked.since}"
    )
    return 0


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def _table_of(stack: str) -> str:
    described = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    outputs = {
        output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])
    }
    return outputs["RegistryTableName"]


if __name__ == "__main__":
    sys.exit(main())

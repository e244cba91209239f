"""Take out of closed incidents whose they were, where exactly, and what is attached to them, once their term has ended (个保法 Arts. 19, 47).

County IT runs it on a schedule of the county's, once a month or so. It says in numbers what would go; with --apply it does it, and the numbers
are kept by day and village. Broken off, it is run again and goes on. What the services of the grid hold goes by itself (`GET
/v1/services/information/disposals/dry-run`).

    .venv/bin/python -m infra.retention --stack sizhi
    .venv/bin/python -m infra.retention --stack sizhi --apply
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import boto3

from infra.stack import Missing, Stack, saying_what_is_missing

ROOT = Path(__file__).resolve().parents[1]


def let_go(county: str, *, apply: bool) -> Counter[str]:
    """Let go of what has ended, or say what would go, village by village; return how much of each kind.

    Table and bucket are those the environment names.
    """
    sys.path.insert(0, str(ROOT / "functions"))
    from incidents.retention.service import let_go as go
    from kernel import clock

    villages: dict[str, Counter[str]] = {}
    for gone in go(county, clock.now(), dry_run=not apply):
        villages.setdefault(gone.village, Counter()).update(gone.numbers)
    for village, numbers in sorted(villages.items()):
        print(f"{village}: " + ", ".join(f"{n} {kind}" for kind, n in sorted(numbers.items())))
    return sum(villages.values(), Counter())


def main(arguments: list[str] | None = None) -> int:
    """Read the arguments and do it; 1 when it cannot be done."""
    asked = _parser().parse_args(arguments)
    try:
        with saying_what_is_missing():
            stack = Stack(asked.stack, cast("Callable[[str], Any]", boto3.client))
            os.environ["INCIDENTS_TABLE"] = stack.output("IncidentsTableName")
            os.environ["MEDIA_BUCKET"] = stack.output("MediaBucketName")
            county = stack.output("CountyCode")
            went = let_go(county, apply=asked.apply)
    except Missing as refusal:
        print(refusal, file=sys.stderr)
        return 1
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(went.items())) or "nothing"
    print(f"{'gone' if asked.apply else 'would go'}: {told}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stack", required=True, help="name of the app's stack / 应用堆栈名称")
    parser.add_argument("--apply", action="store_true", help="do it / 执行")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

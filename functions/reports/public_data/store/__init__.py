"""Where releases are kept: found by their dataset and quarter, and waking while they are drawn."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from kernel.storage.repository import Placed, Repository
from kernel.texts import Text
from reports.public_data.rules.releases import DatasetStatus, Licence, Release
from reports.store.table import StepRow, ThingRow

_LICENCE = Path(__file__).parents[1] / "data" / "licence.json"
EVERY = "DATASETS"
PUBLIC = "DATASETS#released"


def _placed(one: Release) -> Placed:
    is_public = one.status is DatasetStatus.RELEASED
    place = f"{one.quarter}#{one.dataset}"
    return Placed(
        list=EVERY, subject=PUBLIC if is_public else None, place=place, wake_at=one.wake_at
    )


RELEASES: Repository[Release] = Repository(
    ThingRow,
    StepRow,
    "DATASET",
    Release,
    Text("该数据集", "such dataset"),
    _placed,
)


@cache
def licence() -> Licence:
    """Return the licence of all public data."""
    told: dict[str, Any] = json.loads(_LICENCE.read_bytes())
    return Licence(told["code"], told["address"], Text(**told["said"]), Text(**told["hidden"]))

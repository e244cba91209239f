"""What months were counted up to, and the same counted over all incidents as they stand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from incidents.rules.incident import Incident
from kernel import clock

Counts = dict[tuple[str, str], int]
"""By place with its month, and by name: how many."""


def tallied(rows: Sequence[Mapping[str, Any]]) -> Counts:
    """Return what the rows say was counted up; what came back to nothing is nothing."""
    found: Counts = {}
    for row in rows:
        if row["pk"]["S"].startswith("TALLY#"):
            for name, value in row.items():
                if "N" in value and value["N"] != "0":
                    found[row["sk"]["S"], name] = int(value["N"])
    return found


def naive_tallies(rows: Sequence[Mapping[str, Any]], incidents: Iterable[Incident]) -> Counts:
    """Count over all incidents, and over what reporters said of results; these are said of a category and place that do not change here."""
    found: Counter[tuple[str, str]] = Counter()
    by_id = {one.id: one for one in incidents}
    for one in by_id.values():
        if one.parent or one.status in ("cancelled", "merged"):
            continue
        village, grid, kind = one.unit[:12], one.unit[12:], one.category
        month = clock.local_iso(one.created_at)[:7]
        found[f"{village}#{month}", f"n.{grid}.{kind}"] += 1
        found[f"{village}#{month}", f"v.{kind}"] += 1 + one.joined + one.duplicates
        was_late = one.late or any(tenure.late for tenure in one.tenures)
        hard = one.returned_at_all or one.round
        marks = (("r", one.returned_at_all), ("o", one.round), ("h", hard), ("l", was_late))
        for of, holds in (("rt", one.returned_at_all), ("ot", one.round)):
            found[f"{village}#{month}", f"{of}.{one.tier}.{kind}"] += bool(holds)
        for of, holds in marks:
            found[f"{village}#{month}", f"{of}.{kind}"] += bool(holds)
        still = () if one.status in ("confirmed", "converted") else (month, one.tier, kind)
        for of, name in zip("mtc", still, strict=False):
            found[f"{village}#open", f"{of}.{name}"] += 1
    for row in rows:
        if row["sk"]["S"].startswith("RATING#"):
            one = by_id[row["pk"]["S"].removeprefix("INC#")]
            place = f"{one.unit[:12]}#{clock.local_iso(one.created_at)[:7]}"
            found[place, f"s.{one.category}"] += 1
            if not json.loads(row["details"]["S"])["satisfied"]:
                found[place, f"u.{one.category}"] += 1
    return dict(+found)

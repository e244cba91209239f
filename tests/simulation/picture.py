"""The year as a picture: what was open at each tier, day by day, and how much climbed, by whom it climbed."""

from __future__ import annotations

from collections import Counter
from html import escape
from itertools import pairwise
from pathlib import Path

from tests.simulation.run import Outcome
from tests.simulation.world import text

_WIDE, _HIGH, _LEFT = 960, 260, 56
_COLOURS = {"village": "#2f7d4f", "town": "#c08a1e", "county": "#b3372f"}


def draw(outcome: Outcome, file: Path) -> None:
    """Draw a run into an SVG file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    title = f"种子 {outcome.plan.seed} · seed {outcome.plan.seed}: {outcome.plan.days} days, {outcome.plan.villages} villages"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{2 * _HIGH + 60}" font-family="sans-serif" font-size="12">',
        f'<text x="{_LEFT}" y="20" font-size="15">{escape(title)}</text>',
        *_lines(outcome, 40),
        *_bars(outcome, _HIGH + 60),
        "</svg>",
    ]
    file.write_text("\n".join(parts), encoding="utf-8")


def _lines(outcome: Outcome, top: int) -> list[str]:
    """Draw what was open, by tier."""
    most = max((max(tiers.values(), default=0) for _, tiers in outcome.per_day), default=0) or 1
    days = max(1, len(outcome.per_day) - 1)
    parts = [f'<text x="{_LEFT}" y="{top}">未结 · open, by tier (at most {most})</text>']
    for n, (tier, colour) in enumerate(_COLOURS.items()):
        points = [
            (
                _LEFT + day * (_WIDE - _LEFT - 20) / days,
                top + _HIGH - 30 - tiers.get(tier, 0) * (_HIGH - 50) / most,
            )
            for day, (_, tiers) in enumerate(outcome.per_day)
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{path}"/>'
        )
        parts.append(f'<text x="{_WIDE - 240 + n * 80}" y="{top}" fill="{colour}">{tier}</text>')
    return parts


def _bars(outcome: Outcome, top: int) -> list[str]:
    """Draw how much climbed, by how the person went about it who had it before."""
    climbs = climbs_by_way(outcome)
    most = max(climbs.values(), default=0) or 1
    parts = [f'<text x="{_LEFT}" y="{top}">上报 · climbs, by whose hands it left</text>']
    for n, (way, number) in enumerate(sorted(climbs.items())):
        width = number * (_WIDE - 240) / most
        y = top + 20 + n * 30
        parts.append(f'<rect x="160" y="{y}" width="{width:.1f}" height="20" fill="#4a6fa5"/>')
        parts.append(f'<text x="{_LEFT}" y="{y + 15}">{escape(way)}</text>')
        parts.append(f'<text x="{166 + width:.1f}" y="{y + 15}">{number}</text>')
    return parts


def climbs_by_way(outcome: Outcome) -> Counter[str]:
    """Return how much climbed by its limit, by how the last person went about it who had moved it; nobody: nobody had."""
    found: Counter[str] = Counter()
    histories: dict[str, list[tuple[str, str]]] = {}
    for (pk, _), step in outcome.world.rows("incidents", "HIST#"):
        histories.setdefault(pk, []).append((text(step, "event") or "", text(step, "actor") or ""))
    for steps in histories.values():
        for (_, actor), (event, by) in pairwise(steps):
            if event == "escalated" and by == "clock":
                person = outcome.world.town.people.get(actor)
                found[person.way if person else "nobody"] += 1
    return found

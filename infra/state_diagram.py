"""Write `docs/incident-states.md` from the state table, or check that it tells the truth.

Usage: `python -m infra.state_diagram [--check]`
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from infra.generated import ROOT, write_or_check

if TYPE_CHECKING:
    from incidents.rules.states import Move

TARGET = ROOT / "docs" / "incident-states.md"

_HEAD = """# The life of an incident

Drawn from `functions/incidents/rules/states.py` by `python -m infra.state_diagram`; the same table decides in the code and is walked
cell by cell in the tests. 由状态表生成，勿手工修改。

```mermaid
stateDiagram-v2
    direction LR
"""

_CLOCK = """
## What the clock does

The clock changes who is responsible, never whether an incident is closed. 时钟只催办、上报、督办，绝不自动办结。

| Wake-up | When | What happens | Told |
|---|---|---|---|
| `remind` | at the reminder share of the tier's limit | a reminder goes out | the responsible unit |
| `escalate` | at the limit of village or town | up one tier, status back to `reported`; a tier where nobody holds the post is passed over | the next tier |
| `supervise` | at the county's limit, then in its rhythm up to the cap | 督办; the incident stays open and overdue | the county |
| `remind_confirmer` | at the share of the grid worker's turn; at the end of the last turn, up to the cap | a reminder to confirm | whose turn it is |
| `pass_confirmation` | at the end of the grid worker's, then the grid chief's turn | the turn passes on | the next in turn |

## Who confirms

The grid worker of the place; if that turn lapses, or there is no grid worker, the grid chief; then an officer of the tier above the one
that proposed the solution (for what the county solved: the county administrator; for what a grid worker settled alone: the chief, then
the village). Whoever accepted or solved it never confirms it. A rejected solution goes back to the tier that proposed it with the time
that was left.
"""


def _said(move: Move) -> str:
    if move.action == "resolve":
        return "`done` required"
    return "required" if move.needs_reason else "optional"


def draw() -> str:
    """Return the page."""
    sys.path.insert(0, str(ROOT / "functions"))
    from incidents.rules.states import MOVES, RELATION_NAMES, STATUS_NAMES, Status, legal_actions

    lines = [_HEAD]
    lines += [f"    {status}: {STATUS_NAMES[status].zh} {status}\n" for status in Status]
    lines.append("    [*] --> reported: report 上报\n")
    for move in MOVES.values():
        for origin in sorted(move.origin):
            targets = [move.to] if move.to else [Status.ACCEPTED, Status.REPORTED]
            lines += [f"    {origin} --> {target}: {move.action}\n" for target in targets]
    lines.append(
        "    reported --> reported: clock escalates 逾期上报\n    accepted --> reported: clock escalates 逾期上报\n"
    )
    lines += [f"    {status} --> [*]\n" for status in Status if not status.is_open]
    lines.append("```\n\n| Action | From | To | Who may | Reason |\n|---|---|---|---|---|\n")
    for move in MOVES.values():
        origin = ", ".join(f"`{status}`" for status in Status if status in move.origin)
        to = f"`{move.to}`" if move.to else "`accepted` if it had been accepted, else `reported`"
        who = "; ".join(
            f"{RELATION_NAMES[relation].en} {RELATION_NAMES[relation].zh}" for relation in move.by
        )
        lines.append(f"| `{move.action}` | {origin} | {to} | {who} | {_said(move)} |\n")
    lines.append("\n| Status | Legal actions |\n|---|---|\n")
    for status in Status:
        legal = (
            ", ".join(f"`{action}`" for action in legal_actions(status, at_the_top=False))
            or "none: closed 已结"
        )
        lines.append(f"| `{status}` {STATUS_NAMES[status].zh} | {legal} |\n")
    lines.append("\nAt the county `escalate` is not legal: there is nobody above.\n")
    lines.append(_CLOCK)
    return "".join(lines)


if __name__ == "__main__":
    raise SystemExit(write_or_check(TARGET, draw))

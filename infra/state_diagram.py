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
| `remind` | at the reminder share of the unit's limit | a reminder goes out | the responsible unit |
| `sign` | at the limit to sign, if nobody accepted and the limit is later | 未签收: on record; the limit runs on | the unit and the one above |
| `escalate` | at the limit of any unit below the county's office | to the unit above, which for a department is its office | the next unit |
| `supervise` | at the county's limit, then in its rhythm up to the cap | 督办; the incident stays open and overdue | the county |
| `remind_confirmer` | at the share of the grid worker's turn; at the end of the last turn, up to the cap | a reminder to confirm | whose turn it is |
| `pass_confirmation` | at the end of the grid worker's, then the grid chief's turn | the turn passes on | the next in turn |
| `take_up` | when the dispatcher did not assign what was returned | the dispatching unit has it itself | that unit |
| `lapse` | when an extension or suspension was not decided | as if it had not been asked: the clock goes on with what was left | both sides |
| `resume` | at the cap of a suspension | the clock goes on with what was left | the responsible unit |
| `order_due` | when a supervision order was not answered | on record once; the order stays open | both sides |

Whatever goes up is `reported` again; a unit where nobody holds the post is passed over. The last four and `sign` may wait
a minute: the reconciler keeps them when they are an hour or more away, no timer does.

## Who confirms

The grid worker of the place; if that turn lapses, or there is no grid worker, the grid chief; then an officer of the tier above the one
that proposed the solution (for what the county solved: the county administrator; for what a grid worker settled alone: the chief, then
the village). Whoever accepted or solved it, or did a task of it, never confirms it. A rejected solution goes back to the tier that
proposed it with the time that was left.

## Departments' tasks (吹哨报到)

A task of a joint handling is accepted, returned, extended, suspended, reminded and escalated like an incident, each on a clock of its own; `resolve`
closes it without confirmation. With the last one the incident itself goes to `resolved`.
"""


def _said(move: Move) -> str:
    if move.action == "resolve":
        return "`done`"
    return ", ".join(f"`{need}`" for need in move.needs) or "nothing"


def _targets(move: Move) -> list[str]:
    from incidents.rules.states import Action, Status

    if move.to is not None:
        return [str(move.to)]
    return [
        str(status)
        for status in {
            Action.REJECT: (Status.ACCEPTED, Status.REPORTED),
            Action.APPROVE: (Status.ACCEPTED, Status.SUSPENDED),
            Action.RATE: (Status.CONFIRMED, Status.REPORTED),
        }.get(move.action, ())
    ]


_WORDS = {
    "reject": "`accepted` if it had been accepted, else `reported`",
    "approve": "`accepted` with more time, or `suspended`",
    "rate": "stays; `reported` if the answer reopens it",
}


def draw() -> str:
    """Return the page."""
    sys.path.insert(0, str(ROOT / "functions"))
    from incidents.rules.states import (
        MOVES,
        RELATION_NAMES,
        STATUS_NAMES,
        Position,
        Scope,
        Status,
        legal_actions,
    )

    lines = [_HEAD]
    lines += [f"    {status}: {STATUS_NAMES[status].zh} {status}\n" for status in Status]
    lines.append("    [*] --> reported: report 上报\n")
    for move in MOVES.values():
        for origin in sorted(move.origin):
            lines += [f"    {origin} --> {target}: {move.action}\n" for target in _targets(move)]
    lines.append(
        "    reported --> reported: clock escalates 逾期上报\n    accepted --> reported: clock escalates 逾期上报\n"
    )
    lines += [f"    {status} --> [*]\n" for status in Status if not status.is_open]
    lines.append("    joint --> resolved: the last task is done 全部会办完成\n")
    lines.append(
        "```\n\n| Action | From | To | Who may | Must say | Tasks |\n|---|---|---|---|---|---|\n"
    )
    for move in MOVES.values():
        origin = ", ".join(f"`{status}`" for status in Status if status in move.origin)
        to = f"`{move.to}`" if move.to else _WORDS.get(move.action, "stays")
        task = {Scope.REPORTED: "no", Scope.TASK: "only", Scope.BOTH: "yes"}[move.scope]
        who = "; ".join(
            f"{RELATION_NAMES[relation].en} {RELATION_NAMES[relation].zh}" for relation in move.by
        )
        lines.append(f"| `{move.action}` | {origin} | {to} | {who} | {_said(move)} | {task} |\n")
    lines.append("\n| Status | Legal actions |\n|---|---|\n")
    for status in Status:
        legal = (
            ", ".join(f"`{action}`" for action in legal_actions(status, Position()))
            or "none: closed 已结"
        )
        lines.append(f"| `{status}` {STATUS_NAMES[status].zh} | {legal} |\n")
    lines.append(
        "\nAt the county's office `escalate` and `return` are not legal: there is nobody above. Where a county or town office leads, "
        "`whistle` is legal wherever `accept` or `resolve` is; while a supervision order is open, `answer` takes the place of `order`.\n"
    )
    lines.append(_CLOCK)
    return "".join(lines)


if __name__ == "__main__":
    raise SystemExit(write_or_check(TARGET, draw))

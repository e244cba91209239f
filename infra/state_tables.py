"""Write `docs/states/` from the state tables, or check that it tells the truth: one page a table.

Usage: `python -m infra.state_tables [--check]`
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from infra.generated import ROOT, write_or_check

if TYPE_CHECKING:
    from kernel.states import Move, StateTable
    from kernel.texts import Text

TABLES: dict[str, str] = {
    "points-rule-book": "points.rules.book_states",
    "points-claim": "points.rules.claim_states",
    "points-redemption": "points.rules.redemption_states",
    "points-board": "points.rules.board_states",
    "points-settlement": "points.rules.settlement_states",
}
"""The page of each table and the module that holds it as `TABLE`."""


def draw(page: str) -> str:
    """Return the page of a table."""
    table: StateTable[Any, Any, Any] = import_module(TABLES[page]).TABLE
    place = f"functions/{TABLES[page].replace('.', '/')}.py"
    lines = [
        f"# {table.thing.zh} {table.thing.en}\n\n",
        f"Drawn from `{place}` by `python -m infra.state_tables`; the same table decides in the code. 由状态表生成，勿手工修改。\n\n",
        "```mermaid\nstateDiagram-v2\n    direction LR\n",
    ]
    lines += [f"    {status}: {name.zh} {status}\n" for status, name in table.statuses.items()]
    lines.append(f"    [*] --> {next(iter(table.statuses))}\n")
    for move in table.moves:
        lines += [
            f"    {origin} --> {move.to or origin}: {move.action}\n"
            for origin in table.statuses
            if origin in move.origin
        ]
    left = {origin for move in table.moves for origin in move.origin}
    lines += [f"    {status} --> [*]\n" for status in table.statuses if status not in left]
    lines.append("```\n\n| Action | From | To | Who may | Must say |\n|---|---|---|---|---|\n")
    lines += [_row(table, move) for move in table.moves]
    return "".join(lines)


def _row(table: StateTable[Any, Any, Any], move: Move[Any, Any, Any]) -> str:
    origin = ", ".join(f"`{status}`" for status in table.statuses if status in move.origin)
    who = "; ".join(_both(table.holders[holder]) for holder in move.by) or "nobody by hand 系统自动"
    needs = ", ".join(f"`{need}`" for need in move.needs) or "nothing"
    to = f"`{move.to}`" if move.to else "as the rule decides, or stays"
    name = _both(table.actions[move.action])
    return f"| `{move.action}` {name} | {origin} | {to} | {who} | {needs} |\n"


def _both(text: Text) -> str:
    return f"{text.en} {text.zh}"


def main() -> int:
    """Write or check every page."""
    sys.path.insert(0, str(ROOT / "functions"))
    target = ROOT / "docs" / "states"
    target.mkdir(exist_ok=True)
    return max(
        write_or_check(target / f"{page}.md", lambda page=page: draw(page)) for page in TABLES
    )


if __name__ == "__main__":
    raise SystemExit(main())

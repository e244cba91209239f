"""Who may import whom: from the ground up, never upward, and no circle but those that are named here. Who may write: the kernel."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

FUNCTIONS = Path(__file__).parents[2] / "functions"
FLOORS = (
    {"kernel"},
    {"registry"},
    {"escalation"},
    {"incidents", "points", "assembly", "enforcement"},
    {"notices"},
    {"composition", "workspace", "writing"},
)
"""From the ground up: a context knows those below it."""
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names}
BETWEEN_SIBLINGS = {("points", "assembly")}
"""What siblings ask each other today. This list only shrinks."""


def contexts() -> set[str]:
    return {path.parent.name for path in FUNCTIONS.glob("*/__init__.py")}


def imported(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif source.name == "handler.py" and isinstance(node, ast.Constant):
            # Entry points name by text what they load once they are ready (`kernel.cold`).
            text = str(node.value)
            if text.replace(".", "").isidentifier():
                yield text


def arrows() -> dict[tuple[str, str], set[str]]:
    """Return which context imports which, and the files that do."""
    found: dict[tuple[str, str], set[str]] = {}
    for source in FUNCTIONS.rglob("*.py"):
        by = source.relative_to(FUNCTIONS).parts[0]
        for module in imported(source):
            of = module.partition(".")[0]
            if of in FLOOR_OF and of != by:
                found.setdefault((by, of), set()).add(str(source.relative_to(FUNCTIONS)))
    return found


ARROWS = arrows()


def test_every_context_has_its_floor() -> None:
    assert contexts() == set(FLOOR_OF)


@pytest.mark.parametrize("arrow", sorted(ARROWS), ids="→".join)
def test_a_context_imports_only_what_is_below_it(arrow: tuple[str, str]) -> None:
    by, of = arrow

    assert FLOOR_OF[by] > FLOOR_OF[of] or arrow in BETWEEN_SIBLINGS, ARROWS[arrow]


def test_every_listed_arrow_between_siblings_is_still_drawn() -> None:
    assert set(ARROWS) >= BETWEEN_SIBLINGS


def test_there_is_no_circle_beside_those_that_are_listed() -> None:
    below: dict[str, set[str]] = {}
    for by, of in set(ARROWS) - BETWEEN_SIBLINGS:
        below.setdefault(by, set()).add(of)

    try:
        TopologicalSorter(below).prepare()
    except CycleError as circle:
        pytest.fail(f"a circle: {circle.args[1]}")


@pytest.mark.parametrize("top", ["composition", "workspace"])
def test_nobody_imports_what_composes_them(top: str) -> None:
    assert [arrow for arrow in ARROWS if arrow[1] == top] == []


# One way to decide and write

WRITES_BY_ITSELF = {
    "assembly/store/shards.py": "a ballot box takes a vote by one conditional update"
}
"""What writes outside a unit of work, and why. This list only shrinks."""
OF_THE_STORE = {
    "write",
    "put_item",
    "update_item",
    "delete_item",
    "batch_write_item",
    "transact_write_items",
}


def writes_by_itself(source: Path) -> bool:
    """Tell whether a module writes rows, or catches that a condition did not hold, without a unit of work."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module="kernel.storage.dynamo", names=names):
                found = any(one.name in OF_THE_STORE for one in names)
            case ast.Attribute(value=ast.Name(id="dynamo"), attr=name):
                found = name in OF_THE_STORE
            case ast.Attribute(attr=name):
                found = name in OF_THE_STORE and name != "write"
            case ast.Name(id="ConditionFailed"):
                found = True
            case _:
                found = False
        if found:
            return True
    return False


def test_transactions_are_written_and_lost_conditions_caught_in_the_kernel_alone() -> None:
    outside = {
        str(source.relative_to(FUNCTIONS))
        for source in FUNCTIONS.rglob("*.py")
        if source.relative_to(FUNCTIONS).parts[0] != "kernel" and writes_by_itself(source)
    }

    assert outside == set(WRITES_BY_ITSELF), (
        "decide in a unit of work (kernel.storage.unit_of_work)"
    )

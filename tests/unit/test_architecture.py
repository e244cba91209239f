"""Who may import whom: from the ground up, never upward. What each room knows nothing of. Who may write: the kernel."""

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
    {"incidents", "points", "assembly", "enforcement", "services", "economy"},
    {"notices", "reports"},
    {"composition", "workspace", "writing"},
)
"""From the ground up: a context knows those below it."""
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names}
BETWEEN_SIBLINGS = {("points", "assembly"), ("economy", "assembly")}
"""What siblings ask each other: whether a village decided on a matter, and which of its bodies (boards; contracts and distribution)."""


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


# Rooms

ROOMS = ("rules", "model", "store", "service", "api")
IO = ("boto3", "botocore", "pynamodb", "kernel.aws", "kernel.storage")
HTTP = ("aws_lambda_powertools.event_handler", "kernel.http")
KNOWS_NOTHING_OF: dict[str, tuple[str, ...]] = {
    "rules": (*IO, *HTTP, "kernel.directory", "STORE", "SERVICE", "API"),
    "model": (*IO, *HTTP, "STORE", "API"),
    "store": (*HTTP, "SERVICE", "API"),
    "service": (*HTTP, "boto3", "botocore", "API"),
    "api": ("boto3", "botocore", "pynamodb", "kernel.aws", "kernel.storage.dynamo", "STORE"),
}
"""By room what it does not import; in capitals a room of whatever context."""


def room_of(parts: tuple[str, ...]) -> str | None:
    """Return the room a module or file of a context is in, innermost first."""
    return next((part for part in reversed(parts) if part in ROOMS), None)


def known(source: Path) -> Iterator[str]:
    """Give the modules a file imports, submodules named in `from package import module` too."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = [
                name
                for each in node.names
                if (FUNCTIONS / (name := f"{node.module}.{each.name}").replace(".", "/")).is_dir()
                or (FUNCTIONS / name.replace(".", "/")).with_suffix(".py").is_file()
            ]
            yield from submodules or [node.module]


def too_much(source: Path) -> set[str]:
    """Return what a file imports although its room knows nothing of it."""
    place = source.relative_to(FUNCTIONS)
    room = room_of((*place.parts[1:-1], place.stem))
    if place.parts[0] == "kernel" or room is None:
        return set()
    return {
        module
        for module in known(source)
        for unknown in KNOWS_NOTHING_OF[room]
        if f"{module}.".startswith(f"{unknown}.")
        or (
            unknown.isupper()
            and not module.startswith("kernel.")
            and room_of(tuple(module.split(".")[1:])) == unknown.lower()
        )
    }


BESIDE_ROOMS = {"__init__", "handler", "work"}
"""What of a context is in no room: its face, its entry points, what the messages of its queue ask for."""


def test_every_module_of_a_context_is_in_a_room() -> None:
    loose = {
        str(source.relative_to(FUNCTIONS))
        for source in FUNCTIONS.glob("*/*.py")
        if source.parent.name not in ("kernel", "composition")
        and source.stem not in (*ROOMS, *BESIDE_ROOMS)
    }

    assert loose == set()


def test_a_room_knows_nothing_of_what_it_should_not() -> None:
    found = {
        str(source.relative_to(FUNCTIONS)): more
        for source in FUNCTIONS.rglob("*.py")
        if (more := too_much(source))
    }

    assert found == {}


ASKS_THE_TIME = {("clock", "now"), ("datetime", "now"), ("time", "time"), ("date", "today")}


def test_rules_are_told_the_time_and_never_ask_for_it() -> None:
    asking = {
        f"{source.relative_to(FUNCTIONS)}:{node.lineno}"
        for source in FUNCTIONS.rglob("*.py")
        if "rules" in (*source.relative_to(FUNCTIONS).parts[:-1], source.stem)
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in ASKS_THE_TIME
    }

    assert asking == set()


LONGEST = 64


def test_a_function_can_be_read_at_a_glance() -> None:
    long = {
        f"{source.relative_to(FUNCTIONS)}:{node.name}"
        for source in FUNCTIONS.rglob("*.py")
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST
    }

    assert long == set()


# One kind of value for each purpose


def test_things_of_the_domain_are_records_and_only_answers_are_typed_dictionaries() -> None:
    found = {
        str(source.relative_to(FUNCTIONS))
        for source in FUNCTIONS.rglob("*.py")
        if room_of((*source.relative_to(FUNCTIONS).parts[1:-1], source.stem)) != "model"
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "TypedDict" for base in node.bases)
    }

    assert found == {"kernel/law/views.py", "kernel/open_moves.py", "kernel/step_model.py"}


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

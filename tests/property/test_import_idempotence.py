"""An import is applied once, whatever happens to its messages and whichever write is cut off."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composition.handler import work_imports
from kernel.problems import TryAgain
from kernel.storage import dynamo
from registry.imports.service import apply_file
from registry.imports.service.kinds import KINDS
from registry.model.requests import ImportKind
from tests.integration.registry_world import (
    GRID,
    NEXT_GRID,
    OTHER_GRID,
    STAFF,
    World,
    a_registry,
    table,
)
from tests.support.county import lambda_context

FIRST_DAY = date(2025, 1, 1)
POSTS = ["person_id", "role", "unit", "valid_from", "valid_to"]

posts = st.lists(
    st.tuples(
        st.sampled_from(sorted(set(STAFF) - {"admin"})),  # nobody imports own posts
        st.sampled_from(["grid_chief", "resident", "网格员"]),
        st.sampled_from([GRID, NEXT_GRID, OTHER_GRID]),
        st.integers(0, 400),
        st.one_of(st.none(), st.integers(0, 200)),
    ),
    min_size=1,
    max_size=14,
    unique_by=lambda post: post[:3],
)
faults = st.lists(st.sampled_from(["arrives", "never sent", "answer lost"]), max_size=12)


def as_file(rows: list) -> bytes:
    lines = []
    for person, role, unit, start, length in rows:
        first = FIRST_DAY + timedelta(days=start)
        last = "" if length is None else (first + timedelta(days=length)).isoformat()
        # Nobody is given again what the county's own people hold already.
        if not (person == "worker" and role == "网格员") and (person, role) not in {
            ("chief", "grid_chief"),
            ("resident", "resident"),
            ("stranger", "resident"),
        }:
            lines.append([person, role, unit, first.isoformat(), last])
    return table(POSTS, *lines, ["town", "mediator", "140426106", "2026-01-01", ""])


@contextmanager
def a_county(*, small_chunks: bool = False) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch, a_registry(patch) as world:
        if small_chunks:
            patch.setitem(
                KINDS,
                ImportKind.POSTS,
                dataclasses.replace(KINDS[ImportKind.POSTS], chunk_writes=4),
            )
            patch.setattr(apply_file, "LINES_PER_MESSAGE", 5)
            patch.setattr(apply_file, "_LINES_AT_ONCE", 3)
        world.people()
        yield world


def checked(world: World, content: bytes) -> str:
    import_id = world.announce("posts", content)
    world.move(import_id, "check")
    world.work()
    assert world.show(import_id)["status"] == "checked"
    world.move(import_id, "apply")
    return import_id


@settings(max_examples=10)
@given(posts)
def test_importing_twice_is_importing_once(rows: list) -> None:
    with a_county() as world:
        first = world.run("posts", as_file(rows))
        once = world.facts()

        second = world.run("posts", as_file(rows))

        assert (first["status"], second["status"]) == ("applied", "applied")
        assert (second["created"], second["changed"]) == (0, 0)
        assert second["unchanged"] == second["rows_total"] == first["created"]
        assert world.facts() == once


@settings(max_examples=20)
@given(posts, faults)
def test_an_import_cut_off_at_any_write_and_tried_again_is_applied_once(
    rows: list, fates: list
) -> None:
    content = as_file(rows)
    with a_county() as world:
        world.run("posts", content)
        undisturbed = world.facts()

    with a_county(small_chunks=True) as world, pytest.MonkeyPatch.context() as patch:
        import_id = checked(world, content)
        left, write = list(fates), dynamo.write

        def fated(writes: list) -> None:
            fate = left.pop() if left else "arrives"
            if fate != "never sent":
                write(writes)
            if fate != "arrives":
                raise TryAgain

        patch.setattr(dynamo, "write", fated)
        while (event := world.messages())["Records"]:
            # The queue brings a message back until the worker is done with it, and sometimes once more.
            while work_imports(event, lambda_context())["batchItemFailures"]:
                pass
            work_imports(event, lambda_context())

        told = world.show(import_id)
        assert (told["status"], told["rows_done"]) == ("applied", told["rows_total"])
        assert told["created"] + told["unchanged"] == told["rows_total"]
        assert told["unchanged"] == 0, "a line was applied twice"
        assert {key: without_version(row) for key, row in world.facts().items()} == {
            key: without_version(row) for key, row in undisturbed.items()
        }


def without_version(row: dict) -> dict:
    """A row as it is, however many chunks it took."""
    return {name: value for name, value in row.items() if name != "version"}

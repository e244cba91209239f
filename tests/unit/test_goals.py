"""What docs/performance.md says of goals is so: what is no figure is held by a test that is there."""

from __future__ import annotations

import ast

import pytest

from tests.bench import goals
from tests.support.template import ROOT


@pytest.mark.parametrize("goal", goals.HELD, ids=lambda goal: goal.what)
def test_what_is_no_figure_is_held_by_a_test_that_is_there(goal: goals.Goal) -> None:
    file, _, test = goal.command.partition("::")

    tests = ast.parse((ROOT / file).read_text(encoding="utf-8")).body

    assert test in {one.name for one in tests if isinstance(one, ast.FunctionDef)}


def test_a_list_that_grew_is_named_and_a_report_is_not() -> None:
    def at(calls: float) -> dict[str, list[float]]:
        names = ("list of the county", "tracking: the county, 12 months", "first pull, whole")
        return {name: [1, calls, 1, 1, 1] for name in names}

    *_, said = goals.of_growth({"growth_routes": {1_000: at(3), 10_000: at(4)}})

    assert said.now.endswith(
        "of more calls at the larger of the last two sizes: list of the county"
    )

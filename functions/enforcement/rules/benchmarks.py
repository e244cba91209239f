"""Benchmarks of discretion (裁量基准): for an item and from a day, its grades with their ranges and factors (处罚法 Art. 34)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from enforcement.rules.choice_of_law import norms_of
from enforcement.rules.reasoning import Grade
from enforcement.rules.refusals import GateShut
from kernel.law import Reference
from kernel.problems import FieldError
from kernel.record import record
from kernel.texts import Text


@record
class GradeOfBenchmark:
    """A grade, and the circumstances by which an act is of it."""

    grade: Grade
    factors: tuple[str, ...]


@record
class Benchmark:
    """The grades of an item from a day on.

    Attributes
    ----------
    act
        The act of the catalogue it is for, whose norm bounds its ranges; None where the catalogue has none.
    """

    item: str
    act: str | None
    law: Reference
    valid_from: date
    valid_to: date | None
    grades: tuple[GradeOfBenchmark, ...]

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class BenchmarkUnsound(GateShut):
    """Grades have ranges that follow on each other, within what the norm of their first day provides, and name their factors."""

    slug = "benchmark-unsound"
    title = Text("裁量基准有误", "Benchmark unsound")
    said = Text("裁量档次有误。", "The grades of this benchmark are not sound.")
    rests_on = "benchmark"


class BenchmarkSet(GateShut):
    """A benchmark is followed by another, never changed: what a decision cited stays."""

    slug = "benchmark-set"
    title = Text("该日已有裁量基准", "Benchmark set")
    said = Text(
        "该事项在此日或之后已有裁量基准，新基准须从更晚的日期起适用。",
        "The item has a benchmark from that day or a later one: the next begins after it.",
    )
    rests_on = "benchmark"


def refuse_unsound(benchmark: Benchmark) -> None:
    """Let a benchmark be set whose grades are sound.

    Raises
    ------
    BenchmarkUnsound
        One line for each fault.
    """
    faults: list[FieldError] = []
    seen: set[str] = set()
    before = 0
    for number, each in enumerate(benchmark.grades):
        fine, place = each.grade.fine, f"grades.{number}"
        if each.grade.code in seen:
            faults.append(FieldError(f"{place}.code", Text("档次重复。", "Named twice.")))
        if not 0 <= fine.least <= fine.most:
            faults.append(FieldError(place, Text("上限低于下限。", "Most is below least.")))
        if fine.least < before:
            text = Text("与前一档次重叠。", "It overlaps the grade before.")
            faults.append(FieldError(place, text))
        seen.add(each.grade.code)
        before = fine.most
    faults += _beyond_the_norm(benchmark)
    if faults:
        raise BenchmarkUnsound(errors=faults)


def _beyond_the_norm(benchmark: Benchmark) -> list[FieldError]:
    if benchmark.act is None:
        return []
    norms = [one for one in norms_of(benchmark.act) if one.holds_on(benchmark.valid_from)]
    fines = [fine for one in norms for fine in (one.person, one.organisation) if fine]
    if not fines:
        text = Text("该行为当日没有处罚依据。", "No norm fines this act on that day.")
        return [FieldError("act", text)]
    least, most = min(one.least for one in fines), max(one.most for one in fines)
    text = Text(
        f"超出法定幅度 {least / 100:.2f} 至 {most / 100:.2f} 元。",
        f"Beyond the norm's {least / 100:.2f} to {most / 100:.2f} yuan.",
    )
    return [
        FieldError(f"grades.{number}", text)
        for number, each in enumerate(benchmark.grades)
        if each.grade.fine.most > most
        or (each.grade.fine.least < least and each.grade.fine.least > 0)
    ]


def refuse_before(known: Iterable[Benchmark], new: Benchmark) -> None:
    """Let a benchmark follow the others of its item.

    Raises
    ------
    BenchmarkSet
        One of them begins on its day or later.
    """
    if any(one.valid_from >= new.valid_from for one in known):
        raise BenchmarkSet


def on(known: Sequence[Benchmark], day: date) -> Benchmark | None:
    """Return the benchmark in force on a day: the last that has begun, unless it has ended."""
    begun = [one for one in known if one.valid_from <= day]
    newest = max(begun, key=lambda one: one.valid_from, default=None)
    return newest if newest and newest.holds_on(day) else None

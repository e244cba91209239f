"""Benchmarks of discretion: those of an item one after the other, none ever changed."""

from __future__ import annotations

from datetime import date

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from enforcement.rules import benchmarks as rules
from enforcement.rules.benchmarks import Benchmark, GradeOfBenchmark
from enforcement.rules.choice_of_law import Fine
from enforcement.rules.reasoning import Grade
from enforcement.store.table import EnforcementMeta
from kernel.law import reference
from kernel.storage.dynamo import Range
from kernel.storage.lists import list_page
from kernel.storage.rows import Row
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text

MOST_BENCHMARKS = 100
"""Of one item over the years; the newest are looked at."""


class BenchmarkRow(Row):
    """A benchmark: `BENCHMARK#{county}#{item}` / `FROM#{day}`; written once."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    item = UnicodeAttribute()
    act = UnicodeAttribute(null=True)
    law = JSONAttribute()
    valid_from = UnicodeAttribute()
    valid_to = UnicodeAttribute(null=True)
    grades = JSONAttribute()
    set_by = UnicodeAttribute()
    version = NumberAttribute()


def of_item(county: str, item: str) -> list[Benchmark]:
    """Return the benchmarks of an item, newest first."""
    rows = list_page(
        BenchmarkRow,
        ("pk", f"BENCHMARK#{county}#{item}"),
        within=Range("sk", "begins_with", ("FROM#",)),
        limit=MOST_BENCHMARKS,
        newest_first=True,
    ).rows
    return [_from_row(row) for row in rows]


def benchmark_on(county: str, item: str, day: date) -> Benchmark | None:
    """Return the benchmark of an item that is in force on a day; None where there is none."""
    return rules.on(of_item(county, item), day)


def add(work: UnitOfWork, county: str, benchmark: Benchmark, by: str) -> None:
    """Keep a benchmark."""
    work.add(
        BenchmarkRow(
            f"BENCHMARK#{county}#{benchmark.item}",
            f"FROM#{benchmark.valid_from.isoformat()}",
            item=benchmark.item,
            act=benchmark.act,
            law=benchmark.law.document,
            valid_from=benchmark.valid_from.isoformat(),
            valid_to=benchmark.valid_to.isoformat() if benchmark.valid_to else None,
            grades=[
                {
                    "code": each.grade.code,
                    "name": {"zh": each.grade.name.zh, "en": each.grade.name.en},
                    "fine": [each.grade.fine.least, each.grade.fine.most],
                    "factors": list(each.factors),
                }
                for each in benchmark.grades
            ],
            set_by=by,
            version=1,
        )
    )


def _from_row(row: BenchmarkRow) -> Benchmark:
    first = date.fromisoformat(row.valid_from)
    last = date.fromisoformat(row.valid_to) if row.valid_to else None
    grades = tuple(
        GradeOfBenchmark(
            Grade(
                said["code"],
                Text(said["name"]["zh"], said["name"]["en"]),
                Fine(*said["fine"]),
                first,
                last,
            ),
            tuple(said["factors"]),
        )
        for said in row.grades
    )
    return Benchmark(row.item, row.act, reference(row.law), first, last, grades)

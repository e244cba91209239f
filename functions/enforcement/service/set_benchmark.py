"""Set the benchmark of discretion of an item from a day on."""

from __future__ import annotations

from enforcement.rules.benchmarks import Benchmark, refuse_before, refuse_unsound
from enforcement.rules.choice_of_law import refuse_out_of_force
from enforcement.service.asked import SUPERVISORS, acting
from enforcement.store import benchmarks
from kernel.scope import Scope
from kernel.storage.unit_of_work import UnitOfWork


def set_benchmark(work: UnitOfWork, county: str, benchmark: Benchmark, scope: Scope) -> Benchmark:
    """Keep a benchmark that follows the others of its item.

    Raises
    ------
    BenchmarkUnsound, BenchmarkSet, NotInForce
        Its grades are not sound; the item has one from that day or later; what it rests on is not in force then.
    """
    actor = acting(scope, county, SUPERVISORS)
    refuse_out_of_force([benchmark.law], benchmark.valid_from)
    refuse_unsound(benchmark)
    refuse_before(benchmarks.of_item(county, benchmark.item), benchmark)
    benchmarks.add(work, county, benchmark, actor.person_id)
    return benchmark

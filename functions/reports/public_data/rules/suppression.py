"""What public figures do not say: small numbers, and what would give them back by adding and taking away (统计法 Art. 28; DOMAIN 18.1).

A breakdown is a table of units in a tree by kinds, with its sums. A cell of 1 to `LEAST - 1` is hidden, and others with it, until a
reader who adds and subtracts all that is shown still finds more than one value possible for each hidden cell. Such a table is a network:
each sum is a node, each cell an arc between two sums, and what a reader cannot tell apart from the truth are circulations through hidden
arcs. A hidden cell is safe exactly if a cycle of hidden arcs runs through it along which one can be moved without anything falling below
nought. So cycles are closed with what says least.

One mark stands for all that is hidden: told apart, a lone small cell beside hidden noughts would be its row's sum.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kernel.record import record

LEAST = 5
"""The smallest number a public breakdown shows beside nought (DOMAIN 18.1, `seen`)."""
TOTAL = ""
"""The kind of a unit's total."""

_Node = tuple[str, str]
_GROUND: _Node = ("", "")
_A_SUM_MORE = 100_000
"""By how much rather a leaf's cell is hidden than a sum over leaves: sums may stand elsewhere."""


class Cell(NamedTuple):
    """A unit's number of a kind; of `TOTAL` its sum."""

    unit: str
    kind: str


@record
class Breakdown:
    """Numbers by unit and kind.

    Attributes
    ----------
    parents
        Under which unit each unit's numbers are added up; None: the root, whose total stands.
    numbers
        Of the units that nothing is added up under, by kind.
    elsewhere
        Kinds whose numbers the public can count elsewhere; they cover nothing.
    """

    parents: Mapping[str, str | None]
    numbers: Mapping[str, Mapping[str, int]]
    elsewhere: frozenset[str] = frozenset()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds there are a number of, in the order they are named."""
        return tuple(dict.fromkeys(kind for row in self.numbers.values() for kind in row))

    def cells(self) -> dict[Cell, int]:
        """Return every cell with its value, sums and totals included."""
        found = {Cell(unit, kind): 0 for unit in self.parents for kind in (*self.kinds, TOTAL)}
        for leaf, row in self.numbers.items():
            above: str | None = leaf
            while above is not None:
                for kind, number in row.items():
                    found[Cell(above, kind)] += number
                    found[Cell(above, TOTAL)] += number
                above = self.parents[above]
        return found


class _Arc(NamedTuple):
    """A cell between the sums it belongs to: what flows out of `tail` flows into `head`."""

    tail: _Node
    head: _Node
    value: int


class _Network:
    """A breakdown as a network, and what of it is hidden."""

    def __init__(self, breakdown: Breakdown) -> None:
        self.leaves = frozenset(breakdown.numbers)
        self.parents = breakdown.parents
        self.arcs = {
            cell: _Arc(*self._ends(cell), value) for cell, value in breakdown.cells().items()
        }
        self.hidden: set[Cell] = set()
        self.beside: dict[_Node, list[Cell]] = {}
        for cell, arc in self.arcs.items():
            self.beside.setdefault(arc.tail, []).append(cell)
            self.beside.setdefault(arc.head, []).append(cell)

    def _ends(self, cell: Cell) -> tuple[_Node, _Node]:
        above = self.parents[cell.unit]
        inner = (cell.unit, TOTAL if cell.unit in self.leaves else cell.kind)
        outer = (above, cell.kind) if above is not None else _GROUND
        return (outer, inner) if cell.kind == TOTAL else (inner, outer)

    def is_root(self, cell: Cell) -> bool:
        return self.parents[cell.unit] is None

    def protect(self, cell: Cell, known: frozenset[str]) -> bool:
        """Hide a cell, and what closes the cheapest cycle through it beside kinds a reader knows; tell whether there is one."""
        self.hidden.add(cell)
        arc = self.arcs[cell]
        ways = [self._way(arc.head, arc.tail, cell, known)]
        if arc.value:
            ways.append(self._way(arc.tail, arc.head, cell, known))
        found = [way for way in ways if way is not None]
        if not found:
            return False
        self.hidden.update(min(found)[1])
        return True

    def _way(
        self, start: _Node, end: _Node, but: Cell, known: frozenset[str]
    ) -> tuple[int, list[Cell]] | None:
        """Return the cheapest way between two sums along which one more can flow, and what of it has to be hidden."""
        best = {start: 0}
        came: dict[_Node, tuple[_Node, Cell]] = {}
        heap = [(0, start)]
        while heap:
            cost, node = heapq.heappop(heap)
            if node == end:
                return cost, list(_back(came, start, end))
            if cost > best[node]:
                continue
            for cell, after in self._steps(node):
                if cell == but or cell.kind in known:
                    continue
                price = cost + self._price(cell)
                if price < best.get(after, price + 1):
                    best[after] = price
                    came[after] = (node, cell)
                    heapq.heappush(heap, (price, after))
        return None

    def _steps(self, node: _Node) -> Iterator[tuple[Cell, _Node]]:
        for cell in self.beside[node]:
            tail, head, value = self.arcs[cell]
            if cell.kind == TOTAL and self.is_root(cell):
                continue
            if tail == node:
                yield cell, head
            elif value:
                yield cell, tail

    def _price(self, cell: Cell) -> int:
        if cell in self.hidden:
            return 0
        value = self.arcs[cell].value
        is_sum = cell.kind == TOTAL or cell.unit not in self.leaves
        return 1 + value + (_A_SUM_MORE if is_sum else 0)


def _back(came: Mapping[_Node, tuple[_Node, Cell]], start: _Node, end: _Node) -> Iterator[Cell]:
    node = end
    while node != start:
        node, cell = came[node]
        yield cell


def hidden(breakdown: Breakdown, least: int = LEAST) -> frozenset[Cell] | None:
    """Return what of a breakdown is hidden; None: it cannot be shown at all, as its total alone gives a small number away.

    First the cells are hidden of what can be counted nowhere else, as if all else were known, every unit's total too (it may stand in a
    report, and may be shown here); then those of the other kinds, among themselves if they can be, as what is hidden beside them is given
    back by whoever counts them; then the small totals.
    """
    network = _Network(breakdown)
    small = sorted(
        cell
        for cell, arc in network.arcs.items()
        if 0 < arc.value < least and not (cell.kind == TOTAL and network.is_root(cell))
    )
    totals, elsewhere = frozenset({TOTAL}), breakdown.elsewhere
    nowhere_else = frozenset(breakdown.kinds) - elsewhere
    for kinds, *known in (
        (nowhere_else, totals | elsewhere),
        (elsewhere, totals | nowhere_else, totals),
        (totals, frozenset[str]()),
    ):
        turn = [cell for cell in small if cell.kind in kinds]
        network.hidden.update(turn)
        if not all(any(network.protect(cell, some) for some in known) for cell in turn):
            return None
    return frozenset(network.hidden)


def shown(breakdown: Breakdown) -> dict[Cell, int | None] | None:
    """Return the cells of a breakdown as the public sees them, None for what is hidden; None if nothing but the total is shown."""
    kept = hidden(breakdown)
    if kept is None:
        return None
    return {cell: None if cell in kept else number for cell, number in breakdown.cells().items()}

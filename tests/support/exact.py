"""An exact solver of linear systems in numbers that are not below nought, by the simplex method over fractions (Bland's rule)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Row = list[Fraction]


class Solver:
    """All solutions of `rows · x = sums`, `x ≥ 0`, to be asked how large or small a number can be.

    Parameters
    ----------
    rows
        The coefficients of each equation.
    sums
        What each equation comes to, not below nought.
    """

    def __init__(self, rows: Sequence[Sequence[int]], sums: Sequence[int]) -> None:
        self.wide = len(rows[0])
        signed = [
            ([-one for one in row], -total) if total < 0 else (list(row), total)
            for row, total in zip(rows, sums, strict=True)
        ]
        self.tableau: list[Row] = [
            [Fraction(one) for one in row]
            + [Fraction(int(place == other)) for other in range(len(signed))]
            + [Fraction(total)]
            for place, (row, total) in enumerate(signed)
        ]
        self.basis = [self.wide + place for place in range(len(signed))]
        auxiliary = [Fraction(0)] * self.wide + [Fraction(-1)] * len(signed)
        if self._improve(auxiliary) != 0:
            raise ValueError("no solution")
        self._let_go_of_what_helped()

    def greatest(self, place: int) -> Fraction | None:
        """Return how large a number can be; None: without bound."""
        return self._optimum(place, 1)

    def smallest(self, place: int) -> Fraction:
        """Return how small a number can be."""
        found = self._optimum(place, -1)
        assert found is not None, "it is not below nought"
        return -found

    def _optimum(self, place: int, sign: int) -> Fraction | None:
        goal = [Fraction(0)] * self.wide
        goal[place] = Fraction(sign)
        return self._improve(goal)

    def _improve(self, goal: Row) -> Fraction | None:
        """Walk from corner to corner as long as the goal grows; return its greatest value."""
        while True:
            entering = next((one for one in range(len(goal)) if self._gain(goal, one) > 0), None)
            if entering is None:
                return sum(
                    (
                        goal[one] * row[-1]
                        for one, row in zip(self.basis, self.tableau, strict=True)
                    ),
                    Fraction(0),
                )
            steps = [
                (row[-1] / row[entering], self.basis[place], place)
                for place, row in enumerate(self.tableau)
                if row[entering] > 0
            ]
            if not steps:
                return None
            self._pivot(min(steps)[2], entering)

    def _gain(self, goal: Row, one: int) -> Fraction:
        spent = sum(
            (goal[basic] * row[one] for basic, row in zip(self.basis, self.tableau, strict=True)),
            Fraction(0),
        )
        return goal[one] - spent

    def _pivot(self, place: int, entering: int) -> None:
        pivot = self.tableau[place][entering]
        self.tableau[place] = [one / pivot for one in self.tableau[place]]
        for other, row in enumerate(self.tableau):
            if other != place and row[entering]:
                factor = row[entering]
                self.tableau[other] = [
                    one - factor * ours for one, ours in zip(row, self.tableau[place], strict=True)
                ]
        self.basis[place] = entering

    def _let_go_of_what_helped(self) -> None:
        for place in range(len(self.tableau) - 1, -1, -1):
            if self.basis[place] < self.wide:
                continue
            entering = next((one for one in range(self.wide) if self.tableau[place][one]), None)
            if entering is None:
                del self.tableau[place], self.basis[place]
            else:
                self._pivot(place, entering)
        self.tableau = [[*row[: self.wide], row[-1]] for row in self.tableau]

"""What the lines of a file came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from kernel.record import record
from registry.imports.store.rows import ImportRow
from registry.store.register import Effect


@record
class Tally:
    """How many lines were done, and what they came to."""

    done: int = 0
    effects: Mapping[Effect, int] = field(default_factory=dict[Effect, int])

    def add(self, effect: Effect | None) -> Tally:
        """Return the tally with one more line."""
        effects = dict(self.effects)
        if effect is not None:
            effects[effect] = effects.get(effect, 0) + 1
        return Tally(self.done + 1, effects)

    def on(self, row: ImportRow) -> dict[str, int]:
        """Return the counters of `row` moved on."""
        counters = {"rows_done": int(row.rows_done) + self.done}
        for effect in Effect:
            counters[effect] = int(getattr(row, effect)) + self.effects.get(effect, 0)
        return counters

"""What the law, or the collective's own order, does not let pass: what all refusals of the economy have in common."""

from __future__ import annotations

from economy.rules.terms import law_of
from kernel.law.refusals import CitedRefusal
from kernel.problems import Conflict
from kernel.texts import Text


class EconomyGateShut(CitedRefusal, Conflict):
    """A rule stands in the way; `citation` says by what. A subclass names the gate."""

    slug = "economy-gate-shut"
    is_family = True
    title = Text("不符合规定条件", "Shut by a rule")
    rests_on = "exclusive"
    law_of = staticmethod(law_of)

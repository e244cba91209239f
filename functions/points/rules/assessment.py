"""The impact assessment before anybody is named in public (个保法 Arts. 55, 56): purpose, effects and risks, measures; kept three years at least."""

from __future__ import annotations

from datetime import date, datetime

from kernel.record import record


@record
class Assessment:
    """An impact assessment of a village; `acceptable`: whether it found that named boards may be. It is never taken away."""

    id: str
    village: str
    purpose: str
    effects: str
    measures: str
    acceptable: bool
    carried_out_on: date
    by: str
    at: datetime

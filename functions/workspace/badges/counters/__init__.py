"""Which contexts have something counted, one module each."""

from __future__ import annotations

from collections.abc import Sequence

from workspace.badges.counters.assembly import ASSEMBLY
from workspace.badges.counters.base import Counter
from workspace.badges.counters.data_requests import DATA_REQUESTS
from workspace.badges.counters.inbox import INBOX
from workspace.badges.counters.incidents import INCIDENTS
from workspace.badges.counters.obligations import OBLIGATIONS
from workspace.badges.counters.points import POINTS

COUNTERS: Sequence[Counter] = (INCIDENTS, OBLIGATIONS, POINTS, ASSEMBLY, DATA_REQUESTS, INBOX)

"""Photos of solutions, which a few categories ask for: the checker is not played, so that what it leaves behind is put in its place.

Whether somebody took one hangs on the request's own key, so that a story that is played again has the same photos.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from incidents.media.rules.media import Kind, of_incident
from incidents.media.rules.upload_states import State
from incidents.media.store.rows import MediaRow, partition
from kernel import clock
from kernel.storage import dynamo
from tests.simulation.diary import Deed

if TYPE_CHECKING:
    from tests.simulation.world import World

_MOVES = re.compile(r"/v1/incidents/(\w{26})/transitions")
_FORGOTTEN = 6
"""One solution in so many is told without a photo."""


def take_one(world: World, deed: Deed, path: str) -> None:
    """Leave a checked photo of a solution beside its incident, before it is told."""
    found = _MOVES.fullmatch(path)
    digest = zlib.crc32(deed.key.encode())
    if found is None or deed.action != "resolve" or digest % _FORGOTTEN == 0:
        return
    now = clock.iso(world.now)
    row = MediaRow(
        partition(of_incident(found[1])),
        f"MEDIA#{deed.key}",
        media_id=deed.key,
        incident_id=found[1],
        kind=str(Kind.AFTER),
        content_type="image/jpeg",
        size=1000,
        uploader=deed.who,
        announced_at=now,
        upload_until=now,
        state=str(State.READY),
        tries=1,
        steps=0,
        version=1,
        decided_at=now,
        clean_size=900,
    )
    with world.undisturbed():
        dynamo.write([dynamo.Write(row)])

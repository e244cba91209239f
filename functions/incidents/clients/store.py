"""Clients as they are kept: one partition, by id."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from incidents.clients.rules import Client, ClientQuotaSpent, seconds_to_midnight
from incidents.store.base import IncidentsMeta
from kernel import clock
from kernel.storage.dynamo import read
from kernel.storage.lists import Listed, list_page
from kernel.storage.rates import RateRow
from kernel.storage.rows import Alter, Key, Row
from kernel.storage.unit_of_work import UnitOfWork

_ALL = "CLIENTS"
_INSTANTS = ("registered_at", "key_since", "old_key_until", "revoked_at")
_COUNT_KEPT = timedelta(days=2)


class ClientRow(Row):
    """A client: `CLIENTS` / `CLIENT#{id}`. Attributes are those of `rules.Client`; of a key there is its hash alone."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    id = UnicodeAttribute()
    name = UnicodeAttribute()
    person_id = UnicodeAttribute()
    per_day = NumberAttribute()
    key_hash = UnicodeAttribute()
    registered_at = UnicodeAttribute()
    registered_by = UnicodeAttribute()
    key_since = UnicodeAttribute()
    old_key_hash = UnicodeAttribute(null=True)
    old_key_until = UnicodeAttribute(null=True)
    revoked_at = UnicodeAttribute(null=True)
    revoked_by = UnicodeAttribute(null=True)
    version = NumberAttribute(default=1)

    @classmethod
    def key(cls, client_id: str) -> Key:
        """Return where a client is."""
        return Key(cls, _ALL, f"CLIENT#{client_id}")


def client_of_row(row: ClientRow) -> Client:
    """Return the client a row holds."""
    kept: dict[str, Any] = {field.name: getattr(row, field.name) for field in fields(Client)}
    for name in _INSTANTS:
        kept[name] = clock.from_iso(kept[name]) if kept[name] else None
    kept["per_day"], kept["version"] = int(row.per_day), int(row.version)
    return Client(**kept)


def find_now(client_id: str) -> Client | None:
    """Return a client as it is now; None where there is none."""
    row: ClientRow | None = read([ClientRow.key(client_id)], consistent=True)[0]
    return client_of_row(row) if row else None


def find(work: UnitOfWork, client_id: str) -> Client | None:
    """Return a client for a decision about it; None where there is none."""
    row: ClientRow | None = work.find(ClientRow.key(client_id))
    return client_of_row(row) if row else None


def save(work: UnitOfWork, client: Client) -> None:
    """Keep a client as it is to be."""
    place = ClientRow.key(client.id)
    kept = {field.name: getattr(client, field.name) for field in fields(Client)}
    for name in _INSTANTS:
        kept[name] = clock.iso(kept[name]) if kept[name] else None
    work.load([place])
    work.save(ClientRow(place.pk, place.sk, **kept))


def page(limit: int, cursor: str | None) -> Listed:
    """Return one page of the clients, the oldest first."""
    found = list_page(ClientRow, ("pk", _ALL), limit=limit, cursor=cursor)
    return found._replace(rows=[client_of_row(row) for row in found.rows])


def counting(client: Client) -> Alter:
    """Return the write that counts a report against a client's quota of today (Asia/Shanghai), and refuses it beyond."""
    now, today = clock.now().astimezone(clock.SHANGHAI), clock.today()
    return Alter(
        Key(ClientRow, f"RATE#client#{client.id}#{today.isoformat()}", "RATE"),
        {"counted": 1},
        {"expires_at": int((now + _COUNT_KEPT).timestamp())},
        RateRow.counted.does_not_exist() | (RateRow.counted < client.per_day),
        lambda: ClientQuotaSpent(retry_after=seconds_to_midnight(now, today + timedelta(days=1))),
    )

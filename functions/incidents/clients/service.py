"""What the county's administrator does with clients, and who a call with a key is from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from incidents.clients import store
from incidents.clients.rules import (
    Client,
    ClientKeyUnknown,
    client_of,
    hash_of,
    new_key,
    refuse_stranger,
)
from kernel import clock, ids
from kernel.access import PLACE_STAFF, Caller
from kernel.directory import PersonRow, find_caller
from kernel.problems import NotFound, Versions, refuse_stale
from kernel.scope import Scope
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork, carry_out


class Issued(NamedTuple):
    """A client and the key it was just given, in clear for this once."""

    client: Client
    key: str

    @property
    def version(self) -> int:
        """The client's version."""
        return self.client.version


def register_client(work: UnitOfWork, name: str, person_id: str, per_day: int, by: str) -> Issued:
    """Register a client and give it its key.

    Raises
    ------
    InvalidFields
        Nobody with a post at a place stands behind it.
    """
    refuse_stranger(find_caller(person_id))
    now = clock.now()
    client_id = ids.new_id(now)
    key = new_key(client_id)
    client = Client(client_id, name, person_id, per_day, hash_of(client_id, key), now, by, now)
    store.save(work, client)
    return Issued(client, key)


def list_clients(asking: Scope, limit: int, cursor: str | None) -> Listed:
    """Return one page of the clients, revoked ones too, to the county's administrator."""
    asking.allow(proven=True)
    return store.page(limit, cursor)


def see_client(asking: Scope, client_id: str) -> Client:
    """Return a client to the county's administrator.

    Raises
    ------
    NotFound
        There is none of this id.
    """
    client = store.find_now(client_id)
    if client is None:
        raise NotFound
    asking.allow(proven=True)
    return client


def change_client(
    client_id: str, name: str, person_id: str, per_day: int, expected: Versions
) -> Client:
    """Change what a client is called, who stands behind it, how much it may report.

    Raises
    ------
    NotFound, StaleVersion, ClientRevoked, InvalidFields
        It cannot be changed so.
    """
    refuse_stranger(find_caller(person_id))

    def changed(client: Client) -> Client:
        client.refuse_revoked()
        return replace(client, name=name, person_id=person_id, per_day=per_day)

    return _changed(client_id, changed, expected)


def revoke_client(client_id: str, by: str, expected: Versions) -> Client:
    """Take a client's keys away at once; it stays on record.

    Raises
    ------
    NotFound, StaleVersion, ClientRevoked
        There is nothing to take away.
    """
    return _changed(client_id, lambda client: client.revoked(by, clock.now()), expected)


def change_key(work: UnitOfWork, client_id: str) -> Issued:
    """Give a client another key; the one before works for a day more.

    Raises
    ------
    NotFound, ClientRevoked
        There is no such client, or no more.
    """
    client, key = store.find(work, client_id), new_key(client_id)
    if client is None:
        raise NotFound
    kept = _next(client.with_new_key(key, clock.now()))
    store.save(work, kept)
    return Issued(kept, key)


def require_client(key: str | None) -> Client:
    """Return whose a key is.

    Raises
    ------
    ClientKeyUnknown
        Nobody's, or it works no more.
    """
    client_id = client_of(key) if key else None
    client = store.find_now(client_id) if client_id else None
    if key is None or client is None or not client.knows(key, clock.now()):
        raise ClientKeyUnknown
    return client


def require_behind(row: PersonRow | None) -> Caller:
    """Return who stands behind a client, with the posts of today.

    Raises
    ------
    ClientKeyUnknown
        Nobody who works for a place any more.
    """
    caller = row.as_caller(clock.today()) if row else None
    if caller is None or not caller.holds(PLACE_STAFF):
        raise ClientKeyUnknown
    return caller


def _changed(client_id: str, change: Callable[[Client], Client], expected: Versions) -> Client:
    def decide(work: UnitOfWork) -> Client:
        client = store.find(work, client_id)
        if client is None:
            raise NotFound
        refuse_stale(expected, client.version)
        kept = _next(change(client))
        store.save(work, kept)
        return kept

    changed = carry_out(decide).result
    assert changed is not None, "there is no key it could have been answered under"
    return changed


def _next(client: Client) -> Client:
    return replace(client, version=client.version + 1)

"""Registered clients: what their keys are, how long one works, and how many reports a day they may bring."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta

from kernel.access import PLACE_STAFF, Caller
from kernel.ids import ID_PATTERN
from kernel.problems import Conflict, InvalidFields, NotAllowed, TooManyRequests
from kernel.record import record
from kernel.texts import Text

MOST_A_DAY = 5_000
"""More than any hotline of a county brings, and what one client can cost at most."""
OLD_KEY_WORKS = timedelta(hours=24)
"""How long the key before works beside the new one, so that an app is changed over without a gap."""
_SECRET_BYTES = 32


class ClientKeyUnknown(NotAllowed):
    """A call with a key that is nobody's, or nobody's any more, or with none (GeoReport v2: 403)."""

    slug = "client-key-unknown"
    title = Text("密钥无效", "Invalid api_key")
    said = Text(
        "密钥缺失、无效或已停用，请联系县管理员。",
        "api_key is missing, wrong or revoked: ask the county administrator.",
    )


class ClientQuotaSpent(TooManyRequests):
    """A client has brought as many reports as it may bring in a day."""

    slug = "client-quota-spent"
    said = Text(
        "该客户端今日上报数已达上限，请明日再报或请县管理员调整。",
        "This client has brought as many reports as it may today; try tomorrow, or ask the county administrator for more.",
    )


class ClientRevoked(Conflict):
    """A revoked client stays so; another is registered in its place."""

    slug = "client-revoked"
    title = Text("客户端已停用", "Client revoked")
    said = Text("该客户端已停用，请重新登记。", "This client is revoked; register another one.")


@record
class Client:
    """An app or office that reports with a key of its own.

    Attributes
    ----------
    person_id
        In whose name and area it reports, and who answers for it.
    per_day
        Reports it may bring on one day (Asia/Shanghai).
    key_hash, old_key_hash
        Keyed hashes of its present key and of the one before, which works until `old_key_until`.
    """

    id: str
    name: str
    person_id: str
    per_day: int
    key_hash: str
    registered_at: datetime
    registered_by: str
    key_since: datetime
    old_key_hash: str | None = None
    old_key_until: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    version: int = 1

    def knows(self, key: str, now: datetime) -> bool:
        """Tell whether a key is this client's, now."""
        if self.revoked_at is not None:
            return False
        given = hash_of(self.id, key)
        fits = hmac.compare_digest(given, self.key_hash)
        still = self.old_key_until is not None and now < self.old_key_until
        return fits or (still and hmac.compare_digest(given, self.old_key_hash or ""))

    def with_new_key(self, key: str, now: datetime) -> Client:
        """Return the client with another key; the one before works for `OLD_KEY_WORKS`.

        Raises
        ------
        ClientRevoked
            It has none any more.
        """
        self.refuse_revoked()
        return replace(
            self,
            key_hash=hash_of(self.id, key),
            key_since=now,
            old_key_hash=self.key_hash,
            old_key_until=now + OLD_KEY_WORKS,
        )

    def revoked(self, by: str, now: datetime) -> Client:
        """Return the client without keys, as it stays on record.

        Raises
        ------
        ClientRevoked
            It is already.
        """
        self.refuse_revoked()
        return replace(self, old_key_hash=None, old_key_until=None, revoked_at=now, revoked_by=by)

    def refuse_revoked(self) -> None:
        """Let a client pass that is in use.

        Raises
        ------
        ClientRevoked
            It is not.
        """
        if self.revoked_at is not None:
            raise ClientRevoked


def new_key(client_id: str) -> str:
    """Return a new key: whose it is, and 256 random bits."""
    return f"{client_id}.{secrets.token_urlsafe(_SECRET_BYTES)}"


def client_of(key: str) -> str | None:
    """Return whose a key says it is; None where it is no key of ours."""
    named = re.fullmatch(rf"({ID_PATTERN})\.[A-Za-z0-9_-]+", key)
    return named[1] if named else None


def hash_of(client_id: str, key: str) -> str:
    """Return the keyed hash (HMAC-SHA256, hex) under which a key is recognised; of 256 random bits nobody finds them again."""
    return hmac.new(client_id.encode(), key.encode(), hashlib.sha256).hexdigest()


def refuse_stranger(person: Caller | None) -> None:
    """Let a client have somebody behind it who works for a place today; where that is, is where it may report.

    Raises
    ------
    InvalidFields
        Nobody of this id is registered, or without such a post.
    """
    if person is None or not person.holds(PLACE_STAFF):
        raise InvalidFields.one(
            "person_id",
            Text(
                "没有登记此人，或其现无网格、村、乡镇、县的岗位。",
                "Nobody of this id is registered with a post at a grid, village, town or the county today.",
            ),
        )


def seconds_to_midnight(now: datetime, tomorrow: date) -> int:
    """Return after how many seconds a client may report again.

    Parameters
    ----------
    now
        In Asia/Shanghai.
    """
    begins = datetime.combine(tomorrow, datetime.min.time(), tzinfo=now.tzinfo)
    return max(1, int((begins - now).total_seconds()))

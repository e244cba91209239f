"""What each endpoint carries at a tier: the row is the truth, and SNS follows it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel.storage.rows import Ensure, Key, Row, Write
from kernel.units import Tier
from notices.rules.filters import Wanted, filter_policy
from notices.store.rows import NoticesMeta


class EndpointRow(Row):
    """An endpoint at one tier and what it carries.

    While `applied` is behind `version`, SNS is still to be told (`service.settle_endpoint`). Once it carries nothing and SNS knows, it
    expires.
    """

    class Meta(NoticesMeta):
        """The notices' table."""

    tier = UnicodeAttribute()
    protocol = UnicodeAttribute()
    endpoint = UnicodeAttribute()
    carries = JSONAttribute(default=dict)
    version = NumberAttribute(default=0)
    applied = NumberAttribute(default=0)
    arn = UnicodeAttribute(null=True)
    confirmed = BooleanAttribute(default=False)
    checked_at = UnicodeAttribute(null=True)
    expires_at = NumberAttribute(null=True)

    @classmethod
    def key(cls, tier: Tier, protocol: str, endpoint: str) -> Key:
        """Return where an endpoint is."""
        digest = hashlib.sha256(f"{tier}|{protocol}|{endpoint}".encode()).hexdigest()
        return cls.at(f"ENDPOINT#{digest}")

    @classmethod
    def at(cls, pk: str) -> Key:
        """Return where an endpoint is whose partition is known."""
        return Key(cls, pk, "ENDPOINT")

    @property
    def is_settled(self) -> bool:
        """Whether SNS knows all it carries."""
        return self.applied == self.version

    @property
    def policy(self) -> dict[str, Any] | None:
        """The filter policy of all it carries."""
        carried: Mapping[str, Mapping[str, Any]] = self.carries
        return filter_policy(
            Wanted(one["unit"], frozenset(one["events"]), frozenset(one["severities"]))
            for one in carried.values()
        )

    def carry(self, carried: Mapping[str, Mapping[str, Any]]) -> None:
        """Carry this from now on; SNS is to be told."""
        self.carries = dict(carried)
        self.touch()

    def touch(self) -> None:
        """Go on to the next version, of which SNS is to be told."""
        self.version, self.expires_at = int(self.version) + 1, None


def as_read(endpoint: EndpointRow) -> Write:
    """Return the write of an endpoint whose version nobody has changed."""
    version = int(endpoint.version)
    return Write(endpoint, (EndpointRow.version == version) if version else Ensure.is_new)

"""Which endpoints may be subscribed."""

from __future__ import annotations

import re
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from kernel.record import record
from kernel.texts import Named, Text


class Channel(Named):
    """How SNS reaches an endpoint."""

    EMAIL = "email", "电子邮箱", "e-mail"
    HTTPS = "https", "HTTPS 地址", "HTTPS address"
    SQS = "sqs", "SQS 队列", "SQS queue"


_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_TOP_LABEL = r"(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{1,59})"
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+{_TOP_LABEL}")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAILBOX = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(.+)")
_QUEUE = re.compile(r"arn:(aws[a-z-]*):sqs:([a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,80}")
# Names that are promised never to be public: RFC 6761, RFC 6762, RFC 8375, ICANN's .internal.
_NEVER_PUBLIC = (
    ".localhost",
    ".local",
    ".internal",
    ".test",
    ".invalid",
    ".example",
    ".onion",
    ".home.arpa",
    ".lan",
)

_NO_MAILBOX = Text("须为有效的电子邮箱地址。", "Must be an e-mail address.")
_NO_URL = Text(
    "须为公网 https 地址，不含用户名、密码和片段，不得为内网或本机地址。",
    "Must be an https address on a public host, without credentials or fragment.",
)
_NO_QUEUE = Text(
    "须为本区域标准 SQS 队列的 ARN（不支持 FIFO）。",
    "Must be the ARN of a standard SQS queue in this region (no FIFO).",
)


def endpoint_fault(protocol: str, endpoint: str, topic_arn: str) -> Text | None:
    """Say what is wrong with an endpoint; None when nothing is.

    Parameters
    ----------
    topic_arn
        The topic to be subscribed to: a queue must be in its partition and region.

    Notes
    -----
    A host name is judged by its form. That it resolves to a public address is SNS's to see: it is
    SNS that connects, from its own network, and only after the endpoint has answered its
    confirmation request.
    """
    match protocol:
        case Channel.EMAIL:
            return None if _is_mailbox(endpoint) else _NO_MAILBOX
        case Channel.HTTPS:
            return None if _is_public_url(endpoint) else _NO_URL
        case _:
            partition, region = topic_arn.split(":")[1], topic_arn.split(":")[3]
            match = _QUEUE.fullmatch(endpoint)
            return None if match and match.groups() == (partition, region) else _NO_QUEUE


def _is_mailbox(endpoint: str) -> bool:
    match = _MAILBOX.fullmatch(endpoint)
    return bool(match) and len(endpoint) <= 254 and _is_public_host(match[1])


def _is_public_url(endpoint: str) -> bool:
    if not endpoint.isascii() or re.search(r"[\s\\#]", endpoint):
        return False
    try:
        parts = urlsplit(endpoint)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or "@" in parts.netloc:
        return False
    return _is_public_address(host) or _is_public_host(host)


def _is_public_address(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


def _is_public_host(host: str) -> bool:
    return bool(_HOST.fullmatch(host)) and not f".{host.lower()}".endswith(_NEVER_PUBLIC)


def tidy_endpoint(protocol: str, endpoint: str) -> str:
    """Return an endpoint in one spelling: it is subscribed, asked to confirm and told once.

    Host names have no case; that of a mailbox is kept apart by no provider in use. An address keeps its path and query, but neither the port
    that goes without saying nor an empty path or query. What is no endpoint stays as it is, to be refused.
    """
    if protocol == Channel.EMAIL.value:
        return endpoint.lower()
    if protocol == Channel.HTTPS.value and _is_public_url(endpoint):
        parts = urlsplit(endpoint)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        port = "" if parts.port in (None, 443) else f":{parts.port}"
        query = f"?{parts.query}" if parts.query else ""
        return f"https://{host}{port}{parts.path or '/'}{query}"
    return endpoint


@record
class Subscription:
    """An endpoint that a person has subscribed to the notices of a unit; no events, no severities: all of them."""

    id: str
    person_id: str
    protocol: Channel
    endpoint: str
    unit: str
    tier: str
    events: tuple[str, ...]
    severities: tuple[str, ...]
    created_at: datetime

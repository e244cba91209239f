"""What WeCom group robots say, and in which order.

A group may have members who are nobody's staff, so a message has no more than the event, how
pressing it is, the case code, the limit and a link (DOMAIN 8.4): neither place nor category, and
nothing anybody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from escalation.rules.clocked import Severity
from incidents.rules.names import SEVERITY_NAMES
from kernel import clock
from kernel.texts import Named
from kernel.units import path_of, tier_of
from notices.rules.channels import LIMITS
from notices.rules.entries import Addressee, Entry
from notices.rules.messages import what_is_asked
from notices.rules.quiet import Bundling


class MessageFormat(Named):
    """How a robot writes: `text` is read everywhere, `markdown` in WeCom itself only."""

    TEXT = "text", "纯文本", "text"
    MARKDOWN = "markdown", "Markdown（仅企业微信内可见）", "Markdown (WeCom only)"

    @property
    def most_bytes(self) -> int:
        """The most bytes of UTF-8 a message may have."""
        return int(LIMITS["most_bytes"][self])


def wants(events: Sequence[str], severities: Sequence[str], entry: Entry) -> bool:
    """Tell whether a robot that gets these events and severities (none: all) is told of an entry."""
    return (not events or entry.event in events) and (
        not severities or entry.severity in severities
    )


def heard_at(addressee: Addressee) -> list[str]:
    """Return the units whose robots hear what an addressee is told.

    As with subscriptions: the unit itself and those above it that are told through the same topic,
    so that a village's robot hears its grids.
    """
    return [unit for unit in path_of(addressee.unit) if tier_of(unit) is addressee.tier]


class Waiting(NamedTuple):
    """An entry that waits to be told to an addressee by a robot."""

    entry: Entry
    addressee: Addressee


class Message(NamedTuple):
    """A message, and how many of those that wait it tells."""

    content: str
    tells: int


def next_message(
    waiting: Sequence[Waiting],
    robot_format: MessageFormat,
    *,
    allowance: int,
    bundling: Bundling,
    link_base: str,
) -> Message:
    """Return the next message for what waits at a robot, in order.

    Few are told one by one. Many, or more than the minute has room for, are told in one message, as
    far as its bytes go.
    """
    many = len(waiting) >= bundling.at_least or len(waiting) > allowance
    if many and len(waiting) > 1:
        lines = (_line(one.entry, robot_format, link_base) for one in waiting[: bundling.at_most])
        return _bundle(list(lines), robot_format)
    entry, addressee = waiting[0]
    content = "\n".join(
        [_line(entry, robot_format, link_base), what_is_asked(entry, addressee)]
        + ([] if link_base else ["详情请凭案件编号登录系统查看。"])
    )
    return Message(fit(content, robot_format.most_bytes), 1)


def _bundle(lines: Sequence[str], robot_format: MessageFormat) -> Message:
    for tells in range(len(lines), 1, -1):
        numbered = [f"{place}. {line}" for place, line in enumerate(lines[:tells], start=1)]
        content = "\n".join([f"共{tells}条事件通知：", *numbered])
        if len(content.encode()) <= robot_format.most_bytes:
            return Message(content, tells)
    return Message(fit(lines[0], robot_format.most_bytes), 1)


def _line(entry: Entry, robot_format: MessageFormat, link_base: str) -> str:
    parts = [
        f"【{entry.wording.name}】{SEVERITY_NAMES[entry.severity].zh} {entry.case_code}",
        f"时限 {clock.for_people(entry.due_at)}" if entry.due_at else "",
        _link(entry.case_code, robot_format, link_base),
    ]
    return " ".join(part for part in parts if part)


def _link(case_code: str, robot_format: MessageFormat, link_base: str) -> str:
    if not link_base:
        return ""
    address = f"{link_base}{case_code}"
    return f"[查看]({address})" if robot_format is MessageFormat.MARKDOWN else address


_CUT = "…"


def fit(content: str, most_bytes: int) -> str:
    """Return `content` cut to at most so many bytes of UTF-8, never within a character."""
    raw = content.encode()
    if len(raw) <= most_bytes:
        return content
    return raw[: most_bytes - len(_CUT.encode())].decode(errors="ignore") + _CUT


TEST_MESSAGE: Final = "【测试】事件通知机器人已接入，收到本条即表示可以送达，无需操作。"


def in_order(rows: Iterable[Any]) -> list[Any]:
    """Return what waits at a robot with each incident's notices together and in order, urgent incidents first.

    Parameters
    ----------
    rows
        Delivery records with `incident_id`, `seq` and `severity`, in order of arrival.
    """
    arrived = list(rows)
    rank: dict[str, tuple[bool, int]] = {}
    for place, row in enumerate(arrived):
        calm, first = rank.get(row.incident_id, (True, place))
        rank[row.incident_id] = (calm and row.severity != Severity.URGENT, first)
    return sorted(arrived, key=lambda row: (rank[row.incident_id], int(row.seq)))

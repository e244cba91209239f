"""What somebody may do to an incident now: what would not be refused, if all is said that must be said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from incidents.rules import duplicates, pauses, ratings, transfers
from incidents.rules.incident import Follows, Incident
from incidents.rules.policy import Policy
from incidents.rules.standing import actions_of
from incidents.rules.states import Action
from kernel.access import Caller
from kernel.problems import Problem


def open_actions(
    incident: Incident,
    caller: Caller,
    policy: Policy,
    now: datetime,
    *,
    joined: Follows = Follows.NO,
    rated: bool = False,
) -> list[Action]:
    """Return what the caller may do to an incident.

    Parameters
    ----------
    joined
        Whether the caller is one of its further reporters, and by what.
    rated
        Whether the caller has rated its present result.
    """
    return [
        action
        for action in actions_of(incident, caller, joined=joined)
        if not (rated and action is Action.RATE) and not _is_barred(action, incident, policy, now)
    ]


def _is_barred(action: Action, incident: Incident, policy: Policy, now: datetime) -> bool:
    refuse = _BARS.get(action)
    try:
        if refuse:
            refuse(incident, policy, now)
    except Problem:
        return True
    return False


def _refuse_extension(incident: Incident, policy: Policy, now: datetime) -> None:
    pauses.refuse_late(incident, now)
    pauses.asked_once_more(incident.allowances[0], Action.ASK_EXTENSION, policy.extension.times)


def _refuse_suspension(incident: Incident, policy: Policy, now: datetime) -> None:
    pauses.refuse_late(incident, now)
    pauses.asked_once_more(incident.allowances[0], Action.ASK_SUSPENSION, policy.suspension.times)


_BARS: Mapping[Action, Callable[[Incident, Policy, datetime], None]] = {
    Action.RETURN: transfers.refuse_returning,
    Action.ASK_EXTENSION: _refuse_extension,
    Action.ASK_SUSPENSION: _refuse_suspension,
    Action.MERGE: lambda incident, _, __: duplicates.refuse_followed(incident),
    Action.RATE: ratings.refuse_late,
}
"""What time and number rule out, each by the rule that refuses the step itself."""

"""Every step of an errand: what it asks for, what it refuses, what it leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kernel.access import Caller
from kernel.problems import InvalidFields
from kernel.texts import Text
from services.errands.rules import authority, custody, papers
from services.errands.rules.coming_about import come_about, resumed
from services.errands.rules.errand import (
    EndGround,
    Errand,
    ErrandOutcome,
    Rated,
    Rating,
    Result,
    Scan,
    Signature,
    Stop,
)
from services.errands.rules.errand_states import (
    ERRANDS,
    HOLDER_ROLES,
    ErrandAction,
    ErrandEvent,
)
from services.errands.rules.open_steps import (
    GOES_ROUND,
    NEEDS_POWER,
    actions_of,
    is_full,
    left_of_limit,
    longest_stop,
    shut_of,
)
from services.errands.rules.papers import refuse_unknown
from services.errands.rules.refusals import (
    LimitIsOver,
    OriginalsOut,
    RatedBefore,
    TooLateToTell,
    TooMuchForOne,
)
from services.errands.rules.standing import (
    ErrandChange,
    ErrandCommand,
    Happened,
    standing_of,
)
from services.errands.rules.stepping import Facts, lead_to, then
from services.errands.rules.terms import amount, due

_SIGNED_ON_PAPER = frozenset({ErrandAction.TAKE_ORIGINAL, ErrandAction.FETCH, ErrandAction.DELIVER})
"""The other side signs, and does not send this request: in the app nobody signs in another's place."""


def move(errand: Errand, command: ErrandCommand, caller: Caller, facts: Facts) -> ErrandChange:
    """Take a step with an errand, after what has come about by itself until now (`come_about`).

    Raises
    ------
    IllegalMove, NotAllowed, WordsMissing
        The state table has no such move, not for the caller, or more must be said with it.
    InvalidFields
        The other side is said to have signed in the app by a request that is not its own.
    ErrandRefused
        A promise of errands would be broken.
    """
    settled = come_about(errand, facts.now)
    present = settled.after if settled else errand
    if command.action is ErrandAction.TELL_MISSING and _is_accepted_by_silence(settled):
        raise TooLateToTell
    parts = standing_of(present, caller)
    shut = shut_of(present)
    row = ERRANDS.move(present.status, command.action, shut, actions_of(present, caller, facts.now))
    ERRANDS.allow(row, lambda holder: holder in parts, lambda holder: HOLDER_ROLES[holder])
    ERRANDS.require_words(row, command)
    if command.action in _SIGNED_ON_PAPER and command.signature is Signature.APP:
        said = Text("对方须在纸上签字。", "The other side signs on paper.")
        raise InvalidFields.one("signature", said)
    if command.action in NEEDS_POWER:
        authority.require_power(present, NEEDS_POWER[command.action])
    if command.action in GOES_ROUND and is_full(present):
        raise TooMuchForOne(most=amount("steps_of_an_errand"))
    changed = _STEPS[command.action](present, command, caller, facts)
    happened = (*(settled.happened if settled else ()), *changed.happened)
    return ErrandChange(errand, replace(changed.after, version=errand.version + 1), happened)


def _is_accepted_by_silence(settled: ErrandChange | None) -> bool:
    return settled is not None and any(
        one.event is ErrandEvent.ACCEPTED_BY_SILENCE for one in settled.happened
    )


def _confirm(errand: Errand, _: ErrandCommand, __: Caller, facts: Facts) -> ErrandChange:
    begun = authority.begin(replace(errand, received_at=facts.now), facts.now)
    return ErrandChange(errand, begun, (Happened(ErrandEvent.CONFIRMED),))


def _submit(errand: Errand, command: ErrandCommand, _: Caller, __: Facts) -> ErrandChange:
    return lead_to(errand, command)


def _stop(errand: Errand, command: ErrandCommand, _: Caller, facts: Facts) -> ErrandChange:
    assert command.until is not None, "the table asks for it"
    assert command.stop_ground is not None, "the table asks for it"
    days = amount("longest_stop_days")
    if not facts.now < command.until <= longest_stop(errand, facts.now):
        raise InvalidFields.one(
            "until",
            Text(
                f"须在今后，且停止计时合计不超过 {days} 天。",
                f"Must be yet to come; in all a clock is stopped for {days} days at most.",
            ),
        )
    left = left_of_limit(errand, facts.now)
    if left <= 0:
        raise LimitIsOver
    stop = Stop(command.stop_ground, command.until, left, facts.now)
    return lead_to(errand, command, stop=stop, due_at=None)


def _resume(errand: Errand, _: ErrandCommand, __: Caller, facts: Facts) -> ErrandChange:
    return ErrandChange(errand, resumed(errand, facts.now), (Happened(ErrandEvent.RESUMED),))


def _record(errand: Errand, command: ErrandCommand, _: Caller, facts: Facts) -> ErrandChange:
    assert command.outcome is not None, "the table asks for it"
    if command.outcome is ErrandOutcome.REFUSED and not command.reason:
        # 行政许可法 Art. 38, 社会救助法 Art. 44: a refusal says why.
        raise ERRANDS.words_missing("reason")
    result = Result(command.outcome, command.reason, facts.now)
    return lead_to(errand, command, result=result, stop=None)


def _deliver(errand: Errand, command: ErrandCommand, _: Caller, facts: Facts) -> ErrandChange:
    return lead_to(errand, command, delivered_at=facts.now, substitute=None)


def _archive(errand: Errand, command: ErrandCommand, _: Caller, __: Facts) -> ErrandChange:
    if errand.out:
        raise OriginalsOut(originals=[one.number for one in errand.out])
    return lead_to(errand, command)


def _rate(errand: Errand, command: ErrandCommand, _: Caller, facts: Facts) -> ErrandChange:
    if errand.rated:
        raise RatedBefore
    assert command.rating is not None, "the table asks for it"
    bad = command.rating is Rating.BAD and command.named
    contact_by = due("contact_within", facts.now) if bad else None
    event = ErrandEvent.RATED_BAD if bad else ErrandEvent.RATED
    rated = Rated(command.rating, command.named, contact_by)
    return then(errand, event, command.reason if command.named else None, rated=rated)


def _contact(errand: Errand, command: ErrandCommand, _: Caller, facts: Facts) -> ErrandChange:
    assert errand.rated is not None, "shut where nobody rated"
    rated = replace(errand.rated, contacted_at=facts.now)
    return then(errand, ErrandEvent.CONTACTED, command.reason, rated=rated)


def _take(errand: Errand, command: ErrandCommand, caller: Caller, facts: Facts) -> ErrandChange:
    return custody.take(errand, facts.matter, command, facts.custody, caller)


def _add_scan(errand: Errand, command: ErrandCommand, _: Caller, facts: Facts) -> ErrandChange:
    refuse_unknown(facts.matter, (command.paper or "",))
    if len(errand.scans) >= amount("scans_of_an_errand"):
        raise TooMuchForOne(most=amount("scans_of_an_errand"))
    scan = Scan(command.paper or "", command.file or "", command.sha256 or "", facts.now)
    return then(errand, ErrandEvent.SCAN_NOTED, scans=(*errand.scans, scan))


def _delete_scans(errand: Errand, _: ErrandCommand, __: Caller, ___: Facts) -> ErrandChange:
    return then(errand, ErrandEvent.SCANS_DELETED, f"{len(errand.scans)}", scans=())


def _substitute(errand: Errand, _: ErrandCommand, __: Caller, facts: Facts) -> ErrandChange:
    letter = facts.letter
    assert letter is not None, "the table asks for it"
    if letter.signed_at is None:
        return then(errand, ErrandEvent.SUBSTITUTE_NAMED, substitute=letter)
    taken = authority.take_over(errand, letter, letter.signed_at)
    return ErrandChange(errand, taken, (Happened(ErrandEvent.SUBSTITUTED, letter.agent.name),))


def _consent(errand: Errand, _: ErrandCommand, __: Caller, facts: Facts) -> ErrandChange:
    assert errand.substitute is not None, "shut where none is named"
    taken = authority.take_over(errand, errand.substitute, facts.now)
    said = errand.substitute.agent.name
    return ErrandChange(errand, taken, (Happened(ErrandEvent.SUBSTITUTED, said),))


def _end(errand: Errand, command: ErrandCommand, _: Caller, facts: Facts) -> ErrandChange:
    ground = {
        ErrandAction.REVOKE: EndGround.REVOKED,
        ErrandAction.RESIGN: EndGround.RESIGNED,
    }.get(command.action, command.end_ground)
    assert ground is not None, "the table asks for it"
    ended = authority.end(errand, ground, facts.now)
    said = f"{ground.said.zh}：{command.reason}" if command.reason else ground.said.zh
    return ErrandChange(errand, ended, (Happened(ErrandEvent.AUTHORITY_ENDED, said),))


_STEPS: Mapping[ErrandAction, Callable[[Errand, ErrandCommand, Caller, Facts], ErrandChange]] = {
    ErrandAction.CONFIRM: _confirm,
    ErrandAction.TELL_MISSING: papers.tell_missing,
    ErrandAction.SUPPLY: papers.supply,
    ErrandAction.ACCEPT: papers.accept,
    ErrandAction.SUBMIT: _submit,
    ErrandAction.STOP_CLOCK: _stop,
    ErrandAction.RESUME: _resume,
    ErrandAction.RECORD_RESULT: _record,
    ErrandAction.DELIVER: _deliver,
    ErrandAction.ARCHIVE: _archive,
    ErrandAction.REPORT: _submit,
    ErrandAction.VISIT: _submit,
    ErrandAction.RATE: _rate,
    ErrandAction.CONTACT: _contact,
    ErrandAction.TAKE_ORIGINAL: _take,
    ErrandAction.HAND_OVER: lambda errand, command, caller, _: custody.hand_over(
        errand, command, caller
    ),
    ErrandAction.RECEIVE: lambda errand, command, caller, _: custody.receive(
        errand, command, caller
    ),
    ErrandAction.WITHDRAW_OFFER: lambda errand, command, caller, _: custody.withdraw(
        errand, command, caller
    ),
    ErrandAction.FETCH: lambda errand, command, caller, _: custody.fetch(errand, command, caller),
    ErrandAction.ADD_SCAN: _add_scan,
    ErrandAction.DELETE_SCANS: _delete_scans,
    ErrandAction.SUBSTITUTE: _substitute,
    ErrandAction.CONSENT: _consent,
    ErrandAction.REVOKE: _end,
    ErrandAction.RESIGN: _end,
    ErrandAction.REPORT_END: _end,
}

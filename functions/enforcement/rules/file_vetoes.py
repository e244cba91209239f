"""What fails the file of a case whatever else is in it: the gates of the law, looked through again over the record (DOMAIN 5.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from enforcement.rules.authority import refuse_other_acts, still_held
from enforcement.rules.case import Case
from enforcement.rules.case_parts import Held, Hold, Made
from enforcement.rules.choice_of_law import refuse_out_of_force
from enforcement.rules.coercion import Means, refuse_coercion
from enforcement.rules.deadline import decide_until
from enforcement.rules.decision import NothingCited
from enforcement.rules.delivery import refuse_unproven
from enforcement.rules.evidence import deal_with_kept, grounds_of
from enforcement.rules.file_review import FileVeto, Finding, Material
from enforcement.rules.hearing import refuse_against_record, refuse_not_offered, refuse_unheard
from enforcement.rules.legal_review import refuse_undiscussed, refuse_without_review
from enforcement.rules.liability import refuse_penalty, refuse_time_barred
from enforcement.rules.notice import Notice, refuse_heavier, refuse_undefended
from enforcement.rules.numbers import law_of
from enforcement.rules.officers import CertificateState, require_officers
from enforcement.rules.refusals import GateShut
from enforcement.rules.separation import Part, refuse_recused, refuse_same_person
from enforcement.rules.simple import refuse_too_much_on_the_spot
from enforcement.rules.transfer import refuse_penalty_instead
from kernel.clock import day_of
from kernel.texts import Text

_DECISIONS = frozenset({"penalty_decision", "spot_decision", "no_penalty_decision"})


class RecordBroken(GateShut):
    """The record or a paper is not as it was written."""

    slug = "record-broken"
    title = Text("案卷记录被改动", "Record broken")
    said = Text(
        "全过程记录或者文书文本与原记录不符。", "The record or a paper is not as it was written."
    )
    rests_on = "full_record"


class DecidedLate(GateShut):
    """It was decided after the ninety days."""

    slug = "decided-late"
    title = Text("超过办案期限", "Decided late")
    said = Text(
        "未在立案之日起九十日内作出决定。", "It was not decided within ninety days of its filing."
    )
    rests_on = "decision_clock"


class NoCertificate(GateShut):
    """Somebody took part in the investigation without a certificate that held."""

    slug = "no-certificate"
    title = Text("无有效执法证件", "No certificate")
    said = Text(
        "参与调查的人员没有有效执法证件。", "Somebody investigated without a certificate that held."
    )
    rests_on = "certificate_shown"


class FactsMissing(GateShut):
    """There are no facts on record, or no paper that says what was decided."""

    slug = "facts-missing"
    title = Text("事实或决定文书缺失", "Facts missing")
    said = Text(
        "案卷没有违法事实或者决定文书。", "The file has no facts, or no paper of the decision."
    )
    rests_on = "decision_form"


def vetoes(case: Case, known: Material) -> list[Finding]:
    """Return what fails a file, as its record shows it: the gates of the law, looked through again."""
    found: list[Finding] = []
    for veto, check in _CHECKS:
        for one in check(case, known):
            refusal = _refusal(one)
            if refusal is not None:
                law = refusal.more.get("citation") or law_of(refusal.rests_on)
                found.append(Finding(veto, refusal.detail, law))
    return found


# What the record shows

_Gate = Callable[[], object]


def _refusal(gate: _Gate) -> GateShut | None:
    try:
        gate()
    except GateShut as refused:
        return refused
    return None


def _shut(refusal: type[GateShut]) -> _Gate:
    def raise_it() -> None:
        raise refusal

    return raise_it


def _organ(case: Case, known: Material) -> Iterator[_Gate]:
    made, item = case.decision, case.item
    if made and item:
        filed, decided = day_of(case.filed_at or made.at), day_of(made.at)
        yield lambda: refuse_other_acts(
            still_held(known.items, case.town, item, filed, decided), case.acts
        )


def _certificate(case: Case, _: Material) -> Iterator[_Gate]:
    day = day_of(case.investigated_at) if case.investigated_at else None
    for one in case.investigated:
        held = one.certificate
        if day and (held is None or held.state_on(day) is not CertificateState.VALID):
            yield _shut(NoCertificate)
            return


def _officers(case: Case, _: Material) -> Iterator[_Gate]:
    at = case.investigated_at or (case.decision.at if case.decision else None)
    if at:
        yield lambda: require_officers(case.investigated, day_of(at))


def _facts(case: Case, known: Material) -> Iterator[_Gate]:
    if case.decision and not ((case.facts or "").strip() and _DECISIONS & set(known.forms)):
        yield _shut(FactsMissing)


def _evidence(case: Case, _: Material) -> Iterator[_Gate]:
    made = case.decision
    if made and made.is_penalty and not made.on_the_spot:
        yield lambda: grounds_of(case.evidence)


def _law(case: Case, _: Material) -> Iterator[_Gate]:
    made = case.decision
    if made is None or not made.is_penalty:
        return
    party, act = case.party, case.act
    if act:
        yield lambda: refuse_time_barred(act, day_of(case.known_at))
    if act and party:
        yield lambda: refuse_penalty(party.as_party, act, day_of(made.at))
    if not made.cited or (made.norm and not made.norm.is_among(made.cited)):
        yield _shut(NothingCited)
    yield lambda: refuse_out_of_force(
        [one for one in made.cited if not (made.norm and one.is_among([made.norm]))],
        day_of(made.at),
    )


def _procedure(case: Case, known: Material) -> Iterator[_Gate]:
    if not known.sound:
        yield _shut(RecordBroken)
    for one in case.held:
        yield lambda one=one: _refuse_held(one)
    made = case.decision
    if made is None:
        return
    yield from _persons(case, made)
    if made.on_the_spot:
        if case.party:
            yield lambda kind=case.party.kind: refuse_too_much_on_the_spot(kind, made.fine)
        return
    if case.filed_at and made.at >= decide_until(case.filed_at, case.suspensions, made.at):
        yield _shut(DecidedLate)
    if made.is_penalty:
        yield lambda: refuse_undefended(case.notice, case.defence, made.at)
        if case.notice:
            yield from _announced(case, made, case.notice)


def _refuse_held(one: Held) -> None:
    """Let goods have been seized at a lawful time, and evidence dealt with while it was kept."""
    if one.hold is Hold.SEIZED:
        refuse_coercion(Means.SEIZURE, one.since, emergency=one.emergency)
        return
    done = min(filter(None, (one.lifted_at, one.ended_at)), default=None)
    if done:
        deal_with_kept(one.since, done)


def _persons(case: Case, made: Made) -> Iterator[_Gate]:
    yield lambda: refuse_recused([made.by], case.recusals)
    service = case.service
    if service:
        yield lambda: refuse_unproven(service)
    if not made.on_the_spot:
        for part, persons in case.took_part.items():
            for person in sorted(persons):
                yield lambda part=part, person=person: _separate(person, part, case)


def _separate(person: str, part: Part, case: Case) -> None:
    refuse_same_person(person, part, case.took_part)


def _announced(case: Case, made: Made, notice: Notice) -> Iterator[_Gate]:
    party = case.party
    if party:
        yield lambda: refuse_not_offered(party.kind, notice)
    yield lambda: refuse_unheard(notice, case.hearing, made.at)
    yield lambda: refuse_heavier(notice, made.fine, made.others)
    yield lambda: refuse_against_record(case.hearing, made.fine)
    yield lambda: refuse_without_review(case, made.fine)
    yield lambda: refuse_undiscussed(major=case.major, minutes=case.minutes)


def _transfer(case: Case, _: Material) -> Iterator[_Gate]:
    if case.decision and case.decision.is_penalty:
        yield lambda: refuse_penalty_instead(case.crime)


_CHECKS: tuple[tuple[FileVeto, Callable[[Case, Material], Iterator[_Gate]]], ...] = (
    (FileVeto.ORGAN, _organ),
    (FileVeto.CERTIFICATE, _certificate),
    (FileVeto.OFFICERS, _officers),
    (FileVeto.FACTS, _facts),
    (FileVeto.EVIDENCE, _evidence),
    (FileVeto.LAW, _law),
    (FileVeto.PROCEDURE, _procedure),
    (FileVeto.TRANSFER, _transfer),
)

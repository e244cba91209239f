"""Periods, limits and steps: the small rules, at their boundaries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from assembly.rules import (
    ceremonies,
    followup,
    limits,
    matters,
    meetings,
    publications,
    village_rules,
    votes,
)
from assembly.rules.bodies import BodyKind, Mode, Roll, all_rules
from assembly.rules.ceremonies import (
    CeremonyFigures,
    CeremonyKind,
    CeremonyLimits,
    CeremonyLimitsVersion,
    exceeded,
    limits_on,
)
from assembly.rules.matters import AuthorityDecision, SittingMinutes
from assembly.rules.meetings import AttendanceChannel, Stay
from assembly.rules.routing import BY_MINUTES, MatterStep, parse, routing
from assembly.rules.states.matters import MatterStatus
from assembly.rules.village_rules import RulesClause
from assembly.rules.votes import (
    BallotForm,
    Choice,
    Issued,
    MoreBallotsThanIssued,
    SecretBallot,
    TooFewToBeSecret,
)
from kernel import clock
from kernel.law import reference
from kernel.problems import InvalidFields
from kernel.texts import Text

OWN = reference({"law": "own-choice"})
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ON_PAPER, ONLINE = Issued(AttendanceChannel.PAPER), Issued(AttendanceChannel.ONLINE)
MINUTES = SittingMinutes("2026-11-23", "同意", ("甲",))
ROUTES = [kind for routes in routing().versions.values() for kind in routes]


def standing(kind, steps):
    group = 1 if kind.of_a_group else None
    matter = matters.propose(
        kind, matter_id="m", village="v", title="t", text="t", by="p", group=group
    )
    for step in kind.steps[:steps]:
        matter = advance(matter, kind, step)
    return matter


def authority(*, approved=True, decided_on="2026-11-23") -> AuthorityDecision:
    return AuthorityDecision(
        approved=approved, document_number="洪民〔2026〕1号", decided_on=decided_on,
        unit="140426106", by="p", at="2026-11-23T02:00:00.000Z",
    )  # fmt: skip


def advance(matter, kind, step):
    if step in BY_MINUTES:
        return matters.record(matter, kind, step, MINUTES, by="p", now=NOW)
    if step in (MatterStep.PARTY_MEMBERS_REVIEW, MatterStep.DECISION):
        return matters.after_vote(matter, kind, meeting="x", vote="y", passed=True, by="p", now=NOW)
    if step is MatterStep.AUTHORITY_DECISION:
        return matters.decide_above(matter, kind, authority(), now=NOW)
    if step is MatterStep.CARRYING_OUT:
        done = followup.new("1", "t", "p", NOW + timedelta(days=1))
        matter = matters.plan(matter, kind, [done], reason=None, now=NOW)
        finished = followup.fulfil(matter.milestones, "1", by="p", note="n", evidence=[], now=NOW)
        return matters.finish(replace(matter, milestones=finished), kind, by="p", now=NOW)
    return matters.after_publication(matter, kind, step, "z", by="p", now=NOW)


@pytest.mark.parametrize("kind", ROUTES, ids=lambda kind: f"{kind.code} {kind.valid_from}")
def test_every_route_leads_to_its_end_and_no_step_of_it_can_be_taken_out_of_turn(kind):

    for n, step in enumerate(kind.steps):
        matter = standing(kind, n)
        assert matters.pending(matter) is step
        for other in set(MatterStep) - {step}:
            with pytest.raises(matters.StepMayNotBeSkipped):
                matters.require_step(matter, kind, other)

    end = standing(kind, len(kind.steps))
    assert (end.status, end.step) == (MatterStatus.DONE, None)
    with pytest.raises(matters.MatterClosed):
        matters.pending(end)


@pytest.mark.parametrize("kind", ROUTES, ids=lambda kind: f"{kind.code} {kind.valid_from}")
def test_every_matter_is_decided_by_a_body_the_table_knows(kind):
    known = {rule.kind for rule in all_rules(date(2026, 11, 23))}

    assert set(kind.bodies_for(MatterStep.DECISION, [])) <= known
    assert kind.publication_days >= 15
    assert kind.law.named.zh


def test_what_the_law_keeps_from_representatives_is_theirs_under_no_delegation():
    for code in (
        "collective_charter",
        "collective_membership",
        "land_contract",
        "land_compensation",
        "collective_merger",
    ):
        kind = routing().type_of(code, NOW.date())
        assert kind.bodies_for(MatterStep.DECISION, [code]) == (
            BodyKind.COLLECTIVE_MEMBERS_MEETING,
        )
    rules = routing().type_of("village_rules", NOW.date())
    assert rules.bodies_for(MatterStep.DECISION, ["village_rules"]) == (BodyKind.VILLAGERS_MEETING,)


def route(steps, valid_from="2026-01-01", valid_to=None):
    return {
        "code": "x", "name": {"zh": "x", "en": "x"}, "valid_from": valid_from, "valid_to": valid_to, "deciders": [],
        "delegable_to": None, "steps": steps, "merge_first_two": False, "publication_days": 15,
        "outcome": "decision", "opinion_to": [], "cites": {"law": "own-choice"},
    }  # fmt: skip


def table_of(*routes):
    order = {"cites": {"law": "four-deliberations"}}
    return {"version": 1, "order": order, "sittings": {}, "types": list(routes)}


def test_a_route_without_a_decision_is_none():
    with pytest.raises(ValueError, match="no route"):
        parse(table_of(route(["carrying_out"])))


def test_a_matter_goes_to_its_end_on_the_route_it_was_entered_under():
    old = route(["party_study", "decision"], valid_to="2026-11-30")
    new = route(["decision"], valid_from="2026-12-01")
    table = parse(table_of(new, old))
    entered = standing(table.type_of("x", date(2026, 11, 30)), 0)

    later = table.entered_under("x", entered.route_from)

    assert later.steps == (MatterStep.PARTY_STUDY, MatterStep.DECISION)
    assert table.type_of("x", date(2026, 12, 1)).steps == (MatterStep.DECISION,)
    assert advance(entered, later, MatterStep.PARTY_STUDY).step == "decision"


def test_two_routes_of_one_kind_are_not_in_force_on_one_day():
    both = table_of(route(["decision"]), route(["decision"], valid_from="2026-06-01"))

    with pytest.raises(ValueError, match="two routes"):
        parse(both)


@pytest.mark.parametrize(
    ("recommended", "approved", "then"),
    [
        (True, True, "carrying_out"),
        (True, False, "result_publication"),
        (False, True, "result_publication"),
        (False, False, "result_publication"),
    ],
)
def test_only_what_was_recommended_and_approved_is_carried_out(recommended, approved, then):
    kind = routing().type_of("dilapidated_housing", NOW.date())
    opinion = matters.after_vote(
        standing(kind, 3), kind, meeting="x", vote="y", passed=recommended, by="p", now=NOW
    )
    before = matters.after_publication(
        opinion, kind, MatterStep.RESOLUTION_PUBLICATION, "z", by="p", now=NOW
    )

    after = matters.decide_above(before, kind, authority(approved=approved), now=NOW)

    assert after.step == then
    assert after.result == ("recommended" if recommended else "not_recommended")


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-24"])
def test_an_authority_decides_after_the_village_gave_its_opinion_and_not_in_days_to_come(day):
    kind = routing().type_of("dilapidated_housing", NOW.date())

    with pytest.raises(InvalidFields):
        matters.decide_above(standing(kind, 5), kind, authority(decided_on=day), now=NOW)


def test_a_village_that_does_not_recommend_says_so_and_the_opinion_goes_on():
    kind = routing().type_of("dilapidated_housing", NOW.date())

    matter = matters.after_vote(
        standing(kind, 3), kind, meeting="x", vote="y", passed=False, by="p", now=NOW
    )

    assert (matter.result, matter.step) == ("not_recommended", "resolution_publication")


def test_minutes_are_of_a_sitting_that_was_held():
    kind = routing().type_of("project", NOW.date())

    with pytest.raises(InvalidFields):
        matters.record(
            standing(kind, 0),
            kind,
            MatterStep.BRANCH_PROPOSAL,
            replace(MINUTES, held_on="2026-11-24"),
            by="p",
            now=NOW,
        )


def test_a_sitting_does_not_lie_before_the_step_that_came_before_it():
    kind = routing().type_of("project", NOW.date())
    proposed = standing(kind, 1)
    step = MatterStep.COMMITTEES_CONSULTATION
    earlier = replace(MINUTES, held_on="2026-11-22")

    with pytest.raises(InvalidFields):
        matters.record(proposed, kind, step, earlier, by="p", now=NOW)
    assert matters.record(proposed, kind, step, MINUTES, by="p", now=NOW).step == "consultation"


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
    ],
)
def test_periods_begin_and_end_with_the_calendar(period, first, last):
    assert publications.first_day(period).isoformat() == first
    assert publications.last_day(period).isoformat() == last


def test_a_change_of_rhythm_makes_no_missing_period_vanish():
    words = Text("", "")
    changes = (("2027-02-10", True), ("2027-08-01", False))
    duty = publications.Duty("finance", words, OWN, changes)

    periods = [
        duty.periods(date(2026, 11, 23), date(2027, month, 20)) for month in (1, 2, 5, 8, 10)
    ]

    quarters = ["2026-Q4", "2027-01", "2027-02", "2027-03"]
    months = [*quarters, "2027-04", "2027-05", "2027-06"]
    assert periods == [
        ["2026-Q4", "2027-Q1"],
        quarters[:3],
        months[:6],
        [*months, "2027-Q3"],
        [*months, "2027-Q3", "2027-Q4"],
    ]


def test_no_more_than_twelve_periods_are_looked_back_upon():
    duty = publications.Duty("finance", Text("", ""), OWN, (("2026-01-01", True),))

    periods = duty.periods(date(2026, 1, 1), date(2027, 12, 31))

    assert (len(periods), periods[0], periods[-1]) == (12, "2027-01", "2027-12")


def test_a_milestone_is_overdue_after_its_instant_not_at_it():
    milestone = followup.new("1", "t", "p", NOW)

    assert not followup.overdue(milestone, NOW)
    assert followup.overdue(milestone, NOW + timedelta(milliseconds=1))
    assert not followup.overdue(replace(milestone, done_at="x"), NOW + timedelta(days=1))


def planned(*milestones):
    kind = routing().type_of("paid_posts", NOW.date())
    matter = standing(kind, kind.steps.index(MatterStep.CARRYING_OUT))
    return kind, matters.plan(matter, kind, milestones, reason=None, now=NOW)


def test_what_passed_its_day_stays_in_the_plan_before_the_clock_has_seen_it():
    day = NOW + timedelta(days=1)
    kind, matter = planned(followup.new("1", "开工", "p", day))

    replanned = matters.plan(matter, kind, [], reason=None, now=day + timedelta(seconds=1))

    assert [each.id for each in replanned.milestones] == ["1"]


@pytest.mark.parametrize("days", [1, 40])
def test_an_open_milestone_is_not_moved_without_a_reason(days):
    kind, matter = planned(followup.new("1", "开工", "p", NOW + timedelta(days=30)))
    moved = followup.new("2", "开工", "p", NOW + timedelta(days=days))

    with pytest.raises(InvalidFields):
        matters.plan(matter, kind, [moved], reason=None, now=NOW)
    told = matters.plan(matter, kind, [moved], reason="雨季", now=NOW)
    assert [each.id for each in told.milestones] == ["2"]


def test_a_plan_that_adds_a_milestone_leaves_the_others_as_they_are():
    kind, matter = planned(followup.new("1", "开工", "p", NOW + timedelta(days=30)))
    again = followup.new("2", "开工", "p", NOW + timedelta(days=30))
    more = followup.new("3", "完工", "p", NOW + timedelta(days=60))

    added = matters.plan(matter, kind, [again, more], reason=None, now=NOW)

    assert [each.id for each in added.milestones] == ["1", "3"]


def test_a_limit_that_is_met_exactly_is_kept():
    limits = CeremonyLimits(tables=15, gift=100)

    assert exceeded(CeremonyFigures(tables=15, price_per_table=9999, gift=100), limits) == ()
    assert exceeded(CeremonyFigures(16, 0, 101), limits) == ("tables", "gift")


def test_limits_hold_from_their_day_on():
    def version(day, tables):
        limits = {CeremonyKind.WEDDING: CeremonyLimits(tables=tables)}
        return CeremonyLimitsVersion(valid_from=day, set_by="p", source=day, limits=limits)

    wedding, funeral = CeremonyKind.WEDDING, CeremonyKind.FUNERAL
    versions = [version("2026-06-01", 20), version("2026-01-01", 10)]

    assert limits_on(versions, wedding, date(2025, 12, 31)) == (None, None)
    assert limits_on(versions, wedding, date(2026, 5, 31))[0].tables == 10
    assert limits_on(versions, wedding, date(2026, 6, 1))[0].tables == 20
    assert limits_on(versions, funeral, date(2026, 6, 1)) == (None, versions[0])


def test_who_went_out_while_a_vote_ran_was_present_for_it():
    def stay(arrived, left):
        return Stay(
            person="p",
            channel=AttendanceChannel.PAPER,
            by="p",
            arrived_at=clock.iso(arrived),
            left_at=left and clock.iso(left),
            proxy=False,
        )

    roll = Roll(1, Mode.MEMBER, {name: (name,) for name in "abcd"})
    begin, end = NOW, NOW + timedelta(minutes=5)
    stays = {
        "a": [stay(NOW - timedelta(hours=1), NOW - timedelta(minutes=1))],
        "b": [stay(NOW - timedelta(hours=1), NOW)],
        "c": [stay(NOW + timedelta(minutes=5), None)],
        "d": [stay(NOW + timedelta(minutes=6), None)],
        "stranger": [stay(NOW, None)],
    }

    assert meetings.present_between(roll, stays, begin, end) == {"b", "c"}
    assert meetings.attending(roll, stays) == {"c", "d"}


@pytest.mark.parametrize(
    ("paper", "online", "fine"),
    [(3, 3, True), (2, 9, False), (9, 2, False), (2, 0, True), (0, 0, True)],
)
def test_ballots_that_could_be_told_apart_are_not_cast(paper, online, fine):
    issued = [ON_PAPER] * paper + [ONLINE] * online

    votes.refuse_too_few(issued, paper_only=True)
    if fine:
        votes.refuse_too_few(issued, paper_only=False)
    else:
        with pytest.raises(TooFewToBeSecret):
            votes.refuse_too_few(issued, paper_only=False)


def test_as_many_ballots_as_were_given_out_are_valid_and_one_more_is_not():
    paper = SecretBallot(Choice.YES, BallotForm.PAPER)
    online = SecretBallot(Choice.YES, BallotForm.ELECTRONIC)
    issued = [ON_PAPER, ONLINE]

    votes.refuse_too_many(issued, [paper, online], paper_only=False)
    votes.refuse_too_many(issued, [paper, paper], paper_only=True)
    for ballots in ([paper, paper], [online, online]):
        with pytest.raises(MoreBallotsThanIssued):
            votes.refuse_too_many(issued, ballots, paper_only=False)


@pytest.mark.parametrize(
    ("voters", "shards"), [(0, 1), (1, 1), (32, 1), (33, 2), (500, 16), (1500, 32)]
)
def test_shards_are_as_many_as_their_voters_need(voters, shards):
    assert votes.shards_for(voters) == shards
    assert {votes.shard_of(f"p-{n}", shards) for n in range(voters)} <= set(range(shards))


def test_every_choice_is_counted_also_those_nobody_made():
    assert votes.count(["yes", "yes", "no"]) == {
        Choice.YES: 2,
        Choice.NO: 1,
        Choice.ABSTAIN: 0,
        Choice.SPOILT: 0,
    }


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("罚扫大街", "fine"),
        ("扣发粮补", "fine"),
        ("取消困难户资格", "statutory_rights"),
        ("出嫁女不得分红", "discrimination"),
        ("断水断电", "statutory_rights"),
        ("有前科的不得参加", "sealed_record"),
    ],
)
def test_a_clause_that_goes_against_law_is_flagged_with_its_source(text, kind):
    flags = village_rules.flags_of([RulesClause("3", text)], NOW)

    assert kind in {flag.kind for flag in flags}
    assert {flag.clause for flag in flags} == {"3"}
    assert all(flag.cites and flag.note for flag in flags)


@pytest.mark.parametrize("text", ["停水通知及时公布", "扣除成本后分红", "本村不罚款，请从简"])
def test_an_innocent_clause_is_not_flagged(text):
    assert village_rules.flags_of([RulesClause("3", text)], NOW) == []


@pytest.mark.parametrize(
    ("text", "refused"), [("罚扫大街", ceremonies.NoFines), ("取消低保", ceremonies.AgainstLaw)]
)
def test_advice_of_the_ceremonies_council_is_held_to_the_same_list(text, refused):
    figures = CeremonyFigures(tables=1, price_per_table=1, gift=1)
    ceremony = ceremonies.register(
        CeremonyKind.WEDDING, ceremony_id="c", village="v", household=None, host="甲", by="p",
        held_on=NOW.date(), planned=figures, versions=[], today=NOW.date(),
    )  # fmt: skip

    with pytest.raises(refused):
        ceremonies.advise(ceremony, "advise", text, rule_book_item=None, by="p", now=NOW)


def test_the_party_organisation_studies_every_item_before_it_is_decided():
    studied = {MatterStep.PARTY_STUDY, MatterStep.BRANCH_PROPOSAL}

    for kind in routing().in_force(NOW.date()):
        if MatterStep.DECISION in kind.steps:
            before = kind.steps[: kind.steps.index(MatterStep.DECISION)]
            assert studied.intersection(before), kind.code


@pytest.mark.parametrize(
    "text",
    [
        "为某企业贷款提供担保",
        "村委会为村民王某贷款作 担 保",
        "同意作为合作社借款的保证人",
        "以村委会名义承担连带责任",
    ],
)
def test_a_village_gives_no_guarantees(text):
    kind = routing().type_of("other_livelihood", NOW.date())
    said: Any = {"matter_id": "1", "village": "v", "by": "p"}

    with pytest.raises(matters.NoGuarantees) as refused:
        matters.propose(kind, title="贷款", text=text, **said)

    assert refused.value.more["citation"].articles == ("13",)


@pytest.mark.parametrize(
    "text", ["村委会不得为任何人提供担保", "解除以往提供的担保", "保证饮水安全", "提供保证金"]
)
def test_what_denies_a_guarantee_is_none(text):
    kind = routing().type_of("other_livelihood", NOW.date())

    assert matters.propose(kind, matter_id="1", village="v", title="t", text=text, by="p")


@pytest.mark.parametrize(
    ("begun", "ends"),
    [
        ("2026-11-23T10:00:00+08:00", "2026-11-27T00:00:00+08:00"),
        ("2026-11-24T23:59:59+08:00", "2026-11-28T00:00:00+08:00"),
        ("2026-11-25T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
        ("2026-09-28T10:00:00+08:00", "2026-10-09T00:00:00+08:00"),
    ],
)
def test_an_objection_is_answered_in_three_days_that_end_at_midnight_and_on_no_day_off(begun, ends):
    due = limits.due("objection_answer", datetime.fromisoformat(begun))

    assert clock.local_iso(clock.from_iso(due)) == clock.local_iso(datetime.fromisoformat(ends))


@pytest.mark.parametrize(
    ("day", "steps"),
    [
        (date(2026, 6, 30), "branch_proposal"),
        (date(2026, 7, 1), "authority_decision"),
    ],
)
def test_minimum_living_goes_by_the_route_of_the_day_it_was_entered(day, steps):
    kind = routing().type_of("minimum_living", day)

    assert (kind.steps[0], MatterStep.DECISION in kind.steps) == (steps, day < date(2026, 7, 1))
    assert kind.law.on(day).is_law

"""What notices say, when they are stale, what subscriptions let through."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.units import Tier
from notices import rules
from notices.rules import Addressee, Channel, Event, MalformedEntry, Severity, Staleness, Wanted

VILLAGE, TOWN, COUNTY, GRID = "140426106201", "140426106", "140426", "140426106201001"
TOPIC = "arn:aws-cn:sns:cn-north-1:123456789012:village"
NAMES = {COUNTY: "黎城县", TOWN: "洪井镇", VILLAGE: "庄头村", GRID: "第一网格"}


def history_row(**changes):
    row = {
        "pk": "INC#01JD",
        "incident_id": "01JD",
        "seq": "3",
        "at": "2026-11-23T02:00:00.000Z",
        "event": "reminded",
        "actor": "p-1",
        "actor_name": "某某",
        "from_status": "reported",
        "to_status": "reported",
        "from_tier": "village",
        "to_tier": "village",
        "reason": None,
        "addressees": json.dumps([{"tier": "village", "unit": VILLAGE}]),
        "epoch": "1",
        "due_at": "2026-11-23T02:20:00.000Z",
        "unit": GRID,
        "category": "environment",
        "severity": "pressing",
        "case_code": a_case_code(),
    }
    return {**row, **changes}


def a_case_code():
    from stdnum.iso7064 import mod_37_36

    body = "140426267KQ2M9XD4"
    code = body + mod_37_36.calc_check_digit(body)
    return f"{code[:6]}-{code[6:8]}-{code[8:13]}-{code[13:]}"


@dataclass
class Now:
    status: str = "reported"
    tier: str = "village"
    epoch: int = 1
    responsible_unit: str = VILLAGE


def entry(**changes):
    return rules.read_entry(history_row(**changes))


def notice(**changes):
    return rules.compose(entry(**changes), Addressee(Tier.VILLAGE, VILLAGE), "生态环境", NAMES)


def test_every_event_of_an_incident_has_its_words():
    assert set(rules.WORDINGS) == set(Event)
    assert all(wording.name and wording.ask for wording in rules.WORDINGS.values())


def test_notices_know_every_event_and_severity_that_incidents_have():
    from incidents.rules import states

    assert {str(event) for event in states.Event} == {str(event) for event in Event}
    assert {str(one) for one in states.Severity} == {str(one) for one in Severity}


def test_a_notice_tells_what_is_asked_where_and_by_when_in_beijing_time():
    told = notice()

    assert told.subject == f"【催办】生态环境（较急）{a_case_code()}"
    assert told.text.splitlines() == [
        told.subject,
        f"案件编号：{a_case_code()}",
        "发生地点：洪井镇·庄头村·第一网格",
        "办理层级：村级",
        "通知单位：洪井镇·庄头村",
        "办理要求：办理时限将至，请尽快办理。",
        "办理时限：2026-11-23 10:20（北京时间）",
        "详情请凭案件编号登录系统查看。",
    ]


def test_a_notice_says_why_when_the_system_decided_by_itself():
    assert (
        "通知原因：下级暂无人在岗。"
        in notice(event="tier_skipped", reason_code="nobody_holds_post").text
    )


def test_a_unit_the_registry_does_not_know_is_written_as_its_code():
    told = rules.compose(entry(), Addressee(Tier.VILLAGE, VILLAGE), "生态环境", {})

    assert f"通知单位：{TOWN}·{VILLAGE}" in told.text


def test_machines_get_the_same_facts_as_people():
    message = json.loads(notice().message)
    facts = json.loads(message["default"])

    assert message["email"] == facts["text"]
    assert facts["notice_id"] == f"01JD-000003-village-{VILLAGE}"
    assert (facts["event"], facts["tier"], facts["due_at"]) == (
        "reminded",
        "village",
        "2026-11-23T02:20:00.000Z",
    )


def test_subscriptions_can_filter_on_unit_origin_category_severity_event_and_case():
    assert notice().attributes == {
        "unit": VILLAGE,
        "origin": GRID,
        "category": "environment",
        "severity": "pressing",
        "event": "reminded",
        "case_code": a_case_code(),
        "notice_id": f"01JD-000003-village-{VILLAGE}",
    }


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("severity", Severity)
def test_a_subject_is_one_line_of_fewer_than_100_characters_and_has_an_ascii_twin(event, severity):
    told = rules.compose(
        entry(event=event, severity=severity),
        Addressee(Tier.TOWN, TOWN),
        "很长的类别名称" * 20,
        NAMES,
    )

    for subject in (told.subject, told.plain_subject):
        assert len(subject) < 100
        assert subject.isprintable()
        assert a_case_code() in subject
    assert told.plain_subject.isascii()


FREE_FIELDS = [
    "actor",
    "actor_name",
    "actor_unit",
    "reason",
    "reason_code",
    "note",
    "description",
    "handler",
    "details",
]
PERSONAL = ["张三丰", "13812345678", "140426199001011234", "p-gw-01"]


@given(
    event=st.sampled_from(Event),
    spilt=st.dictionaries(
        st.sampled_from([*FREE_FIELDS, "reporter", "on_behalf_of", "name", "phone"]),
        st.sampled_from(PERSONAL),
        min_size=1,
    ),
)
def test_no_name_phone_id_or_words_of_a_person_reach_a_notice(event, spilt):
    told = notice(event=event, **spilt)

    everything = (
        told.subject + told.plain_subject + told.message + json.dumps(dict(told.attributes))
    )
    assert not [value for value in spilt.values() if value in everything]


@pytest.mark.parametrize(
    "spilt",
    [
        {"category": "张三丰"},
        {"unit": "13812345678"},
        {"case_code": "张三"},
        {"severity": "张三"},
        {"event": "张三"},
    ],
)
def test_a_personal_text_in_a_coded_field_is_refused_without_repeating_it(spilt):
    with pytest.raises(MalformedEntry) as refused:
        entry(**spilt)

    assert not any(value in str(refused.value) for value in spilt.values())


@pytest.mark.parametrize(
    "missing", ["seq", "at", "event", "unit", "category", "severity", "case_code"]
)
def test_an_entry_without_what_a_notice_is_made_of_is_malformed(missing):
    row = history_row()
    del row[missing]

    with pytest.raises(MalformedEntry):
        rules.read_entry(row)


@pytest.mark.parametrize(
    "addressees",
    ["{", '[{"tier": "grid", "unit": "140426"}]', '[{"tier": "town", "unit": "1404"}]', "[1]"],
)
def test_addressees_that_are_no_units_are_malformed(addressees):
    with pytest.raises(MalformedEntry):
        entry(addressees=addressees)


def test_an_addressee_named_twice_is_told_once():
    twice = json.dumps([{"tier": "town", "unit": TOWN}] * 2)

    assert entry(addressees=twice).addressees == (Addressee(Tier.TOWN, TOWN),)


def test_a_reminder_is_still_wanted_while_nothing_has_moved():
    assert not rules.is_stale(entry(event="reminded"), Now())


NUDGES = [
    event for event, wording in rules.WORDINGS.items() if wording.stale is Staleness.ONCE_MOVED
]


@pytest.mark.parametrize("event", NUDGES)
@pytest.mark.parametrize(
    "moved", [{"status": "accepted"}, {"status": "confirmed"}, {"tier": "town"}, {"epoch": 2}]
)
def test_a_nudge_is_stale_once_the_incident_has_moved(event, moved):
    assert rules.is_stale(entry(event=event), Now(**moved))


@pytest.mark.parametrize("event", ["escalated", "tier_skipped"])
@pytest.mark.parametrize(
    ("status", "stale"),
    [("accepted", False), ("resolved", False), ("confirmed", True), ("cancelled", True)],
)
def test_an_escalation_is_stale_only_when_the_incident_is_closed(event, status, stale):
    assert rules.is_stale(entry(event=event), Now(status=status)) is stale


@pytest.mark.parametrize(
    "event", ["reported", "accepted", "resolved", "rejected", "confirmed", "cancelled"]
)
def test_a_fact_is_never_stale(event):
    assert not rules.is_stale(entry(event=event), Now(status="cancelled", epoch=9))
    assert not rules.may_go_stale(entry(event=event))


def test_a_reminder_of_an_incident_that_is_gone_is_stale():
    assert rules.is_stale(entry(event="reminded"), None)


def test_the_same_entry_and_addressee_have_the_same_notice_id():
    told, again = entry(), replace(entry(), at=datetime(2027, 1, 1, tzinfo=UTC))

    assert rules.notice_id(told, told.addressees[0]) == rules.notice_id(again, again.addressees[0])


@pytest.mark.parametrize(
    ("unit", "tier"),
    [(COUNTY, Tier.COUNTY), (TOWN, Tier.TOWN), (VILLAGE, Tier.VILLAGE), (GRID, Tier.VILLAGE)],
)
def test_the_notices_of_a_unit_come_through_its_tier_and_a_grids_through_the_village(unit, tier):
    assert rules.tier_of(unit) is tier


def test_a_filter_lets_a_unit_and_all_below_it_through():
    assert rules.filter_policy([Wanted(VILLAGE)]) == {"unit": [{"prefix": VILLAGE}]}


def test_a_filter_may_narrow_events_and_severities():
    policy = rules.filter_policy([Wanted(TOWN, frozenset({"escalated"}), frozenset({"urgent"}))])

    assert policy == {"unit": [{"prefix": TOWN}], "event": ["escalated"], "severity": ["urgent"]}


def test_choosing_every_event_is_choosing_none():
    everything = Wanted(TOWN, frozenset(map(str, Event)), frozenset(map(str, Severity)))

    assert rules.filter_policy([everything]) == rules.filter_policy([Wanted(TOWN)])


def test_units_with_the_same_narrowing_share_a_branch_and_a_covered_unit_adds_nothing():
    other = "140426106202"

    policy = rules.filter_policy([Wanted(other), Wanted(GRID), Wanted(VILLAGE)])

    assert policy == {"unit": [{"prefix": VILLAGE}, {"prefix": other}]}


def test_different_narrowings_are_alternatives():
    policy = rules.filter_policy(
        [Wanted(VILLAGE, severities=frozenset({"urgent"})), Wanted("140426106202")]
    )

    assert policy == {
        "$or": [
            {"unit": [{"prefix": "140426106202"}]},
            {"unit": [{"prefix": VILLAGE}], "severity": ["urgent"]},
        ]
    }


def test_an_endpoint_that_carries_nothing_has_no_filter():
    assert rules.filter_policy([]) is None


def test_a_filter_larger_than_sns_takes_is_refused():
    units = [Wanted(f"1404261062{number:02d}001") for number in range(1, 100)]
    narrow = frozenset({"urgent", "pressing"})

    assert rules.filter_policy(units) is not None
    with pytest.raises(rules.TooManySubscriptions):
        rules.filter_policy([replace(one, severities=narrow) for one in units])


GOOD = [
    (Channel.EMAIL, "office@licheng.gov.cn"),
    (Channel.EMAIL, "zhang.san+tz@mail.example-site.com"),
    (Channel.HTTPS, "https://hooks.licheng.gov.cn/notices?key=1"),
    (Channel.HTTPS, "https://hooks.licheng.gov.cn:8443/n"),
    (Channel.HTTPS, "https://[2400:3200::1]/n"),
    (Channel.HTTPS, "https://223.5.5.5/n"),
    (Channel.SQS, "arn:aws-cn:sqs:cn-north-1:123456789012:town-notices"),
]
BAD = [
    (Channel.EMAIL, "office"),
    (Channel.EMAIL, "office@localhost"),
    (Channel.EMAIL, "a@b@licheng.gov.cn"),
    (Channel.EMAIL, "office@[10.0.0.1]"),
    (Channel.EMAIL, ".office@licheng.gov.cn"),
    (Channel.EMAIL, "办公室@licheng.gov.cn"),
    (Channel.EMAIL, "office@licheng.gov.cn\r\nBcc: x@y.cn"),
    (Channel.EMAIL, "a" * 65 + "@licheng.gov.cn"),
    (Channel.HTTPS, "http://hooks.licheng.gov.cn/"),
    (Channel.HTTPS, "https://user:pass@hooks.licheng.gov.cn/"),
    (Channel.HTTPS, "https://localhost/"),
    (Channel.HTTPS, "https://hooks.internal/"),
    (Channel.HTTPS, "https://printer.local/"),
    (Channel.HTTPS, "https://127.0.0.1/"),
    (Channel.HTTPS, "https://10.1.2.3/"),
    (Channel.HTTPS, "https://169.254.169.254/latest/meta-data"),
    (Channel.HTTPS, "https://[::1]/"),
    (Channel.HTTPS, "https://[::ffff:10.0.0.1]/"),
    (Channel.HTTPS, "https://[fd00::1]/"),
    (Channel.HTTPS, "https://2130706433/"),
    (Channel.HTTPS, "https://0x7f.1/"),
    (Channel.HTTPS, "https://127.1/"),
    (Channel.HTTPS, "https://224.0.0.1/"),
    (Channel.HTTPS, "https://hooks.licheng.gov.cn:99999/"),
    (Channel.HTTPS, "https://hooks.licheng.gov.cn/#x"),
    (Channel.HTTPS, "https://hooks.licheng.gov.cn\\@127.0.0.1/"),
    (Channel.HTTPS, "https://[oops/"),
    (Channel.HTTPS, "https://"),
    (Channel.SQS, "arn:aws:sqs:cn-north-1:123456789012:q"),
    (Channel.SQS, "arn:aws-cn:sqs:cn-northwest-1:123456789012:q"),
    (Channel.SQS, "arn:aws-cn:sqs:cn-north-1:12345:q"),
    (Channel.SQS, "arn:aws-cn:sns:cn-north-1:123456789012:q"),
    (Channel.SQS, "arn:aws-cn:sqs:cn-north-1:123456789012:q.fifo"),
    (Channel.SQS, "q"),
]


@pytest.mark.parametrize(("protocol", "endpoint"), GOOD)
def test_a_reachable_endpoint_is_taken(protocol, endpoint):
    assert rules.endpoint_fault(protocol, endpoint, TOPIC) is None


@pytest.mark.parametrize(("protocol", "endpoint"), BAD)
def test_an_endpoint_that_is_malformed_or_not_public_is_refused_with_a_reason(protocol, endpoint):
    fault = rules.endpoint_fault(protocol, endpoint, TOPIC)

    assert fault is not None
    assert fault.zh
    assert fault.en


def test_the_host_of_a_mailbox_has_no_case():
    assert rules.tidy_endpoint("email", "Office@LiCheng.gov.CN") == "Office@licheng.gov.cn"
    assert rules.tidy_endpoint("sqs", "arn:aws:sqs:x:1:Q") == "arn:aws:sqs:x:1:Q"

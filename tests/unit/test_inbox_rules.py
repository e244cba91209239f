"""What reporters are told, who of them, and in which words."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation.rules.events import OwedEvent
from incidents.rules import states
from kernel.field_errors import TextualValueError
from kernel.texts import Text
from notices.inbox.model import MessageTexts, fillable
from notices.inbox.rules import steps, texts
from notices.inbox.rules.texts import ANY_CATEGORY, Placeholder
from notices.inbox.rules.told import TELLS, Told
from notices.inbox.store.texts import TEXTS as PACKAGED
from notices.rules.entries import MalformedEntry
from tests.unit.test_notices_rules import VILLAGE, a_case_code, history_row

DOCUMENT = PACKAGED.packaged().document
TEXTS = texts.parse(DOCUMENT, 0)
MANHOLES = Text("井盖", "manholes")
UNIT = Text("庄头村", "Zhuangtou")


@dataclass
class Following:
    people: tuple[str, ...] = ("first", "second", "third")
    reported_for: str | None = None
    category: Text | None = MANHOLES
    rating_days: int = 30
    answers: dict[str, Text] = field(default_factory=lambda: {"slow": Text("太慢", "too slow")})


def step(**changes):
    found = steps.read_step(history_row(**{"event": "accepted", **changes}))
    assert found is not None
    return found


def words(one, following=None, unit: Text | None = UNIT):
    given = steps.values(one, following or Following(), unit)
    return texts.render(TEXTS.of(one.told, one.category), given)


def test_every_event_that_is_told_is_one_incidents_have():
    assert set(TELLS) <= {*states.Event, *OwedEvent}


def test_every_message_has_packaged_words_that_can_be_filled_in():
    assert {told for told, category in TEXTS.by_event if category == ANY_CATEGORY} == set(Told)
    for text in TEXTS.by_event.values():
        assert texts.text_fault(text.zh) is texts.text_fault(text.en) is None
        assert max(map(len, text)) <= texts.LONGEST_TEXT


@pytest.mark.parametrize(
    "event", ["reminded", "supervised", "extension_asked", "task_done", "absorbed", "rated"]
)
def test_what_is_between_the_offices_is_not_told(event):
    assert steps.read_step(history_row(event=event)) is None


@pytest.mark.parametrize("event", ["returned", "assigned", "dispatch_lapsed", "tier_skipped"])
def test_how_offices_pass_it_on_is_told_as_nothing_more_than_that(event):
    assert step(event=event).told is Told.PASSED_ON


def test_of_a_separation_only_the_one_that_is_alone_again_is_told():
    at_the_lead = history_row(event="separated", details=json.dumps({"from": a_case_code()}))

    assert steps.read_step(at_the_lead) is None
    assert step(event="separated").told is Told.SEPARATED


@pytest.mark.parametrize(("to", "is_told"), [("2026-11-24", True), ("2026-11-23", False)])
def test_a_limit_that_stayed_where_it_was_is_no_news(to, is_told):
    details = json.dumps({"from": "2026-11-23", "to": to})

    found = steps.read_step(history_row(event="due_recounted", details=details))

    assert (found is not None) is is_told


@pytest.mark.parametrize(
    "wrong",
    [{"case_code": "x"}, {"responsible_unit": "140"}, {"to_tier": None}, {"details": "[1"}],
)
def test_an_entry_that_says_too_little_is_malformed_and_quotes_nothing(wrong):
    with pytest.raises(MalformedEntry) as fault:
        steps.read_step(history_row(event="accepted", **wrong))

    assert "140426" not in str(fault.value)


def test_everybody_who_follows_hears_of_the_progress():
    assert steps.audience(step(), Following()) == ["first", "second", "third"]
    assert steps.audience(step(actor="second"), Following()) == ["first", "third"]


def test_of_the_report_only_whom_it_was_made_for_hears():
    reported = step(event="reported", actor="first")

    assert steps.audience(reported, Following(reported_for="second")) == ["second"]
    assert steps.audience(reported, Following()) == []
    assert steps.audience(reported, Following(reported_for="first")) == []


def test_of_joining_only_who_joined_hears():
    assert steps.audience(step(event="joined", actor="third"), Following()) == ["third"]


def test_the_result_asks_whether_one_is_satisfied_within_the_policys_days():
    asked = steps.question(step(event="confirmed"), Following())

    assert asked is not None
    assert asked.until == datetime(2026, 12, 23, 2, 0, tzinfo=UTC)
    assert set(asked.answers) == {"slow"}
    assert "2026-12-23 10:00" in words(step(event="confirmed", due_at=None)).zh
    assert steps.question(step(event="resolved"), Following()) is None


def test_a_message_says_case_category_unit_and_limit_in_both_languages():
    told = words(step())

    assert told.zh == (
        f"您反映的“井盖”（{a_case_code()}）已由庄头村受理，正在办理，期限2026-11-23 10:20。"
    )
    assert told.en == (
        f"Zhuangtou has accepted your report “manholes” ({a_case_code()}) and works on it until "
        "2026-11-23 10:20 (Beijing time)."
    )


def test_a_message_of_a_merger_names_the_case_it_follows():
    other = a_case_code()

    told = words(step(event="merged", details=json.dumps({"into": other})))

    assert other in told.zh


def test_what_nobody_knows_becomes_neutral_words():
    nothing = Following(category=None)

    told = words(step(due_at=None), nothing, unit=None)

    assert told.zh.startswith("您反映的“您反映的事项”")
    assert "责任单位受理" in told.zh
    assert told.en.endswith("until the time set.")


def test_a_message_holds_neither_persons_nor_what_people_wrote():
    private = {"actor": "p-9", "actor_name": "张三", "reason": "他家门口", "actor_unit": VILLAGE}
    details = json.dumps({"done": "给了李四", "evidence": ["照片"]})

    for event in TELLS:
        row = history_row(event=event, details=details, **private)
        if event == "due_recounted":
            row["details"] = json.dumps({"from": "a", "to": "b"})
        told = "".join(words(step(**row)))
        assert not {"p-9", "张三", "他家门口", "李四", "照片"} & {
            told[a : a + n] for n in (2, 3, 4) for a in range(len(told))
        }


@pytest.mark.parametrize(
    ("text", "is_fine"),
    [
        ("“{category}”（{case_code}）", True),
        ("no braces", True),
        ("{nobody}", False),
        ("{ case_code}", False),
        ("{case_code!r}", False),
        ("{case_code.__class__}", False),
        ("{}", False),
        ("{case_code", False),
        ("case_code}", False),
        ("{{case_code}}", False),
    ],
)
def test_braces_hold_a_known_placeholder_and_nothing_else(text, is_fine):
    assert (texts.text_fault(text) is None) is is_fine


@settings(max_examples=60)
@given(st.text(alphabet="{}a_!:.", max_size=30), st.sets(st.sampled_from(list(Placeholder))))
def test_filling_in_never_fails(text, known):
    given = {name: Text("值", "value") for name in known}

    filled = texts.render(Text(text, text), given)

    assert "{" not in filled.zh
    assert "}" not in filled.en


def test_a_category_of_its_own_has_words_of_its_own_and_the_rest_is_as_packaged():
    own = {"event": "accepted", "category": "environment", "zh": "自", "en": "own"}
    own_texts = texts.parse(texts.complete({"keep_days": 90, "texts": [own]}, DOCUMENT), 1)

    assert own_texts.of(Told.ACCEPTED, "environment") == ("自", "own")
    assert own_texts.of(Told.ACCEPTED, "dispute") == TEXTS.of(Told.ACCEPTED, "dispute")
    assert own_texts.of(Told.RESOLVED, "environment") == TEXTS.of(Told.RESOLVED, "environment")
    assert own_texts.keep_days == 90


def test_what_the_county_says_of_all_categories_replaces_the_packaged_words():
    own = {"event": "accepted", "category": "*", "zh": "新", "en": "new"}
    own_texts = texts.parse(texts.complete({"keep_days": 90, "texts": [own]}, DOCUMENT), 1)

    assert own_texts.of(Told.ACCEPTED, "dispute") == ("新", "new")


def test_messages_are_kept_within_the_bounds_a_county_may_set():
    for days in (30, 1098):
        MessageTexts.model_validate({**DOCUMENT, "keep_days": days})
    for days in (29, 1099):
        with pytest.raises(ValueError, match="keep_days"):
            MessageTexts.model_validate({**DOCUMENT, "keep_days": days})


def test_braces_of_full_width_are_placeholders_like_any_other() -> None:
    assert fillable("您反映的｛category｝已受理") == "您反映的{category}已受理"
    with pytest.raises(TextualValueError):
        fillable("您反映的｛catgory｝已受理")
    with pytest.raises(TextualValueError):
        fillable("您反映的｛category已受理")

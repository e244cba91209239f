"""What a town may do on a day, and who counts as an officer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from enforcement.rules.authority import (
    Item,
    NoPower,
    OtherAct,
    PowerKind,
    PowerTakenBack,
    item_on,
    own_powers,
    refuse_other_acts,
    still_held,
)
from enforcement.rules.choice_of_law import NotInForce
from enforcement.rules.officers import (
    Certificate,
    CertificateNotShown,
    CertificateState,
    CertificateTooLong,
    NotOnEstablishment,
    Present,
    TooFewOfficers,
    counted,
    issue,
    lacks_training,
    leave,
    reminders,
    require_officers,
)
from kernel.law import reference
from kernel.texts import Text

TOWN = "140426106"
STRAW = Item(
    TOWN,
    "straw",
    Text("焚烧秸秆", "burning straw"),
    PowerKind.PENALTY,
    reference({"law": "shanxi-powers-2022"}),
    date(2022, 10, 1),
    "晋政发〔2022〕",
    date(2026, 6, 30),
)
DAY = date(2026, 6, 1)


def certificate(number: str, holder: str, **other) -> Certificate:
    usual = {
        "organ": TOWN,
        "fields": (),
        "valid_from": date(2024, 5, 1),
        "valid_to": date(2027, 4, 30),
        "checked": frozenset({2025, 2026}),
    }
    return Certificate(number, holder, **usual | other)


ZHANG, LI = certificate("A1", "zhang"), certificate("A2", "li")
BOTH = (Present("zhang", ZHANG), Present("li", LI))


# The authority list


def test_an_item_is_the_towns_from_its_first_to_its_last_day() -> None:
    for day in (date(2022, 10, 1), date(2026, 6, 30)):
        assert item_on([STRAW], TOWN, "straw", PowerKind.PENALTY, day) == STRAW
    for day in (date(2022, 9, 30), date(2026, 7, 1)):
        with pytest.raises(NoPower):
            item_on([STRAW], TOWN, "straw", PowerKind.PENALTY, day)


@pytest.mark.parametrize(
    ("town", "code", "kind"),
    [
        ("140426100", "straw", PowerKind.PENALTY),
        (TOWN, "waste", PowerKind.PENALTY),
        (TOWN, "straw", PowerKind.COERCION),
    ],
)
def test_an_item_is_of_one_town_one_code_and_one_kind(town, code, kind) -> None:
    with pytest.raises(NoPower) as refused:
        item_on([STRAW], town, code, kind, DAY)

    assert refused.value.more["citation"].statute.id == "administrative-penalty-law-2021"


def test_a_town_has_its_own_powers_without_any_list() -> None:
    codes = {one.code for one in own_powers(TOWN)}

    assert codes == {"own-37", "own-39-works", "own-39-heaps", "own-40"}
    assert item_on([], TOWN, "own-37", PowerKind.PENALTY, DAY).document is None


def test_an_item_taken_back_between_filing_and_decision_goes_to_the_county() -> None:
    assert still_held([STRAW], TOWN, "straw", DAY, date(2026, 6, 30)) == STRAW

    with pytest.raises(PowerTakenBack) as refused:
        still_held([STRAW], TOWN, "straw", DAY, date(2026, 7, 1))

    assert refused.value.more["hand_over_to"] == "140426"
    assert refused.value.more["taken_back_on"] == "2026-06-30"


def test_an_item_taken_back_and_given_anew_does_not_keep_an_old_case_in_the_town() -> None:
    anew = replace(STRAW, valid_from=date(2026, 8, 1), valid_to=None)

    with pytest.raises(PowerTakenBack):
        still_held([STRAW, anew], TOWN, "straw", DAY, date(2026, 8, 2))


def test_an_item_given_anew_from_the_day_after_its_last_one_was_not_taken_back() -> None:
    next_day = date(2026, 7, 1)
    anew = replace(STRAW, valid_from=next_day, valid_to=date(2026, 12, 31), document="9号")
    last = replace(STRAW, valid_from=date(2027, 1, 1), valid_to=None)

    for day in (next_day, date(2026, 12, 31)):
        assert still_held([STRAW, anew, last], TOWN, "straw", DAY, day) == anew
    assert still_held([STRAW, anew, last], TOWN, "straw", DAY, date(2027, 1, 1)) == last
    elsewhere = replace(anew, town="140426107")
    with pytest.raises(PowerTakenBack):
        still_held([STRAW, elsewhere], TOWN, "straw", DAY, next_day)


def test_nothing_is_done_by_an_item_whose_statute_has_ended() -> None:
    air = reference({"law": "air-pollution-law-2018", "articles": ["119"]})
    item = replace(STRAW, law=air, valid_to=None)
    last = air.valid_to
    assert last is not None

    assert item_on([item], TOWN, "straw", PowerKind.PENALTY, last) == item
    with pytest.raises(NotInForce) as refused:
        item_on([item], TOWN, "straw", PowerKind.PENALTY, last + timedelta(days=1))
    assert refused.value.more["successor"].statute.id == "ecological-code-2026"


# Certificates


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2024, 4, 30), CertificateState.LAPSED),
        (date(2024, 5, 1), CertificateState.VALID),
        (date(2027, 3, 31), CertificateState.VALID),
        (date(2027, 4, 1), CertificateState.UNCHECKED),
        (date(2027, 4, 30), CertificateState.UNCHECKED),
        (date(2027, 5, 1), CertificateState.LAPSED),
    ],
)
def test_a_certificate_is_worth_what_its_days_and_checks_say(day, state) -> None:
    assert ZHANG.state_on(day) is state


def test_the_last_day_of_a_checked_certificate_is_a_day_of_it() -> None:
    kept = replace(ZHANG, checked=frozenset({2025, 2026, 2027}))

    assert kept.state_on(date(2027, 4, 30)) is CertificateState.VALID
    assert kept.state_on(date(2027, 5, 1)) is CertificateState.LAPSED


@pytest.mark.parametrize(
    "why",
    [
        CertificateState.SUSPENDED,
        CertificateState.REVOKED,
        CertificateState.HANDED_IN,
        CertificateState.VOID,
    ],
)
def test_a_certificate_withdrawn_holds_to_the_day_before(why: CertificateState) -> None:
    gone = replace(ZHANG, withdrawn=why, withdrawn_on=DAY)

    assert gone.state_on(date(2026, 5, 31)) is CertificateState.VALID
    assert gone.state_on(DAY) is why


def test_whoever_leaves_the_post_leaves_the_certificate() -> None:
    left = leave(ZHANG, DAY)

    assert left.state_on(DAY) is CertificateState.VALID
    assert left.state_on(date(2026, 6, 2)) is CertificateState.HANDED_IN
    revoked = replace(ZHANG, withdrawn=CertificateState.REVOKED, withdrawn_on=DAY)
    assert leave(revoked, DAY) == revoked


def test_two_officers_with_their_own_certificates_are_enough() -> None:
    assert [one.number for one in require_officers(BOTH, DAY)] == ["A1", "A2"]


@pytest.mark.parametrize(
    "second",
    [
        Present("li", None),
        Present("li", replace(LI, number="A1")),
        Present("zhang", certificate("A3", "zhang")),
        Present("wang", LI),
        Present("li", LI, on_establishment=False),
        Present("li", replace(LI, valid_to=date(2026, 5, 31))),
        Present("li", replace(LI, withdrawn=CertificateState.SUSPENDED)),
        Present("li", replace(LI, fields=("forestry",))),
    ],
    ids=[
        "a helper",
        "the same number",
        "the same person",
        "somebody else's",
        "no staff",
        "lapsed the day before",
        "suspended",
        "another field",
    ],
)
def test_whoever_does_not_count_leaves_one_too_few(second: Present) -> None:
    with pytest.raises(TooFewOfficers) as refused:
        require_officers([BOTH[0], second], DAY, "environment")

    assert refused.value.more["counted"] == 1


def test_a_helper_may_be_there_beside_two_who_count() -> None:
    helper = Present("helper", None, on_establishment=False, shown=False)

    assert len(require_officers([*BOTH, helper], DAY)) == 2


def test_certificates_are_shown_first() -> None:
    with pytest.raises(CertificateNotShown):
        require_officers([BOTH[0], BOTH[1]._replace(shown=False)], DAY)


def test_a_certificate_of_a_field_counts_in_it() -> None:
    forester = Present("li", replace(LI, fields=("forestry",)))

    assert len(counted([forester], DAY, "forestry")) == 1


def test_a_certificate_is_for_staff_and_for_five_years_at_most() -> None:
    longest = replace(ZHANG, valid_to=date(2029, 4, 30))

    assert issue(longest, on_establishment=True) == longest
    with pytest.raises(CertificateTooLong):
        issue(replace(ZHANG, valid_to=date(2029, 5, 1)), on_establishment=True)
    with pytest.raises(NotOnEstablishment):
        issue(longest, on_establishment=False)


def test_a_holder_is_reminded_ninety_thirty_and_seven_days_before() -> None:
    assert reminders(date(2026, 12, 31)) == [
        date(2026, 10, 2),
        date(2026, 12, 1),
        date(2026, 12, 24),
    ]


def test_sixty_hours_of_training_are_enough() -> None:
    assert lacks_training(59.5)
    assert not lacks_training(60)


def test_an_item_is_for_the_act_of_its_code_where_it_names_none() -> None:
    refuse_other_acts(STRAW, [STRAW.code])

    with pytest.raises(OtherAct):
        refuse_other_acts(STRAW, ["wild-fire"])


def test_an_item_is_for_the_acts_it_names_alone() -> None:
    item = replace(STRAW, acts=("wild-fire", "burning-straw"))

    refuse_other_acts(item, ["dumping-household-waste", "wild-fire"])
    with pytest.raises(OtherAct):
        refuse_other_acts(item, ["dumping-household-waste"])

"""What is owed, rounds, photos, imports, requests, briefings and stars through the API: what is offered is what can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from composition.api import API as DESK
from escalation.rules.obligation_states import ObligationAction
from incidents.media.rules.upload_states import Action as UploadAction
from incidents.patrols.rules.round_states import Action as RoundAction
from kernel import clock
from registry.imports.rules.states import Action as ImportAction
from reports.api import API as REPORTS
from reports.rules.briefings import BriefingAction
from reports.stars.rules.rating_states import StarRatingAction
from tests.integration.field_world import Field
from tests.integration.registry_world import STAFF, World
from tests.support.article import count
from tests.support.county import COUNTY, TOWN, VILLAGE, Answer, County
from tests.support.doors import Door, untrue
from tests.support.hazards import Hazards
from tests.support.media import jpeg
from tests.support.obligations import climb
from tests.support.stars import FIVE, Stars
from workspace.api import API as WORKSPACE
from workspace.data_requests.rules.request_states import DataRequestAction

EVERYBODY = (
    *("resident", "neighbour", "worker", "chief", "next_worker", "village", "town", "county"),
    *("admin", "far_village", "next_town", "water", "station"),
)


# What is owed


@pytest.mark.parametrize("answers", [VILLAGE, TOWN, COUNTY])
def test_with_an_obligation(county: County, answers: str) -> None:
    Hazards(county).finding()
    owed = county.go("GET", "/v1/obligations", by="county", query={"unit": VILLAGE}, api=DESK)
    (one,) = [each for each in owed.body["items"] if each["kind"].startswith("hazard")]
    climb(county, one["id"], answers)
    seen = county.go("GET", f"/v1/obligations/{one['id']}", by="county", api=DESK).body
    begun = max(datetime.fromisoformat(seen["due_at"] or clock.local_iso(county.now)), county.now)
    later = {"until": clock.local_iso(begun + timedelta(hours=1))}

    def take(who: str, thing: str, action: str) -> Answer:
        said = {"action": action, "reason": "理由", **(later if action == "extend" else {})}
        path = f"/v1/obligations/{thing}/transitions"
        return county.go("POST", path, said, by=who, api=DESK)

    door = Door(
        ObligationAction,
        lambda who, thing: county.go("GET", f"/v1/obligations/{thing}", by=who, api=DESK),
        take,
    )

    assert untrue(county, ("obligations",), door, one["id"], EVERYBODY) == {}


# Rounds and photos


@pytest.fixture
def field(county: County, monkeypatch: pytest.MonkeyPatch) -> Field:
    return Field(county, monkeypatch)


@pytest.mark.parametrize("stands", ["open", "with a finding", "ended", "cancelled", "forgotten"])
def test_with_a_round(field: Field, stands: str) -> None:
    patrol = field.go("POST", "/v1/patrols", {}, by="worker").body["id"]
    path = f"/v1/patrols/{patrol}"

    def take(who: str, _: str, action: str) -> Answer:
        return field.go("POST", f"{path}/transitions", {"action": action}, by=who)

    ends = {"ended": "end", "cancelled": "cancel"}
    match stands:
        case "with a finding":
            said = {
                "category": "public_facilities",
                "severity": "general",
                "description": "井盖破损",
            }
            assert field.go("POST", f"{path}/findings", said, by="worker").status == 201
        case "ended" | "cancelled":
            assert take("worker", patrol, ends[stands]).status == 200
        case "forgotten":
            field.county.advance(days=3)
            field.sweep()
    # The step that ended a round is answered as it was when a phone sends it once more: nothing comes of it.
    steps = [one for one in RoundAction if str(one) != ends.get(stands)]
    door = Door(steps, lambda who, _: field.go("GET", path, by=who), take)

    assert untrue(field.county, ("incidents",), door, patrol, EVERYBODY) == {}


def _of_the_solution(field: Field, incident: str) -> Any:
    photo = field.attached(incident, jpeg(), kind="after", by="village")
    field.county.moved(incident, "resolve", "village")
    return photo


PHOTOS: dict[str, Callable[[Field, str], Any]] = {
    "announced": lambda field, incident: field.announce(incident, jpeg()).body,
    "ready": lambda field, incident: field.attached(incident, jpeg()),
    "turned away": lambda field, incident: field.attached(incident, b"no picture"),
    "of the solution": _of_the_solution,
}


@pytest.mark.parametrize("stands", PHOTOS)
def test_with_a_photo_of_an_incident(field: Field, stands: str) -> None:
    incident = field.county.reported()
    photo = PHOTOS[stands](field, incident)
    door = Door(
        [UploadAction.DELETE],
        lambda who, _: field.show(photo, by=who),
        lambda who, _, __: field.delete(photo, by=who),
    )

    assert untrue(field.county, ("incidents",), door, photo["id"], EVERYBODY) == {}


# Imports and requests about the own data

FILE = "code,name\n140426106,洪井镇\n".encode()


@pytest.mark.parametrize("stands", ["announced", "checking", "checked", "applied", "cancelled"])
def test_with_an_import(registry: World, stands: str) -> None:
    made = registry.announce("units", FILE)
    if stands == "checking":
        registry.move(made, "check")
    elif stands in ("checked", "applied"):
        registry.move(made, "check")
        registry.work()
    if stands == "applied":
        registry.move(made, "apply")
        registry.work()
    if stands == "cancelled":
        registry.move(made, "cancel")
    path = f"/v1/registry/imports/{made}"
    door = Door(
        ImportAction,
        lambda who, _: registry.call(who, "GET", path),
        lambda who, _, action: registry.call(
            who, "POST", f"{path}/transitions", {"action": action}
        ),
    )

    assert untrue(registry, ("registry",), door, made, STAFF) == {}


@pytest.mark.parametrize("asker", ["resident", "admin"])
@pytest.mark.parametrize("step", [None, "grant", "refuse", "withdraw"])
def test_with_a_request_about_the_own_data(county: County, step: str | None, asker: str) -> None:
    county.appoint(admin2=("county_admin", COUNTY))
    said = {"kind": "correct", "about": "登记的电话号码是旧的。"}
    made = county.go("POST", "/v1/me/data-requests", said, by=asker, api=WORKSPACE).body["id"]
    path = f"/v1/workspace/data-requests/{made}"

    def take(who: str, _: str, action: str) -> Answer:
        body = {"action": action, "reason": "已核对"}
        if action == "withdraw":
            del body["reason"]
        return county.go("POST", f"{path}/transitions", body, by=who, api=WORKSPACE)

    if step:
        assert take(asker if step == "withdraw" else "admin2", made, step).status == 200
    door = Door(
        DataRequestAction, lambda who, _: county.go("GET", path, by=who, api=WORKSPACE), take
    )

    everybody = (*EVERYBODY, "admin2")
    assert untrue(county, ("workspace", "obligations"), door, made, everybody) == {}


# Briefings and stars


@pytest.mark.parametrize("stands", ["being counted", "draft", "signed", "discarded"])
def test_with_a_briefing(county: County, monkeypatch: pytest.MonkeyPatch, stands: str) -> None:
    monkeypatch.setattr("kernel.documents.keeping.ask_for", lambda _: None)
    county.appoint(town2=("town_officer", TOWN))
    said = {"unit": TOWN, "first": "2026-10-01", "last": "2026-10-31", "village": VILLAGE}
    base = "/v1/reports/briefings"
    made = county.go("POST", base, said, by="town", api=REPORTS)
    assert made.status in (200, 201, 202), made
    path = f"{base}/{made.body['id']}"
    says: dict[str, dict[str, Any]] = {
        "write": {"prose": {"lead": "本月工作平稳。"}},
        "discard": {"reason": "重复"},
    }

    def take(who: str, _: str, action: str) -> Answer:
        body = {"action": action, **says.get(action, {})}
        return county.go("POST", f"{path}/transitions", body, by=who, api=REPORTS)

    if stands != "being counted":
        count()
    if stands in ("signed", "discarded"):
        step = {"signed": "sign", "discarded": "discard"}[stands]
        answer = take("town", path, step)
        assert answer.status == 200, answer
    door = Door(BriefingAction, lambda who, _: county.go("GET", path, by=who, api=REPORTS), take)

    assert untrue(county, ("reports",), door, path, (*EVERYBODY, "town2")) == {}


RATINGS: dict[str, Callable[[Stars], str]] = {
    "to rate": Stars.opened,
    "claimed": lambda stars: _stepped(stars, stars.opened(), "rate"),
    "at the town": lambda stars: stars.rated(stars.opened()),
    "at the county": lambda stars: _stepped(stars, stars.rated(stars.opened()), "check"),
    "awarded": lambda stars: _stepped(
        stars, _stepped(stars, stars.rated(stars.opened()), "check"), "award"
    ),
    "forgone": lambda stars: _stepped(stars, stars.opened(), "forgo"),
}
STAR_SAYS: dict[str, dict[str, Any]] = {
    "rate": {"stars": FIVE},
    "forgo": {"reason": "先行试点"},
    "check": {"stars": FIVE},
    "send_back": {"reason": "补充依据"},
    "refuse": {"reason": "依据不足"},
    "award": {"stars": FIVE},
    "take": {
        "star": "civil_ways",
        "reason": "泄露村民信息",
        "cites": [{"law": "civil-code", "articles": ["1032"]}],
    },
}
STAR_BY = {"rate": "village", "forgo": "village", "check": "town", "award": "county"}


def _stepped(stars: Stars, rating: str, action: str) -> str:
    stars.stepped(rating, action, STAR_BY[action], **STAR_SAYS[action])
    return rating


@pytest.mark.parametrize("stands", RATINGS)
def test_with_a_rating(county: County, stands: str) -> None:
    stars = Stars(county)
    rating = RATINGS[stands](stars)
    door = Door(
        StarRatingAction,
        lambda who, thing: stars.go("GET", f"ratings/{thing}", by=who),
        lambda who, thing, action: stars.step(thing, action, who, **STAR_SAYS.get(action, {})),
    )

    everybody = (*EVERYBODY, "next", "town2")
    assert untrue(county, ("reports", "obligations"), door, rating, everybody) == {}

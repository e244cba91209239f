"""A village that governs itself, in process: its bodies, and short ways to what they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from assembly.api import API
from assembly.model.bodies import MemberDocument, members_in
from assembly.rules import matters
from assembly.rules.bodies import Bases, Body, BodyKind, Composition, CompositionEntry, Mode
from assembly.rules.matters import SittingMinutes
from assembly.rules.meetings import Meeting
from assembly.rules.routing import BY_MINUTES, MatterStep, routing
from assembly.rules.states.compositions import CompositionStatus
from assembly.rules.states.meetings import MeetingStatus
from assembly.rules.villages import VillageSettings
from assembly.store.work import Work
from kernel import clock
from kernel.ids import new_id
from kernel.storage import dynamo
from kernel.storage.unit_of_work import UnitOfWork
from tests.support.county import GRID, VILLAGE, Answer, County

REPRESENTATIVES = [f"r{n}" for n in range(9)]
"""The representatives; the first three are women."""
COMMITTEE = ["village", "village2"]
PARTY = ["village", "r0", "r1", "r2", "r3", "r4"]
MINUTES = {"held_on": "2026-11-23", "attended": ["village", "r0"], "summary": "一致同意"}
"""Of a sitting of the party branch."""
BOTH = MINUTES | {"attended": ["village", "r0", "p0", "p1"]}
"""Of a sitting of party branch and village committee."""
ASSEMBLY = f"{VILLAGE}~representatives_assembly"
CLOSED = Meeting(
    id="m",
    village=VILLAGE,
    body=ASSEMBLY,
    body_kind=BodyKind.REPRESENTATIVES_ASSEMBLY,
    mode=Mode.MEMBER,
    title="代表会议",
    place="村委会",
    begins_at="2026-11-23T00:00:00.000Z",
    announced_at="2026-11-13T00:00:00.000Z",
    online=False,
    chair="village",
    recorder="village",
    code="",
    shards=1,
    status=MeetingStatus.CLOSED,
)
"""The meeting of matters that come with a vote behind them."""


def member(person: str, **other: Any) -> Any:
    """Return a member's document."""
    return {
        "member_id": person,
        "name": f"演示{person}",
        "household": f"h-{person}",
        "born": 1980,
        "woman": False,
    } | other


def assembly() -> list[dict[str, Any]]:
    """Return an assembly of nine representatives and two committee members."""
    return [
        *(
            member(person, capacity="representative", woman=n < 3)
            for n, person in enumerate(REPRESENTATIVES)
        ),
        *(member(person, capacity="committee_member") for person in COMMITTEE),
    ]


class Made(Work):
    """Things as a test has them kept, without anybody's request."""

    def __init__(self) -> None:
        super().__init__(UnitOfWork())

    def commit(self) -> None:
        """Keep them."""
        dynamo.write(self.unit.transaction(None))


class Village:
    """A village in a county, with what its people do through the API."""

    def __init__(self, county: County) -> None:
        self.county = county
        people = dict.fromkeys([*REPRESENTATIVES, "p0", "p1"], ("resident", GRID))
        county.appoint(**people, supervisor=("village_supervisor", VILLAGE))

    def go(
        self, method: str, path: str, body: Any = None, by: str | None = "village", **how: Any
    ) -> Answer:
        """Send a request of this context."""
        return self.county.go(method, path, body, by=by, api=API, **how)

    def post(self, path: str, body: Any = None, by: str | None = "village", **how: Any) -> Answer:
        """POST."""
        return self.go("POST", path, {} if body is None else body, by, **how)

    def did(self, path: str, body: Any = None, by: str | None = "village", **how: Any) -> Any:
        """POST what must succeed and return the answer's body."""
        answer = self.post(path, body, by, **how)
        assert answer.status in (200, 201), answer
        return answer.body

    def read(self, path: str, by: str | None = "village", **query: Any) -> Any:
        """GET what must succeed."""
        answer = self.go("GET", path, None, by, query=query)
        assert answer.status == 200, answer
        return answer.body

    # Bodies

    def body(self, kind: str, members: list[dict[str, Any]], **other: Any) -> str:
        """Make a body with a composition in force."""
        made = self.did("/v1/assembly/bodies", {"village": VILLAGE, "kind": kind})["id"]
        self.compose(made, members, **other)
        return made

    def compose(self, body: str, members: list[dict[str, Any]], **other: Any) -> Answer:
        """Give a body a new composition."""
        said = {"valid_from": "2026-11-01", "members": members} | other
        number = self.did(f"/v1/assembly/bodies/{body}/compositions", said)["number"]
        answer = self.post(
            f"/v1/assembly/bodies/{body}/compositions/{number}/transitions", {"action": "confirm"}
        )
        assert answer.status == 200, answer
        return answer

    def govern(self, *, one_head: bool = False) -> None:
        """Have the bodies of four deliberations and two publications, as they would be kept."""
        head = "village" if one_head else "village2"
        self.seated("party_branch", [member("village", office="secretary"), member("r0")])
        self.seated(
            "village_committee",
            [member(head, office="director", woman=True), member("p0"), member("p1")],
        )
        self.seated("party_members_meeting", [member(person) for person in PARTY])
        self.seated("representatives_assembly", assembly())

    def seated_body(self, kind: str) -> str:
        """Return the id of a body."""
        return f"{VILLAGE}~{kind}"

    def seated(self, kind: str, members: list[dict[str, Any]]) -> str:
        """Have a body with a composition in force, as it would be kept."""
        body = self.seated_body(kind)
        size = len(members)
        homes = len({each["household"] for each in members})
        bases = Bases(villager=size, household=homes, voter=size)
        composition = Composition(
            id=f"{body}~0001",
            body=body,
            village=VILLAGE,
            number=1,
            title="2026-11-01",
            valid_from="2026-11-01",
            households=90,
            term_from="2026-11-01",
            bases=bases if kind in {"villagers_meeting", "registered_voters"} else None,
            status=CompositionStatus.CONFIRMED,
            members=members_in(MemberDocument(**each) for each in members),
        )
        made = Made()
        if made.find(VillageSettings, VILLAGE) is None:
            made.save(VillageSettings(VILLAGE, VILLAGE))
        at = clock.iso(self.county.now)
        entry = CompositionEntry(1, "2026-11-01", size, "2026-11-01", "village", at)
        made.save(
            Body(
                id=body,
                village=VILLAGE,
                body_kind=BodyKind(kind),
                title=kind,
                compositions=(entry,),
                drafts=1,
            )
        )
        made.save(composition)
        made.commit()
        return body

    def delegate(self, *kinds: str) -> None:
        """Have the villagers' meeting leave kinds of matter to the representatives, as it would be kept."""
        made = Made()
        settings = made.get(VillageSettings, VILLAGE)
        made.save(replace(settings, delegated=dict.fromkeys(kinds, "m0")))
        made.commit()

    def recall(self, voters: int = 2, by: str = "town", **other: Any) -> Answer:
        """Enter a recall that the first of the representatives demand, as voters."""
        said = {
            "village": VILLAGE,
            "type": "committee_recall",
            "title": "罢免",
            "text": "罢免村委会主任",
            "demanded_by": "voters",
            "signatories": REPRESENTATIVES[:voters],
        }
        return self.post("/v1/assembly/matters", said | other, by)

    # Matters

    def matter(self, kind: str = "dilapidated_housing", **other: Any) -> dict[str, Any]:
        """Enter a matter."""
        said = {"village": VILLAGE, "type": kind, "title": "某户危房改造", "text": "申请改造"}
        return self.did("/v1/assembly/matters", said | other)

    def move(self, matter: str, action: str, **said: Any) -> Answer:
        """Take a step with a matter."""
        return self.post(f"/v1/assembly/matters/{matter}/transitions", {"action": action, **said})

    def record(self, matter: str, step: str) -> None:
        """Record a sitting."""
        minutes = BOTH if step == MatterStep.COMMITTEES_CONSULTATION else MINUTES
        answer = self.move(matter, "record", step=step, minutes=minutes)
        assert answer.status == 200, answer

    def standing(self, kind: str, steps: int, **other: Any) -> str:
        """Have a matter with so many steps behind it, as the rules would leave it."""
        now = self.county.now
        rule = routing().type_of(kind, now.date())
        matter = matters.propose(
            rule,
            matter_id=new_id(now),
            village=VILLAGE,
            title="某户危房改造",
            text="申请改造",
            by="village",
            **other,
        )
        for step in rule.steps[:steps]:
            if step is MatterStep.DEMAND_CHECK:
                matter = matters.check_demand(matter, rule, [], by="town", now=now)
            elif step in BY_MINUTES:
                minutes = SittingMinutes("2026-11-23", "一致同意", ("village", "r0"))
                matter = matters.record(matter, rule, step, minutes, by="village", now=now)
            else:
                matter = matters.after_vote(
                    matter, rule, meeting="m", vote="v", passed=True, by="village", now=now
                )
        made = Made()
        made.save(matter)
        if any(done.meeting for done in matter.records):
            made.load((Meeting, "m"))
            made.save(CLOSED)
        made.commit()
        return matter.id

    def at_decision(self, kind: str = "dilapidated_housing", **other: Any) -> str:
        """Have a matter that stands before the body that decides."""
        place = routing().type_of(kind, self.county.now.date()).steps.index(MatterStep.DECISION)
        return self.standing(kind, place, **other)

    def decided(self) -> str:
        """Have a matter the assembly has passed."""
        return self.standing("project", 5)

    # Meetings

    def announce(self, body: str, agenda: list[str], **other: Any) -> Answer:
        """Announce a meeting in time."""
        said = {
            "body": body,
            "mode": "member",
            "title": "会议",
            "place": "村委会",
            "begins_at": clock.local_iso(self.county.now + timedelta(days=12)),
            "agenda": agenda,
            "chair": "r0",
        }
        return self.post("/v1/assembly/meetings", said | other)

    def announced(self, body: str, agenda: list[str], **other: Any) -> dict[str, Any]:
        """Announce a meeting that must be accepted."""
        answer = self.announce(body, agenda, **other)
        assert answer.status == 201, answer
        return answer.body

    def meeting(self, body: str, agenda: list[str], present: list[str], **other: Any) -> str:
        """Announce a meeting, let people in, open it; return its id."""
        meeting = self.announced(body, agenda, **other)
        self.county.advance(days=12)
        for person in present:
            self.arrive(meeting["id"], person)
        self.did(f"/v1/assembly/meetings/{meeting['id']}/transitions", {"action": "open"})
        return meeting["id"]

    def arrive(
        self, meeting: str, person: str, by: str = "village", **other: Any
    ) -> dict[str, Any]:
        """Let the recorder enter somebody as present."""
        said = {"channel": "paper", "member": person} | other
        return self.did(f"/v1/assembly/meetings/{meeting}/attendance", said, by)

    def leave(self, meeting: str, person: str) -> dict[str, Any]:
        """Let somebody go."""
        return self.arrive(meeting, person, leaving=True)

    def vote(self, meeting: str, manner: str = "open", item: int = 0) -> str:
        """Open a vote; return its id."""
        return self.did(f"/v1/assembly/meetings/{meeting}/votes", {"item": item, "manner": manner})[
            "id"
        ]

    def ballot(self, vote: str, person: str, choice: str, **other: Any) -> Answer:
        """Vote oneself."""
        return self.post(f"/v1/assembly/votes/{vote}/ballots", {"choice": choice, **other}, person)

    def ballots(self, vote: str, people: list[str], choice: str) -> None:
        """Let people vote."""
        for person in people:
            answer = self.ballot(vote, person, choice)
            assert answer.status == 200, answer

    def by_hand(self, vote: str, people: list[str], choice: str) -> None:
        """Let the recorder enter hands and papers."""
        for person in people:
            answer = self.ballot(vote, "village", choice, member=person)
            assert answer.status == 200, answer

    def step(self, vote: str, action: str, **said: Any) -> Answer:
        """Take a step with a vote."""
        return self.post(f"/v1/assembly/votes/{vote}/transitions", {"action": action, **said})

    def close(self, vote: str) -> dict[str, Any]:
        """Close a vote and return it with its result."""
        answer = self.step(vote, "close")
        assert answer.status == 200, answer
        return answer.body

    def publish(self, kind: str, **other: Any) -> Answer:
        """Publish something."""
        said = {"village": VILLAGE, "kind": kind, "title": "公开", "content": "内容"}
        return self.post("/v1/assembly/publications", said | other)

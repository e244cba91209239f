"""Meetings as people hold them: they call, come, vote, count and sign; some vote twice, for others, as they were paid, or count too early.

A meeting is held at its hour. Open votes are by name; in a secret one each voter hides the number of the own ballot, has it signed, and
casts it without saying who. Who buys votes asks to be shown what was voted.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from tests.simulation.town import ABSENT, CHEAT, HONEST, Person
from tests.simulation.world import World
from tests.support.ballots import Envelope, hide

BASE = "/v1/assembly"
_COMES = {HONEST: 0.93, CHEAT: 0.95, ABSENT: 0.0}
_SECRET = 0.15
CHOICES = ("yes", "yes", "yes", "yes", "no", "abstain")


def call(world: World, who: Person, village: str, body: str, matter: str) -> None:
    """Call a meeting of a body on a matter; somebody in a hurry calls it for the same day, or calls the wrong one."""
    draw, crooked = world.chance, who.way == CHEAT
    if crooked and draw.random() < 0.15:
        body = f"{village}~{draw.choice(('party_branch', 'village_committee'))}"
    members = world.known[body]
    day = world.local.replace(hour=draw.randrange(8, 20), minute=30, second=0, microsecond=0)
    begins = day + timedelta(days=draw.choice((1, 1, 2, 4)))
    said = {
        "body": body,
        "mode": "member",
        "title": "会议",
        "place": "村委会",
        "begins_at": begins.isoformat(),
        "agenda": [matter],
        "chair": draw.choice(members),
        "ad_hoc_reason": "时间紧迫",
    }
    deed = world.do(who, "POST", f"{BASE}/meetings", said, before="-")
    if deed.went_through and deed.made:
        name, last = deed.made, 2
        for attempt in range(last):
            at = begins + timedelta(minutes=5 + 90 * attempt)
            world.at(at, lambda: _Sitting(world, name, body, matter).hold())


class _Sitting:
    """A meeting on its day."""

    def __init__(self, world: World, meeting: str, body: str, matter: str) -> None:
        self.world, self.meeting, self.body, self.matter = world, meeting, body, matter
        self.path = f"{BASE}/meetings/{meeting}"
        self.there: list[Person] = []

    @property
    def village(self) -> str:
        """Whose meeting it is."""
        return self.body.partition("~")[0]

    def hold(self) -> None:
        """Let people in, open, vote, close and sign; without a recorder nothing happens."""
        recorder = next(
            (
                one
                for one in self.world.town.at(self.village, "village_officer")
                if one.way != ABSENT
            ),
            None,
        )
        view = self.world.look(recorder, self.path) if recorder else None
        if recorder is None or view is None or view["status"] != "announced":
            return
        self._let_in(recorder, view)
        if not self._step(recorder, "open"):
            if self.world.chance.random() < 0.5:
                self._step(recorder, "cancel", reason="到会人数不足")
            return
        for item in range(len(view["agenda"])):
            self._vote(recorder, item)
        self._step(recorder, "close", minutes="会议记录")
        chair = self.world.town.people[view["chair"]]
        for signer in (chair, recorder, *self.there[:2]):
            self.world.do(
                signer, "POST", f"{self.path}/transitions", {"action": "sign"}, before="closed"
            )

    def _step(self, who: Person, action: str, **said: Any) -> bool:
        body = {"action": action, **said}
        return self.world.do(
            who, "POST", f"{self.path}/transitions", body, before="meeting"
        ).went_through

    def _let_in(self, recorder: Person, view: Any) -> None:
        draw = self.world.chance
        for name in self.world.known[self.body]:
            person = self.world.town.people[name]
            if draw.random() >= _COMES.get(person.way, 0.6):
                continue
            by, body = recorder, {"channel": "paper", "member": name}
            if draw.random() < 0.4:
                code = view["code"] if person.way != CHEAT or draw.random() < 0.8 else "000000"
                by, body = person, {"channel": "on_site", "code": code}
            deed = self.world.do(by, "POST", f"{self.path}/attendance", body, before="meeting")
            if deed.went_through:
                self.there.append(person)
        # Somebody who has no seat there comes as well.
        if draw.random() < 0.3:
            self._uninvited("attendance", {"channel": "on_site", "code": view["code"]})

    def _uninvited(self, where: str, body: Any) -> None:
        others = [
            person
            for person in self.world.town.people.values()
            if person.id not in self.world.known[self.body] and person.household
        ]
        if others:
            who = self.world.chance.choice(others)
            deed = self.world.do(who, "POST", f"{self.path}/{where}", body, before="meeting")
            self.world.not_offered(deed, self.meeting, offered=False)

    # Votes

    def _vote(self, recorder: Person, item: int) -> None:
        draw = self.world.chance
        secret = draw.random() < _SECRET
        said = {"item": item, "manner": "secret" if secret else "open"}
        opened = self.world.do(recorder, "POST", f"{self.path}/votes", said, before="meeting")
        if not opened.went_through or opened.made is None:
            return
        vote = opened.made
        if secret:
            self._secretly(recorder, vote)
        else:
            self._openly(recorder, vote)
        self._move(recorder, vote, "close")
        if recorder.way == CHEAT and draw.random() < 0.3:
            # One more, now that it is known how it went.
            self._ballot(
                recorder,
                vote,
                {"choice": "yes", "member": draw.choice(self.world.known[self.body])},
            )
        if recorder.way == CHEAT and draw.random() < 0.2:
            self._move(recorder, vote, "recount")

    def _move(self, who: Person, vote: str, action: str) -> None:
        path = f"{BASE}/votes/{vote}/transitions"
        self.world.do(who, "POST", path, {"action": action}, before="vote")

    def _ballot(self, by: Person, vote: str, body: Any) -> None:
        self.world.do(by, "POST", f"{BASE}/votes/{vote}/ballots", body, before="casting")

    def _choice(self, who: Person) -> str:
        """Return what somebody votes: as paid, where there is somebody who pays."""
        draw = self.world.chance
        if who.way == CHEAT and draw.random() < 0.7:
            return "yes"
        return draw.choice(CHOICES)

    def _openly(self, recorder: Person, vote: str) -> None:
        draw = self.world.chance
        for person in self.there:
            if draw.random() < 0.08:
                continue
            choice = self._choice(person)
            if draw.random() < 0.4:
                self._ballot(recorder, vote, {"choice": choice, "member": person.id})
            else:
                self._ballot(person, vote, {"choice": choice})
            if person.way == CHEAT and draw.random() < 0.5:
                # Once more, for whoever pays more.
                self._ballot(person, vote, {"choice": draw.choice(("yes", "no"))})
            if person.way == CHEAT and draw.random() < 0.3:
                other = draw.choice(self.world.known[self.body])
                self._ballot(person, vote, {"choice": "yes", "member": other})
        missing = [
            name
            for name in self.world.known[self.body]
            if name not in {person.id for person in self.there}
        ]
        if recorder.way == CHEAT and missing:
            self._ballot(recorder, vote, {"choice": "yes", "member": draw.choice(missing)})

    def _secretly(self, recorder: Person, vote: str) -> None:
        draw = self.world.chance
        told = self.world.look(recorder, f"{BASE}/votes/{vote}")
        if told is None or not told["public_key"]:
            return
        held: list[tuple[Person, Envelope, dict[str, str]]] = []
        for person in self.there:
            for _ in range(2 if person.way == CHEAT else 1):
                envelope = hide(told["public_key"])
                path = f"{BASE}/votes/{vote}/tokens"
                body = {"blinded": envelope.blinded}
                deed = self.world.do(person, "POST", path, body, before="issuing")
                seen = self.world.answered
                if deed.went_through and isinstance(seen, dict) and seen.get("signed"):
                    held.append((person, envelope, envelope.unhide(seen["signed"])))
        self._move(recorder, vote, "cast")
        draw.shuffle(held)
        for person, envelope, signed in held:
            choice = self._choice(person)
            self._cast(vote, {**signed, "choice": choice})
            if person.way == CHEAT:
                # Sold twice; and whoever bought wants to see it.
                self._cast(vote, {**signed, "choice": draw.choice(("yes", "no"))})
                self._cast(vote, {**signed, "serial": "0" * 128, "choice": "yes"})
                receipt = hashlib.sha256(bytes.fromhex(envelope.serial)).hexdigest()
                self._shown(None, f"{BASE}/secret-ballots/{vote}/{receipt}")
                self._shown(person, f"{BASE}/votes/{vote}/mine")

    def _shown(self, who: Person | None, path: str) -> None:
        """Look for what was voted, as whoever paid for it wants to see."""
        seen = self.world.look(who, path) or {}
        if seen.get("choice"):
            told = self.world.known.setdefault("told choices", [])
            told.append(f"{path} told {seen['choice']}")

    def _cast(self, vote: str, body: Any) -> None:
        self.world.do(None, "POST", f"{BASE}/secret-ballots/{vote}", body, before="casting")


def supervise(world: World, who: Person, village: str) -> None:
    """Look at what the village decided: have a vote counted again, sign minutes."""
    draw = world.chance
    if draw.random() < 0.7:
        return
    page = world.look(who, f"{BASE}/meetings", village=village, limit="5") or {}
    for each in page.get("items", [])[:2]:
        line = world.look(who, f"{BASE}/meetings/{each['id']}")
        if line is None:
            continue
        if line["votes"] and draw.random() < 0.4:
            path = f"{BASE}/votes/{line['votes'][0]}/transitions"
            world.do(who, "POST", path, {"action": "recount"}, before="vote")
        if "sign" in line["actions"] and draw.random() < 0.6:
            path = f"{BASE}/meetings/{line['id']}/transitions"
            world.do(who, "POST", path, {"action": "sign"}, before=line["status"])

"""Which body decides what, by which steps, and what the outcome means: `data/matters.json`, read and asked (DOMAIN 4.2, 4.3).

The steps of 四议两公开 (four deliberations, two publications) are the party branch's proposal, the two committees' consultation, the party
members' review and the decision; then the resolution and, once carried out, the result are published.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from assembly.rules.bodies import BodyKind
from kernel.law import Reference, reference
from kernel.problems import Conflict, InvalidFields
from kernel.texts import Named, Text, names


class MatterStep(Named):
    """What has to happen with a matter, in the order its route gives."""

    DEMAND_CHECK = "demand_check", "核实罢免要求", "check of the demand"
    PARTY_STUDY = "party_study", "村党组织研究", "study by the party organisation"
    BRANCH_PROPOSAL = "branch_proposal", "党支部提议", "proposal of the party branch"
    COMMITTEES_CONSULTATION = (
        "committees_consultation",
        "村两委商议",
        "consultation of the two committees",
    )
    CONSULTATION = "consultation", "民主协商", "democratic consultation"
    PARTY_MEMBERS_REVIEW = (
        "party_members_review",
        "党员大会审议",
        "review by the party members' meeting",
    )
    DECISION = (
        "decision",
        "村民（代表）会议决议",
        "decision of the villagers or their representatives",
    )
    RESOLUTION_PUBLICATION = "resolution_publication", "决议公开", "publication of the resolution"
    AUTHORITY_DECISION = "authority_decision", "县乡审批决定", "decision of the county or town"
    CARRYING_OUT = "carrying_out", "组织实施", "carrying out"
    RESULT_PUBLICATION = "result_publication", "实施结果公开", "publication of the result"


STEP_NAMES = names(MatterStep)

BY_MINUTES = frozenset(
    {
        MatterStep.PARTY_STUDY,
        MatterStep.BRANCH_PROPOSAL,
        MatterStep.COMMITTEES_CONSULTATION,
        MatterStep.CONSULTATION,
    }
)
"""Steps that are done when their minutes are on record; decisions need a vote, publications a publication."""

BY_VOTE = frozenset({MatterStep.PARTY_MEMBERS_REVIEW, MatterStep.DECISION})


class Meaning(StrEnum):
    """What the outcome of the village's vote means; on a grant the village does not vote: it applies, and others decide."""

    DECISION = "decision"
    OPINION = "opinion"
    GRANT = "grant"


@dataclass(frozen=True, slots=True)
class MatterType:
    """A kind of matter and its route.

    Attributes
    ----------
    deciders
        The bodies that may decide it.
    delegable_to
        A body that may decide once the villagers' meeting has delegated this kind to it (村委会法 Art. 28).
    merge_first_two
        Whether the first two steps may be one sitting, where the secretary is also the director (DOMAIN 4.2).
    opinion_to
        For an opinion or a grant: who decides in truth.
    aid
        Whether it gives something to a household, so that relatives of those who handle it are put on record.
    confidential
        Whether it is told to nobody but those who handle it and whoever applied (社会救助法 Art. 45: only the grant is published).
    carries
        What a matter of the kind may decide item by item, for others to carry out.
    """

    code: str
    name: Text
    valid_from: date
    valid_to: date | None
    deciders: tuple[BodyKind, ...]
    delegable_to: BodyKind | None
    steps: tuple[MatterStep, ...]
    merge_first_two: bool
    publication_days: int
    outcome: Meaning
    opinion_to: tuple[str, ...]
    law: Reference
    aid: bool = False
    confidential: bool = False
    carries: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Tell whether matters are entered under this route on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def of_a_group(self) -> bool:
        """Whether a villagers' group decides it, among its own people."""
        return BodyKind.VILLAGERS_GROUP_MEETING in self.deciders

    def bodies_for(self, step: MatterStep, delegated: Collection[str]) -> tuple[BodyKind, ...]:
        """Return the bodies a step may be put to.

        Parameters
        ----------
        delegated
            The codes the villagers' meeting has delegated.
        """
        if step is MatterStep.PARTY_MEMBERS_REVIEW:
            return (BodyKind.PARTY_MEMBERS_MEETING,)
        if step is not MatterStep.DECISION:
            return ()
        if self.delegable_to and self.code in delegated:
            return (*self.deciders, self.delegable_to)
        return self.deciders

    def after(self, step: MatterStep) -> MatterStep | None:
        """Return the step that follows; None after the last."""
        place = self.steps.index(step) + 1
        return self.steps[place] if place < len(self.steps) else None


class UnknownMatterType(InvalidFields):
    """The routing table has no such kind of matter in force."""

    slug = "unknown-matter-type"


class WrongBody(Conflict):
    """The matter belongs before another body; `citation` says by which article, `bodies` which."""

    slug = "wrong-body"
    title = Text("议事组织不符", "Wrong body")


@dataclass(frozen=True, slots=True)
class Routing:
    """A version of the routing table.

    Attributes
    ----------
    versions
        By code, the routes of a kind of matter from its first to its latest; none is ever taken out, since matters stand on them.
    sittings
        By step that is done by minutes, the bodies that sit for it; a consultation is open to whom it concerns, and is not among them.
    order
        What the order of the steps rests on, which is practice and no law (DOMAIN 19).
    demand
        How large a share of which body must demand a recall.
    """

    version: int
    versions: Mapping[str, tuple[MatterType, ...]]
    sittings: Mapping[MatterStep, tuple[BodyKind, ...]]
    order: Reference
    demand: Mapping[str, Any]

    def in_force(self, day: date) -> list[MatterType]:
        """Return the kinds of matter in force on `day`."""
        return [kind for routes in self.versions.values() for kind in routes if kind.holds_on(day)]

    def type_of(self, code: str, day: date) -> MatterType:
        """Return a kind of matter as it is in force on `day`.

        Raises
        ------
        UnknownMatterType
            There is none.
        """
        found = next((kind for kind in self.versions.get(code, ()) if kind.holds_on(day)), None)
        if found is None:
            raise UnknownMatterType.one(
                "type",
                Text(
                    "没有此类事项，请从事项类别中选择。",
                    "There is no such kind of matter; see GET /v1/assembly/matter-types.",
                ),
            )
        return found

    def entered_under(self, code: str, route_from: str) -> MatterType:
        """Return the route a matter was entered under, whatever came into force since.

        Parameters
        ----------
        route_from
            The first day of that route, as the matter keeps it.
        """
        return next(
            kind for kind in self.versions[code] if kind.valid_from.isoformat() == route_from
        )


def parse(document: Mapping[str, Any]) -> Routing:
    """Return the routing of its document.

    Raises
    ------
    ValueError
        A route repeats a step or never comes to a decision, an opinion is decided on by nobody above or a decision by somebody, or two
        routes of one kind are in force on one day.
    """
    versions: dict[str, tuple[MatterType, ...]] = {}
    for entry in document["types"]:
        kind = _type(entry)
        voted = MatterStep.DECISION in kind.steps
        if len(set(kind.steps)) != len(kind.steps) or voted == (kind.outcome is Meaning.GRANT):
            raise ValueError(f"no route: {kind.code}")
        if (MatterStep.AUTHORITY_DECISION in kind.steps) == (kind.outcome is Meaning.DECISION):
            raise ValueError(f"an opinion is for somebody else to decide on: {kind.code}")
        routes = (*versions.get(kind.code, ()), kind)
        versions[kind.code] = tuple(sorted(routes, key=lambda each: each.valid_from))
    for routes in versions.values():
        for earlier, later in pairwise(routes):
            if earlier.holds_on(later.valid_from):
                raise ValueError(f"two routes on one day: {later.code}")
    sittings = {
        MatterStep(step): tuple(BodyKind(body) for body in said["bodies"])
        for step, said in document["sittings"].items()
    }
    order = reference(document["order"]["cites"])
    return Routing(int(document["version"]), versions, sittings, order, document.get("demand", {}))


def _type(entry: Mapping[str, Any]) -> MatterType:
    return MatterType(
        entry["code"],
        Text(entry["name"]["zh"], entry["name"]["en"]),
        date.fromisoformat(entry["valid_from"]),
        date.fromisoformat(entry["valid_to"]) if entry["valid_to"] else None,
        tuple(BodyKind(body) for body in entry["deciders"]),
        BodyKind(entry["delegable_to"]) if entry["delegable_to"] else None,
        tuple(MatterStep(step) for step in entry["steps"]),
        bool(entry["merge_first_two"]),
        int(entry["publication_days"]),
        Meaning(entry["outcome"]),
        tuple(entry["opinion_to"]),
        reference(entry["cites"]),
        bool(entry.get("aid")),
        bool(entry.get("confidential")),
        tuple(entry.get("carries", ())),
    )


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Return the table as it is written."""
    path = Path(__file__).parents[1] / "data" / "matters.json"
    return json.loads(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def routing() -> Routing:
    """Return the table in force."""
    return parse(document())


def refuse_wrong_body(
    kind: MatterType,
    step: MatterStep,
    body: BodyKind,
    names: Mapping[BodyKind, Text],
    delegated: Collection[str],
) -> None:
    """Let a matter be put to a body that the route names for its step.

    Parameters
    ----------
    names
        What each body is called, for the refusal.

    Raises
    ------
    WrongBody
        Another body decides; the refusal names the article.
    """
    right = kind.bodies_for(step, delegated)
    if body in right:
        return
    zh = "、".join(names[each].zh for each in right) or "（不经会议表决）"
    en = ", ".join(names[each].en for each in right) or "(no meeting votes on it)"
    may_be = ""
    if step is MatterStep.DECISION and body is kind.delegable_to:
        may_be = "；村民会议授权后方可由村民代表会议讨论决定"
    raise WrongBody(
        Text(
            f"“{kind.name.zh}”当前步骤为{STEP_NAMES[step].zh}，应提交：{zh}{may_be}（{kind.law.named.zh}）。",
            f"{kind.name.en}: this step ({STEP_NAMES[step].en}) belongs before: {en} ({kind.law.named.en}).",
        ),
        citation=kind.law,
        step=str(step),
        bodies=[str(each) for each in right],
    )

"""What a step of a thing's life must say, and what is said of the thing afterwards: by its state table."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from infra.contract.choices import NAMES, as_names
from infra.contract.names import Schema, pascal, without_null
from infra.state_tables import TABLES


class Life(NamedTuple):
    """Where a state table shows in the description: the request that moves a thing, and the answers that tell its status."""

    move: str = ""
    answers: tuple[str, ...] = ()
    told_as: str = "status"


LIVES = {
    "assembly-ceremony": Life("MoveCeremony", ("CeremonyView",)),
    "assembly-composition": Life("MoveComposition", ("CompositionView",)),
    "assembly-idea": Life("MoveIdea", ("IdeaView",)),
    "assembly-matter": Life("MoveMatter", ("MatterView",)),
    "assembly-meeting": Life("MoveMeeting", ("MeetingView",)),
    "assembly-objection": Life("MovePublicationObjection", ("PublicationObjectionView",)),
    "assembly-publication": Life("MovePublication", ("AssemblyPublicationView",)),
    "assembly-review": Life("MoveSupervisionReview", ("SupervisionReviewView",)),
    "assembly-village-rules": Life("MoveRules", ("VillageRulesView",)),
    "assembly-vote": Life("MoveVote", ("VoteView",)),
    "economy-alert": Life("MoveEconomyAlert", ("EconomyAlertView",)),
    "economy-asset": Life("MoveAsset", ("AssetView",)),
    "economy-contract": Life("MoveContract", ("ContractView",)),
    "economy-hire": Life("MoveHire", ("HireView",)),
    "economy-suit-demand": Life("MoveSuitDemand", ("SuitDemandView",)),
    "economy-voucher": Life("MoveVoucher", ("VoucherView",)),
    "reports-briefing": Life("MoveBriefing", ("BriefingView",)),
    "enforcement-case": Life("MoveCase", ("CaseView", "CaseLine")),
    "enforcement-certificate": Life("MoveCertificate", ("CertificateView",), "state"),
    "enforcement-inspection": Life("MoveInspection", ("InspectionView",)),
    "enforcement-activity": Life("MoveActivity", ("ActivityView",)),
    "enforcement-lesson": Life("MoveLesson", ("LessonView",)),
    "enforcement-prompt": Life("MovePrompt", ("PromptView",)),
    "enforcement-site": Life("MoveSite", ("OutreachSiteView",)),
    "enforcement-supervision": Life("MoveSupervision", ("SupervisionView",)),
    "enforcement-liability": Life("MoveLiability", ("LiabilityView",)),
    "escalation-obligation": Life("MoveObligation", ("ObligationView", "ClimbView")),
    "incidents-export": Life("", ("ExportView",)),
    "incidents-incident": Life("MoveIncident", ("IncidentView", "IncidentLine")),
    "incidents-round": Life("MoveRound", ("RoundView", "RoundLine")),
    "incidents-upload": Life("", ("MediaView", "MediaLine"), "state"),
    "points-board": Life("MoveBoard", ("BoardView",)),
    "points-claim": Life("MoveClaim", ("ClaimView", "ClaimLine")),
    "points-redemption": Life("MoveRedemption", ("RedemptionView", "RedemptionLine")),
    "points-rule-book": Life("MoveBook", ("BookView", "BookLine")),
    "points-settlement": Life("CheckSettlement", ("SettlementView",)),
    "registry-import": Life("MoveImport", ("ImportView",)),
    "services-hazard": Life("MoveFinding", ("HazardFindingView",)),
    "services-hazard-place": Life("MovePlace", ("HazardPlaceView",)),
    "services-form": Life("MoveInformationForm", ("InformationFormView",)),
    "services-mediation": Life(
        "MoveMediation", ("MediationView", "MediationLine", "ReportedRiskView")
    ),
    "services-errand": Life("MoveErrand", ("ErrandView",)),
    "services-courtyard": Life("MoveCourtyard", ("CourtyardView",)),
    "services-line": Life("MoveLine", ("LineView",)),
    "services-load": Life("MoveLoad", ("LoadView",)),
    "services-work-day": Life("MoveWorkDay", ("WorkDayView",)),
    "reports-star-rating": Life("MoveStarRating", ("StarRatingView", "StarRatingLine")),
    "services-feedback": Life("MoveFeedback", ("FeedbackView",)),
    "workspace-data-request": Life("MoveDataRequest", ("DataRequestView", "DataRequestWithSteps")),
}
"""By the name of the table's page in `docs/states/`."""


def describe_lives(whole: Schema) -> None:
    """Describe every move as a union by its action, and every status as one of its table's; `x-states` is its page in `docs/states/`."""
    schemas: dict[str, Schema] = whole["components"]["schemas"]
    for page, life in LIVES.items():
        module, _, name = TABLES[page].partition(":")
        table = getattr(import_module(module), name)
        if life.move:
            _as_union(schemas, life.move, table)
        for answer in life.answers:
            _tell_status(schemas[answer], table, life.told_as)
            schemas[answer]["properties"][life.told_as]["x-states"] = page


def _as_union(schemas: dict[str, Schema], name: str, table: Any) -> None:
    whole = schemas[name]
    taken = _choices(schemas, whole["properties"]["action"])
    if len(taken) == 1:
        return
    fields = {one: field for one, field in whole["properties"].items() if one != "action"}
    common = f"{name}Fields"
    needs = {action: _needs(table, action) & fields.keys() for action in taken}
    if fields:
        schemas[common] = {
            "title": common,
            "type": "object",
            "description": f"What may be said with a step; which must be, {name} says for each / 各操作可填写的内容",
            "properties": {one: without_null(field) for one, field in fields.items()},
        }
    ways: dict[str, str] = {}
    for action in taken:
        way = name + pascal(action)
        ways[action] = f"#/components/schemas/{way}"
        said = {
            "type": "object",
            "properties": {"action": {"const": action, "type": "string"}},
        }
        must = {"required": ["action", *sorted(needs[action])]}
        called = table.actions[action]
        about = {"title": way, "description": f"{called.en} / {called.zh}"}
        parts = [{"$ref": f"#/components/schemas/{common}"}, said]
        closed = {"allOf": parts, "unevaluatedProperties": False}
        schemas[way] = about | must | (closed if fields else said | {"additionalProperties": False})
    schemas[name] = {
        **{one: whole[one] for one in ("title", "description") if one in whole},
        "oneOf": [{"$ref": way} for way in ways.values()],
        "discriminator": {"propertyName": "action", "mapping": ways},
    }


def _choices(schemas: dict[str, Schema], action: Schema) -> list[str]:
    if "$ref" in action:
        action = schemas[action["$ref"].rpartition("/")[2]]
    return list(action.get("enum") or [action["const"]])


def _needs(table: Any, action: str) -> set[str]:
    """What must be said with an action wherever it leads on from."""
    rows = [set(move.needs) for move in table.moves if move.action == action and move.by]
    return set.intersection(*rows) if rows else set()


def _tell_status(schema: Schema, table: Any, told_as: str) -> None:
    fields = schema["properties"]
    if "$ref" not in fields[told_as]:
        fields[told_as] = {
            **fields[told_as],
            "enum": [str(status) for status in table.statuses],
            NAMES: as_names(table.statuses, map(str, table.statuses)),
        }
    if "actions" in fields:
        # Whatever the table names may become open one day; a client that knows it not shows it not.
        acts = [str(action) for action in table.actions]
        told = {"type": "string", "enum": acts, NAMES: as_names(table.actions, acts)}
        fields["actions"] = {**fields["actions"], "items": told}

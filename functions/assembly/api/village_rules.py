"""Village rules (村规民约): from the draft to the version in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.base import (
    API,
    EVERYBODY,
    GUIDES,
    INSIDERS,
    KEEPERS,
    Cursor,
    IdInPath,
    Limit,
    Village,
    enter,
    find,
    history,
    listing,
    needed,
    new_id,
    office,
    refuse_other_units,
    seen,
    sees_names,
    settled,
    take_part,
)
from assembly.api.board import hear, put_up
from assembly.api.matters import VILLAGE_RULES, add_matter
from assembly.model import answers
from assembly.model.requests import (
    MoveFlag,
    MoveRules,
    NewFlag,
    NewView,
    NewVillageRules,
    RulesDraft,
)
from assembly.rules import matters, publications, village_rules, wording
from assembly.rules.publications import PersonalDataInText, PublicationKind
from assembly.rules.routing import routing
from assembly.rules.village_rules import (
    BeforeTheVersionBefore,
    ConflictWithLaw,
    DraftClosed,
    FlagCleared,
    IllegalRulesMove,
    RulesAction,
    RulesStatus,
    ViewsStillOpen,
    VillagersView,
    VillageRules,
)
from assembly.rules.voices import SpokenEnough
from assembly.store import lists
from assembly.store.draft import Actor, Draft, Settled
from assembly.store.rows import Kind
from kernel import clock, paging
from kernel.access import Access
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
)
from kernel.texts import Text

_MOST_CHARACTERS = 40_000
"""Three bytes each, and the text is in one row."""


@API.route(
    "POST",
    "/v1/assembly/village-rules",
    access=Access(KEEPERS),
    answers={201: (Text("草案", "The draft"), answers.VillageRulesView)},
    problems=[IdempotencyKeyReused, NotFound, OutsideYourArea],
    summary=Text("起草村规民约", "Draft village rules"),
    description=Text(
        "可能与法律冲突的条款（罚款、法定权利、歧视）自动标记，须由乡镇消除后方可继续。",
        "Clauses that may go against law (fines, statutory rights, discrimination) are flagged and stand in the way until the town clears them.",
    ),
)
def draft_rules(body: NewVillageRules) -> Response[Any]:
    """Draft a new version of a village's rules."""
    village = refuse_other_units(body.village)
    by = office(village, KEEPERS)
    _refuse_unwieldy(body)

    def decide(draft: Draft) -> Settled:
        settings = draft.get(Kind.VILLAGE, village)
        number = settings["rules_numbers"] + 1
        draft.save(Kind.VILLAGE, {**settings, "rules_numbers": number})
        rules = village_rules.draft(
            rules_id=new_id(),
            village=village,
            number=number,
            title=body.title,
            clauses=[{"number": each.number, "text": each.text} for each in body.clauses],
            by=by.person_id,
            now=clock.now(),
        )
        return _moved(draft, rules, "drafted", by)._replace(status=201)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/village-rules",
    access=EVERYBODY,
    answers={200: (Text("历次村规民约", "A page of versions"), answers.AssemblyList)},
    problems=[NotFound],
    summary=Text("村规民约各版本", "List the versions of a village's rules"),
)
def list_rules(
    village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List versions, newest first."""
    enter(village)
    return listing(Kind.VILLAGE_RULES, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/village-rules/{rules}",
    access=EVERYBODY,
    answers={200: (Text("村规民约", "The version"), answers.VillageRulesView)},
    problems=[NotFound],
    summary=Text("查看村规民约", "Read a version of village rules"),
)
def get_rules(rules: IdInPath) -> Response[Any]:
    """Read a version."""
    document, version = find(Kind.VILLAGE_RULES, rules)
    return API.answer(200, _view(document, version), version=version)


@API.route(
    "GET",
    "/v1/assembly/village-rules/{rules}/history",
    access=EVERYBODY,
    answers={200: (Text("制定过程", "Every step, oldest first"), answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("村规民约制定过程", "Read how a version came about"),
)
def get_rules_history(
    rules: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a version."""
    document, _ = find(Kind.VILLAGE_RULES, rules)
    return history(Kind.VILLAGE_RULES, rules, document["village"], limit, cursor)


@API.route(
    "PUT",
    "/v1/assembly/village-rules/{rules}",
    access=Access(KEEPERS),
    answers={200: (Text("草案", "The draft"), answers.VillageRulesView)},
    problems=[NotFound, OutsideYourArea, DraftClosed, StaleVersion],
    summary=Text("修改草案", "Change the draft"),
)
def redraft_rules(rules: IdInPath, body: RulesDraft) -> Response[Any]:
    """Change the text while it is a draft."""
    document, _ = find(Kind.VILLAGE_RULES, rules)
    by = office(document["village"], KEEPERS)
    _refuse_unwieldy(body)

    def decide(draft: Draft) -> Settled:
        present: VillageRules = draft.get(Kind.VILLAGE_RULES, rules)
        seen(draft, Kind.VILLAGE_RULES, rules)
        moved = village_rules.redraft(
            present,
            body.title,
            [{"number": each.number, "text": each.text} for each in body.clauses],
            clock.now(),
        )
        return _moved(draft, moved, "redrafted", by)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/village-rules/{rules}/views",
    access=EVERYBODY,
    answers={200: (Text("一页意见", "A page of views"), answers.VillagersViewList)},
    problems=[NotFound],
    summary=Text("村民对草案的意见", "List what villagers think of a draft"),
)
def list_views(
    rules: IdInPath, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List views, newest first."""
    document, _ = find(Kind.VILLAGE_RULES, rules)
    page, next_cursor = lists.documents(Kind.VIEW, rules, limit=limit, cursor=cursor)
    names = sees_names(document["village"])
    items = [answers.told(each, names=names) for each in page]
    return API.answer(200, {"items": items, "next_cursor": next_cursor})


@API.route(
    "POST",
    "/v1/assembly/village-rules/{rules}/views",
    access=EVERYBODY,
    answers={201: (Text("已提意见", "Heard"), VillagersView)},
    problems=[IdempotencyKeyReused, NotFound, IllegalRulesMove, SpokenEnough],
    summary=Text("对草案提意见", "Say what one thinks of the draft"),
)
def give_view(rules: IdInPath, body: NewView) -> Response[Any]:
    """Say what one thinks of the draft."""
    document, _ = find(Kind.VILLAGE_RULES, rules)
    by = take_part(document["village"])
    most = wording.table()["views_per_person"]["number"]

    def decide(draft: Draft) -> Settled:
        present: VillageRules = draft.get(Kind.VILLAGE_RULES, rules)
        moved, view = village_rules.add_view(
            present, new_id(), body.text, by=by.person_id, now=clock.now()
        )
        hear(draft, rules, present["village"], by, most)
        draft.save(Kind.VIEW, view)
        _moved(draft, moved, "view_given", by, view=view["id"])
        return Settled(201, answers.told(view, names=sees_names(present["village"])), 1)

    return settled(decide)


@API.route(
    "POST",
    "/v1/assembly/village-rules/{rules}/flags",
    access=Access(INSIDERS),
    answers={201: (Text("已标记", "Flagged"), answers.VillageRulesView)},
    problems=[IdempotencyKeyReused, NotFound, OutsideYourArea, DraftClosed],
    summary=Text("标记可能违法的条款", "Flag a clause that may go against law"),
)
def flag_clause(rules: IdInPath, body: NewFlag) -> Response[Any]:
    """Flag a clause."""
    document, _ = find(Kind.VILLAGE_RULES, rules)
    by = office(document["village"], INSIDERS)

    def decide(draft: Draft) -> Settled:
        present: VillageRules = draft.get(Kind.VILLAGE_RULES, rules)
        flag = village_rules.new_flag(
            new_id(), body.kind, body.clause, body.note, by.person_id, clock.now()
        )
        moved = village_rules.raise_flag(present, flag)
        return _moved(draft, moved, "flagged", by, clause=body.clause)._replace(status=201)

    return settled(decide)


@API.route(
    "POST",
    "/v1/assembly/village-rules/{rules}/flags/{flag}/transitions",
    access=Access(GUIDES),
    answers={200: (Text("村规民约", "The version"), answers.VillageRulesView)},
    problems=[IdempotencyKeyReused, NotFound, OutsideYourArea, FlagCleared, StaleVersion],
    summary=Text("乡镇消除标记", "Let the town clear a flag"),
)
def move_flag(rules: IdInPath, flag: str, body: MoveFlag) -> Response[Any]:
    """Clear a flag, with the reason why the clause may stand."""
    document, _ = find(Kind.VILLAGE_RULES, rules)
    by = office(document["village"], GUIDES)

    def decide(draft: Draft) -> Settled:
        present: VillageRules = draft.get(Kind.VILLAGE_RULES, rules)
        seen(draft, Kind.VILLAGE_RULES, rules)
        moved = village_rules.clear_flag(present, flag, body.note, by=by.person_id, now=clock.now())
        return _moved(draft, moved, "flag_cleared", by, flag=flag)

    return settled(decide)


@API.route(
    "POST",
    "/v1/assembly/village-rules/{rules}/transitions",
    access=Access(KEEPERS | GUIDES),
    answers={200: (Text("村规民约", "The version"), answers.VillageRulesView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        NotAllowed,
        OutsideYourArea,
        IllegalRulesMove,
        ViewsStillOpen,
        ConflictWithLaw,
        PersonalDataInText,
        BeforeTheVersionBefore,
        StaleVersion,
    ],
    summary=Text("推进村规民约", "Take a step with village rules"),
    description=Text(
        "collect 征求意见，submit 报乡镇，clear 审核通过，send_back 退回，propose 提交村民会议，"
        "file 备案（filing_number），publish 公布（in_force_from），order_correction 对施行中的责令改正。",
        "collect views, submit to the town; the town clears or sends back; propose to the villagers' meeting; the town files "
        "(`filing_number`); publish (`in_force_from`); the town orders rules in force to be corrected.",
    ),
)
def move_rules(rules: IdInPath, body: MoveRules) -> Response[Any]:
    """Take a step with village rules."""
    document, _ = find(Kind.VILLAGE_RULES, rules)
    roles = GUIDES if body.action in village_rules.TOWN_ACTIONS else KEEPERS
    by = office(document["village"], roles)

    def decide(draft: Draft) -> Settled:
        present: VillageRules = draft.get(Kind.VILLAGE_RULES, rules)
        seen(draft, Kind.VILLAGE_RULES, rules)
        moved = _step(draft, present, body, by)
        return _moved(draft, moved, str(body.action), by, note=body.note)

    return settled(decide)


def _step(draft: Draft, rules: VillageRules, body: MoveRules, by: Actor) -> VillageRules:
    now = clock.now()
    match body.action:
        case RulesAction.COLLECT:
            return village_rules.collect(rules, now)
        case RulesAction.SUBMIT:
            return village_rules.submit(rules, now)
        case RulesAction.ORDER_CORRECTION:
            return village_rules.order_correction(
                rules, needed(body, "note"), by=by.person_id, now=now
            )
        case RulesAction.CLEAR | RulesAction.SEND_BACK:
            return village_rules.move(rules, body.action, review_note=needed(body, "note"))
        case RulesAction.PROPOSE:
            matter_id = new_id()
            moved = village_rules.move(rules, body.action, matter=matter_id)
            matter = matters.propose(
                routing().type_of(VILLAGE_RULES, clock.today()),
                matter_id=matter_id,
                village=rules["village"],
                title=rules["title"],
                text=f"村规民约第{rules['number']}版",
                by=by.person_id,
                village_rules=rules["id"],
            )
            add_matter(draft, matter, by)
            return moved
        case RulesAction.FILE:
            number = needed(body, "filing_number")
            return village_rules.move(
                rules, body.action, filing_number=number, filed_at=clock.iso(now)
            )
        case RulesAction.PUBLISH:
            first_day: date = needed(body, "in_force_from")
            if first_day < clock.today():
                raise InvalidFields.one(
                    "in_force_from", Text("施行日期不得早于今天。", "Not before today.")
                )
            return _publish(draft, rules, first_day, by)


def _publish(draft: Draft, rules: VillageRules, first_day: date, by: Actor) -> VillageRules:
    """Publish a version; from its first day, and not before, it takes the place of the one before."""
    now, settings = clock.now(), draft.get(Kind.VILLAGE, rules["village"])
    versions = village_rules.published(settings["rules_versions"], rules["id"], first_day)
    publication = publications.publish(
        PublicationKind.VILLAGE_RULES,
        publication_id=new_id(),
        village=rules["village"],
        title=rules["title"],
        content="\n".join(f"{each['number']}. {each['text']}" for each in rules["clauses"]),
        attachments=[],
        by=by.person_id,
        now=now,
        village_rules=rules["id"],
    )
    moved = village_rules.move(
        rules,
        RulesAction.PUBLISH,
        publication=publication["id"],
        in_force_from=first_day.isoformat(),
    )
    put_up(draft, publication, by)
    if settings["rules_versions"]:
        _, newest = settings["rules_versions"][-1]
        old = village_rules.give_way(draft.get(Kind.VILLAGE_RULES, newest), first_day, now)
        draft.save(Kind.VILLAGE_RULES, old)
        draft.note(
            Kind.VILLAGE_RULES,
            old,
            "succeeded",
            by,
            by_version=rules["id"],
            first_day=first_day.isoformat(),
        )
    draft.save(Kind.VILLAGE, {**settings, "rules_versions": versions})
    return moved


def _refuse_unwieldy(body: RulesDraft) -> None:
    numbers = [each.number for each in body.clauses]
    if len(set(numbers)) != len(numbers):
        raise InvalidFields.one("clauses", Text("条款编号重复。", "A clause number comes twice."))
    if sum(len(each.text) for each in body.clauses) > _MOST_CHARACTERS:
        raise InvalidFields.one(
            "clauses",
            Text(
                f"全文不得超过 {_MOST_CHARACTERS} 字。",
                f"At most {_MOST_CHARACTERS} characters in all.",
            ),
        )


def _moved(draft: Draft, rules: VillageRules, event: str, by: Actor, **details: Any) -> Settled:
    draft.save(Kind.VILLAGE_RULES, rules)
    draft.note(Kind.VILLAGE_RULES, rules, event, by, **details)
    version = draft.version(Kind.VILLAGE_RULES, rules["id"])
    return Settled(200, _view(rules, version), version)


def _view(rules: VillageRules, version: int) -> dict[str, Any]:
    return {
        **answers.told(rules, names=sees_names(rules["village"])),
        "version": version,
        "status_name": village_rules.RULES_STATUS_NAMES[RulesStatus(rules["status"])].say(
            API.request.language
        ),
        "actions": [str(action) for action in village_rules.actions_of(rules)]
        if API.request.person.post_over(rules["village"], KEEPERS | GUIDES)
        else [],
    }

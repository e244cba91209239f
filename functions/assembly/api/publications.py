"""Publication of village affairs: for the village, and for anybody without login."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.base import (
    API,
    EVERYBODY,
    GUIDES,
    KEEPERS,
    Cursor,
    IdInPath,
    Limit,
    Village,
    VillageInPath,
    enter,
    find,
    history,
    knows_raisers,
    listing,
    new_id,
    office,
    refuse_hurry,
    refuse_other_units,
    seen,
    sees_names,
    settled,
    take_part,
    thing_id,
    today,
)
from assembly.api.board import hear, put_up
from assembly.api.matters import keep, kind_of
from assembly.model import answers
from assembly.model.requests import (
    AssemblySettings,
    MovePublication,
    MovePublicationObjection,
    NewPublication,
    NewPublicationObjection,
)
from assembly.rules import matters, publications, village_rules
from assembly.rules.matters import Matter, MatterClosed, StepMayNotBeSkipped
from assembly.rules.meetings import MeetingStatus
from assembly.rules.publications import (
    DecidingMeetingStillOpen,
    Duty,
    MustStayUp,
    NotReplaceable,
    NotUp,
    ObjectionAnswered,
    PeriodNeeded,
    PersonalDataInText,
    Publication,
    PublicationKind,
    PublicationObjection,
)
from assembly.rules.routing import MatterStep
from assembly.rules.voices import SpokenEnough
from assembly.store import lists
from assembly.store.draft import Actor, Draft, Settled
from assembly.store.rows import Kind
from kernel import clock, paging
from kernel.access import PUBLIC, Access
from kernel.http import Called
from kernel.problems import (
    IdempotencyKeyReused,
    InvalidFields,
    NotAllowed,
    NotFound,
    OutsideYourArea,
    StaleVersion,
    TooManyRequests,
)
from kernel.texts import Text
from kernel.units import is_code

_STEPS = {
    PublicationKind.RESOLUTION: MatterStep.RESOLUTION_PUBLICATION,
    PublicationKind.RESULT: MatterStep.RESULT_PUBLICATION,
}


class EarlyRemovalByTown(NotAllowed):
    """Before its term a publication comes down by the town's hand, not by the village's own."""

    slug = "early-removal-by-town"
    said = Text(
        "公示期内的撤下须由乡镇以上依法办理。",
        "Before its term a publication is taken down by the town or the county.",
    )


class LessOftenByTown(NotAllowed):
    """A village does not release itself from publishing every month."""

    slug = "less-often-by-town"
    said = Text(
        "改回按季公布须由乡镇以上办理。",
        "The town or the county decides that finance is published less often.",
    )


@API.route(
    "POST",
    "/v1/assembly/publications",
    access=Access(KEEPERS),
    answers={201: (Text("已公开", "Published"), answers.AssemblyPublicationView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        OutsideYourArea,
        StepMayNotBeSkipped,
        MatterClosed,
        PersonalDataInText,
        PeriodNeeded,
        NotReplaceable,
        DecidingMeetingStillOpen,
    ],
    summary=Text("公开村务", "Publish"),
    description=Text(
        "不少于 15 日；决议、结果公开推进事项程序；财务、一般事项公开须写明期间；不得含身份证号、手机号。因法定事由撤下的，更正后以 replaces 重新公开。",
        "At least 15 days. A resolution or result moves its matter on; finance and ordinary items say for which period. No identity or "
        "phone numbers. What was removed for cause is published again corrected (`replaces`).",
    ),
)
def publish(body: NewPublication) -> Response[Any]:
    """Publish something."""
    village = refuse_other_units(body.village)
    by = office(village, KEEPERS)
    step = _STEPS.get(body.kind)
    if body.replaces is None and (
        (step is None) == (body.matter is not None) or body.kind is PublicationKind.VILLAGE_RULES
    ):
        raise InvalidFields.one(
            "matter",
            Text(
                "决议、结果公开须写明事项，其他公开不写；村规民约在其自身流程中公布。",
                "A resolution or result names its matter, others none; village rules are published from their own route.",
            ),
        )

    def decide(draft: Draft) -> Settled:
        settings = draft.get(Kind.VILLAGE, village)
        publication_id = new_id()
        old = _replaced(draft, body, publication_id, by) if body.replaces else None
        matter_id = old["matter"] if old else body.matter
        period = old["period"] if old else body.period
        days = body.days or 0
        if matter_id:
            matter: Matter = draft.get(Kind.MATTER, matter_id)
            if matter["village"] != village:
                raise NotFound
            days = max(days, kind_of(matter).publication_days)
        publication = publications.publish(
            body.kind,
            publication_id=publication_id,
            village=village,
            title=body.title,
            content=body.content,
            attachments=body.attachments,
            by=by.person_id,
            now=clock.now(),
            days=days,
            matter=matter_id,
            village_rules=old["village_rules"] if old else None,
            period=period,
            replaces=body.replaces,
        )
        if old is None:
            if step and matter_id:
                _move_matter(draft, matter_id, step, publication, by)
            publications.require_period(
                body.kind, period, settings["finance_changes"], today=clock.today()
            )
        if duty := publications.duty_for(body.kind, settings["finance_changes"]):
            _fulfil(draft, duty, publication)
        put_up(draft, publication, by)
        return Settled(201, _view(publication, 1), 1)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/publications",
    access=EVERYBODY,
    answers={200: (Text("一页公开", "A page of publications"), answers.AssemblyList)},
    problems=[NotFound],
    summary=Text("村务公开", "List the publications of a village"),
)
def list_village_publications(
    village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List publications, newest first."""
    enter(village)
    return listing(Kind.PUBLICATION, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/publications/{publication}",
    access=EVERYBODY,
    answers={200: (Text("公开内容", "The publication"), answers.AssemblyPublicationView)},
    problems=[NotFound],
    summary=Text("查看公开及异议", "Read a publication with its objections"),
)
def get_village_publication(publication: IdInPath) -> Response[Any]:
    """Read a publication."""
    document, version = find(Kind.PUBLICATION, publication)
    return API.answer(200, _view(document, version), version=version)


@API.route(
    "GET",
    "/v1/assembly/publications/{publication}/history",
    access=EVERYBODY,
    answers={200: (Text("公开过程", "Every step, oldest first"), answers.AssemblyHistory)},
    problems=[NotFound],
    summary=Text("公开、撤下和异议的记录", "Read the history of a publication"),
)
def get_publication_history(
    publication: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a publication."""
    document, _ = find(Kind.PUBLICATION, publication)
    complaints = frozenset({"objected"})
    return history(
        Kind.PUBLICATION, publication, document["village"], limit, cursor, complaints=complaints
    )


@API.route(
    "POST",
    "/v1/assembly/publications/{publication}/transitions",
    access=Access(KEEPERS | GUIDES),
    answers={200: (Text("公开", "The publication"), answers.AssemblyPublicationView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        OutsideYourArea,
        MustStayUp,
        NotUp,
        EarlyRemovalByTown,
        StaleVersion,
    ],
    summary=Text("撤下公开", "Take a publication down"),
    description=Text(
        "期满且异议已答复后可撤下；之前须有法定事由（cause、legal_basis），由乡镇以上办理并留痕。",
        "After its term, with objections answered. Before, only for a legal cause (`cause`, `legal_basis`), by the town or county, on record.",
    ),
)
def move_publication(publication: IdInPath, body: MovePublication) -> Response[Any]:
    """Take a publication down."""
    document, _ = find(Kind.PUBLICATION, publication)
    by = office(document["village"], KEEPERS | GUIDES)

    def decide(draft: Draft) -> Settled:
        present: Publication = draft.get(Kind.PUBLICATION, publication)
        seen(draft, Kind.PUBLICATION, publication)
        moved = publications.take_down(
            present,
            by=by.person_id,
            now=clock.now(),
            cause=body.cause,
            legal_basis=body.legal_basis,
        )
        if moved["cause"] and by.role in KEEPERS:
            raise EarlyRemovalByTown
        if moved["cause"]:
            _miss_again(draft, moved)
        return _moved(
            draft, moved, "taken_down", by, cause=moved["cause"], legal_basis=moved["legal_basis"]
        )

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/publications/{publication}/objections",
    access=EVERYBODY,
    answers={200: (Text("一页异议", "A page of objections"), answers.PublicationObjectionList)},
    problems=[NotFound],
    summary=Text("对公开的异议及答复", "List the objections to a publication with their answers"),
)
def list_objections(
    publication: IdInPath, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List objections, newest first."""
    find(Kind.PUBLICATION, publication)
    page, next_cursor = lists.documents(Kind.OBJECTION, publication, limit=limit, cursor=cursor)
    items = [_doubt(each) for each in page]
    return API.answer(200, {"items": items, "next_cursor": next_cursor})


@API.route(
    "POST",
    "/v1/assembly/publications/{publication}/objections",
    access=EVERYBODY,
    answers={201: (Text("已提出异议", "Objected"), answers.PublicationObjectionView)},
    problems=[IdempotencyKeyReused, NotFound, NotUp, SpokenEnough],
    summary=Text("对公开提出异议", "Object to a publication"),
)
def object_to_publication(publication: IdInPath, body: NewPublicationObjection) -> Response[Any]:
    """Object to a publication."""
    document, _ = find(Kind.PUBLICATION, publication)
    by = take_part(document["village"])
    most = publications.table()["objections_per_person"]["number"]

    def decide(draft: Draft) -> Settled:
        present: Publication = draft.get(Kind.PUBLICATION, publication)
        moved, objection = publications.object_to(
            present, new_id(), body.text, by=by.person_id, now=clock.now()
        )
        hear(draft, publication, present["village"], by, most)
        return _said(draft, moved, objection, "objected", by)._replace(status=201)

    return settled(decide)


@API.route(
    "POST",
    "/v1/assembly/publications/{publication}/objections/{objection}/transitions",
    access=Access(KEEPERS),
    answers={200: (Text("异议及答复", "The objection"), answers.PublicationObjectionView)},
    problems=[
        IdempotencyKeyReused,
        NotFound,
        OutsideYourArea,
        ObjectionAnswered,
        PersonalDataInText,
        StaleVersion,
    ],
    summary=Text("答复异议", "Answer an objection"),
)
def move_objection(
    publication: IdInPath, objection: IdInPath, body: MovePublicationObjection
) -> Response[Any]:
    """Answer an objection; the publication stays up a while longer."""
    document, _ = find(Kind.PUBLICATION, publication)
    by = office(document["village"], KEEPERS)
    publications.refuse_personal_data(answer=body.answer)

    def decide(draft: Draft) -> Settled:
        present: Publication = draft.get(Kind.PUBLICATION, publication)
        doubt: PublicationObjection = draft.get(Kind.OBJECTION, objection)
        if doubt["publication"] != publication:
            raise NotFound
        seen(draft, Kind.OBJECTION, objection)
        moved, answered = publications.answer_objection(
            present, doubt, body.answer, by=by.person_id, now=clock.now()
        )
        return _said(draft, moved, answered, "objection_answered", by)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/publication-duties",
    access=EVERYBODY,
    answers={200: (Text("公开职责", "The duties"), answers.DutyList)},
    problems=[NotFound],
    summary=Text("应公开与未公开", "What must be published, and what is missing"),
)
def list_duties(request: Called, village: Village) -> Response[Any]:
    """List every period since the village began, of every duty, oldest first."""
    enter(village)
    draft, language, day = Draft(), request.language, clock.today()
    settings = draft.get(Kind.VILLAGE, village)
    began = draft.made_on(Kind.VILLAGE, village)
    items: list[dict[str, Any]] = []
    for duty in publications.duties(settings["finance_changes"]):
        for period in duty.periods(began, day):
            kept = draft.find(Kind.DUTY, publications.duty_id(village, duty.code, period))
            published = kept["publication"] if kept else None
            due_on = duty.due_on(period)
            state = "published" if published else "missing" if day > due_on else "pending"
            items.append(
                {
                    "duty": duty.code,
                    "name": duty.name.say(language),
                    "period": period,
                    "due_on": due_on.isoformat(),
                    "status": state,
                    "publication": published,
                    "reminders": len(kept["reminded_on"]) if kept else 0,
                    "source": duty.source,
                    "due_confidence": publications.table()["grace_days"]["confidence"],
                }
            )
    return API.answer(
        200,
        {"village": village, "finance_monthly": _monthly(settings), "items": items},
    )


@API.route(
    "GET",
    "/v1/assembly/settings/{village}",
    access=EVERYBODY,
    answers={200: (Text("设置", "The settings"), answers.AssemblySettingsView)},
    problems=[NotFound],
    summary=Text("村自治设置", "Read a village's settings"),
)
def get_settings(village: VillageInPath) -> Response[Any]:
    """Read how a village publishes and what its meeting has delegated."""
    settings, version = find(Kind.VILLAGE, village)
    return API.answer(200, _settings(settings, version), version=version)


@API.route(
    "PUT",
    "/v1/assembly/settings/{village}",
    access=Access(KEEPERS | GUIDES),
    answers={200: (Text("设置", "The settings"), answers.AssemblySettingsView)},
    problems=[NotFound, OutsideYourArea, LessOftenByTown, StaleVersion],
    summary=Text("设定公开频次", "Set how often finance is published"),
    description=Text(
        "村可改为按月公布；改回按季须由乡镇以上办理。",
        "A village may go over to every month; back to every quarter it goes by the town or the county.",
    ),
)
def put_settings(village: VillageInPath, body: AssemblySettings) -> Response[Any]:
    """Set how a village publishes."""
    by = office(village, KEEPERS | GUIDES)

    def decide(draft: Draft) -> Settled:
        settings = draft.get(Kind.VILLAGE, village)
        seen(draft, Kind.VILLAGE, village)
        if _monthly(settings) and not body.finance_monthly and by.role in KEEPERS:
            raise LessOftenByTown
        changes = [each for each in settings["finance_changes"] if each[0] != today()]
        changes = [*changes, [today(), body.finance_monthly]]
        settings = {**settings, "finance_changes": changes}
        draft.save(Kind.VILLAGE, settings)
        draft.note(Kind.VILLAGE, settings, "set", by, finance_monthly=body.finance_monthly)
        version = draft.version(Kind.VILLAGE, village)
        return Settled(200, _settings(settings, version), version)

    return settled(decide)


@API.route(
    "GET",
    "/v1/assembly/village-board/{village}",
    access=PUBLIC,
    answers={200: (Text("村务公开栏", "What the village has published"), answers.PublicList)},
    problems=[NotFound, TooManyRequests],
    summary=Text("村务公开栏（无需登录）", "A village's board, without login"),
)
def read_board(
    village: str, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """Read what a village has published, newest first."""
    refuse_hurry()
    if not is_code(village) or len(village) != 12:
        raise NotFound
    page = lists.listed(
        Kind.PUBLICATION, village, limit=limit, cursor=cursor, only={"status": "up"}
    )
    items = [
        {
            "id": item["id"]["S"],
            "kind": item["label"]["S"],
            "title": item["title"]["S"],
            "published_at": answers.local(item["created_at"]["S"]),
            "status": item["status"]["S"],
        }
        for item in page.items
    ]
    return API.answer(200, {"items": items, "next_cursor": page.next_cursor})


@API.route(
    "GET",
    "/v1/assembly/village-board/{village}/{publication}",
    access=PUBLIC,
    answers={200: (Text("公开内容", "The publication"), answers.PublicPublication)},
    problems=[NotFound, TooManyRequests],
    summary=Text("查看公开内容（无需登录）", "Read a publication, without login"),
)
def read_published(village: str, publication: str) -> Response[Any]:
    """Read a publication that is up with what was answered to objections; no person is told."""
    refuse_hurry()
    row = lists.present(Kind.PUBLICATION, thing_id(publication))
    if row is None or row.village != village or row.status != "up":
        raise NotFound
    document: Any = row.document
    told = answers.told(document, names=False)
    doubts, _ = lists.documents(Kind.OBJECTION, document["id"], limit=paging.MAX_LIMIT, cursor=None)
    return API.answer(
        200,
        {
            **{
                name: told[name]
                for name in (
                    "id",
                    "village",
                    "kind",
                    "title",
                    "content",
                    "attachments",
                    "period",
                    "published_at",
                    "stays_until",
                    "status",
                )
            },
            "objections": document["objections"],
            "answered": document["answered"],
            "answers": [
                {"answer": each["answer"], "answered_at": answers.local(each["answered_at"])}
                for each in doubts
                if each["answer"]
            ],
        },
    )


def _monthly(settings: Any) -> bool:
    changes = settings["finance_changes"]
    return bool(changes and changes[-1][1])


def _refuse_before_close(draft: Draft, matter: Matter) -> None:
    decisions = [each for each in matter["records"] if each["step"] == MatterStep.DECISION]
    meeting = draft.get(Kind.MEETING, str(decisions[-1]["meeting"])) if decisions else None
    if meeting and meeting["status"] not in (MeetingStatus.CLOSED, MeetingStatus.SIGNED):
        raise DecidingMeetingStillOpen


def _replaced(draft: Draft, body: NewPublication, by_publication: str, by: Actor) -> Publication:
    """Return what is published again corrected; its matter stays where it is, for its step was taken."""
    old: Publication = draft.get(Kind.PUBLICATION, str(body.replaces))
    if old["village"] != body.village:
        raise NotFound
    replaced = publications.replace(old, body.kind, by_publication)
    draft.save(Kind.PUBLICATION, replaced)
    draft.note(Kind.PUBLICATION, replaced, "replaced", by, by_publication=by_publication)
    if old["matter"]:
        matter: Matter = draft.get(Kind.MATTER, old["matter"])
        draft.note(Kind.MATTER, matter, "published_again", by, publication=by_publication)
    return replaced


def _fulfil(draft: Draft, duty: Duty, publication: Publication) -> None:
    village, period = publication["village"], str(publication["period"])
    known = draft.find(Kind.DUTY, publications.duty_id(village, duty.code, period))
    known = known or publications.unknown(village, duty, period)
    draft.save(Kind.DUTY, publications.fulfilled(known, publication["id"]))


def _miss_again(draft: Draft, publication: Publication) -> None:
    """Let a period whose publication was removed count as missing."""
    if not publication["period"]:
        return
    wanted = publications.duty_id(
        publication["village"], publication["kind"], publication["period"]
    )
    known = draft.find(Kind.DUTY, wanted)
    if known and known["publication"] == publication["id"]:
        draft.save(Kind.DUTY, publications.removed(known))


def _move_matter(
    draft: Draft, matter_id: str, step: MatterStep, publication: Publication, by: Actor
) -> None:
    matter: Matter = draft.get(Kind.MATTER, matter_id)
    if step is MatterStep.RESOLUTION_PUBLICATION:
        _refuse_before_close(draft, matter)
    moved = matters.after_publication(
        matter, kind_of(matter), step, publication["id"], by=by.person_id, now=clock.now()
    )
    moved = keep(draft, matter, moved, by)
    draft.note(Kind.MATTER, moved, "published", by, step=str(step), publication=publication["id"])


def _moved(
    draft: Draft, publication: Publication, event: str, by: Actor, **details: Any
) -> Settled:
    draft.save(Kind.PUBLICATION, publication)
    draft.note(Kind.PUBLICATION, publication, event, by, **details)
    version = draft.version(Kind.PUBLICATION, publication["id"])
    return Settled(200, _view(publication, version), version)


def _said(
    draft: Draft, publication: Publication, objection: PublicationObjection, event: str, by: Actor
) -> Settled:
    """Answer an objection as it is now; its publication's history tells of it."""
    draft.save(Kind.PUBLICATION, publication)
    draft.save(Kind.OBJECTION, objection)
    draft.note(Kind.PUBLICATION, publication, event, by, objection=objection["id"])
    version = draft.version(Kind.OBJECTION, objection["id"])
    return Settled(200, _doubt(objection), version)


def _doubt(objection: PublicationObjection) -> dict[str, Any]:
    told = answers.told(objection, names=sees_names(objection["village"]))
    hidden = {} if knows_raisers(objection["village"]) else {"by": answers.SOMEBODY}
    return {**told, **hidden}


def _view(publication: Publication, version: int) -> dict[str, Any]:
    insider = sees_names(publication["village"])
    withheld = publication["cause"] is not None and not insider
    return {
        **answers.told(publication, names=insider),
        **({"content": "", "attachments": []} if withheld else {}),
        "withheld": withheld,
        "version": version,
        "minimum_source": publications.table()["minimum"]["source"],
    }


def _settings(settings: Any, version: int) -> dict[str, Any]:
    return {
        "village": settings["village"],
        "finance_monthly": _monthly(settings),
        "delegated": settings["delegated"],
        "rules_in_force": village_rules.in_force_on(settings["rules_versions"], today()),
        "version": version,
    }

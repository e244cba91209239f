"""Village rules (村规民约): from the draft to the version in force."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from assembly.api.shared import (
    API,
    CHANGE,
    EVERYBODY,
    OFFICE,
    STEP,
    IdInPath,
    Village,
    asked,
    enter,
    enter_named,
    find,
    history,
    listing,
    lists,
    reply,
    require_office,
    show,
    tells_history,
)
from assembly.model.village_rules import (
    MoveFlag,
    MoveRules,
    NewFlag,
    NewView,
    NewVillageRules,
    RulesDraft,
    VillagersViewList,
    VillagersViewView,
    VillageRulesView,
    rules_view,
)
from assembly.rules import village_rules
from assembly.rules.limits import DoneEnough
from assembly.rules.publications import PersonalDataInText
from assembly.rules.standing import GUIDES, INSIDERS, KEEPERS
from assembly.rules.submissions import SpokenEnough
from assembly.rules.village_rules import ForbiddenClause, VillageRules
from assembly.service.draft_rules import draft, redraft
from assembly.service.flag_clause import clear, flag
from assembly.service.give_view import give
from assembly.service.list_things import views_on
from assembly.service.move_rules import move
from kernel import paging
from kernel.access import Access
from kernel.http import Called
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound, OutsideYourArea, StaleVersion
from kernel.states import IllegalMove
from kernel.texts import Text


@API.route(
    "POST",
    "/v1/assembly/village-rules",
    access=Access(KEEPERS),
    answers={201: (Text("草案", "The draft"), VillageRulesView)},
    problems=[*OFFICE, ForbiddenClause],
    summary=Text("起草村规民约", "Draft village rules"),
    description=Text(
        "明文罚款、个人号码不予接受；可能与法律冲突的条款（变相处罚、法定权利、歧视）自动标记，须由乡镇消除后方可继续。",
        "A fine in so many words and numbers of persons are refused. Clauses that may go against law (penalties under another name, "
        "statutory rights, discrimination) are flagged and stand in the way until the town clears them.",
    ),
)
def draft_rules(request: Called, body: NewVillageRules) -> Response[Any]:
    """Draft a new version of a village's rules."""
    enter_named(request, body.village)
    require_office(request, body.village, KEEPERS)
    return reply(draft(body, asked(request, status=201)))


@lists(
    "/v1/assembly/village-rules",
    Text("历次村规民约", "A page of versions"),
    Text("村规民约各版本", "List the versions of a village's rules"),
)
def list_rules(
    request: Called, village: Village, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List versions, newest first."""
    enter(request, village)
    return listing(request, VillageRules, village, limit, cursor)


@API.route(
    "GET",
    "/v1/assembly/village-rules/{rules}",
    access=EVERYBODY,
    answers={200: (Text("村规民约", "The version"), VillageRulesView)},
    problems=[NotFound],
    summary=Text("查看村规民约", "Read a version of village rules"),
)
def get_rules(request: Called, rules: IdInPath) -> Response[Any]:
    """Read a version."""
    found = find(request, VillageRules, rules)
    return show(rules_view(found.thing, found.version, found.reader), found.version)


@tells_history(
    "/v1/assembly/village-rules/{rules}", Text("村规民约制定过程", "Read how a version came about")
)
def get_rules_history(
    request: Called, rules: IdInPath, cursor: Cursor = None, limit: Limit = paging.MAX_LIMIT
) -> Response[Any]:
    """Read the history of a version."""
    return history(find(request, VillageRules, rules), limit, cursor)


@API.route(
    "PUT",
    "/v1/assembly/village-rules/{rules}",
    access=Access(KEEPERS),
    answers={200: (Text("草案", "The draft"), VillageRulesView)},
    problems=[NotFound, OutsideYourArea, IllegalMove, StaleVersion, ForbiddenClause],
    summary=Text("修改草案", "Change the draft"),
)
def redraft_rules(request: Called, rules: IdInPath, body: RulesDraft) -> Response[Any]:
    """Change the text while it is a draft."""
    found = find(request, VillageRules, rules)
    return reply(redraft(rules, body, asked(request, found)))


@API.route(
    "GET",
    "/v1/assembly/village-rules/{rules}/views",
    access=EVERYBODY,
    answers={200: (Text("一页意见", "A page of views"), VillagersViewList)},
    problems=[NotFound],
    summary=Text("村民对草案的意见", "List what villagers think of a draft"),
)
def list_views(
    request: Called, rules: IdInPath, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List views, newest first."""
    reader = find(request, VillageRules, rules).reader
    return show(views_on(rules, reader, limit, cursor))


@API.route(
    "POST",
    "/v1/assembly/village-rules/{rules}/views",
    access=EVERYBODY,
    answers={201: (Text("已提意见", "Heard"), VillagersViewView)},
    problems=[*CHANGE, IllegalMove, SpokenEnough],
    summary=Text("对草案提意见", "Say what one thinks of the draft"),
)
def give_view(request: Called, rules: IdInPath, body: NewView) -> Response[Any]:
    """Say what one thinks of the draft."""
    found = find(request, VillageRules, rules)
    return reply(give(rules, body, asked(request, found, status=201)))


@API.route(
    "POST",
    "/v1/assembly/village-rules/{rules}/flags",
    access=Access(INSIDERS),
    answers={201: (Text("已标记", "Flagged"), VillageRulesView)},
    problems=[*OFFICE, village_rules.OutOfForce, DoneEnough],
    summary=Text("标记可能违法的条款", "Flag a clause that may go against law"),
)
def flag_clause(request: Called, rules: IdInPath, body: NewFlag) -> Response[Any]:
    """Flag a clause."""
    found = find(request, VillageRules, rules)
    require_office(request, found.village, INSIDERS)
    return reply(flag(rules, body, asked(request, found, status=201)))


@API.route(
    "POST",
    "/v1/assembly/village-rules/{rules}/flags/{flag}/transitions",
    access=Access(GUIDES),
    answers={200: (Text("村规民约", "The version"), VillageRulesView)},
    problems=[*OFFICE, village_rules.FlagCleared, StaleVersion],
    summary=Text("乡镇消除标记", "Let the town clear a flag"),
)
def move_flag(request: Called, rules: IdInPath, flag: str, body: MoveFlag) -> Response[Any]:
    """Clear a flag, with the reason why the clause may stand."""
    found = find(request, VillageRules, rules)
    require_office(request, found.village, GUIDES)
    return reply(clear(rules, flag, body, asked(request, found)))


@API.route(
    "POST",
    "/v1/assembly/village-rules/{rules}/transitions",
    access=Access(KEEPERS | GUIDES),
    answers={200: (Text("村规民约", "The version"), VillageRulesView)},
    problems=[
        *STEP,
        OutsideYourArea,
        village_rules.ViewsStillOpen,
        village_rules.ConflictWithLaw,
        PersonalDataInText,
        village_rules.BeforeTheVersionBefore,
        village_rules.LaterDecisionStands,
        DoneEnough,
    ],
    summary=Text("推进村规民约", "Take a step with village rules"),
    description=Text(
        "collect 征求意见，submit 报乡镇，clear 审核通过，send_back 退回，propose 提交村民会议，"
        "file 备案（filing_number），publish 公布（in_force_from），order_correction 对施行中的责令改正。",
        "collect views, submit to the town; the town clears or sends back; propose to the villagers' meeting; the town files "
        "(`filing_number`); publish (`in_force_from`); the town orders rules in force to be corrected.",
    ),
)
def move_rules(request: Called, rules: IdInPath, body: MoveRules) -> Response[Any]:
    """Take a step with village rules."""
    found = find(request, VillageRules, rules)
    return reply(move(rules, body, asked(request, found)))

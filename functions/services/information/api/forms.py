"""Routes of the county's catalogue of forms, and of the notices that everybody reads before being asked."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from kernel import paging
from kernel.access import PUBLIC, STAFF, Access
from kernel.http import Called, refusals
from kernel.http.pages import Cursor, Limit
from kernel.problems import NotFound
from kernel.texts import Text
from services.api.base import API
from services.information.api.base import Code
from services.information.model.fields import drafts
from services.information.model.forms import (
    EnterInformationForm,
    FormNoticeList,
    InformationFormList,
    InformationFormView,
    MoveInformationForm,
    form_view,
    notice,
)
from services.information.model.product_notice import PersonalDataNotice, product_notice
from services.information.rules.catalogue import (
    CatalogueFull,
    FieldWithoutGrounds,
    FormKnown,
    HeldAlready,
)
from services.information.rules.form_moves import actions_of
from services.information.rules.form_states import FORM_KEEPERS, FORMS, FormStatus
from services.information.service.move_forms import enter_form, form_of, forms_of, move_form


@API.route(
    "POST",
    "/v1/services/information/forms",
    access=Access(FORM_KEEPERS, scoped=False),
    answers={201: (Text("已设立", "In the catalogue"), InformationFormView)},
    problems=[FieldWithoutGrounds, HeldAlready, FormKnown, CatalogueFull, *refusals.WRITES],
    summary=Text("设立采集表", "Enter a form into the county's catalogue"),
    description=Text(
        "每个字段须写明用途、依据（法定职责或同意）、保存期限和敏感程度；登记或其他表已有的不得再采集"
        "（{zh:personal-information-law-2021#6,17}）。",
        "Every field says what for, on which ground, for how long and how sensitive it is; what is held elsewhere is not asked again "
        "({en:personal-information-law-2021#6,17}).",
    ),
)
def enter_information_form(request: Called, body: EnterInformationForm) -> Response[Any]:
    """Enter a form."""
    fields = drafts(body.fields)
    return API.carry_out(
        request,
        lambda work: enter_form(work, body.code, body.title, fields, request.person),
        lambda form: form_view(form, actions_of(form, request.person), request.language),
        status=201,
        location=lambda form: f"/v1/services/information/forms/{form.id}",
    )


@API.route(
    "GET",
    "/v1/services/information/forms",
    access=Access(STAFF, scoped=False),
    answers={200: (Text("采集表，按代码排列", "Forms, by code"), InformationFormList)},
    summary=Text("采集表清单", "List the forms of the county"),
)
def list_information_forms(
    request: Called,
    status: Annotated[FormStatus, Query()] = FormStatus.IN_USE,
    cursor: Cursor = None,
    limit: Limit = paging.DEFAULT_LIMIT,
) -> Response[Any]:
    """List forms of a status."""
    found = forms_of(status, limit, cursor)
    return API.page(
        found, lambda form: form_view(form, actions_of(form, request.person), request.language)
    )


@API.route(
    "GET",
    "/v1/services/information/forms/{form}",
    access=Access(STAFF, scoped=False),
    answers={200: (Text("采集表", "The form"), InformationFormView)},
    problems=[NotFound],
    summary=Text("查看采集表", "Read a form"),
)
def get_information_form(request: Called, form: Code) -> Response[Any]:
    """Read a form."""
    found = form_of(form)
    view = form_view(found, actions_of(found, request.person), request.language)
    return API.answer(200, view, version=found.version)


@API.route(
    "POST",
    "/v1/services/information/forms/{form}/transitions",
    access=Access(FORM_KEEPERS, scoped=False),
    answers={200: (Text("办理后的采集表", "The form after the step"), InformationFormView)},
    problems=[FieldWithoutGrounds, HeldAlready, *refusals.MOVES],
    summary=Text("修订或停用采集表", "Revise a form, or retire it"),
    description=FORMS.described(),
)
def move_information_form(request: Called, form: Code, body: MoveInformationForm) -> Response[Any]:
    """Revise or retire a form; what it no longer asks is deleted by schedule."""
    expected, command = request.expected_version, body.command()
    return API.carry_out(
        request,
        lambda work: move_form(work, form, command, request.person, expected),
        lambda moved: form_view(moved, actions_of(moved, request.person), request.language),
    )


@API.route(
    "GET",
    "/v1/services/public/information/notices",
    access=PUBLIC,
    answers={200: (Text("采集告知，按表排列", "Notices, by form"), FormNoticeList)},
    summary=Text(
        "个人信息采集告知", "What is asked of people, what for, and which rights they have"
    ),
    description=Text(
        "采集前告知：用途、依据、种类、期限、权利（{zh:personal-information-law-2021#17,35}）。",
        "Told before anything is asked: what for, on which ground, what, for how long, which rights "
        "({en:personal-information-law-2021#17,35}).",
    ),
)
def list_information_notices(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List the notices of all forms in use."""
    found = forms_of(FormStatus.IN_USE, limit, cursor)
    return API.page(found, lambda form: notice(form, request.language))


@API.route(
    "GET",
    "/v1/services/public/information/personal-data",
    access=PUBLIC,
    answers={200: (Text("个人信息处理告知", "The notice"), PersonalDataNotice)},
    summary=Text(
        "全系统个人信息处理告知",
        "What the whole product holds of people, and which rights they have",
    ),
    description=Text(
        "无需登录。按业务列明处理的个人信息、目的、依据、保存期限、谁可查看和本人查阅地址（{zh:personal-information-law-2021#17,35,44}）；"
        "更正、删除见 /v1/me/data-requests。",
        "Without login. Part by part: what is held, what for, on which ground, how long, who sees it and where one reads the own "
        "({en:personal-information-law-2021#17,35,44}); to have it corrected or deleted: /v1/me/data-requests.",
    ),
)
def get_personal_data_notice(request: Called) -> Response[Any]:
    """Tell what the whole product holds of people."""
    return API.answer(200, product_notice(request.language))

"""Routes of whom the information is about: all that is held, who read it, and the own consent."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from kernel import paging
from kernel.access import ALL_ROLES, Access
from kernel.http import Called, refusals
from kernel.http.pages import Cursor, Limit
from kernel.problems import InvalidFields, NotFound
from kernel.texts import Text
from services.api.base import API
from services.information.model.record_answers import InformationReadings, OwnInformationView
from services.information.model.records import SetOwnConsent, own_view, reading_view
from services.information.rules.consenting import (
    GuardianMissing,
    NothingWithdrawn,
    SeparateConsentNeeded,
)
from services.information.service.own_consents import set_own_consent
from services.information.service.see_records import (
    own_household,
    own_records,
    readings_of,
    seen_of,
)

_OWN = Access(ALL_ROLES)


@API.route(
    "GET",
    "/v1/services/information/own",
    access=_OWN,
    answers={200: (Text("本人及本户被采集的信息", "All that is held"), OwnInformationView)},
    summary=Text(
        "查阅、复制本人信息", "Read and copy what is held of oneself and the own household"
    ),
    description=Text(
        "不脱敏，含用途、依据、保存期限和更正前的内容（{zh:personal-information-law-2021#44,45}）。更正、删除见 /v1/me/data-requests。",
        "Whole, with what for, on which ground, until when, and what was corrected ({en:personal-information-law-2021#44,45}). To have it "
        "corrected or deleted: /v1/me/data-requests.",
    ),
)
def get_own_information(request: Called) -> Response[Any]:
    """Read what is held of the caller."""
    request.allow(proven=True)
    return API.answer(200, own_view(own_records(request), request.language))


@API.route(
    "GET",
    "/v1/services/information/own/reads",
    access=_OWN,
    answers={200: (Text("查看记录，新的在前", "Readings, newest first"), InformationReadings)},
    problems=[NotFound],
    summary=Text("谁查看过本户的完整信息", "Who read the own household unmasked"),
)
def list_own_information_reads(
    request: Called, cursor: Cursor = None, limit: Limit = paging.DEFAULT_LIMIT
) -> Response[Any]:
    """List who read the caller's household unmasked."""
    household, _ = own_household(request)
    request.allow(proven=True)
    found = readings_of(household.id, limit, cursor)
    return API.page(found, lambda one: reading_view(one, request.language))


@API.route(
    "POST",
    "/v1/services/information/own/consents",
    access=_OWN,
    answers={200: (Text("办理后的本人信息", "All that is held now"), OwnInformationView)},
    problems=[
        *(NotFound, InvalidFields, GuardianMissing, SeparateConsentNeeded, NothingWithdrawn),
        *refusals.WRITES,
    ],
    summary=Text("本人同意或撤回同意", "Agree to a form or a field of it, or take that back"),
    description=Text(
        "敏感项用 field 逐项单独同意；不指明字段的同意只及于一般项目（{zh:personal-information-law-2021#29}）。撤回一项只删除该项，不指明则撤回全表；"
        "法定职责字段保留（{zh:personal-information-law-2021#15,47}）。",
        "What is sensitive is agreed to by `field`, each separately; without it the ordinary fields alone are meant "
        "({en:personal-information-law-2021#29}). Taken back, that one field is deleted, or without `field` all of the form; what is held by duty "
        "stays ({en:personal-information-law-2021#15,47}).",
    ),
)
def set_own_information_consent(request: Called, body: SetOwnConsent) -> Response[Any]:
    """Agree to a form, or take that back."""
    household, resident = own_household(request)
    request.allow(proven=True)
    return API.carry_out(
        request,
        lambda work: set_own_consent(
            work,
            household,
            resident,
            body.form,
            body.field,
            request.person,
            body.about,
            give=body.give,
        ),
        lambda record: own_view(seen_of([record]), request.language),
    )

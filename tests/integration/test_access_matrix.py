"""Every route of every context × every role × inside and outside the unit, as one table.

A route that is not in the table fails here, and so does one that is open to a role, or to an area,
the table does not name. What the registry does with each unit it is asked for stands in its own tests.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import boto3
import pytest

from assembly.api import API as ASSEMBLY
from composition.api import API as DESK
from composition.enforcement import API as ENFORCEMENT
from composition.field import API as FIELD
from composition.services import API as SERVICES
from economy.api import API as ECONOMY
from incidents.api import API as INCIDENTS
from incidents.open311.api import API as OPEN311
from kernel.access import ALL_ROLES, OFFICERS, STAFF, Role
from notices.api import API as NOTICES
from points.api import API as POINTS
from registry.api import API as REGISTRY
from reports.api import API as REPORTS
from tests.support.county import (
    COUNTY,
    FAR_GRID,
    GRID,
    NEXT_TOWN,
    NEXT_VILLAGE,
    TOWN,
    VILLAGE,
    a_county,
)
from workspace.api import API as WORKSPACE
from workspace.sync.api import API as SYNC

CONTEXTS = (
    INCIDENTS,
    FIELD,
    DESK,
    OPEN311,
    NOTICES,
    POINTS,
    REGISTRY,
    ASSEMBLY,
    WORKSPACE,
    SYNC,
    ENFORCEMENT,
    SERVICES,
    ECONOMY,
    REPORTS,
)
READERS = OFFICERS | {Role.GRID_WORKER, Role.GRID_CHIEF}
OVERSEERS = OFFICERS | {Role.GRID_CHIEF}
WORKER = {Role.GRID_WORKER}
COUNTY_ROLES = {Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}
KEEPERS = {Role.VILLAGE_OFFICER, Role.COUNTY_ADMIN}
EDITORS = {Role.TOWN_OFFICER, Role.COUNTY_ADMIN}
ADMIN = {Role.COUNTY_ADMIN}
VILLAGE_ONLY = {Role.VILLAGE_OFFICER}
VILLAGE_AND_TOWN = {Role.VILLAGE_OFFICER, Role.TOWN_OFFICER}
LEDGER_READERS = OFFICERS | {Role.VILLAGE_SUPERVISOR}
CHECKERS = READERS | {Role.VILLAGE_SUPERVISOR, Role.POINTS_VERIFIER}
SUPERVISED = {Role.ENFORCEMENT_OFFICER, Role.ENFORCEMENT_HEAD, Role.JUSTICE_SUPERVISOR}
ENFORCEMENT_READERS = SUPERVISED | {Role.LEGAL_REVIEWER, Role.HEARING_CHAIR}
ENFORCERS = {Role.ENFORCEMENT_OFFICER, Role.ENFORCEMENT_HEAD}
JUSTICE = {Role.JUSTICE_SUPERVISOR}
TRAINERS = JUSTICE | {Role.ENFORCEMENT_HEAD}
POWER_KEEPERS = JUSTICE | ADMIN
GIVES_CLUES = READERS | {Role.ENFORCEMENT_OFFICER, Role.ENFORCEMENT_HEAD}
SHOP = {Role.SHOP_KEEPER, Role.VILLAGE_OFFICER}
SUPERVISORS = {Role.VILLAGE_SUPERVISOR}
VILLAGE_OFFICERS = {Role.VILLAGE_OFFICER}
GUIDES = {Role.TOWN_OFFICER} | COUNTY_ROLES
INSIDERS = OFFICERS | SUPERVISORS
FILE_REVIEWERS = {Role.LEGAL_REVIEWER, Role.JUSTICE_SUPERVISOR}
LIABILITY_DECIDERS = {Role.ENFORCEMENT_HEAD, Role.JUSTICE_SUPERVISOR}
DISCLOSED = (
    "systems",
    "items",
    "items/{code}/benchmark",
    "officers",
    "officers/{number}",
    "procedures",
    "decisions",
    "decisions/{case_id}",
    "years",
    "years/{year}",
)
ANYBODY = None
ERRAND_AGENTS = {Role.ERRAND_AGENT, Role.GRID_WORKER, Role.GRID_CHIEF}
OF_OUTREACH = OFFICERS | {Role.JUSTICE_SUPERVISOR}
CONCERNED_BY_HAZARDS = READERS | {Role.RESIDENT}
VISITORS = {Role.GRID_WORKER, Role.GRID_CHIEF, Role.VILLAGE_OFFICER}
MEDIATION_OPENERS = READERS | {Role.MEDIATOR, Role.RESIDENT}
KNOW_CASES = {Role.ENFORCEMENT_OFFICER, Role.LEGAL_REVIEWER, Role.ENFORCEMENT_HEAD}

COLLECTIVE = {Role.COLLECTIVE_DIRECTOR, Role.VILLAGE_OFFICER}
COLLECTIVE_BOOKS = COLLECTIVE | {Role.BOOKKEEPER}
COLLECTIVE_COUNTS = COLLECTIVE_BOOKS | {Role.COLLECTIVE_SUPERVISOR}
COLLECTIVE_READERS = OFFICERS | COLLECTIVE_COUNTS | {Role.CASHIER}

TABLE: dict[tuple[str, str], Any] = {
    ("POST", "/v1/economy/assets"): COLLECTIVE,
    ("GET", "/v1/economy/assets"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/assets/{asset}"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/assets/{asset}/transitions"): COLLECTIVE_COUNTS,
    ("GET", "/v1/economy/assets/{asset}/history"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/machines/{machine}/hires"): ALL_ROLES,
    ("GET", "/v1/economy/machines/{machine}/hires"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/machines/{machine}/calendar"): ALL_ROLES,
    ("GET", "/v1/economy/hires"): ALL_ROLES,
    ("GET", "/v1/economy/hires/{hire}"): ALL_ROLES,
    ("POST", "/v1/economy/hires/{hire}/transitions"): ALL_ROLES,
    ("POST", "/v1/economy/projects"): COLLECTIVE_BOOKS,
    ("GET", "/v1/economy/projects"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/projects/{project}"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/projects/{project}/entries"): COLLECTIVE_BOOKS,
    ("GET", "/v1/economy/projects/{project}/entries"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/projects/{project}/closing"): COLLECTIVE_BOOKS,
    ("POST", "/v1/economy/contracts"): COLLECTIVE,
    ("GET", "/v1/economy/contracts"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/contracts/{contract}"): ALL_ROLES,
    ("POST", "/v1/economy/contracts/{contract}/transitions"): ALL_ROLES,
    ("GET", "/v1/economy/contracts/{contract}/history"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/contracts/{contract}/documents/{document}"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/contracts/{contract}/documents/{document}"): COLLECTIVE_BOOKS,
    ("POST", "/v1/economy/members"): COLLECTIVE,
    ("GET", "/v1/economy/members"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/members/{member}"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/members/{member}/ending"): COLLECTIVE,
    ("POST", "/v1/economy/members/{member}/shares"): COLLECTIVE,
    ("GET", "/v1/economy/members/{member}/history"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/member-rolls/{village}"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/member-rolls/{village}/filings"): COLLECTIVE,
    ("POST", "/v1/economy/vouchers"): {Role.BOOKKEEPER},
    ("GET", "/v1/economy/vouchers"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/vouchers/{voucher}"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/vouchers/{voucher}/transitions"): COLLECTIVE_BOOKS
    | {Role.CASHIER, Role.COLLECTIVE_SUPERVISOR, Role.TOWN_OFFICER},
    ("GET", "/v1/economy/vouchers/{voucher}/history"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/suit-demands"): COLLECTIVE
    | {Role.COLLECTIVE_SUPERVISOR, Role.TOWN_OFFICER},
    ("GET", "/v1/economy/suit-demands"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/suit-demands/{demand}"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/suit-demands/{demand}/transitions"): COLLECTIVE
    | {Role.COLLECTIVE_SUPERVISOR, Role.TOWN_OFFICER},
    ("GET", "/v1/economy/suit-demands/{demand}/history"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/accounts"): ALL_ROLES,
    ("PUT", "/v1/economy/accounts"): {Role.COUNTY_ADMIN},
    ("GET", "/v1/economy/statements"): ALL_ROLES,
    ("POST", "/v1/economy/charters"): COLLECTIVE,
    ("GET", "/v1/economy/charters/{village}"): ALL_ROLES,
    ("POST", "/v1/economy/budgets"): COLLECTIVE,
    ("GET", "/v1/economy/budgets/{village}/{year}"): ALL_ROLES,
    ("POST", "/v1/economy/distributions"): {Role.BOOKKEEPER},
    ("POST", "/v1/economy/distributions/{village}/{year}/payouts"): {Role.BOOKKEEPER},
    ("GET", "/v1/economy/distributions/{village}/{year}"): ALL_ROLES,
    ("GET", "/v1/economy/distribution-plans/{village}/{year}"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/book-publications"): COLLECTIVE_BOOKS,
    ("GET", "/v1/economy/alerts"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/alerts/{alert}"): COLLECTIVE_READERS,
    ("POST", "/v1/economy/alerts/{alert}/transitions"): COLLECTIVE
    | {Role.COLLECTIVE_SUPERVISOR, Role.TOWN_OFFICER},
    ("GET", "/v1/economy/alerts/{alert}/history"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/alert-rules"): ALL_ROLES,
    ("GET", "/v1/economy/cash-boxes/{village}"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/book-periods"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/book-verifications/{village}"): COLLECTIVE_READERS,
    ("GET", "/v1/economy/open-books/{village}/vouchers"): ALL_ROLES,
    ("GET", "/v1/economy/open-books/{village}/contracts"): ALL_ROLES,
    ("GET", "/v1/economy/open-books/{village}/members"): ALL_ROLES,
    ("GET", "/v1/economy/public/machines"): ANYBODY,
    ("GET", "/v1/economy/public/contracts"): ANYBODY,
    ("GET", "/v1/reports/figures"): ALL_ROLES,
    ("POST", "/v1/reports/counts"): OFFICERS,
    ("GET", "/v1/reports/counts/{count}"): OFFICERS,
    ("GET", "/v1/reports/counts/{count}/events"): STAFF,
    ("POST", "/v1/reports/briefings"): OFFICERS,
    ("GET", "/v1/reports/briefings"): OFFICERS,
    ("GET", "/v1/reports/briefings/{briefing}"): OFFICERS,
    ("POST", "/v1/reports/briefings/{briefing}/transitions"): OFFICERS,
    ("GET", "/v1/reports/briefings/{briefing}/history"): OFFICERS,
    ("POST", "/v1/reports/briefings/{briefing}/corrections"): OFFICERS,
    ("GET", "/v1/reports/briefings/{briefing}/corrections"): OFFICERS,
    ("GET", "/v1/reports/briefings/{briefing}/page"): OFFICERS,
    ("GET", "/v1/reports/briefings/{briefing}/document"): OFFICERS,
    ("POST", "/v1/reports/briefings/{briefing}/document"): OFFICERS,
    ("GET", "/v1/reports/public/figures"): ANYBODY,
    **{
        (method, f"/v1/reports/stars/{path}"): who
        for method, path, who in (
            ("GET", "scheme", OFFICERS),
            ("PUT", "scheme", {Role.COUNTY_ADMIN}),
            ("POST", "years", COUNTY_ROLES),
            ("GET", "years/{year}", COUNTY_ROLES),
            ("GET", "ratings", OFFICERS),
            ("GET", "ratings/{rating}", OFFICERS),
            ("GET", "ratings/{rating}/history", OFFICERS),
            ("POST", "ratings/{rating}/transitions", OFFICERS),
        )
    },
    ("GET", "/v1/reports/public/stars/villages"): ANYBODY,
    ("GET", "/v1/reports/public/stars/villages/{village}/years"): ANYBODY,
    ("GET", "/v1/reports/public/stars/tally"): ANYBODY,
    ("GET", "/v1/reports/tracking"): OFFICERS,
    ("GET", "/v1/reports/tracking/points"): OFFICERS,
    ("GET", "/v1/reports/tracking/hot-spots"): OFFICERS,
    ("POST", "/v1/reports/datasets"): COUNTY_ROLES,
    ("GET", "/v1/reports/datasets"): COUNTY_ROLES,
    ("GET", "/v1/reports/datasets/{dataset_id}"): COUNTY_ROLES,
    ("GET", "/v1/reports/public/datasets"): ANYBODY,
    ("GET", "/v1/reports/public/datasets/{dataset_id}"): ANYBODY,
    ("GET", "/v1/reports/public/datasets/{dataset_id}/csv"): ANYBODY,
    ("POST", "/v1/incidents"): ALL_ROLES,
    ("GET", "/v1/incidents"): ALL_ROLES,
    ("GET", "/v1/incidents/queue"): READERS,
    ("GET", "/v1/incidents/queue/counts"): READERS,
    ("GET", "/v1/incidents/similar"): ALL_ROLES,
    ("GET", "/v1/incidents/{incident_id}"): ALL_ROLES,
    ("GET", "/v1/incidents/{incident_id}/timeline"): ALL_ROLES,
    ("POST", "/v1/incidents/{incident_id}/transitions"): ALL_ROLES,
    ("POST", "/v1/media/incidents/{incident_id}"): ALL_ROLES,
    ("GET", "/v1/media/incidents/{incident_id}"): ALL_ROLES,
    ("GET", "/v1/media/incidents/{incident_id}/{media_id}"): ALL_ROLES,
    ("DELETE", "/v1/media/incidents/{incident_id}/{media_id}"): ALL_ROLES,
    ("POST", "/v1/media/inspections/{inspection_id}"): ENFORCERS,
    ("GET", "/v1/media/inspections/{inspection_id}"): ENFORCEMENT_READERS,
    ("GET", "/v1/media/inspections/{inspection_id}/{media_id}"): ENFORCEMENT_READERS,
    ("DELETE", "/v1/media/inspections/{inspection_id}/{media_id}"): ENFORCERS,
    ("POST", "/v1/media/cases/{case_id}"): ENFORCERS,
    ("GET", "/v1/media/cases/{case_id}"): ENFORCEMENT_READERS,
    ("GET", "/v1/media/cases/{case_id}/{media_id}"): ENFORCEMENT_READERS,
    ("DELETE", "/v1/media/cases/{case_id}/{media_id}"): ENFORCERS,
    ("POST", "/v1/media/hazards/{finding_id}"): CONCERNED_BY_HAZARDS,
    ("GET", "/v1/media/hazards/{finding_id}"): CONCERNED_BY_HAZARDS,
    ("GET", "/v1/media/hazards/{finding_id}/{media_id}"): CONCERNED_BY_HAZARDS,
    ("DELETE", "/v1/media/hazards/{finding_id}/{media_id}"): CONCERNED_BY_HAZARDS,
    ("POST", "/v1/patrols"): WORKER,
    ("GET", "/v1/patrols"): OVERSEERS,
    ("GET", "/v1/patrols/open"): WORKER,
    ("GET", "/v1/patrols/{patrol_id}"): OVERSEERS | WORKER,
    ("POST", "/v1/patrols/{patrol_id}/transitions"): WORKER,
    ("POST", "/v1/patrols/{patrol_id}/findings"): WORKER,
    ("GET", "/v1/supervision/overdue"): OFFICERS,
    ("GET", "/v1/supervision/near-due"): OFFICERS,
    ("GET", "/v1/supervision/orders"): OFFICERS,
    ("GET", "/v1/supervision/punctuality"): OFFICERS,
    ("GET", "/v1/obligations"): LEDGER_READERS,
    ("GET", "/v1/obligations/settings"): OFFICERS,
    ("PUT", "/v1/obligations/settings"): ADMIN,
    ("GET", "/v1/obligations/{obligation_id}"): LEDGER_READERS,
    ("GET", "/v1/obligations/{obligation_id}/timeline"): LEDGER_READERS,
    ("POST", "/v1/obligations/{obligation_id}/transitions"): OFFICERS,
    ("GET", "/v1/me/badges"): ALL_ROLES,
    ("POST", "/v1/me/data-requests"): ALL_ROLES,
    ("GET", "/v1/me/data-requests"): ALL_ROLES,
    ("GET", "/v1/workspace/data-requests"): ADMIN,
    ("GET", "/v1/workspace/data-requests/{request_id}"): ALL_ROLES,
    ("POST", "/v1/workspace/data-requests/{request_id}/transitions"): ALL_ROLES,
    ("POST", "/v1/enforcement/cases"): GIVES_CLUES,
    ("GET", "/v1/enforcement/cases"): ENFORCEMENT_READERS,
    ("GET", "/v1/enforcement/own-cases"): ALL_ROLES,
    ("GET", "/v1/enforcement/cases/{case_id}"): ALL_ROLES,
    ("GET", "/v1/enforcement/cases/{case_id}/timeline"): ALL_ROLES,
    ("POST", "/v1/enforcement/cases/{case_id}/moves"): ALL_ROLES,
    ("GET", "/v1/enforcement/towns/{town}/items"): ALL_ROLES,
    ("POST", "/v1/enforcement/towns/{town}/items"): POWER_KEEPERS,
    ("POST", "/v1/enforcement/towns/{town}/items/{kind}/{item}/take-back"): POWER_KEEPERS,
    ("POST", "/v1/enforcement/benchmarks"): JUSTICE,
    ("GET", "/v1/enforcement/benchmarks/{item}"): ALL_ROLES,
    ("GET", "/v1/enforcement/statutes"): ALL_ROLES,
    ("GET", "/v1/enforcement/acts/{act}/norm"): ALL_ROLES,
    ("POST", "/v1/enforcement/certificates"): JUSTICE,
    ("GET", "/v1/enforcement/certificates"): ENFORCEMENT_READERS,
    ("GET", "/v1/enforcement/certificates/{certificate}"): ALL_ROLES,
    ("POST", "/v1/enforcement/certificates/{certificate}/transitions"): JUSTICE,
    ("POST", "/v1/enforcement/trainings"): TRAINERS,
    ("GET", "/v1/enforcement/trainings"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/trainings/{training_id}/attendance"): TRAINERS,
    ("POST", "/v1/enforcement/exams"): TRAINERS,
    ("GET", "/v1/enforcement/towns/{town}/training/{year}"): {Role.ENFORCEMENT_HEAD},
    ("GET", "/v1/enforcement/officers/{person_id}"): ALL_ROLES,
    ("PUT", "/v1/enforcement/towns/{town}/plans/{year}"): {Role.ENFORCEMENT_HEAD},
    ("GET", "/v1/enforcement/public/towns/{town}/plans/{year}"): ANYBODY,
    ("PUT", "/v1/enforcement/towns/{town}/firms/{firm}"): ENFORCERS,
    ("GET", "/v1/enforcement/towns/{town}/firms"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/towns/{town}/draws"): {Role.ENFORCEMENT_HEAD},
    ("GET", "/v1/enforcement/public/towns/{town}/draws/{year}"): ANYBODY,
    ("GET", "/v1/enforcement/public/towns/{town}/draws/{year}/{round}"): ANYBODY,
    ("POST", "/v1/enforcement/inspections"): ENFORCERS,
    ("GET", "/v1/enforcement/inspections"): ENFORCEMENT_READERS,
    ("GET", "/v1/enforcement/inspections/{inspection_id}"): ENFORCEMENT_READERS,
    ("GET", "/v1/enforcement/inspections/{inspection_id}/history"): ENFORCEMENT_READERS,
    ("GET", "/v1/enforcement/inspections/{inspection_id}/papers"): ENFORCEMENT_READERS,
    **{
        (method, "/v1/enforcement/inspections/{inspection_id}/papers/{paper_id}/document"): (
            ENFORCEMENT_READERS
        )
        for method in ("GET", "POST")
    },
    ("POST", "/v1/enforcement/inspections/{inspection_id}/transitions"): ENFORCERS,
    ("GET", "/v1/enforcement/towns/{town}/years/{year}/figures"): ENFORCEMENT_READERS,
    ("GET", "/v1/enforcement/towns/{town}/years/{year}/links/{level}"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/supervision-papers"): {Role.JUSTICE_SUPERVISOR},
    ("GET", "/v1/enforcement/supervision-papers"): SUPERVISED,
    ("GET", "/v1/enforcement/supervision-papers/{supervision_id}"): SUPERVISED,
    ("POST", "/v1/enforcement/supervision-papers/{supervision_id}/moves"): SUPERVISED,
    ("POST", "/v1/sync"): ALL_ROLES,
    ("GET", "/v1/sync"): ALL_ROLES,
    ("GET", "/v1/track/{case_code}"): ANYBODY,
    ("GET", "/v1/incidents/categories"): ALL_ROLES,
    ("GET", "/v1/incidents/policies"): OFFICERS,
    ("PUT", "/v1/incidents/policies"): ADMIN,
    ("POST", "/v1/incidents/clients"): ADMIN,
    ("GET", "/v1/incidents/clients"): ADMIN,
    ("GET", "/v1/incidents/clients/{client_id}"): ADMIN,
    ("PUT", "/v1/incidents/clients/{client_id}"): ADMIN,
    ("DELETE", "/v1/incidents/clients/{client_id}"): ADMIN,
    ("POST", "/v1/incidents/clients/{client_id}/keys"): ADMIN,
    ("POST", "/v1/exports"): OFFICERS,
    ("GET", "/v1/exports"): ADMIN,
    ("GET", "/v1/exports/{export_id}"): OFFICERS,
    ("GET", "/v1/exports/{export_id}/downloads"): ADMIN,
    **{
        (method, f"/open311/v2/{path}.{form}"): who
        for method, path, who in (
            ("GET", "discovery", ANYBODY),
            ("GET", "services", ANYBODY),
            ("GET", "services/{service_code}", ANYBODY),
            ("GET", "requests", ANYBODY),
            ("GET", "requests/{service_request_id}", ANYBODY),
            ("POST", "requests", ANYBODY),
            ("POST", "signed-in/requests", ALL_ROLES),
        )
        for form in ("json", "xml")
    },
    ("POST", "/v1/notices/subscriptions"): READERS,
    ("GET", "/v1/enforcement/forms"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/cases/{case_id}/drafts"): ENFORCEMENT_READERS,
    ("GET", "/v1/enforcement/cases/{case_id}/drafts/{form}"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/cases/{case_id}/papers"): ENFORCEMENT_READERS,
    ("GET", "/v1/enforcement/cases/{case_id}/papers"): ALL_ROLES,
    ("GET", "/v1/enforcement/cases/{case_id}/papers/{paper_id}"): ALL_ROLES,
    ("POST", "/v1/enforcement/cases/{case_id}/papers/{paper_id}/void"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/cases/{case_id}/papers/{paper_id}/document"): ALL_ROLES,
    ("GET", "/v1/enforcement/cases/{case_id}/papers/{paper_id}/document"): ALL_ROLES,
    ("GET", "/v1/enforcement/cases/{case_id}/evidence"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/cases/{case_id}/evidence/{exhibit_id}/custody"): ENFORCEMENT_READERS,
    ("GET", "/v1/enforcement/cases/{case_id}/verification"): ENFORCEMENT_READERS,
    ("GET", "/v1/enforcement/inspections/{inspection_id}/verification"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/cases/{case_id}/file"): ENFORCEMENT_READERS,
    ("GET", "/v1/enforcement/cases/{case_id}/file"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/cases/{case_id}/file-review"): FILE_REVIEWERS,
    ("GET", "/v1/enforcement/cases/{case_id}/file-review"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/cases/{case_id}/liabilities"): LIABILITY_DECIDERS,
    ("GET", "/v1/enforcement/cases/{case_id}/liabilities"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/cases/{case_id}/liabilities/{person}/transitions"): (
        LIABILITY_DECIDERS
    ),
    ("GET", "/v1/enforcement/towns/{town}/liabilities"): LIABILITY_DECIDERS,
    ("PUT", "/v1/enforcement/towns/{town}/systems/{system}"): {Role.ENFORCEMENT_HEAD},
    ("GET", "/v1/enforcement/towns/{town}/statistics/{year}"): ENFORCEMENT_READERS,
    ("POST", "/v1/enforcement/towns/{town}/years/{year}/publication"): {Role.ENFORCEMENT_HEAD},
    **{("GET", f"/v1/enforcement/public/{path}"): ANYBODY for path in DISCLOSED},
    ("GET", "/v1/notices/subscriptions"): READERS,
    ("DELETE", "/v1/notices/subscriptions/{subscription_id}"): READERS,
    ("GET", "/v1/notices/deliveries/{incident_id}"): OFFICERS,
    ("POST", "/v1/notices/robots"): OFFICERS,
    ("GET", "/v1/notices/robots"): OFFICERS,
    ("GET", "/v1/notices/robots/{robot_id}"): OFFICERS,
    ("PUT", "/v1/notices/robots/{robot_id}"): OFFICERS,
    ("DELETE", "/v1/notices/robots/{robot_id}"): OFFICERS,
    ("POST", "/v1/notices/robots/{robot_id}/test"): OFFICERS,
    ("GET", "/v1/notices/settings"): OFFICERS,
    ("PUT", "/v1/notices/settings"): ADMIN,
    ("GET", "/v1/notices/inbox"): ALL_ROLES,
    ("POST", "/v1/notices/inbox/transitions"): ALL_ROLES,
    ("GET", "/v1/notices/texts"): OFFICERS,
    ("PUT", "/v1/notices/texts"): ADMIN,
    ("GET", "/v1/me"): ALL_ROLES,
    ("GET", "/v1/registry/units"): ALL_ROLES,
    ("GET", "/v1/registry/units/locate"): ALL_ROLES,
    ("GET", "/v1/registry/units/{code}"): ALL_ROLES,
    ("GET", "/v1/registry/units/{code}/boundaries"): ALL_ROLES,
    ("GET", "/v1/registry/public/units"): ANYBODY,
    ("PUT", "/v1/registry/units/{code}"): ADMIN,
    ("POST", "/v1/registry/units/{code}/transitions"): ADMIN,
    ("GET", "/v1/registry/persons/{person}"): ALL_ROLES,
    ("GET", "/v1/registry/persons/{person}/reads"): ALL_ROLES,
    ("PUT", "/v1/registry/persons/{person}"): EDITORS,
    ("GET", "/v1/registry/posts"): STAFF,
    ("POST", "/v1/registry/posts"): EDITORS,
    ("POST", "/v1/registry/posts/{post}/transitions"): EDITORS,
    ("GET", "/v1/registry/households"): READERS,
    ("GET", "/v1/registry/households/{household}"): ALL_ROLES,
    ("PUT", "/v1/registry/households/{household}"): KEEPERS,
    ("PUT", "/v1/registry/households/{household}/residents/{resident}"): KEEPERS,
    ("POST", "/v1/registry/households/{household}/residents/{resident}/removal"): KEEPERS,
    ("GET", "/v1/registry/calendars"): ALL_ROLES,
    ("GET", "/v1/registry/calendars/{year}"): ALL_ROLES,
    ("PUT", "/v1/registry/calendars/{year}"): ADMIN,
    ("PUT", "/v1/registry/households/{household}/relatives/{relative}"): KEEPERS,
    ("POST", "/v1/registry/imports"): ADMIN,
    ("GET", "/v1/registry/imports/{import_id}"): ADMIN,
    ("GET", "/v1/registry/imports/{import_id}/errors"): ADMIN,
    ("POST", "/v1/registry/imports/{import_id}/transitions"): ADMIN,
    ("GET", "/v1/points/rule-books/sample"): ALL_ROLES,
    ("POST", "/v1/points/villages/{village}/rule-books"): VILLAGE_ONLY,
    ("GET", "/v1/points/villages/{village}/rule-books"): ALL_ROLES,
    ("GET", "/v1/points/villages/{village}/rule-book"): ALL_ROLES,
    ("GET", "/v1/points/villages/{village}/rule-books/{version}"): ALL_ROLES,
    ("POST", "/v1/points/villages/{village}/rule-books/{version}/transitions"): VILLAGE_AND_TOWN,
    ("POST", "/v1/points/claims"): ALL_ROLES,
    ("GET", "/v1/points/claims"): CHECKERS,
    ("GET", "/v1/points/claims/{claim_id}"): ALL_ROLES,
    ("GET", "/v1/points/claims/{claim_id}/timeline"): ALL_ROLES,
    ("POST", "/v1/points/claims/{claim_id}/transitions"): ALL_ROLES,
    ("POST", "/v1/points/villages/{village}/publications"): VILLAGE_ONLY,
    ("GET", "/v1/points/villages/{village}/publications"): ALL_ROLES,
    ("GET", "/v1/points/villages/{village}/publications/{publication}"): ALL_ROLES,
    ("GET", "/v1/points/villages/{village}/ledger"): LEDGER_READERS,
    ("GET", "/v1/points/villages/{village}/ledger/verify"): LEDGER_READERS,
    ("POST", "/v1/points/villages/{village}/ledger/verifications"): LEDGER_READERS,
    ("GET", "/v1/points/villages/{village}/ledger/verifications"): LEDGER_READERS,
    ("POST", "/v1/points/villages/{village}/assessments"): VILLAGE_ONLY,
    ("GET", "/v1/points/villages/{village}/assessments"): LEDGER_READERS,
    ("GET", "/v1/points/villages/{village}/ledger/entries/{entry}"): LEDGER_READERS,
    ("POST", "/v1/points/villages/{village}/ledger/entries/{entry}/reversals"): VILLAGE_AND_TOWN,
    ("POST", "/v1/points/villages/{village}/boards"): VILLAGE_ONLY | {Role.POINTS_VERIFIER},
    ("GET", "/v1/points/villages/{village}/boards"): ALL_ROLES,
    ("GET", "/v1/points/villages/{village}/boards/{board}"): ALL_ROLES,
    ("GET", "/v1/points/villages/{village}/boards/{board}/ranks"): LEDGER_READERS,
    ("POST", "/v1/points/villages/{village}/boards/{board}/transitions"): VILLAGE_ONLY,
    ("GET", "/v1/points/villages/{village}/shop"): ALL_ROLES,
    ("PUT", "/v1/points/villages/{village}/shop"): VILLAGE_ONLY,
    ("GET", "/v1/points/villages/{village}/goods"): ALL_ROLES,
    ("PUT", "/v1/points/villages/{village}/goods/{goods}"): SHOP,
    ("POST", "/v1/points/villages/{village}/goods/{goods}/movements"): SHOP,
    ("GET", "/v1/points/villages/{village}/movements"): LEDGER_READERS | SHOP,
    ("POST", "/v1/points/redemptions"): ALL_ROLES,
    ("GET", "/v1/points/redemptions"): LEDGER_READERS | SHOP,
    ("GET", "/v1/points/redemptions/{redemption}"): ALL_ROLES,
    ("GET", "/v1/points/redemptions/{redemption}/qr"): ALL_ROLES,
    ("POST", "/v1/points/redemptions/{redemption}/transitions"): ALL_ROLES,
    ("POST", "/v1/points/villages/{village}/settlements"): SHOP,
    ("GET", "/v1/points/villages/{village}/settlements"): ALL_ROLES,
    ("GET", "/v1/points/villages/{village}/settlements/{month}"): ALL_ROLES,
    ("POST", "/v1/points/villages/{village}/settlements/{month}/transitions"): {
        Role.VILLAGE_SUPERVISOR
    },
    ("GET", "/v1/points/households/{household}"): ALL_ROLES,
    ("GET", "/v1/points/households/{household}/balance"): ALL_ROLES,
    ("GET", "/v1/points/households/{household}/entries"): ALL_ROLES,
    ("GET", "/v1/points/households/{household}/statements/{year}"): ALL_ROLES,
    ("POST", "/v1/points/households/{household}/standing"): ALL_ROLES,
    ("GET", "/v1/points/households/{household}/door-plate"): VILLAGE_ONLY,
    ("GET", "/v1/points/plates/{token}"): ALL_ROLES,
    ("GET", "/v1/points/public/villages/{village}/boards"): ANYBODY,
    ("GET", "/v1/assembly/body-rules"): ALL_ROLES,
    ("POST", "/v1/assembly/bodies"): OFFICERS,
    ("GET", "/v1/assembly/bodies"): ALL_ROLES,
    ("GET", "/v1/assembly/bodies/{body_id}"): ALL_ROLES,
    ("POST", "/v1/assembly/bodies/{body_id}/compositions"): OFFICERS,
    ("GET", "/v1/assembly/bodies/{body_id}/compositions"): ALL_ROLES,
    ("GET", "/v1/assembly/bodies/{body_id}/compositions/{number}"): INSIDERS,
    ("POST", "/v1/assembly/bodies/{body_id}/compositions/{number}/members"): OFFICERS,
    ("POST", "/v1/assembly/bodies/{body_id}/compositions/{number}/transitions"): OFFICERS,
    ("POST", "/v1/assembly/ceremonies"): ALL_ROLES,
    ("GET", "/v1/assembly/ceremonies"): ALL_ROLES,
    ("GET", "/v1/assembly/ceremonies/{ceremony}"): ALL_ROLES,
    ("GET", "/v1/assembly/ceremonies/{ceremony}/history"): ALL_ROLES,
    ("GET", "/v1/assembly/votes/{vote}/history"): ALL_ROLES,
    ("GET", "/v1/assembly/bodies/{body_id}/history"): ALL_ROLES,
    ("GET", "/v1/assembly/ideas/{idea}/history"): ALL_ROLES,
    ("POST", "/v1/assembly/ceremonies/{ceremony}/transitions"): ALL_ROLES,
    ("GET", "/v1/assembly/ceremony-limits/{village}"): ALL_ROLES,
    ("PUT", "/v1/assembly/ceremony-limits/{village}"): VILLAGE_OFFICERS,
    ("GET", "/v1/assembly/matter-types"): ALL_ROLES,
    ("POST", "/v1/assembly/matters"): OFFICERS,
    ("GET", "/v1/assembly/matters"): ALL_ROLES,
    ("GET", "/v1/assembly/kin-register"): INSIDERS,
    ("GET", "/v1/assembly/matters/{matter}"): ALL_ROLES,
    ("GET", "/v1/assembly/matters/{matter}/history"): ALL_ROLES,
    ("POST", "/v1/assembly/matters/{matter}/transitions"): OFFICERS,
    ("POST", "/v1/assembly/matters/{matter}/milestones/{milestone}/transitions"): ALL_ROLES,
    ("POST", "/v1/assembly/ideas"): ALL_ROLES,
    ("GET", "/v1/assembly/ideas"): ALL_ROLES,
    ("GET", "/v1/assembly/ideas/{idea}"): ALL_ROLES,
    ("POST", "/v1/assembly/ideas/{idea}/seconds"): ALL_ROLES,
    ("POST", "/v1/assembly/ideas/{idea}/transitions"): VILLAGE_OFFICERS,
    ("POST", "/v1/assembly/meetings"): OFFICERS,
    ("GET", "/v1/assembly/meetings"): ALL_ROLES,
    ("GET", "/v1/assembly/meetings/{meeting}"): ALL_ROLES,
    ("GET", "/v1/assembly/meetings/{meeting}/history"): ALL_ROLES,
    ("GET", "/v1/assembly/meetings/{meeting}/seal"): ALL_ROLES,
    ("GET", "/v1/assembly/meetings/{meeting}/attendance"): INSIDERS,
    ("POST", "/v1/assembly/meetings/{meeting}/attendance"): ALL_ROLES,
    ("POST", "/v1/assembly/meetings/{meeting}/recusals"): ALL_ROLES,
    ("POST", "/v1/assembly/meetings/{meeting}/transitions"): ALL_ROLES,
    ("POST", "/v1/assembly/meetings/{meeting}/minutes-document"): OFFICERS,
    ("GET", "/v1/assembly/meetings/{meeting}/minutes-document"): INSIDERS,
    ("POST", "/v1/assembly/publications"): VILLAGE_OFFICERS,
    ("GET", "/v1/assembly/publications"): ALL_ROLES,
    ("GET", "/v1/assembly/publications/{publication}"): ALL_ROLES,
    ("GET", "/v1/assembly/publications/{publication}/history"): ALL_ROLES,
    ("POST", "/v1/assembly/publications/{publication}/transitions"): OFFICERS,
    ("POST", "/v1/assembly/publications/{publication}/objections"): ALL_ROLES,
    ("GET", "/v1/assembly/publications/{publication}/objections"): ALL_ROLES,
    (
        "POST",
        "/v1/assembly/publications/{publication}/objections/{objection}/transitions",
    ): VILLAGE_OFFICERS,
    ("GET", "/v1/assembly/publication-duties"): ALL_ROLES,
    ("GET", "/v1/assembly/settings/{village}"): ALL_ROLES,
    ("PUT", "/v1/assembly/settings/{village}"): OFFICERS,
    ("GET", "/v1/assembly/village-board/{village}"): ANYBODY,
    ("GET", "/v1/assembly/village-board/{village}/{publication}"): ANYBODY,
    ("POST", "/v1/assembly/reviews"): ALL_ROLES,
    ("GET", "/v1/assembly/reviews"): INSIDERS,
    ("GET", "/v1/assembly/reviews/{review}"): ALL_ROLES,
    ("GET", "/v1/assembly/reviews/{review}/history"): ALL_ROLES,
    ("POST", "/v1/assembly/reviews/{review}/transitions"): SUPERVISORS | GUIDES,
    ("GET", "/v1/assembly/queue"): INSIDERS,
    ("POST", "/v1/assembly/village-rules"): VILLAGE_OFFICERS,
    ("GET", "/v1/assembly/village-rules"): ALL_ROLES,
    ("GET", "/v1/assembly/village-rules/{rules}"): ALL_ROLES,
    ("GET", "/v1/assembly/village-rules/{rules}/history"): ALL_ROLES,
    ("PUT", "/v1/assembly/village-rules/{rules}"): VILLAGE_OFFICERS,
    ("POST", "/v1/assembly/village-rules/{rules}/views"): ALL_ROLES,
    ("GET", "/v1/assembly/village-rules/{rules}/views"): ALL_ROLES,
    ("POST", "/v1/assembly/village-rules/{rules}/flags"): INSIDERS,
    ("POST", "/v1/assembly/village-rules/{rules}/flags/{flag}/transitions"): GUIDES,
    ("POST", "/v1/assembly/village-rules/{rules}/transitions"): OFFICERS,
    ("POST", "/v1/assembly/meetings/{meeting}/votes"): VILLAGE_OFFICERS,
    ("GET", "/v1/assembly/votes/{vote}"): ALL_ROLES,
    ("GET", "/v1/assembly/votes/{vote}/mine"): ALL_ROLES,
    ("GET", "/v1/assembly/votes/{vote}/protocol"): INSIDERS,
    ("POST", "/v1/assembly/votes/{vote}/ballots"): ALL_ROLES,
    ("POST", "/v1/assembly/votes/{vote}/tokens"): ALL_ROLES,
    ("POST", "/v1/assembly/votes/{vote}/papers"): VILLAGE_OFFICERS,
    ("POST", "/v1/assembly/secret-ballots/{vote}"): ANYBODY,
    ("GET", "/v1/assembly/secret-ballots/{vote}/{receipt}"): ANYBODY,
    ("POST", "/v1/assembly/votes/{vote}/transitions"): VILLAGE_OFFICERS | SUPERVISORS,
    **{
        (method, f"/v1/enforcement/outreach/{path}"): who
        for method, path, who in (
            ("POST", "sites", OF_OUTREACH),
            ("GET", "sites", OF_OUTREACH),
            ("GET", "sites/{site}", OF_OUTREACH),
            ("GET", "sites/{site}/history", OF_OUTREACH),
            ("POST", "sites/{site}/transitions", OF_OUTREACH),
            ("POST", "activities", OF_OUTREACH),
            ("GET", "activities", OF_OUTREACH),
            ("GET", "activities/{activity}", OF_OUTREACH),
            ("POST", "activities/{activity}/transitions", OF_OUTREACH),
            ("POST", "lessons", KNOW_CASES),
            ("GET", "lessons", KNOW_CASES | {Role.JUSTICE_SUPERVISOR}),
            ("GET", "lessons/{lesson}", KNOW_CASES | {Role.JUSTICE_SUPERVISOR}),
            ("POST", "lessons/{lesson}/transitions", KNOW_CASES | {Role.JUSTICE_SUPERVISOR}),
            ("POST", "prompts", {Role.JUSTICE_SUPERVISOR}),
            ("GET", "prompts", {Role.JUSTICE_SUPERVISOR}),
            ("GET", "received-prompts", OF_OUTREACH),
            ("GET", "prompts/{prompt}", OF_OUTREACH),
            ("POST", "prompts/{prompt}/transitions", OF_OUTREACH),
        )
    },
    **{
        (method, f"/v1/services/information/{path}"): who
        for method, path, who in (
            ("POST", "forms", ADMIN),
            ("GET", "forms", STAFF),
            ("GET", "forms/{form}", STAFF),
            ("POST", "forms/{form}/transitions", ADMIN),
            ("POST", "visits", VISITORS),
            ("GET", "households/{household}", READERS),
            ("GET", "households/{household}/visits", READERS),
            ("GET", "households/{household}/reads", READERS),
            ("POST", "households/{household}/events", VISITORS),
            ("GET", "rechecks", READERS),
            ("GET", "own", ALL_ROLES),
            ("GET", "own/reads", ALL_ROLES),
            ("POST", "own/consents", ALL_ROLES),
            ("GET", "report", READERS),
            ("GET", "report/people", READERS),
            ("GET", "disposals", COUNTY_ROLES),
            ("GET", "disposals/dry-run", COUNTY_ROLES),
        )
    },
    ("POST", "/v1/workspace/conversions"): STAFF - {Role.SHOP_KEEPER},
    ("GET", "/v1/workspace/conversions"): STAFF - {Role.SHOP_KEEPER},
    ("POST", "/v1/workspace/conversions/{conversion}/take-back"): STAFF - {Role.SHOP_KEEPER},
    ("GET", "/v1/services/public/information/notices"): ANYBODY,
    ("GET", "/v1/services/public/information/personal-data"): ANYBODY,
    **{
        (method, f"/v1/services/environment/{path}"): who
        for method, path, who in (
            ("POST", "courtyards", ALL_ROLES),
            ("GET", "courtyards", READERS),
            ("GET", "courtyards/posted", ALL_ROLES),
            ("GET", "own-courtyard", ALL_ROLES),
            ("GET", "courtyards/{courtyard}", ALL_ROLES),
            ("GET", "courtyards/{courtyard}/history", ALL_ROLES),
            ("GET", "courtyards/{courtyard}/plate", READERS),
            ("POST", "courtyards/{courtyard}/transitions", ALL_ROLES),
            ("POST", "lines", OFFICERS),
            ("GET", "lines", READERS),
            ("GET", "due", ALL_ROLES),
            ("GET", "lines/{line}", ALL_ROLES),
            ("GET", "lines/{line}/history", ALL_ROLES),
            ("POST", "lines/{line}/transitions", ALL_ROLES),
            ("POST", "loads", READERS),
            ("GET", "loads", READERS),
            ("GET", "loads/waiting", GUIDES),
            ("GET", "loads/{load}", READERS),
            ("GET", "loads/{load}/history", READERS),
            ("POST", "loads/{load}/transitions", GUIDES),
            ("POST", "work-days", READERS),
            ("GET", "work-days", READERS),
            ("GET", "work-days/{work_day}", READERS),
            ("GET", "work-days/{work_day}/history", READERS),
            ("POST", "work-days/{work_day}/transitions", READERS),
            ("GET", "criteria", ALL_ROLES),
            ("PUT", "criteria", ADMIN),
            ("GET", "figures", READERS),
            ("GET", "map", READERS),
            ("PUT", "map-approvals/{county}", ADMIN),
        )
    },
    ("GET", "/v1/services/public/environment/plates/{plate}"): ANYBODY,
    ("GET", "/v1/services/public/grids/{grid}"): ANYBODY,
    ("POST", "/v1/services/feedback"): ALL_ROLES,
    ("GET", "/v1/services/own-feedback"): ALL_ROLES,
    ("GET", "/v1/services/feedback"): ADMIN,
    ("GET", "/v1/services/feedback/{feedback}"): ALL_ROLES,
    ("GET", "/v1/services/feedback/{feedback}/history"): ALL_ROLES,
    ("POST", "/v1/services/feedback/{feedback}/transitions"): ALL_ROLES,
    ("GET", "/v1/services/public/environment/map"): ANYBODY,
    ("POST", "/v1/media/courtyards/{courtyard_id}"): ALL_ROLES,
    ("GET", "/v1/media/courtyards/{courtyard_id}"): ALL_ROLES,
    ("GET", "/v1/media/courtyards/{courtyard_id}/{media_id}"): ALL_ROLES,
    ("DELETE", "/v1/media/courtyards/{courtyard_id}/{media_id}"): ALL_ROLES,
    **{
        ("GET", f"/v1/enforcement/public/outreach/{path}"): ANYBODY
        for path in (
            *("sites", "sites/{site}", "activities", "lessons", "lessons/{lesson}"),
            *("prompts", "days", "figures"),
        )
    },
    **{
        (method, f"/v1/services/hazards/{path}"): who
        for method, path, who in (
            ("GET", "checklists", READERS),
            ("GET", "due", READERS),
            ("POST", "warnings", OFFICERS),
            ("GET", "warnings", READERS),
            ("POST", "places", READERS),
            ("GET", "places", READERS),
            ("GET", "own-places", CONCERNED_BY_HAZARDS),
            ("GET", "places/{place}", CONCERNED_BY_HAZARDS),
            ("GET", "places/{place}/history", READERS),
            ("POST", "places/{place}/transitions", READERS),
            ("POST", "findings", READERS),
            ("GET", "findings", READERS),
            ("GET", "own-findings", CONCERNED_BY_HAZARDS),
            ("GET", "findings/{finding}", CONCERNED_BY_HAZARDS),
            ("GET", "findings/{finding}/history", CONCERNED_BY_HAZARDS),
            ("POST", "findings/{finding}/transitions", CONCERNED_BY_HAZARDS),
        )
    },
    **{
        (method, f"/v1/services/mediation/{path}"): who
        for method, path, who in (
            ("PUT", "committees/{unit}", VILLAGE_AND_TOWN),
            ("GET", "committees/{unit}", ALL_ROLES),
            ("GET", "committees", ALL_ROLES),
            ("POST", "committees/{unit}/removals", VILLAGE_AND_TOWN),
            ("POST", "cases", MEDIATION_OPENERS),
            ("GET", "cases", {Role.MEDIATOR}),
            ("GET", "own-cases", ALL_ROLES),
            ("GET", "risks", GUIDES),
            ("GET", "figures", OFFICERS | {Role.MEDIATOR}),
            ("GET", "cases/{case_id}", ALL_ROLES),
            ("GET", "cases/{case_id}/history", ALL_ROLES),
            ("POST", "cases/{case_id}/transitions", ALL_ROLES),
            ("POST", "cases/{case_id}/second-try", ALL_ROLES),
            ("POST", "cases/{case_id}/file/{part}", ALL_ROLES),
            ("GET", "cases/{case_id}/file/{part}", ALL_ROLES),
        )
    },
    ("POST", "/v1/services/errands"): ALL_ROLES,
    ("GET", "/v1/services/errands"): OFFICERS,
    ("GET", "/v1/services/errands/own"): ALL_ROLES,
    ("GET", "/v1/services/errands/agenda"): ERRAND_AGENTS,
    ("GET", "/v1/services/errands/agents"): ALL_ROLES,
    ("GET", "/v1/services/errands/figures"): OFFICERS,
    ("GET", "/v1/services/errands/matters"): ALL_ROLES,
    ("PUT", "/v1/services/errands/matters"): ADMIN,
    ("GET", "/v1/services/errands/{errand}"): ALL_ROLES,
    ("GET", "/v1/services/errands/{errand}/history"): ALL_ROLES,
    ("POST", "/v1/services/errands/{errand}/transitions"): ALL_ROLES,
    ("POST", "/v1/services/errands/{errand}/letter"): ALL_ROLES,
    ("GET", "/v1/services/errands/{errand}/letter"): ALL_ROLES,
    ("PUT", "/v1/services/hazards/checklists"): ADMIN,
    ("GET", "/v1/services/public/errands/matters"): ANYBODY,
}
"""Who may call a route at all."""

UNSCOPED = {
    ("GET", "/v1/track/{case_code}"): "the code is the key, and no person is told",
    ("GET", "/v1/incidents/categories"): "the same for the whole county",
    ("GET", "/v1/incidents/policies"): "the same for the whole county",
    ("GET", "/v1/obligations/settings"): "the same for the whole county",
    ("PUT", "/v1/obligations/settings"): "the same for the whole county",
    ("PUT", "/v1/incidents/policies"): "the same for the whole county",
    ("GET", "/v1/workspace/data-requests"): "whoever asked, from the whole county",
    ("GET", "/v1/exports"): "the record of the whole county",
    ("GET", "/v1/exports/{export_id}/downloads"): "the record of the whole county",
    ("GET", "/v1/registry/calendars"): "the same for the whole county",
    ("GET", "/v1/registry/calendars/{year}"): "the same for the whole county",
    ("PUT", "/v1/registry/calendars/{year}"): "the same for the whole county",
    ("GET", "/v1/notices/settings"): "the same for the whole county",
    ("PUT", "/v1/notices/settings"): "the same for the whole county",
    ("GET", "/v1/notices/texts"): "the same for the whole county",
    ("PUT", "/v1/notices/texts"): "the same for the whole county",
    ("GET", "/v1/me"): "the caller's own",
    ("GET", "/v1/registry/units"): "names and codes of places are public",
    ("GET", "/v1/registry/units/locate"): "names and codes of places are public",
    ("GET", "/v1/registry/units/{code}"): "names and codes of places are public",
    ("GET", "/v1/registry/public/units"): "names and codes of places are public",
    ("GET", "/v1/registry/units/{code}/boundaries"): "names and codes of places are public",
    ("GET", "/v1/points/rule-books/sample"): "the same for everybody",
    ("GET", "/v1/enforcement/towns/{town}/items"): "what a town may do is disclosed to everybody",
    ("GET", "/v1/enforcement/benchmarks/{item}"): "benchmarks are disclosed to everybody",
    ("GET", "/v1/enforcement/statutes"): "the law is the same for the whole county",
    ("GET", "/v1/enforcement/acts/{act}/norm"): "the law is the same for the whole county",
    **{
        ("GET", f"/v1/enforcement/public/towns/{{town}}/{path}"): "plans and draws are disclosed"
        for path in ("plans/{year}", "draws/{year}", "draws/{year}/{round}")
    },
    ("GET", "/v1/assembly/body-rules"): "the law is the same for the whole county",
    ("GET", "/v1/assembly/matter-types"): "the law is the same for the whole county",
    ("GET", "/v1/assembly/village-board/{village}"): "what is published is for everybody",
    (
        "GET",
        "/v1/assembly/village-board/{village}/{publication}",
    ): "what is published is for everybody",
    ("POST", "/v1/assembly/secret-ballots/{vote}"): "a secret ballot must not say who sends it",
    (
        "GET",
        "/v1/assembly/secret-ballots/{vote}/{receipt}",
    ): "the receipt is the key, and says nothing but counted",
}
UNSCOPED |= {
    ("GET", f"/v1/services/mediation/{path}"): "who mediates where is for everybody"
    for path in ("committees", "committees/{unit}")
}
UNSCOPED |= {route: "law outreach is public" for route in TABLE if "/public/outreach/" in route[1]}
UNSCOPED |= {
    route: "clients report for the whole county" for route in TABLE if "/clients" in route[1]
}
UNSCOPED |= {
    route: "places to a kilometre, no person, nothing that is about one"
    for route, who in TABLE.items()
    if route[1].startswith("/open311/") and who is ANYBODY
}
UNSCOPED |= {
    ("GET", f"/v1/enforcement/public/{path}"): "what is disclosed is for everybody"
    for path in DISCLOSED
}
UNSCOPED[("GET", "/v1/services/hazards/checklists")] = "the same for the whole county"
UNSCOPED[("PUT", "/v1/services/hazards/checklists")] = "the same for the whole county"
UNSCOPED |= {
    route: "the catalogue of forms is the same for the whole county"
    for route in TABLE
    if "/information/forms" in route[1]
    or "/information/notices" in route[1]
    or "/information/personal-data" in route[1]
}
UNSCOPED |= {
    route: "numbers of the whole county" for route in TABLE if "/information/disposals" in route[1]
}
UNSCOPED[("GET", "/v1/services/environment/criteria")] = "the same for the whole county"
UNSCOPED[("PUT", "/v1/services/environment/criteria")] = "the same for the whole county"
UNSCOPED[("GET", "/v1/services/public/environment/plates/{plate}")] = "a plate names nobody"
UNSCOPED[("GET", "/v1/points/public/villages/{village}/boards")] = "named by their own consent"
UNSCOPED[("GET", "/v1/services/public/grids/{grid}")] = "as it is posted at the grid"
UNSCOPED[("GET", "/v1/services/public/environment/map")] = "public under an approval number"
UNSCOPED |= {
    ("POST", "/v1/economy/machines/{machine}/hires"): "whoever pays the posted price may hire",
    ("GET", "/v1/economy/machines/{machine}/calendar"): "hours, and nobody's name",
    ("GET", "/v1/economy/hires"): "the caller's own",
    ("GET", "/v1/economy/accounts"): "the chart is the same for the whole county",
    ("GET", "/v1/economy/alert-rules"): "rules are the same for the whole county",
    ("PUT", "/v1/economy/accounts"): "the chart is the same for the whole county",
    ("GET", "/v1/economy/public/machines"): "prices are posted for everybody",
    ("GET", "/v1/reports/public/figures"): "what a figure counts is the same for everybody",
    **{
        ("GET", f"/v1/reports/public/datasets{path}"): "small numbers are hidden, for everybody"
        for path in ("", "/{dataset_id}", "/{dataset_id}/csv")
    },
    ("GET", "/v1/reports/figures"): "what a figure counts is the same for everybody",
    ("GET", "/v1/economy/public/contracts"): "what is posted names nobody",
}
UNSCOPED |= {
    route: "by what stars are given is the same for the whole county, and who holds them is for everybody"
    for route in TABLE
    if route[1] == "/v1/reports/stars/scheme" or "/public/stars/" in route[1]
}
UNSCOPED[("GET", "/v1/enforcement/forms")] = "the forms are the same for the whole county"
UNSCOPED |= {
    route: "what may be entrusted, and to whom, is told to everybody; own errands are the caller's"
    for route in TABLE
    if route[1] in ("/v1/services/public/errands/matters", "/v1/services/errands/matters")
    or route[1] in ("/v1/services/errands/agents", "/v1/services/errands/own")
}
"""What belongs to no unit, and why."""

INSIDE = dict.fromkeys(Role, VILLAGE) | {
    Role.RESIDENT: GRID,
    Role.GRID_WORKER: GRID,
    Role.GRID_CHIEF: GRID,
    Role.TOWN_OFFICER: TOWN,
    Role.ENFORCEMENT_OFFICER: TOWN,
    Role.LEGAL_REVIEWER: TOWN,
    Role.ENFORCEMENT_HEAD: TOWN,
    Role.HEARING_CHAIR: TOWN,
    Role.JUSTICE_SUPERVISOR: COUNTY,
    Role.COUNTY_OFFICER: COUNTY,
    Role.COUNTY_ADMIN: COUNTY,
}
OUTSIDE = {
    role: NEXT_VILLAGE for role in Role if role not in COUNTY_ROLES | {Role.JUSTICE_SUPERVISOR}
} | {
    Role.RESIDENT: FAR_GRID,
    Role.GRID_WORKER: FAR_GRID,
    Role.GRID_CHIEF: FAR_GRID,
    Role.TOWN_OFFICER: NEXT_TOWN,
    Role.ENFORCEMENT_OFFICER: NEXT_TOWN,
    Role.LEGAL_REVIEWER: NEXT_TOWN,
    Role.ENFORCEMENT_HEAD: NEXT_TOWN,
    Role.HEARING_CHAIR: NEXT_TOWN,
}
"""The county's own people are outside nowhere."""

API_OF = {route: api for api in CONTEXTS for route in api.declared}
GUARDED = [
    route for route, who in TABLE.items() if who is not ANYBODY and API_OF[route] is not OPEN311
]
"""Open311 tells its refusals in a form of its own (`test_open311.py`)."""


@pytest.fixture(scope="module")
def county():
    """The county with one person per role inside the village, and one per role outside of it."""
    with pytest.MonkeyPatch.context() as patched, a_county() as county:
        patched.setenv("MEDIA_BUCKET", "media")
        county.appoint(**{f"in-{role}": (str(role), unit) for role, unit in INSIDE.items()})
        county.appoint(**{f"out-{role}": (str(role), unit) for role, unit in OUTSIDE.items()})
        yield county


def test_every_declared_route_stands_in_the_table():
    assert set(API_OF) == set(TABLE)


@pytest.mark.parametrize("route", list(TABLE), ids=" ".join)
def test_a_route_declares_the_roles_and_the_scope_of_the_table(route):
    declared = API_OF[route].declared[route]

    assert declared.roles == TABLE[route]
    assert declared.scoped == (route not in UNSCOPED)


@pytest.mark.parametrize("route", GUARDED, ids=" ".join)
def test_a_role_that_may_not_call_is_refused_before_anything_else(county, route):
    refused = {
        role for role in Role if _status(county, route, f"in-{role}") == (403, "not-allowed")
    }

    assert refused >= set(Role) - set(TABLE[route])


@pytest.mark.parametrize("route", GUARDED, ids=" ".join)
@pytest.mark.parametrize("nobody", [None, "unknown"])
def test_without_a_known_person_there_is_no_answer(county, route, nobody):
    assert _status(county, route, nobody) == (401, "not-signed-in")


def _status(county, route, by):
    method, path = route
    for name in (
        "incident_id",
        "media_id",
        "patrol_id",
        "subscription_id",
        "robot_id",
        "import_id",
        "export_id",
        "post",
        "person",
        "household",
        "resident",
        "relative",
        "claim_id",
        "publication",
        "entry",
        "board",
        "goods",
        "redemption",
        "token",
    ):
        path = path.replace("{" + name + "}", "0" * 26)
    path = path.replace("{village}", VILLAGE).replace("{version}", "1").replace("{number}", "1")
    path = path.replace("{month}", "2026-10").replace("{body_id}", f"{VILLAGE}~village_committee")
    path = path.replace("{code}", GRID).replace("{year}", "2027")
    path = re.sub(r"\{\w+\}", "0" * 26, path)
    answer = county.go(method, path, by=by, api=API_OF[route], raw="" if method != "GET" else None)
    assert answer.status != 500, answer
    problem = answer.status >= 400 and answer.body["type"].rsplit(":", 1)[1]
    return answer.status, problem


class Case(NamedTuple):
    """A request about the village's grid, and what it is answered to whom.

    Outside of the unit everybody is answered `outside`; inside, those in `to` are answered `inside`,
    all others `else_`.
    """

    to: set[Role] | frozenset[Role]
    inside: int
    else_: int
    outside: int
    body: dict | None = None
    query: dict | None = None


REPORT = {
    "category": "dispute",
    "severity": "general",
    "description": "邻里纠纷",
    "unit": GRID,
    "source": "resident",
}
PHOTO = {"kind": "before", "content_type": "image/jpeg", "size": 1000}
SCOPES = {
    ("POST", "/v1/incidents"): Case(ALL_ROLES, 201, 201, 403, body=REPORT),
    ("GET", "/v1/incidents"): Case(READERS, 200, 403, 403, query={"unit": GRID}),
    ("GET", "/v1/incidents/queue"): Case(READERS, 200, 403, 403, query={"unit": GRID}),
    ("GET", "/v1/incidents/queue/counts"): Case(READERS, 200, 403, 403, query={"unit": GRID}),
    ("GET", "/v1/incidents/similar"): Case(
        ALL_ROLES, 200, 200, 403, query={"category": "dispute", "unit": GRID}
    ),
    ("GET", "/v1/incidents/{incident_id}"): Case(READERS, 200, 404, 404),
    ("GET", "/v1/incidents/{incident_id}/timeline"): Case(READERS, 200, 404, 404),
    ("POST", "/v1/media/incidents/{incident_id}"): Case(READERS, 201, 404, 404, body=PHOTO),
    ("GET", "/v1/media/incidents/{incident_id}"): Case(READERS, 200, 404, 404),
    ("GET", "/v1/patrols"): Case(OVERSEERS, 200, 403, 403, query={"unit": GRID}),
    ("POST", "/v1/patrols"): Case(WORKER, 201, 403, 403, body={"grids": [GRID]}),
}
ONES_OWN = {
    (
        "GET",
        "/v1/media/incidents/{incident_id}/{media_id}",
    ): "the uploader's, or an incident's that one may read",
    ("DELETE", "/v1/media/incidents/{incident_id}/{media_id}"): "the uploader's",
    **{
        (method, f"/v1/media/{thing}{below}"): (
            "whoever may see the thing it shows, see test_inspection_photos.py and what it names"
        )
        for thing in (
            "inspections/{inspection_id}",
            "cases/{case_id}",
            "hazards/{finding_id}",
            "courtyards/{courtyard_id}",
        )
        for method, below in (
            ("POST", ""),
            ("GET", ""),
            ("GET", "/{media_id}"),
            ("DELETE", "/{media_id}"),
        )
    },
    ("GET", "/v1/patrols/open"): "the worker's",
    ("GET", "/v1/patrols/{patrol_id}"): "the worker's, or of grids one oversees",
    ("POST", "/v1/patrols/{patrol_id}/transitions"): "the worker's",
    ("POST", "/v1/patrols/{patrol_id}/findings"): "the worker's",
    ("POST", "/v1/sync"): "each operation is let in by its own route",
    ("GET", "/v1/sync"): "what one may see, whoever asks",
}
"""What is looked at as somebody's own, in the tests of the field."""
ACTIONS = {
    "accept": {Role.VILLAGE_OFFICER},
    "resolve": {Role.VILLAGE_OFFICER, Role.GRID_WORKER},
    "escalate": READERS,
    "cancel": COUNTY_ROLES,
}


def test_every_scoped_route_of_the_incidents_has_a_case():
    moved = ("POST", "/v1/incidents/{incident_id}/transitions")
    scoped = {
        route
        for api in (INCIDENTS, FIELD)
        for route, access in api.declared.items()
        if access.scoped
    }

    assert scoped <= set(SCOPES) | set(ONES_OWN) | {moved}


@pytest.mark.parametrize("route", list(SCOPES), ids=" ".join)
def test_inside_the_unit_a_route_answers_those_of_the_table(county, route):
    case = SCOPES[route]

    answered = {role: _ask(county, route, f"in-{role}") for role in Role}

    assert answered == {role: case.inside if role in case.to else case.else_ for role in Role}


@pytest.mark.parametrize("route", list(SCOPES), ids=" ".join)
def test_outside_the_unit_a_route_answers_nobody(county, route):
    case = SCOPES[route]

    answered = {role: _ask(county, route, f"out-{role}") for role in OUTSIDE}

    not_at_all = {role: 403 for role in OUTSIDE if role not in TABLE[route]}
    assert answered == dict.fromkeys(OUTSIDE, case.outside) | not_at_all


def _ask(county, route, by):
    method, path = route
    path = path.replace("{incident_id}", _fresh(county))
    case = SCOPES[route]
    return county.go(method, path, case.body, by=by, query=case.query, api=API_OF[route]).status


@pytest.mark.parametrize("action", list(ACTIONS))
def test_inside_the_unit_a_step_is_taken_by_those_of_the_table(county, action):
    answered = {role: _step(county, action, f"in-{role}") for role in Role}

    unseen = {role: 404 for role in Role if role not in READERS}
    seen = {role: 200 if role in ACTIONS[action] else 403 for role in READERS}
    assert answered == unseen | seen


@pytest.mark.parametrize("action", ["accept", "resolve", "escalate", "confirm", "reject", "cancel"])
def test_outside_the_unit_nobody_takes_a_step(county, action):
    assert {_step(county, action, f"out-{role}") for role in OUTSIDE} == {404}


def _step(county, action, by):
    status = county.move(_fresh(county), action, by).status
    if status == 200:
        county.seen.clear()
    return status


def _fresh(county):
    """Return an incident nobody has moved yet."""
    if not county.seen:
        county.seen = {county.reported(by="county"): {}}
    return next(iter(county.seen))


@pytest.mark.parametrize(
    ("inside", "refused"),
    [(True, set(Role) - READERS), (False, set(OUTSIDE))],
    ids=["inside", "outside"],
)
def test_notices_are_subscribed_to_inside_the_own_area_only(county, inside, refused, monkeypatch):
    for tier in ("VILLAGE", "TOWN", "COUNTY"):
        topic = boto3.client("sns").create_topic(Name=f"sizhi-{tier}")["TopicArn"]
        monkeypatch.setenv(f"{tier}_TOPIC_ARN", topic)
    body = {"protocol": "email", "endpoint": "office@example.gov.cn", "unit": GRID}
    roles = Role if inside else OUTSIDE

    answered = {
        role: county.go(
            "POST",
            "/v1/notices/subscriptions",
            body,
            by=f"{'in' if inside else 'out'}-{role}",
            api=NOTICES,
        ).status
        for role in roles
    }

    assert {role for role, status in answered.items() if status == 403} == refused
    assert {status for role, status in answered.items() if role not in refused} <= {200, 201}

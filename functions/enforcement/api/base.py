"""The `Api` of enforcement, and which module holds which of its routes."""

from __future__ import annotations

from enforcement.service.asked import ANSWERS
from kernel.http import Api
from kernel.http.parts import Parts

API = Api(
    "enforcement",
    answers=ANSWERS,
    parts=Parts(
        "/v1/enforcement",
        {
            "enforcement.api.case_moves": ("cases/{}/moves",),
            "enforcement.api.cases": ("cases", "own-cases"),
            "enforcement.api.disclosure": (
                *("towns/{}/statistics", "towns/{}/systems", "towns/{}/years/{}/publication"),
            ),
            "enforcement.api.files": (
                *("cases/{}/file", "cases/{}/file-review", "cases/{}/liabilities"),
                "towns/{}/liabilities",
            ),
            "enforcement.api.inspection_papers": ("inspections/{}/papers",),
            "enforcement.api.inspections": ("inspections",),
            "enforcement.api.links": ("towns/{}/years",),
            "enforcement.api.officers": (
                *("certificates", "exams", "officers", "trainings", "towns/{}/training"),
            ),
            "enforcement.api.papers": ("cases/{}/drafts", "cases/{}/papers", "forms"),
            "enforcement.api.plans": (
                *("public/towns", "towns/{}/draws", "towns/{}/firms", "towns/{}/plans"),
            ),
            "enforcement.api.powers": ("acts", "benchmarks", "statutes", "towns/{}/items"),
            "enforcement.api.public": ("public",),
            "enforcement.api.record": (
                *("cases/{}/evidence", "cases/{}/verification"),
                "inspections/{}/verification",
            ),
            "enforcement.api.supervision": ("supervision-papers",),
            "enforcement.outreach.api.activities": ("outreach/activities",),
            "enforcement.outreach.api.lessons": ("outreach/lessons",),
            "enforcement.outreach.api.prompts": ("outreach/prompts", "outreach/received-prompts"),
            "enforcement.outreach.api.public": ("public/outreach",),
            "enforcement.outreach.api.sites": ("outreach/sites",),
        },
    ),
)

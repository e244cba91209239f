"""The `Api` of the services of the grid, and which module holds which of its routes."""

from __future__ import annotations

from kernel.http import Api
from kernel.http.parts import Parts
from services.service.answers import ANSWERS

PARTS = {
    "services.hazards.api.places": ("hazards/places", "hazards/own-places"),
    "services.hazards.api.findings": ("hazards/findings", "hazards/own-findings"),
    "services.hazards.api.rounds": ("hazards/checklists", "hazards/due", "hazards/warnings"),
    "services.information.api.forms": ("information/forms", "public/information"),
    "services.information.api.visits": (
        *("information/visits", "information/households", "information/rechecks"),
    ),
    "services.information.api.own": ("information/own",),
    "services.information.api.reports": ("information/report", "information/disposals"),
    "services.mediation.api.cases": (
        *("mediation/cases", "mediation/own-cases", "mediation/risks", "mediation/figures"),
    ),
    "services.mediation.api.committees": ("mediation/committees",),
    "services.mediation.api.files": ("mediation/cases/{}/file",),
    "services.errands.api.errands": ("errands",),
    "services.errands.api.letters": ("errands/{}/letter",),
    "services.errands.api.matters": ("errands/matters", "public/errands"),
    "services.environment.api.courtyards": (
        *("environment/courtyards", "environment/own-courtyard"),
    ),
    "services.environment.api.lines": ("environment/lines", "environment/due"),
    "services.environment.api.loads": ("environment/loads",),
    "services.environment.api.places": ("environment",),
    "services.environment.api.public": ("public/environment",),
    "services.environment.api.work_days": ("environment/work-days",),
    "services.feedback.api.feedback": ("feedback", "own-feedback"),
    "services.feedback.api.grids": ("public/grids",),
}
"""By module, how the paths of its routes begin after `/v1/services/`."""

API = Api("services", parts=Parts("/v1/services", PARTS), answers=ANSWERS)

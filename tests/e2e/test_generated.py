"""Clients made by generators that others wrote are answered by the deployed county, and understand the answer."""

from __future__ import annotations

import json
from pathlib import Path

from tests.deployed import DeployedCounty
from tests.e2e.people import GRID
from tests.support.generated import node, python, python_client, typescript_client

IN_PYTHON = """
from sizhi_client import AuthenticatedClient
from sizhi_client.api.incidents import move_incident, report_incident
from sizhi_client.models import (
    IncidentView, MoveIncidentEscalate, ReportIncident, Severity, Source,
)
base, token, unit = sys.argv[1:]
client = AuthenticatedClient(base_url=base, token=token, httpx_args={"trust_env": False}, timeout=30)
report = ReportIncident(
    category="public_facilities", severity=Severity.GENERAL, source=Source.PATROL, description="村口井盖破损", unit=unit,
)
incident = report_incident.sync(client=client, body=report)
assert isinstance(incident, IncidentView), incident
moved = move_incident.sync(incident.id, client=client, body=MoveIncidentEscalate(action="escalate", reason="村里无力修复"))
assert isinstance(moved, IncidentView), moved
print(incident.status, moved.tier, moved.created_at.utcoffset())
"""


def test_a_typescript_client_reports_and_reads_what_was_refused(
    cloud: DeployedCounty, tmp_path: Path
) -> None:
    script = typescript_client(tmp_path)

    told = json.loads(node(script, cloud.api_url, cloud.token("grid_worker")))

    assert told[:3] == ["reported", "urn:sizhi:problem:words-missing", "reason"]
    assert told[3:] == ["town", "+08:00"]


def test_a_python_client_reports_and_escalates(cloud: DeployedCounty, tmp_path: Path) -> None:
    home = python_client(tmp_path)

    told = python(home, IN_PYTHON, cloud.api_url, cloud.token("grid_worker"), GRID)

    assert told.split() == ["reported", "town", "8:00:00"]

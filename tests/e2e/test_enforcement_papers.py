"""The papers, the file and the public side of a case through HTTP: what is issued is fetched as a file that opens."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from docx import Document

from tests.deployed import DeployedCounty, eventually
from tests.support.deployed_town import HEAD, OFFICER, PARTY, REVIEWER, TOWN, DeployedTown

JUSTICE = "justice_supervisor"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeployedTown]:
    """A county of its own: cases stay, and the public list with them."""
    county = DeployedCounty(tmp_path_factory.mktemp("papers") / "cloud")
    yield DeployedTown(county)
    county.close()


def file_of(town: DeployedTown, who: str, path: str) -> str:
    """Have a file written, fetch it as somebody, and return what it says."""
    asked = town.ask(who, "POST", path)
    assert asked.status_code == 202, asked.text

    def done() -> Any:
        seen = town.did(who, "GET", path)
        return seen if seen["status"] == "done" else None

    document = eventually(done, "the file was written")
    content = httpx.get(document["download"]["url"]).content
    file = Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)


def test_the_decision_of_a_case_is_a_file_the_party_fetches_and_the_public_reads_it_masked(
    town: DeployedTown,
) -> None:
    case = town.to_decide(
        party={"kind": "person", "name": "演示居民0038", "person": "p-re-27", "birth_year": 1977},
        act={"codes": ["burning-straw"], "done_on": town.day(1), "nth": 9},
    )
    town.moved(HEAD, case, "decide")
    town.moved(OFFICER, case, "serve")
    town.moved(HEAD, case, "choose_publication")
    papers = town.did(PARTY, "GET", f"cases/{case}/papers")["items"]
    (decision,) = [one for one in papers if one["form"] == "penalty_decision"]

    said = file_of(town, PARTY, f"cases/{case}/papers/{decision['id']}/document")

    assert decision["number"] in said
    assert "罚款600.00元" in said
    public = town.ask(None, "GET", f"public/decisions?town={TOWN}").json()["items"]
    (mine,) = [one for one in public if one["case"] == case]
    assert (mine["number"], mine["party"]) == (decision["number"], "演某")
    town.moved(OFFICER, case, "record_payment")
    town.moved(HEAD, case, "close")
    file = town.did(OFFICER, "POST", f"cases/{case}/file")
    cover = file_of(town, HEAD, f"cases/{case}/papers/{file['cover']}/document")
    assert file["number"] in cover
    assert town.did(JUSTICE, "GET", f"cases/{case}/verification")["sound"] is True
    review = town.did(REVIEWER, "GET", f"cases/{case}/file-review")
    assert (review["vetoes"], review["grade"]) == ([], None)


def test_what_is_disclosed_is_read_without_login_and_nothing_else(town: DeployedTown) -> None:
    for path in ("systems", "items", "officers", "decisions", "years"):
        answer = town.ask(None, "GET", f"public/{path}?town={TOWN}")
        assert answer.status_code == 200, answer.text
    charts = town.ask(None, "GET", "public/procedures").json()["items"]
    assert all(one["mermaid"].startswith("stateDiagram-v2") for one in charts)
    year = town.day()[:4]
    assert town.ask(None, "GET", f"towns/{TOWN}/statistics/{year}").status_code == 401
    assert town.did(HEAD, "GET", f"towns/{TOWN}/statistics/{year}")["town"] == TOWN

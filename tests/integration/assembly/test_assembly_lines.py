"""A line of a list says what its status and its type are called, in the language asked for, as the thing itself does."""

from __future__ import annotations

from importlib import import_module

import pytest

from assembly.model.line_names import status_name, type_name
from assembly.rules.publications.kinds import PublicationKind
from infra.state_tables import TABLES
from tests.support.county import VILLAGE

MATTER = {"village": VILLAGE, "type": "collective_lease", "title": "库房出租", "text": "公开出租。"}
LIVES = sorted(page for page in TABLES if page.startswith("assembly-"))


@pytest.mark.parametrize(
    ("language", "type_said"),
    [("zh", "集体资产出租"), ("en", "letting of collective property")],
)
def test_a_matter_in_a_list_is_named_as_on_its_own(village, language, type_said):
    made = village.did("/v1/assembly/matters", MATTER)
    how = {"headers": {"Accept-Language": language}}
    where = {"village": VILLAGE}

    (line,) = village.go("GET", "/v1/assembly/matters", query=where, **how).body["items"]

    whole = village.go("GET", f"/v1/assembly/matters/{made['id']}", **how).body
    assert (line["type_name"], line["status_name"]) == (type_said, whole["status_name"])


@pytest.mark.parametrize("page", LIVES)
def test_every_status_of_every_kind_that_has_a_life_is_named_in_lists(page: str) -> None:
    module, _, name = TABLES[page].partition(":")
    statuses = getattr(import_module(module), name).statuses
    kind = page.removeprefix("assembly-").replace("-", "_")

    said = {one: status_name(kind, str(one), "zh") for one in statuses}

    assert said == {one: text.zh for one, text in statuses.items()}


def test_what_has_no_life_or_no_type_is_not_named() -> None:
    assert status_name("kin", None, "zh") is None
    assert status_name("duty", "open", "zh") is None
    assert type_name("matter", None, "zh") is None
    assert type_name("idea", "anything", "zh") is None
    assert type_name("matter", "taken_out_long_ago", "zh") is None


@pytest.mark.parametrize("kind", PublicationKind)
def test_a_publication_is_named_by_its_kind(kind: PublicationKind) -> None:
    assert type_name("publication", str(kind), "en") == kind.said.en


def test_a_body_is_named_by_the_table_of_bodies() -> None:
    assert type_name("meeting", "representatives_assembly", "zh") == "村民代表会议"

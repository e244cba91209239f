"""What DynamoDB would refuse of a table's change is said before a county's stack is rolled back for it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from cfnlint.decode.cfn_yaml import loads

from infra import table_changes
from infra.table_changes import malformed, read_tables, refused

TEMPLATE = """
Resources:
  Topic:
    Type: AWS::SNS::Topic
  CasesTable:
    Type: AWS::DynamoDB::Table
    Properties:
      StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }
      KeySchema: [{ AttributeName: pk, KeyType: HASH }, { AttributeName: sk, KeyType: RANGE }]
      AttributeDefinitions:
        - { AttributeName: pk, AttributeType: S }
        - { AttributeName: sk, AttributeType: S }
        - { AttributeName: town, AttributeType: S }
        - { AttributeName: due_at, AttributeType: S }
      GlobalSecondaryIndexes:
        - IndexName: by_town
          KeySchema: [{ AttributeName: town, KeyType: HASH }, { AttributeName: due_at, KeyType: RANGE }]
          Projection: { ProjectionType: INCLUDE, NonKeyAttributes: [unit, status] }
"""
BEFORE = read_tables(loads(TEMPLATE))
NEW = {"key": {"HASH": "town"}, "projection": ["KEYS_ONLY"]}


def after(change: Callable[[dict[str, Any]], Any]) -> list[str]:
    now = copy.deepcopy(BEFORE)
    change(now["CasesTable"])
    return list(refused(BEFORE, now))


def test_nothing_is_refused_of_what_did_not_change() -> None:
    assert list(refused(BEFORE, BEFORE)) == []


def test_the_order_of_projected_attributes_is_no_change() -> None:
    turned = TEMPLATE.replace("[unit, status]", "[status, unit]")

    assert list(refused(BEFORE, read_tables(loads(turned)))) == []


def test_one_new_index_is_taken() -> None:
    assert after(lambda table: table["indexes"].update(by_unit=NEW)) == []


def test_two_new_indexes_in_an_update_are_refused() -> None:
    said = after(lambda table: table["indexes"].update(by_unit=NEW, by_status=NEW))

    assert len(said) == 1
    assert "2 made (by_status, by_unit)" in said[0]


def test_an_index_under_a_new_name_for_an_old_one_is_two_changes() -> None:
    def rename(table: dict[str, Any]) -> None:
        table["indexes"]["by_town_2"] = table["indexes"].pop("by_town")

    assert "1 made (by_town_2) and 1 removed (by_town)" in after(rename)[0]


@pytest.mark.parametrize(
    "projection", [["INCLUDE", "status"], ["INCLUDE", "more", "status", "unit"], ["ALL"]]
)
def test_another_projection_wants_another_name(projection: list[str]) -> None:
    said = after(lambda table: table["indexes"]["by_town"].update(projection=projection))

    assert said == [
        "CasesTable: the projection of index by_town changed; another projection is another index, with a new name"
    ]


def test_another_key_of_an_index_wants_another_name() -> None:
    said = after(lambda table: table["indexes"]["by_town"].update(key={"HASH": "town"}))

    assert [one.partition(";")[0] for one in said] == [
        "CasesTable: the key of index by_town changed"
    ]


def test_a_table_keeps_its_key() -> None:
    assert "the table's key changed" in after(lambda table: table.update(key={"HASH": "pk"}))[0]


def test_a_table_keeps_its_name() -> None:
    assert list(refused(BEFORE, {"MattersTable": BEFORE["CasesTable"]})) == [
        "CasesTable is gone: another name makes another, empty table; keep its name"
    ]


def test_a_key_attribute_keeps_its_type() -> None:
    assert "due_at was of type S" in after(lambda table: table["attributes"].update(due_at="N"))[0]


def test_local_indexes_come_with_the_table_only() -> None:
    assert "local indexes" in after(lambda table: table.update(local_indexes={"by_due": NEW}))[0]


def test_a_stream_keeps_its_view() -> None:
    assert "view type" in after(lambda table: table.update(stream="KEYS_ONLY"))[0]


def test_every_key_attribute_is_defined_and_no_other() -> None:
    tables = copy.deepcopy(BEFORE)
    definitions = tables["CasesTable"]["attributes"]
    del definitions["town"]
    definitions["note"] = "S"

    assert list(malformed(tables)) == [
        "CasesTable: town is a key but has no AttributeDefinition",
        "CasesTable: note is defined but is no key of the table or an index",
    ]


def test_tables_of_a_loop_are_compared_one_by_one() -> None:
    body = loads(TEMPLATE)["Resources"]["CasesTable"]
    loop = ["Context", ["Cases", "Matters"], {"${Context}Table": body}]

    read = read_tables({"Resources": {"Fn::ForEach::Tables": loop}})

    assert read == {"CasesTable": BEFORE["CasesTable"], "MattersTable": BEFORE["CasesTable"]}


def test_the_templates_here_would_be_taken() -> None:
    here = table_changes.tables_here()

    assert here
    assert list(malformed(here)) == []
    assert table_changes.main([]) == 0


def test_before_the_first_release_everything_may_change(
    tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "released.json"
    kept.write_text(json.dumps({"release": None, "tables": {}}))
    monkeypatch.setattr(table_changes, "RELEASED", kept)
    monkeypatch.setattr(table_changes, "_last_tag", lambda: "")

    assert table_changes.main([]) == 0
    assert "nothing is released yet" in capsys.readouterr().out


def test_a_release_whose_tables_were_not_kept_is_told(
    tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "released.json"
    kept.write_text(json.dumps({"release": None, "tables": {}}))
    monkeypatch.setattr(table_changes, "RELEASED", kept)
    monkeypatch.setattr(table_changes, "_last_tag", lambda: "v1.0.0")
    monkeypatch.setattr(table_changes, "_tables_at", {"v1.0.0": BEFORE}.__getitem__)

    assert table_changes.main([]) == 1

    said = capsys.readouterr().err
    assert "--keep v1.0.0" in said
    assert "CasesTable is gone" in said

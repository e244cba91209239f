"""Say what DynamoDB would refuse of the tables in the templates, compared with the last release.

Usage: `python -m infra.table_changes` (part of `make lint`); at a release `python -m infra.table_changes --keep v1.2.0`.

Nothing local notices: the local cloud takes any change of a table, AWS rolls the whole stack back. The last release's tables are kept in
`infra/reference/released_tables.json`, since a clone may come without tags; no release in it means that nothing is released yet.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cfnlint.decode.cfn_yaml import load, loads

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ("template.yaml", "infra/data.yaml")
RELEASED = ROOT / "infra" / "reference" / "released_tables.json"
LOOP = "Fn::ForEach::"

Table = dict[str, Any]


def read_tables(template: Mapping[str, Any]) -> dict[str, Table]:
    """Return what DynamoDB holds fast of each table of a template, by logical id.

    Returns
    -------
    dict
        `key` and `attributes` (name to type), `indexes` and `local_indexes` (name to key and projection), `stream` (view type or None).
    """
    return {
        name: _table(resource.get("Properties", {}))
        for name, resource in _resources(template.get("Resources", {}))
        if resource.get("Type") == "AWS::DynamoDB::Table"
    }


def malformed(tables: Mapping[str, Table]) -> Iterator[str]:
    """Say what DynamoDB refuses of a table whatever was there before."""
    for name, table in tables.items():
        used = {attribute for key in _keys(table) for attribute in key.values()}
        defined = set(table["attributes"])
        for attribute in sorted(used - defined):
            yield f"{name}: {attribute} is a key but has no AttributeDefinition"
        for attribute in sorted(defined - used):
            yield f"{name}: {attribute} is defined but is no key of the table or an index"


def refused(before: Mapping[str, Table], now: Mapping[str, Table]) -> Iterator[str]:
    """Say which changes an update of the stack would not survive, and what to do instead."""
    for name, was in before.items():
        if name not in now:
            yield f"{name} is gone: another name makes another, empty table; keep its name"
        else:
            yield from _refused_of(name, was, now[name])


def _refused_of(name: str, was: Table, now: Table) -> Iterator[str]:
    if was["key"] != now["key"]:
        yield f"{name}: the table's key changed, which makes a new, empty table; keep it"
    if was["local_indexes"] != now["local_indexes"]:
        yield f"{name}: local indexes are made with the table only; use a global one"
    for attribute, kind in was["attributes"].items():
        if now["attributes"].get(attribute, kind) != kind:
            yield f"{name}: {attribute} was of type {kind}; an attribute of another type needs another name"
    if was["stream"] and now["stream"] and was["stream"] != now["stream"]:
        yield f"{name}: a stream keeps its view type ({was['stream']}); end it in one release, begin it in the next"
    for index in was["indexes"].keys() & now["indexes"].keys():
        for part in ("key", "projection"):
            if was["indexes"][index][part] != now["indexes"][index][part]:
                yield f"{name}: the {part} of index {index} changed; another {part} is another index, with a new name"
    added = sorted(now["indexes"].keys() - was["indexes"].keys())
    removed = sorted(was["indexes"].keys() - now["indexes"].keys())
    if len(added) + len(removed) > 1:
        yield (
            f"{name}: one index is made or removed in an update, not {len(added)} made ({', '.join(added) or '-'}) and "
            f"{len(removed)} removed ({', '.join(removed) or '-'}); make it several releases"
        )


def _table(properties: Mapping[str, Any]) -> Table:
    return {
        "key": _key(properties),
        "attributes": {
            one["AttributeName"]: one["AttributeType"] for one in properties["AttributeDefinitions"]
        },
        "indexes": _indexes(properties.get("GlobalSecondaryIndexes", [])),
        "local_indexes": _indexes(properties.get("LocalSecondaryIndexes", [])),
        "stream": properties.get("StreamSpecification", {}).get("StreamViewType"),
    }


def _indexes(said: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        one["IndexName"]: {
            "key": _key(one),
            "projection": [
                one["Projection"]["ProjectionType"],
                *sorted(one["Projection"].get("NonKeyAttributes", [])),
            ],
        }
        for one in said
    }


def _key(owner: Mapping[str, Any]) -> dict[str, str]:
    return {part["KeyType"]: part["AttributeName"] for part in owner["KeySchema"]}


def _keys(table: Table) -> list[dict[str, str]]:
    indexes = [*table["indexes"].values(), *table["local_indexes"].values()]
    return [table["key"], *(index["key"] for index in indexes)]


def _resources(said: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the resources of a template, those of loops over written-out lists one by one."""
    for name, resource in said.items():
        if name.startswith(LOOP):
            variable, values, body = resource
            for value in values if isinstance(values, list) else []:
                yield from _resources(_with(body, variable, value))
        elif isinstance(resource, Mapping):
            yield name, resource


def _with(node: Any, variable: str, value: str) -> Any:
    if isinstance(node, str):
        return node.replace(f"${{{variable}}}", value).replace(f"&{{{variable}}}", value)
    if isinstance(node, list):
        return [_with(one, variable, value) for one in node]
    if isinstance(node, Mapping):
        if dict(node) == {"Ref": variable}:
            return value
        return {_with(name, variable, value): _with(one, variable, value) for name, one in node.items()}  # fmt: skip
    return node


def tables_here() -> dict[str, Table]:
    """The tables of the templates as they are in this checkout."""
    paths = [ROOT / name for name in TEMPLATES]
    return {
        name: table
        for path in paths
        if path.exists()
        for name, table in read_tables(load(str(path))).items()
    }


def _tables_at(tag: str) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for name in TEMPLATES:
        if text := _git("show", f"{tag}:{name}"):
            tables |= read_tables(loads(text))
    return tables


def _last_tag() -> str:
    return _git("describe", "--tags", "--abbrev=0", "--match", "v[0-9]*")


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def main(arguments: list[str] | None = None) -> int:
    """Compare, or keep a release's tables; 1 when something would be refused."""
    parser = argparse.ArgumentParser(description="What DynamoDB would refuse of the templates.")
    parser.add_argument("--keep", metavar="TAG", help="keep the tables of this release")
    tag = parser.parse_args(arguments).keep
    if tag:
        kept = {"release": tag, "tables": _tables_at(tag) or tables_here()}
        RELEASED.write_text(json.dumps(kept, indent=2) + "\n")
        print(f"{RELEASED.relative_to(ROOT)} holds the {len(kept['tables'])} tables of {tag}")
        return 0
    kept, here = json.loads(RELEASED.read_text()), tables_here()
    faults = [*malformed(here), *refused(kept["tables"], here)]
    last = _last_tag()
    if last and last != kept["release"]:
        # Compared with the tag itself, and told: the file is what a clone without tags goes by.
        faults += [f"{last} is released: python -m infra.table_changes --keep {last}"]
        faults += [fault for fault in refused(_tables_at(last), here) if fault not in faults]
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        since = kept["release"] or "nothing: nothing is released yet"
        print(f"{len(here)} tables, compared with {since}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())

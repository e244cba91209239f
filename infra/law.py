"""Write `docs/law.md`, every rule with its number, source, test and place in the code, or check that it tells the truth.

Usage: `python -m infra.law [--check]`
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

from infra.generated import ROOT, write_or_check

FUNCTIONS = ROOT / "functions"
RULES = FUNCTIONS / "kernel" / "law" / "rules.json"
_INTRODUCTION = """\
Made from `kernel/law/rules.json` and `kernel/law/catalogue.json` by `python -m infra.law`; a test holds every value against the code and
data that use it. 自动生成，勿手工修改。

只有“法定（law）”在当日是本地现行法；其余不得作为法律依据告知。Only `law` is law here on the day it is shown; a source is `assumed` outside its
dates.
"""


def rules() -> list[dict[str, Any]]:
    """Return the rules as they are registered."""
    return json.loads(RULES.read_bytes())["rules"]


def value_in_force(at: str) -> Any:
    """Return the value the system really uses, by where it is.

    Parameters
    ----------
    at
        `points/floors.json#parameters.verifiers.least` in a data file, an entry of a list by its values
        (`bodies.kind=villagers_meeting`, `types.code=minimum_living&valid_from=2026-07-01`); `kernel.units:Level.GRID.digits` in a
        module; `infra/data.yaml~RetentionInDays: (400)` what a pattern finds in any other file, which must be one value wherever it
        stands.

    Raises
    ------
    LookupError
        There is nothing there.
    """
    if "~" in at:
        name, _, pattern = at.partition("~")
        found = set(re.findall(pattern, (ROOT / name).read_text("utf-8"), re.MULTILINE))
        if len(found) != 1:
            raise LookupError(at)
        (text,) = found
        return int(text) if text.isdecimal() and len(text) < 6 else text
    if "#" in at:
        name, _, path = at.partition("#")
        document = json.loads((FUNCTIONS / name).read_bytes())
        return reduce(_inner, path.split("."), document)
    module, _, path = at.partition(":")
    return reduce(getattr, path.split("."), import_module(module))


def _inner(value: Any, part: str) -> Any:
    if isinstance(value, list):
        wanted = dict(each.split("=") for each in part.split("&") if "=" in each)
        found = [one for one in value if wanted and wanted.items() <= one.items()]
        if len(found) != 1:
            raise LookupError(part)
        return found[0]
    # `bodies.kind=x`: the list itself comes first.
    return value[part]


def home_of(module: str) -> Path:
    """Return the file or folder a rule is enforced in: a module of the functions, or a template."""
    parts = module.split(".")
    names = [FUNCTIONS.joinpath(*parts), FUNCTIONS.joinpath(*parts).with_suffix(".py")]
    names += [ROOT.joinpath(*parts).with_suffix(".yaml")]
    found = next((path for path in names if path.exists()), None)
    if found is None:
        raise LookupError(module)
    return found


def page() -> str:
    """Return the page: the rules by the sections of the domain, then the catalogue."""
    sys.path.insert(0, str(FUNCTIONS))
    from kernel.law.statutes import CONFIDENCE_NAMES, catalogue

    marks = [f"- `{one}` {said.zh} · {said.en}" for one, said in CONFIDENCE_NAMES.items()]
    return "\n".join(
        [
            "# 规则与依据 · Rules and what they rest on\n",
            _INTRODUCTION,
            *marks,
            "\n## 规则 · Rules\n",
            "| 节 · Section | 规则 · Rule | 值 · Value | 依据 · Source | 效力 · Confidence | 有效期 · Valid | 执行处 · Enforced in | 测试 · Test |",
            "|---|---|---|---|---|---|---|---|",
            *(_line(rule) for rule in sorted(rules(), key=_section)),
            "\n## 法规目录 · Catalogue\n",
            "| 编号 · Id | 名称 · Name | 类别 · Kind | 文号 · Number | 有效期 · Valid | 效力 · Confidence | 条款 · Articles cited | 来源 · Read in |",
            "|---|---|---|---|---|---|---|---|",
            *(
                f"| `{one.id}` | {one.name.zh}<br>{one.name.en} | {one.kind.said.zh} {one.kind.said.en} | "
                f"{one.number or '–'} | {_days(one)} | `{one.confidence}` | {_articles(one)} | {one.source} |"
                for one in catalogue().values()
            ),
            "",
        ]
    )


def _section(rule: Mapping[str, Any]) -> list[int]:
    return [int(part) for part in rule["domain"].split(".")]


def _line(rule: Mapping[str, Any]) -> str:
    from kernel.law import reference

    cites = reference(rule["citation"])
    confidence = cites.confidence.no_surer_than(cites.statute.confidence)
    note = f"<br>{cites.note}" if cites.note else ""
    analogy = "（类比 by analogy）" if rule["citation"].get("analogy") else ""
    test = rule["test"].partition("::")
    return (
        f"| {rule['domain']} | {rule['rule']['zh']}<br>{rule['rule']['en']} | {_value(rule['value'])} | "
        f"{cites.named.zh}{analogy}{note} | `{confidence}` | {_days(cites.statute)} | `{rule['enforced_in']}` | "
        f"`{test[0].removeprefix('tests/')}` {test[2]} |"
    )


def _value(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        said: dict[str, Any] = dict(value)  # pyright: ignore[reportUnknownArgumentType]
        if "share" in said:
            return f"{'>' if said['strict'] else '≥'} {said['share']} {said['of']}"
        if "from" in said:
            return f"{said['from']}–{said['to']}"
        return f"{said['amount']} {said['unit']}"
    if isinstance(value, list):
        entries: list[Any] = value
        return ", ".join(_value(one) for one in entries)
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def _days(statute: Any) -> str:
    if statute.valid_from is None and statute.valid_to is None:
        return "–"
    return f"{statute.valid_from or '…'} – {statute.valid_to or ''}".rstrip()


def _articles(statute: Any) -> str:
    def said() -> Iterator[str]:
        for number, own in statute.articles.items():
            content = own.get("says")
            yield f"{statute.article(number).zh} {content['zh'] if content else ''}".strip()

    return "<br>".join(said()) or "–"


if __name__ == "__main__":
    raise SystemExit(write_or_check(ROOT / "docs" / "law.md", page))

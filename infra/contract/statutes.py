"""Statutes that descriptions name: by the catalogue, written in at the end, so that no function loads it for a description.

A description says `{zh:personal-information-law-2021#45,46}` or `{en:…}`.
"""

from __future__ import annotations

import re
from typing import Any

from infra.contract.names import Schema, each_schema
from kernel.law import reference

_NAMED = re.compile(r"\{(zh|en):([a-z0-9-]+)#([0-9,]+)\}")


def name_statutes(whole: Schema) -> None:
    """Write out the statutes that descriptions of operations, parameters and fields name.

    Raises
    ------
    UnknownStatute, UnknownArticle
        The catalogue has no such statute or article.
    """
    for item in whole["paths"].values():
        for operation in item.values():
            _write_out(operation)
            for parameter in operation.get("parameters", ()):
                _write_out(parameter)
    each_schema(whole, _write_out)


def _write_out(described: dict[str, Any]) -> None:
    if isinstance(described.get("description"), str):
        described["description"] = _NAMED.sub(_named, described["description"])


def _named(found: re.Match[str]) -> str:
    named = reference({"law": found[2], "articles": found[3].split(",")}).named
    return named.zh if found[1] == "zh" else named.en

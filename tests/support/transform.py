"""Make a plain CloudFormation template of a SAM template, as the service would. Run by SAM's own interpreter.

Usage: `.venv-sam/bin/python tests/support/transform.py < TEMPLATE.json`.
"""

# pyright: reportMissingImports=false
# pyright: reportUnknownVariableType=false
from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")  # the translator asks which partition

from samtranslator.translator.transform import transform


class NoManagedPolicies:
    """Nothing here uses one; the real loader would ask an account."""

    def load(self) -> dict[str, str]:
        """Return none."""
        return {}


def main() -> None:
    """Translate what comes in."""
    template: dict[str, Any] = json.load(sys.stdin)
    # Code is not uploaded here, and the translator takes no folder of this machine.
    functions = template.get("Globals", {}).get("Function", {})
    for properties in [functions, *(one["Properties"] for one in template["Resources"].values())]:
        for place in {"CodeUri", "DefinitionUri"} & properties.keys():
            properties[place] = f"s3://artifacts/{place}"
    json.dump(transform(template, {}, NoManagedPolicies()), sys.stdout)


if __name__ == "__main__":
    main()

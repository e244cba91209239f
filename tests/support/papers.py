"""What the forms of enforcement are filled in with, in tests."""

from __future__ import annotations

from typing import Any

from enforcement.rules.forms import Form, form_of
from enforcement.service.papers import template_of


def filled(form: str | Form, **more: Any) -> dict[str, Any]:
    """Return values for a form that say something in every field it must hold."""
    kind = form_of(form) if isinstance(form, str) else form
    template = template_of(kind)
    values: dict[str, Any] = {}
    for item in kind.items:
        asked = template.lists.get(item.field)
        values[item.field] = (
            f"{item.name.zh}：演示" if asked is None else [dict.fromkeys(sorted(asked), "演示项")]
        )
    return values | more

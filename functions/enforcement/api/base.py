"""The `Api` of enforcement, and what its routes share."""

from __future__ import annotations

from kernel.http import Api

API = Api("enforcement")

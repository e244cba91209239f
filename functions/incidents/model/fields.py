"""Fields that requests about incidents share."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import Field

from incidents.rules.reporting import PERSON_ID, Point
from kernel.fields import Model

ReferenceSystem = Literal["cgcs2000", "wgs84", "gcj02", "bd09"]


class ReportedLocation(Model):
    """A point and the reference system it was measured in (without it a point may lie 600 m off)."""

    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, examples=[36.502])]
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, examples=[113.387])]
    crs: Annotated[
        ReferenceSystem,
        Field(
            description="WeChat, Tencent and Amap give gcj02, Baidu bd09, a bare GNSS chip wgs84 / 微信、腾讯、高德为 gcj02，百度为 bd09"
        ),
    ]

    def as_point(self) -> Point:
        """Return it as the rules see it."""
        return Point(self.lat, self.lon, self.crs)


PersonId = Annotated[
    str,
    Field(
        pattern=f"^{PERSON_ID}$",
        examples=["p-gw-01"],
    ),
]
CategoryCode = Annotated[
    str,
    Field(
        min_length=1,
        max_length=40,
        pattern=r"^[a-z][a-z0-9_]*$",
        examples=["demo"],
        description="See GET /v1/incidents/categories / 见类别目录",
    ),
]


Slug = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]

"""Fields that several requests about the environment share."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated

from pydantic import AfterValidator, Field

from kernel.coordinates import Crs, GeometryError, to_cgcs2000
from kernel.field_errors import TextualValueError
from kernel.fields import Model
from kernel.texts import Text
from services.environment.rules.lines import Position

RegistryId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,63}$", examples=["h-002"])]


class Spot(Model):
    """A position, in whichever system the device has it."""

    lat: Annotated[float, Field(ge=-90, le=90, examples=[36.502])]
    lon: Annotated[float, Field(ge=-180, le=180, examples=[113.387])]
    crs: Annotated[
        Crs, Field(description="WeChat, Tencent and Amap give gcj02 / 微信、腾讯、高德为 gcj02")
    ] = Crs.WGS84

    def taken(self) -> Position:
        """Return it as it is kept: CGCS2000."""
        point = to_cgcs2000(self.lat, self.lon, self.crs)
        return Position(round(point.lat, 6), round(point.lon, 6))


def usable(spot: Spot) -> Spot:
    """Return a position that can be converted.

    Raises
    ------
    TextualValueError
        It cannot: gcj02 and bd09 are defined in China alone.
    """
    try:
        spot.taken()
    except GeometryError as fault:
        raise TextualValueError(
            Text("该坐标不在中国境内。", "This position is not in China.")
        ) from fault
    return spot


Where = Annotated[Spot, AfterValidator(usable)]
Path = Annotated[
    list[Where],
    Field(min_length=2, max_length=100, description="Along the line / 沿线坐标"),
]

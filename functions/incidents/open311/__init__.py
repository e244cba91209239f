"""Open311 GeoReport v2: existing clients report and follow (docs/decisions/0013-open311.md)."""

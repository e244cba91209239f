export type Point = readonly number[];
export type Ring = readonly Point[];
interface Boundary {
  type: string;
  coordinates: unknown;
}

/** The rings of a polygon or of several (RFC 7946: longitude first). */
export function rings(boundary: Boundary): Ring[] {
  return boundary.type === "Polygon"
    ? (boundary.coordinates as Ring[])
    : (boundary.coordinates as Ring[][]).reduce<Ring[]>((all, one) => all.concat(one), []);
}

const WIDTH = 600;

/** Where points lie on a drawing of a village or town: so small that a degree is as long everywhere in it. */
export function project(outlines: readonly Ring[]): {
  width: number;
  height: number;
  at: (point: Point) => [number, number];
} {
  const all = outlines.reduce<Point[]>((found, ring) => found.concat(ring), []);
  const lons = all.map((point) => point[0] as number);
  const lats = all.map((point) => point[1] as number);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = WIDTH / Math.max((east - west) * narrow, (north - south) * 0.75, 1e-6);
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    width: round((east - west) * narrow * scale),
    height: round((north - south) * scale),
    at: ([lon, lat]) => [
      round(((lon as number) - west) * narrow * scale),
      round((north - (lat as number)) * scale),
    ],
  };
}

/** By quantiles in which of four shades a number is drawn; nothing is the lightest. */
export function shades(numbers: readonly number[]): (number: number) => 0 | 1 | 2 | 3 {
  const some = numbers.filter((one) => one > 0).sort((one, other) => one - other);
  const bound = (share: number): number => some[Math.floor(share * (some.length - 1))] ?? 0;
  const [low, high] = [bound(1 / 3), bound(2 / 3)];
  return (number) => (number === 0 ? 0 : number <= low ? 1 : number <= high ? 2 : 3);
}

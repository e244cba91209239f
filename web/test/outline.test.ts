import assert from "node:assert/strict";
import { test } from "node:test";
import { project, rings, shades } from "../src/desk/outline.ts";

const SQUARE = [
  [113.3, 36.5],
  [113.4, 36.5],
  [113.4, 36.6],
  [113.3, 36.6],
  [113.3, 36.5],
];

test("an outline is drawn north up, and keeps its proportions where it lies", () => {
  const drawing = project([SQUARE]);

  assert.deepEqual(drawing.at([113.3, 36.6]), [0, 0]);
  assert.deepEqual(drawing.at([113.4, 36.5]), [drawing.width, drawing.height]);
  assert.ok(Math.abs(drawing.width / drawing.height - Math.cos((36.55 * Math.PI) / 180)) < 0.01);
});

test("a polygon and several are lists of rings alike", () => {
  assert.deepEqual(rings({ type: "Polygon", coordinates: [SQUARE] }), [SQUARE]);
  assert.deepEqual(rings({ type: "MultiPolygon", coordinates: [[SQUARE], [SQUARE]] }), [SQUARE, SQUARE]);
});

test("shades follow quantiles, and nothing is the lightest", () => {
  const shade = shades([0, 1, 2, 3]);

  assert.deepEqual([0, 1, 2, 3].map(shade), [0, 1, 2, 3]);
  assert.equal(shades([])(0), 0);
});

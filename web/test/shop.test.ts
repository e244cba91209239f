import assert from "node:assert/strict";
import { test } from "node:test";
import { difference, overMonths, signed } from "../src/desk/shop/count.ts";

test("stock-taking counts what is set aside as well", () => {
  const goods = { stock: 8, held: 2 };

  assert.deepEqual(["10", "7", "12", "", "1.5", "x"].map((typed) => difference(typed, goods)), [0, -3, 2, undefined, undefined, undefined]);
});

test("a month is settled once, and only when it is over", () => {
  assert.deepEqual(overMonths("2026-02-10", ["2025-12"]).slice(0, 3), ["2026-01", "2025-11", "2025-10"]);
});

test("a movement says how what is left changes", () => {
  const said = [["goods_in", 60], ["hold", 1], ["hand_over", 1], ["void", 1], ["count", -3], ["count", 0]] as const;

  assert.deepEqual(said.map(([kind, quantity]) => signed(kind, quantity)), ["+60", "−1", "1", "+1", "−3", "0"]);
});

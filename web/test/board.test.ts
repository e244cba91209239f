import assert from "node:assert/strict";
import { test } from "node:test";
import { byAge, byTier } from "../src/desk/board.ts";

const ages = (...matters: number[]) =>
  matters.map((n, at) => ({ age: `age${at}`, age_name: ["本月上报", "上月上报"][at] as string, matters: n }));
const board = {
  open: { total: 5, by_tier: { village: 3, town: 2 }, by_age: ages(4, 1) },
  overdue: { total: 2, by_tier: { county: 2 }, by_age: ages(0, 2) },
  returned: { total: 3, by_tier: { town: 1, village: 2 }, by_age: ages(2, 1) },
  reopened: { total: 1, by_tier: { village: 1 }, by_age: ages(1, 0).reverse() },
};

test("what is open, overdue, returned and reopened stands beside each other by tier, from the village up", () => {
  assert.deepEqual(byTier(board), [
    { tier: "village", counts: [3, 0, 2, 1] },
    { tier: "town", counts: [2, 0, 1, 0] },
    { tier: "county", counts: [0, 2, 0, 0] },
  ]);
});

test("and by how long ago it was reported, whatever the order in which each is told", () => {
  assert.deepEqual(byAge(board), [
    { name: "本月上报", counts: [4, 0, 2, 1] },
    { name: "上月上报", counts: [1, 2, 1, 0] },
  ]);
});

test("no row leaves out what the totals count", () => {
  for (const rows of [byTier(board), byAge(board)]) {
    const sums = [0, 1, 2, 3].map((at) => rows.reduce((sum, row) => sum + (row.counts[at] as number), 0));
    assert.deepEqual(sums, [5, 2, 3, 1]);
  }
});

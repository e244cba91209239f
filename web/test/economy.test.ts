import assert from "node:assert/strict";
import { test } from "node:test";
import { arrears } from "../src/desk/economy/late-rent.ts";
import { lastDay, monthOf, monthsOf, years } from "../src/desk/economy/months.ts";

test("rent that is late is found in all contracts, the longest first, with what is still open", () => {
  const part = (number: number, paid_fen: number, days_late: number) => ({ number, due_on: "2026-01-31", fen: 1000, paid_fen, days_late });
  const shop = { id: "shop", rent: [part(1, 1000, 0), part(2, 400, 9)] };
  const field = { id: "field", rent: [part(1, 0, 40), part(2, 0, 0)] };

  assert.deepEqual(
    arrears([shop, field]).map((one) => [one.contract.id, one.instalment.number, one.open]),
    [["field", 1, 1000], ["shop", 2, 600]],
  );
});

test("no sheets are offered of a month that has not begun", () => {
  assert.deepEqual(monthsOf("2026", "2026-03-09"), ["01", "02", "03"]);
  assert.equal(monthsOf("2025", "2026-03-09").length, 12);
  assert.deepEqual(years("2026-03-09").slice(0, 2), ["2026", "2025"]);
});

test("a page is about the month that was asked for, else about the present one", () => {
  assert.equal(monthOf("2025-12", "2026-03-09"), "2025-12");
  assert.deepEqual(["2026-04", "2026-13", "x", null].map((asked) => monthOf(asked, "2026-03-09")), Array(4).fill("2026-03"));
});

test("a balance stands on the last day of its month", () => {
  assert.deepEqual(["2024-02", "2026-02", "2026-11"].map(lastDay), ["2024-02-29", "2026-02-28", "2026-11-30"]);
});

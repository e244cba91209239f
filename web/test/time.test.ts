import assert from "node:assert/strict";
import { test } from "node:test";
import { day, left, moment, urgency } from "../src/ui/time.ts";

const NOW = Date.parse("2026-11-23T01:40:00Z");
const after = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString();

test("a moment is told in Beijing time", () => {
  assert.equal(moment("2026-11-23T16:05:00Z"), "2026-11-24 00:05");
  assert.equal(day("2026-11-23"), "2026-11-23");
});

test("a limit is late once it is past, and near within a day", () => {
  assert.equal(urgency(after(-0.1), NOW), "late");
  assert.equal(urgency(after(0.1), NOW), "soon");
  assert.equal(urgency(after(24), NOW), "fine");
});

test("what is left is told in its largest unit, in both languages", () => {
  assert.equal(left(after(3), NOW, "zh"), "还剩 3 小时");
  assert.equal(left(after(-72), NOW, "zh"), "已逾期 3 天");
  assert.equal(left(after(0.5), NOW, "en"), "30 min left");
  assert.equal(left(after(-3), NOW, "en"), "3 h overdue");
  assert.equal(left(after(1 / 360), NOW, "zh"), "还剩 10 秒");
});

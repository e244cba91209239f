import assert from "node:assert/strict";
import { test } from "node:test";
import { days, moment, overlaps, takenOn, weekday } from "../src/resident/hire/hours.ts";

const span = (from: string, to: string) => ({ begins_at: from, ends_at: to });

test("what is typed is a time of Beijing, wherever the phone is", () => {
  assert.equal(new Date(moment("2026-12-02", "08:00")).toISOString(), "2026-12-02T00:00:00.000Z");
  assert.deepEqual(days("2026-12-31", 2), ["2026-12-31", "2027-01-01"]);
  assert.equal(weekday("2026-12-02")[0], "周三");
});

test("hours that go on over midnight end with their day and begin the next", () => {
  const night = [span("2026-12-02T20:00:00+08:00", "2026-12-03T06:00:00+08:00")];

  assert.deepEqual(takenOn("2026-12-02", night), [["20:00", "24:00"]]);
  assert.deepEqual(takenOn("2026-12-03", night), [["00:00", "06:00"]]);
  assert.deepEqual(takenOn("2026-12-04", night), []);
});

test("hours that only touch do not meet", () => {
  const morning = [span("2026-12-02T00:00:00Z", "2026-12-02T04:00:00Z")];

  assert.equal(overlaps("2026-12-02", "12:00", "14:00", morning), false);
  assert.equal(overlaps("2026-12-02", "11:30", "14:00", morning), true);
  assert.equal(overlaps("2026-12-02", "06:00", "08:00", morning), false);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Filled, isAsked, type Told, visitOf, wantsConsent } from "../src/field/visited.ts";

const water: Filled = {
  resident: null,
  value: "自来水",
  ask: false,
  field: { name: "water_supply", ground: "duty", origin: "asked", separate_consent: false },
};
const work: Filled = {
  resident: "r-1",
  value: null,
  ask: true,
  field: { name: "works_away", ground: "consent", origin: "asked", separate_consent: false },
};
const health: Filled = {
  resident: "r-1",
  value: null,
  ask: true,
  field: { name: "illness", ground: "consent", origin: "asked", separate_consent: true },
};
const name: Filled = {
  resident: "r-1",
  value: "演示甲",
  ask: false,
  field: { name: "name", ground: "duty", origin: "registry", separate_consent: false },
};
const told = (more: Partial<Told>): Told => ({
  household: "h-1",
  form: "household_basics",
  at: "2026-11-23T09:40:00+08:00",
  filled: [water, work, health, name],
  noted: {},
  standing: [],
  how: "paper",
  guardians: {},
  ...more,
});

test("what was left alone is not sent", () => {
  const visit = visitOf(told({}));

  assert.deepEqual([visit.entries, visit.consents], [[], []]);
  assert.deepEqual(visit.told, ["household_basics"]);
});

test("what is still so is sent as it is held, without a reason", () => {
  const visit = visitOf(told({ noted: { "|water_supply": { same: true, value: "井水", why: "改了" } } }));

  assert.deepEqual(visit.entries, [{ resident: null, form: "household_basics", field: "water_supply", value: "自来水" }]);
});

test("what is corrected says why", () => {
  const [entry] = visitOf(told({ noted: { "|water_supply": { value: "井水", why: "水管冻裂" } } })).entries;

  assert.deepEqual([entry?.["value"], entry?.["why"]], ["井水", "水管冻裂"]);
});

test("what the registry has is never asked again", () => {
  assert.equal(isAsked(name), false);
  assert.deepEqual(visitOf(told({ noted: { "r-1|name": { value: "演示乙" } } })).entries, []);
});

test("somebody agrees once to the ordinary fields and to each sensitive one by itself", () => {
  const noted = { "r-1|works_away": { value: "是", agreed: true }, "r-1|illness": { value: "无", agreed: true } };

  const { consents } = visitOf(told({ noted }));

  assert.deepEqual(consents.map((one) => one["field"]), [null, "illness"]);
  assert.deepEqual(consents.map((one) => one["by"]), ["self", "self"]);
});

test("a consent that stands is not asked for again", () => {
  assert.equal(wantsConsent(work, [{ resident: "r-1", field: null }]), false);
  assert.equal(wantsConsent(health, [{ resident: "r-1", field: null }]), true);
  assert.equal(wantsConsent(water, []), false);
});

test("for a child the guardian agrees, by name", () => {
  const noted = { "r-1|works_away": { value: "否", agreed: true } };

  const [consent] = visitOf(told({ noted, guardians: { "r-1": "演示户主" } })).consents;

  assert.deepEqual([consent?.["by"], consent?.["guardian"]], ["guardian", "演示户主"]);
});

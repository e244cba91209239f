import assert from "node:assert/strict";
import { test } from "node:test";
import { leadsTo } from "../src/field/codes.ts";
import { scaled } from "../src/offline/photo.ts";

const HERE = "https://sizhi.example.gov.cn";

test("a code of ours leads to its page, and a number of a case to its progress", () => {
  assert.equal(leadsTo(HERE + "/#/redeem/01M8/7K4M", HERE), "#/redeem/01M8/7K4M");
  assert.equal(leadsTo(" 140426-20261123-0001-5 ", HERE), "#/track/140426-20261123-0001-5");
});

for (const foreign of ["https://evil.example/#/redeem/1/2", "javascript:alert(1)", "//evil.example/#/x", "word", HERE + "/other"])
  test("a code of somebody else leads nowhere: " + foreign, () => assert.equal(leadsTo(foreign, HERE), undefined));

test("a photo is made no larger, keeps its shape, and never vanishes", () => {
  assert.deepEqual(scaled(4000, 3000), [1600, 1200]);
  assert.deepEqual(scaled(3000, 4000), [1200, 1600]);
  assert.deepEqual(scaled(800, 600), [800, 600]);
  assert.deepEqual(scaled(16000, 2), [1600, 1]);
});

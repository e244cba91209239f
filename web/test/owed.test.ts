import assert from "node:assert/strict";
import { test } from "node:test";
import { pageOf } from "../src/desk/owed.ts";

test("what is owed leads to the page on which it is done", () => {
  assert.equal(pageOf({ claim: "01J8", item: "clean_yard" }), "#/claim/01J8");
  assert.equal(pageOf({ title: "修路", publication: "01J9", objection: "2" }), "#/publication/01J9");
});

test("what the desk has no page of leads nowhere", () => {
  assert.equal(pageOf({ town: "140426106", year: "2026" }), undefined);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { address, match, refined } from "../src/address.ts";

test("an address is a path and what is asked with it", () => {
  const { path, query } = address("#/queue?overdue=true");

  assert.equal(path, "queue");
  assert.equal(query.get("overdue"), "true");
});

test("a page is found by its words, and told what stands in place of names", () => {
  const found = match({ queue: "the queue", "case/:id": "a case" }, "case/01J%20X");

  assert.deepEqual(found, { page: "a case", params: { id: "01J X" } });
});

test("nothing stands in place of a name, and nothing is found", () => {
  assert.equal(match({ "case/:id": "a case" }, "case/"), undefined);
  assert.equal(match({ "case/:id": "a case" }, "case/1/2"), undefined);
});

test("a filter that is changed leaves the others as they were, and one that is emptied is gone", () => {
  const { query } = address("#/points?village=140426106201&status=posted");

  assert.equal(refined("points", query, { status: "drafted" }), "#/points?village=140426106201&status=drafted");
  assert.equal(refined("points", query, { status: "" }), "#/points?village=140426106201");
});

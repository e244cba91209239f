import assert from "node:assert/strict";
import { test } from "node:test";
import { filled } from "../src/ui/filled.ts";

test("what was left empty is not sent", () => {
  const fields = [
    { name: "reason", kind: "long" },
    { name: "limit", kind: "group", fields: [{ name: "amount", kind: "number" }] },
    { name: "evidence", kind: "list" },
  ];

  assert.deepEqual(filled(fields, { reason: "", limit: { amount: "" }, evidence: " \n" }), {});
});

test("money is sent in fen, moments in Beijing time, lists line by line", () => {
  const fields = [
    { name: "rent_fen", kind: "money" },
    { name: "held_at", kind: "moment" },
    { name: "evidence", kind: "list" },
    { name: "amount", kind: "number" },
  ];
  const said = { rent_fen: "19.99", held_at: "2026-11-23T09:40", evidence: "a\n b \n", amount: "3" };

  assert.deepEqual(filled(fields, said), {
    rent_fen: 1999,
    held_at: "2026-11-23T09:40:00+08:00",
    evidence: ["a", "b"],
    amount: 3,
  });
});

test("rows are sent as they were filled", () => {
  const fields = [{ name: "tasks", kind: "rows", fields: [{ name: "unit", kind: "unit" }, { name: "what", kind: "long" }] }];

  assert.deepEqual(filled(fields, { tasks: [{ unit: "140426-SLJ", what: "修" }, { unit: "140426-JTJ" }] }), {
    tasks: [{ unit: "140426-SLJ", what: "修" }, { unit: "140426-JTJ" }],
  });
});

test("what was chosen for a list is sent as it was chosen", () => {
  const fields = [{ name: "officers", kind: "list" }];

  assert.deepEqual(filled(fields, { officers: ["p-eo-01", "p-eo-02"] }), { officers: ["p-eo-01", "p-eo-02"] });
  assert.deepEqual(filled(fields, { officers: [] }), {});
});

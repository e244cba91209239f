import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

test("every figure by which an alert is found has a name in the client", () => {
  const rules = readFileSync("../functions/economy/rules/find_alerts.py", "utf8");
  const words = readFileSync("src/desk/economy/words.ts", "utf8");
  const figures = new Set(Array.from(rules.matchAll(/"([a-z_]+)": /g), (found) => found[1]));

  assert.ok(figures.size > 15);
  assert.deepEqual(Array.from(figures).filter((name) => !words.includes(`\n  ${name}: [`)), []);
});

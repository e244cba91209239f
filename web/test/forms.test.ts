import assert from "node:assert/strict";
import { test } from "node:test";
import { labelOf } from "../src/ui/labels.ts";
import { LISTED } from "../src/desk/enforcement/forms.ts";
import { CHANGE, COMING, OFFER, settings } from "../src/desk/shop/forms.ts";
import type { Field } from "../src/ui/form.tsx";

function* all(fields: readonly Field[]): Generator<Field> {
  for (const field of fields) {
    yield field;
    yield* all(field.fields || []);
  }
}

test("what a page asks by a form of its own it calls by its own words, in both languages", () => {
  for (const form of [LISTED, CHANGE, COMING, OFFER, settings()])
    for (const field of all(form.fields)) {
      assert.equal(labelOf(field), field.label?.[0]);
      assert.match(field.label?.[0] || "", /[\u4e00-\u9fff]/);
      assert.doesNotMatch(field.label?.[1] || "", /[\u4e00-\u9fff]/);
    }
});

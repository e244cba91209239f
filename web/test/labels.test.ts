import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import * as forms from "../src/api/forms.ts";
import type { Field, Form, Names, Steps } from "../src/ui/form.tsx";
import { choicesOf, labelOf, optionOf } from "../src/ui/labels.ts";
import { language } from "../src/ui/language.ts";

const known = forms as unknown as Record<string, Form & Steps>;
const used = new Set(
  globSync("src/**/*.tsx").flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/import \{([^}]*)\} from "[./]*api\/forms\.ts"/g)].flatMap((found) =>
      (found[1] as string).split(",").map((name) => name.trim()).filter(Boolean),
    ),
  ),
);

function* fieldsOf(fields: readonly Field[]): Generator<Field> {
  for (const field of fields) {
    yield field;
    yield* fieldsOf(field.fields || []);
  }
}

for (const name of [...used].filter((one) => known[one]?.fields || known[one]?.steps)) {
  test(name + " asks for nothing by a code", () => {
    const form = known[name] as Form & Steps;
    const all = form.steps ? Object.values(form.steps).flatMap((step) => step.fields) : form.fields;
    language.value = "zh";
    const coded = [...fieldsOf(all)].flatMap((field) => [
      ...(field.name === "action" || /[\u4e00-\u9fff]/.test(labelOf(field)) ? [] : [field.name]),
      ...(field.name === "action" ? [] : choicesOf(field) || [])
        .filter(([, said]) => !/[\u4e00-\u9fff]/.test(said))
        .map(([one]) => field.name + "=" + one),
    ]);

    assert.deepEqual([...new Set(coded)], []);
  });
}

test("a code is called by its name, and one without a name does not compile", () => {
  const named = { held: ["已预留", "set aside"] } satisfies Names;
  language.value = "zh";

  assert.equal(optionOf("held", named), "已预留");
  // @ts-expect-error the contract knows a code that has no name here
  assert.throws(() => optionOf("gone" as "held" | "gone", named));
  // @ts-expect-error the contract does not say what this text may be
  assert.throws(() => optionOf("gone" as string, named));
});

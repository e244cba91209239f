import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";

const SOURCES = globSync("src/**/*.tsx").filter((path) => !path.startsWith("src/routes"));

interface Words {
  t: { texts: { zh: Record<string, string>; en: Record<string, string> } };
}

for (const path of globSync("src/**/words.ts").filter((path) => path !== "src/ui/words.ts")) {
  test(path + " says everything in Chinese and in English, with the same places to fill", async () => {
    const { zh, en } = ((await import("../" + path)) as Words).t.texts;
    const places = (text = ""): string[] => (text.match(/\{\w+\}/g) || []).sort();

    assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
    for (const [key, text] of Object.entries(zh)) assert.deepEqual(places(text), places(en[key]), key);
  });
}

test("no page says anything that is not in its words", () => {
  const said = SOURCES.filter((path) => {
    const code = readFileSync(path, "utf8").replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
    return /[\u4e00-\u9fff]/.test(code.replace(/四治/g, ""));
  });

  assert.deepEqual(said, []);
});

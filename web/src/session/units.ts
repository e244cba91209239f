import { signal } from "@preact/signals";
import { api, ask } from "../api/client.ts";
import { language } from "../ui/language.ts";

interface Unit {
  name: string;
  name_en: string | null;
}

const known = signal<Record<string, Unit>>({});
const asked = new Set<string>();

/** What a unit is called: nothing until the answer is there, its code if it means nothing any more. */
export function unitName(code: string): string {
  const unit = known.value[code];
  if (unit) return (language.value === "en" && unit.name_en) || unit.name;
  if (!asked.has(code)) {
    asked.add(code);
    ask(api.GET("/v1/registry/units/{code}", { params: { path: { code } } })).then(
      ({ name, name_en }) => (known.value = { ...known.value, [code]: { name, name_en } }),
      () => (known.value = { ...known.value, [code]: { name: code, name_en: null } }),
    );
  }
  return "";
}

/** The units right below one, and its departments, as choices. */
export async function unitsBelow(parent: string): Promise<[string, string][]> {
  const found: [string, string][] = [];
  let cursor: string | null = null;
  do {
    const query: { parent: string; limit: number; cursor?: string } = { parent, limit: 100, ...(cursor && { cursor }) };
    const page = await ask(api.GET("/v1/registry/units", { params: { query } }));
    for (const unit of page.items) {
      if (!unit.closed_from) found.push([unit.code, (language.value === "en" && unit.name_en) || unit.name]);
    }
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

/** The office a unit's office is under: a town of a village, the county of a town. */
export function above(code: string): string {
  const plain = code.split("-")[0] as string;
  return plain.length > 12 ? plain.slice(0, 12) : plain.length > 9 ? plain.slice(0, 9) : plain.slice(0, 6);
}

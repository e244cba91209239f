import type { Field } from "./form.tsx";

export type Values = Record<string, unknown>;

const BEIJING = "+08:00";

/** What is sent for what was typed: nothing that was left empty, money in fen, shares and areas in hundredths, moments in Beijing time. */
export function filled(fields: readonly Field[], values: Values): Values {
  const body: Values = {};
  for (const field of fields) {
    const said = one(field, values[field.name]);
    if (said !== undefined) body[field.name] = said;
  }
  return body;
}

function one(field: Field, value: unknown): unknown {
  if (value === undefined || value === "" || value === null) return undefined;
  switch (field.kind) {
    case "money":
    case "hundredths":
      return Math.round(Number(value) * 100);
    case "number":
      return Number(value);
    case "moment":
      return String(value).length === 16 ? value + ":00" + BEIJING : value;
    case "list":
      if (!Array.isArray(value)) return lines(String(value));
      return value.length ? value : undefined; // chosen among what is known
    case "choices":
      return (value as string[]).length ? value : undefined;
    case "group": {
      const inner = filled(field.fields || [], value as Values);
      return Object.keys(inner).length ? inner : undefined;
    }
    case "rows": {
      const rows = (value as Values[]).map((row) => filled(field.fields || [], row));
      return rows.length ? rows : undefined;
    }
    default:
      return value;
  }
}

function lines(text: string): string[] | undefined {
  const said = text.split("\n").map((line) => line.trim()).filter(Boolean);
  return said.length ? said : undefined;
}

import { useEffect, useState } from "preact/hooks";
import { refine } from "../router.ts";
import { me } from "../session/me.ts";
import { unitsBelow } from "../session/units.ts";
import { Select } from "../ui/components.tsx";
import { language } from "../ui/language.ts";
import { t } from "./words.ts";

type Level = "village" | "town";
const DIGITS: Record<Level, number> = { town: 9, village: 12 };
type Options = [string, string][];

export interface Where {
  /** The unit the page is about, once it is known. */
  code: string | undefined;
  picker: preact.ComponentChildren;
}

/** The village or town a page is about: one's own, or one below the office where one sits, as the address says. */
export function useWhere(level: Level, path: string, query: URLSearchParams): Where {
  const [options, show] = useState<Options>([]);
  const town = query.get("town") || "";
  const asked = query.get(level) || "";
  useEffect(() => {
    let wanted = true;
    void reachable(level, town).then((found) => wanted && show(found));
    return () => void (wanted = false);
  }, [level, town, me.value, language.value]);
  const towns = useTowns(level);
  const code = options.find(([one]) => one === asked)?.[0] || options[0]?.[0];
  const set = (change: Record<string, string>): void => refine(path, query, change);
  const picker = (
    <>
      {towns.length > 1 && (
        <Select
          label={t("town")}
          options={towns}
          value={town || towns[0]?.[0] || ""}
          onChange={(event) => set({ town: event.currentTarget.value, village: "" })}
        />
      )}
      {options.length > 1 && (
        <Select
          label={level === "town" ? t("town") : t("village")}
          options={options}
          value={code || ""}
          onChange={(event) => set({ [level]: event.currentTarget.value })}
        />
      )}
    </>
  );
  return { code, picker };
}

/** The towns among which one picks before one picks a village: for whoever sits at the county. */
function useTowns(level: Level): Options {
  const [towns, show] = useState<Options>([]);
  const county = me.value?.posts.find((post) => plain(post.unit).length === 6)?.unit;
  useEffect(() => {
    if (level === "village" && county) void below(plain(county), DIGITS.town).then(show);
  }, [level, county, language.value]);
  return towns;
}

async function reachable(level: Level, town: string): Promise<Options> {
  const digits = DIGITS[level];
  const found = new Map<string, string>();
  for (const post of me.value?.posts || []) {
    const code = plain(post.unit);
    if (code.length === digits) found.set(code, post.unit_name || code);
    else if (code.length > digits) found.set(code.slice(0, digits), code.slice(0, digits));
    else for (const [one, name] of await under(code, digits, town)) found.set(one, name);
  }
  return Array.from(found);
}

async function under(code: string, digits: number, town: string): Promise<Options> {
  if (code.length + 3 === digits) return below(code, digits);
  const towns = await below(code, DIGITS.town);
  const chosen = towns.find(([one]) => one === town) || towns[0];
  return chosen ? below(chosen[0], digits) : [];
}

const below = async (code: string, digits: number): Promise<Options> =>
  (await unitsBelow(code).catch((): Options => [])).filter(([one]) => one.length === digits);

const plain = (code: string): string => code.split("-")[0] as string;

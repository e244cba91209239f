import { api, ask, type Shape } from "../../api/client.ts";
import { me, type Role } from "../../session/me.ts";
import { useAsked } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { day } from "../../ui/time.ts";
import { type People, useStaff } from "../people.ts";
import { Groups } from "../sections.tsx";
import { t } from "./words.ts";

/** The pages of a town's enforcement. */
export function Tabs({ at, query }: { at: string; query: URLSearchParams }) {
  const groups = [
    {
      name: t("work"),
      pages: [
        ["enforcement", t("cases")],
        ["inspections", t("inspections")],
        ["inspection-plan", t("inspection-plan")],
      ],
    },
    {
      name: t("staff"),
      pages: [
        ["certificates", t("certificates")],
        ["trainings", t("trainings")],
        ["powers", t("powers")],
        ["supervision-papers", t("supervision-papers")],
      ],
    },
  ] as const;
  return <Groups label={t("enforcement")} at={at} groups={groups} keep={{ town: query.get("town") || "" }} />;
}

/** Whether one holds a role over a town: there, or above it. */
export const heldOver = (town: string, ...roles: Role[]): boolean =>
  (me.value?.posts || []).some((post) => roles.includes(post.role) && town.startsWith(post.unit.split("-")[0] as string));

/** Who enforces in a town, by name. */
export const useOfficers = (town: string | undefined): People => useStaff(town);
export const OFFICERS: Role[] = ["enforcement_officer", "enforcement_head"];

type Item = Shape<"ItemView">;

/** What a town may do today, of one kind: its own by statute and what it was given. */
export function useItems(town: string | undefined, kind: Item["kind"]): { choices: [string, string][]; name: (code: string) => string } {
  const asked = useAsked(() => (town ? itemsOf(town, kind as Shape<"PowerKind">) : Promise.resolve([])), [town, kind, language.value]);
  const items = asked.data || [];
  return {
    choices: items.filter((one) => one.held).map((one): [string, string] => [one.code, one.name]),
    name: (code) => items.find((one) => one.code === code)?.name || code,
  };
}

/** The whole authority list of a town, of one kind or of all. */
export async function itemsOf(town: string, kind?: Shape<"PowerKind">): Promise<Item[]> {
  const found: Item[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; kind?: Shape<"PowerKind">; cursor?: string } = { limit: 100, ...(kind && { kind }), ...(cursor && { cursor }) };
    const page: Shape<"ItemList"> = await ask(api.GET("/v1/enforcement/towns/{town}/items", { params: { path: { town }, query } }));
    if (!cursor) found.push(...page.own.filter((one) => !kind || one.kind === kind));
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

export const thisYear = (): number => Number(day(new Date().toISOString()).slice(0, 4));

/** The year a page is about, as its address says. */
export function yearOf(asked: string | null): number {
  const year = Number(asked);
  return Number.isInteger(year) && year >= 2020 && year <= thisYear() + 1 ? year : thisYear();
}

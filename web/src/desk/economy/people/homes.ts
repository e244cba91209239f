import { api, ask, type Shape } from "../../../api/client.ts";
import { useAsked } from "../../../ui/data.ts";
import type { Choices } from "../../../ui/form.tsx";

type Home = Shape<"HouseholdSummary">;

const called = (one: Pick<Home, "household_id" | "head_name" | "address">): string =>
  [one.head_name || one.household_id, one.address].filter(Boolean).join(" · ");

/** The households of a village, to choose from, as soon as they are there; whoever may not list them types which. */
export function useHomes(village: string | undefined): Choices {
  const asked = useAsked(() => homesOf(village), [village]);
  return asked.data === null ? {} : { household: asked.data || [] };
}

/** What households of a village are called, for whoever may list them; its id else. */
export function useHomeNames(village: string | undefined): (household: string) => string {
  const homes = useHomes(village)["household"] || [];
  return (household) => homes.find(([one]) => one === household)?.[1] || household;
}

async function homesOf(village: string | undefined): Promise<[string, string][] | null> {
  const found: [string, string][] = [];
  let cursor: string | null = null;
  if (!village) return null;
  do {
    const query: { unit: string; limit: number; cursor?: string } = { unit: village, limit: 100, ...(cursor && { cursor }) };
    const page: Shape<"HouseholdPage"> | null = await ask(api.GET("/v1/registry/households", { params: { query } })).catch(() => null);
    if (!page) return null;
    found.push(...page.items.map((one): [string, string] => [one.household_id, called(one)]));
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

/** What a household is called: by its head, for whoever may read it. */
export const homeName = (household: string): Promise<string> =>
  ask(api.GET("/v1/registry/households/{household}", { params: { path: { household } } })).then(called, () => household);

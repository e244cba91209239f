import { api, ask, Refused } from "../../api/client.ts";
import { me, type Role } from "../../session/me.ts";
import { useAsked } from "../../ui/data.ts";
import type { Choices } from "../../ui/form.tsx";
import { language } from "../../ui/language.ts";
import { day } from "../../ui/time.ts";

type Options = readonly (readonly [string, string])[];

/** Whether one holds a role at a village. */
export const heldAt = (village: string | undefined, ...roles: Role[]): boolean =>
  (me.value?.posts || []).some((post) => roles.includes(post.role) && post.unit === village);
/** Who acts for a collective. */
export const keeps = (village: string | undefined): boolean => heldAt(village, "collective_director", "village_officer");

/** The answer, or nothing where there is no such thing yet. */
export const orNothing = <Data>(answer: Promise<Data>): Promise<Data | null> =>
  answer.catch((fault: unknown) => {
    if (fault instanceof Refused && fault.status === 404) return null;
    throw fault;
  });

/** By what something was decided and by what members could read the plan, to choose from. */
export function useDecided(village: string | undefined): Choices {
  const asked = useAsked(async () => (village ? decided(village) : undefined), [village, language.value]);
  return asked.data || { decision: [], plan: [] };
}

async function decided(village: string): Promise<Choices> {
  const line = (one: { id: string; title: string | null }, at: string): [string, string] => [one.id, (one.title || "") + " · " + day(at)];
  const query = { village, limit: 100 };
  const [matters, plans] = await Promise.all([
    ask(api.GET("/v1/assembly/matters", { params: { query } })),
    ask(api.GET("/v1/assembly/village-board/{village}", { params: { path: { village }, query: { limit: 100 } } })),
  ]);
  return {
    decision: matters.items.map((one) => line(one, one.created_at)),
    plan: plans.items.map((one) => line(one, one.published_at)),
  };
}

/** The vouchers in the books of a village that a form may name, the latest first. */
export function usePosted(village: string | undefined): Options {
  return (
    useAsked(
      async () => {
        if (!village) return [];
        const query = { village, status: "posted" as const, limit: 100 };
        const list = await ask(api.GET("/v1/economy/vouchers", { params: { query } }));
        return list.items.map((one) => [one.id, one.number + " " + one.said + " · " + one.on] as const);
      },
      [village, language.value],
    ).data || []
  );
}

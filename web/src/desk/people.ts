import { api, ask, type Shape } from "../api/client.ts";
import type { Role } from "../session/me.ts";
import { useAsked } from "../ui/data.ts";
import { language } from "../ui/language.ts";

type Staff = Shape<"StaffView">;

export interface People {
  /** Whether it is known by now who works there. */
  known: boolean;
  /** What somebody is called: nothing until the answer is there, the registry's id where the office has nobody of it. */
  name: (person: string) => string;
  /** Who may be chosen, each with the posts held: of the roles named, else everybody. */
  choices: (...roles: Role[]) => [string, string][];
}

/** Who works at some offices, so that nobody has to know the ids of people. */
export function useStaff(...units: (string | undefined)[]): People {
  const wanted = units.filter((unit): unit is string => !!unit);
  const asked = useAsked(
    async () => {
      const read = (unit: string) =>
        ask(api.GET("/v1/registry/posts", { params: { query: { unit } } })).then(
          (list) => list.items,
          (): Staff[] => [],
        );
      return (await Promise.all(wanted.map(read))).reduce<Staff[]>((all, some) => all.concat(some), []);
    },
    [wanted.join(), language.value],
  );
  const staff = asked.data || [];
  return {
    known: asked.data !== undefined,
    name: (person) => staff.find((one) => one.person_id === person)?.person_name || (asked.data ? person : ""),
    choices: (...roles) => {
      const found = new Map<string, { name: string; posts: string[] }>();
      for (const one of staff) {
        if (roles.length && !roles.includes(one.role)) continue;
        const held = found.get(one.person_id) || { name: one.person_name, posts: [] };
        held.posts.push(language.value === "zh" ? one.role_name : one.role_name_en);
        found.set(one.person_id, held);
      }
      return Array.from(found).map(([person, { name, posts }]) => [person, name + "（" + posts.join("、") + "）"]);
    },
  };
}

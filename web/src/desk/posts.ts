import { me, type Role } from "../session/me.ts";

export const OFFICERS: Role[] = ["village_officer", "town_officer", "county_officer", "county_admin"];

/** The units at whose desk somebody sits, with what the API calls them. */
export function desks(): [string, string][] {
  const found = new Map<string, string>();
  for (const post of me.value?.posts || []) {
    if (OFFICERS.includes(post.role)) found.set(post.unit, post.unit_name || post.unit);
  }
  return Array.from(found);
}

/** The unit a page is about: the one in the address if one sits there, else the first. */
export function deskOf(asked: string | null): string | undefined {
  const mine = desks();
  return mine.find(([code]) => code === asked)?.[0] || mine[0]?.[0];
}

/** The same without departments, for what is counted of areas. */
export const plainDesks = (): [string, string][] => desks().filter(([code]) => !code.includes("-"));

export function plainDeskOf(asked: string | null): string | undefined {
  const mine = plainDesks();
  return mine.find(([code]) => code === asked)?.[0] || mine[0]?.[0];
}

import { me, type Role } from "../session/me.ts";

const IN_THE_FIELD: Role[] = ["grid_worker", "grid_chief"];

/** The grids somebody works or answers for, as (code, name). */
export function ownGrids(): (readonly [string, string])[] {
  const posts = (me.value?.posts || []).filter((post) => IN_THE_FIELD.includes(post.role));
  return posts.map((post) => [post.unit, post.unit_name || post.unit] as const);
}

/** The villages of these grids; each is called by one of its grids without the grid's own name. */
export function ownVillages(): (readonly [string, string])[] {
  const named = ownGrids().map(([code, name]) => [code.slice(0, 12), name.replace(/第?[^村]*网格$/, "") || name] as const);
  return [...new Map(named)];
}

/** Where somebody may report from: own grids, else where one lives or works. */
export function placesToReport(): (readonly [string, string])[] {
  const grids = ownGrids();
  if (grids.length) return grids;
  const posts = me.value?.posts || [];
  return posts.map((post) => [post.unit, post.unit_name || post.unit] as const);
}

/** Each grid of a county, and each person, has lists of its own. */
export const whose = (): string => me.value?.person_id || "";

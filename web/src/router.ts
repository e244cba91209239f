import { computed, signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { address, refined } from "./address.ts";

export { href, match } from "./address.ts";

/** What a page is told of its address: `case/:id` of `#/case/123?from=queue` has `params.id` and `query.from`. */
export interface Place {
  params: Record<string, string>;
  query: URLSearchParams;
}
export type Pages = Record<string, ComponentType<Place>>;

const hash = signal(location.hash);
addEventListener("hashchange", follow);

/** Look where the address leads; what changes it without a step in the history tells nobody else. */
export function follow(): void {
  hash.value = location.hash;
}

export const here = computed(() => address(hash.value));

export function go(to: string): void {
  location.hash = to;
}

/** Change what stands in the address without a step in the browser's history. */
export function replace(to: string): void {
  history.replaceState(null, "", to);
  follow();
}

/** Change some of what a page is asked for, and keep the rest: filters stand in the address. */
export function refine(path: string, query: URLSearchParams, change: Record<string, string>): void {
  replace(refined(path, query, change));
}

import { api, ask, type Shape } from "../../api/client.ts";
import { holds, me } from "../../session/me.ts";
import { Sections } from "../sections.tsx";
import { t } from "./words.ts";

export type Goods = Shape<"GoodsView">;

/** The pages of a village's points and of its shop. */
export function Tabs({ at, query }: { at: string; query: URLSearchParams }) {
  const keep = { town: query.get("town") || "", village: query.get("village") || "" };
  const pages = [
    ...(holds("village_officer", "points_verifier", "village_supervisor", "town_officer") ? [["points", t("points")] as const] : []),
    ["shop", t("shop")],
    ["redemptions", t("redemptions")],
  ] as const;
  return <Sections label={t("points")} at={at} pages={pages} keep={keep} />;
}

const held = (village: string, ...roles: string[]): boolean =>
  (me.value?.posts || []).some((post) => roles.includes(post.role) && post.unit === village);

/** Whether one keeps the shop of a village: goods, stock, and what is handed over. */
export const keepsShop = (village: string): boolean => held(village, "shop_keeper", "village_officer");
/** Whether one says when it opens, and who its merchants are. */
export const runsShop = (village: string): boolean => held(village, "village_officer");

/** All goods of a shop: there are few. */
export async function goodsOf(village: string): Promise<Goods[]> {
  const found: Goods[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor && { cursor }) };
    const page: Shape<"GoodsList"> = await ask(api.GET("/v1/points/villages/{village}/goods", { params: { path: { village }, query } }));
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

import { api, ask, type Shape } from "../../../api/client.ts";
import { useAsked } from "../../../ui/data.ts";
import { language } from "../../../ui/language.ts";

export type Asset = Shape<"AssetView">;

/** Everything on a collective's register, given up or not. */
export function useAssets(village: string | undefined): readonly Asset[] | undefined {
  return useAsked(() => assetsOf(village), [village, language.value]).data;
}

async function assetsOf(village: string | undefined): Promise<Asset[]> {
  const found: Asset[] = [];
  let cursor: string | null = null;
  if (!village) return found;
  do {
    const query: { village: string; limit: number; cursor?: string } = { village, limit: 100, ...(cursor && { cursor }) };
    const page: Shape<"AssetList"> = await ask(api.GET("/v1/economy/assets", { params: { query } }));
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

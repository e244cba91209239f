import { api, ask, type Shape } from "../../../api/client.ts";

/** Everybody on a collective's list who is on it still. */
export async function membersOf(village: string): Promise<Shape<"MemberView">[]> {
  const found: Shape<"MemberView">[] = [];
  let cursor: string | null = null;
  do {
    const query: { village: string; limit: number; cursor?: string } = { village, limit: 100, ...(cursor && { cursor }) };
    const page: Shape<"MemberList"> = await ask(api.GET("/v1/economy/members", { params: { query } }));
    found.push(...page.items.filter((one) => one.status !== "ended"));
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

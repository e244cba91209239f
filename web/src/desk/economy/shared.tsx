import { api, ask, type Shape } from "../../api/client.ts";
import { me } from "../../session/me.ts";
import { useAsked } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { Sections } from "../sections.tsx";
import { t } from "./words.ts";

/** The pages of a collective's economy. */
export function Tabs({ at, query }: { at: string; query: URLSearchParams }) {
  const keep = { town: query.get("town") || "", village: query.get("village") || "" };
  const pages = (["contracts", "arrears", "vouchers", "statements", "alerts"] as const).map((to) => [to, t(to)] as const);
  return <Sections label={t("economy")} at={at} pages={pages} keep={keep} />;
}

/** The accounts in force, to choose from and to name. */
export function useChart(): { accounts: readonly Shape<"AccountView">[]; name: (code: string) => string } {
  const asked = useAsked(() => ask(api.GET("/v1/economy/accounts")), [language.value]);
  const accounts = asked.data?.accounts || [];
  return { accounts, name: (code) => accounts.find((one) => one.code === code)?.name || code };
}

/** Whether one keeps the books of a village's collective. */
export const keepsBooks = (village: string): boolean =>
  (me.value?.posts || []).some((post) => post.role === "bookkeeper" && post.unit === village);

import { api, ask, type Shape } from "../../api/client.ts";
import { href } from "../../router.ts";
import { holds, me } from "../../session/me.ts";
import { useAsked } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { Groups } from "../sections.tsx";
import { t } from "./words.ts";

/** The pages of a collective's economy. */
export function Tabs({ at, query }: { at: string; query: URLSearchParams }) {
  const keep = { town: query.get("town") || "", village: query.get("village") || "" };
  const named = <To extends Parameters<typeof t>[0]>(...pages: readonly To[]) => pages.map((to) => [to, t(to)] as const);
  const groups = [
    { name: t("holdings"), pages: named("contracts", "arrears", "projects", "hires") },
    { name: t("books"), pages: named("vouchers", "statements", "budget", "distribution") },
    { name: t("watched"), pages: named("members", "alerts", "suits") },
  ];
  return <Groups label={t("economy")} at={at} groups={groups} keep={keep} />;
}

/** Who runs a collective, keeps or watches it: nothing is lent to them. */
export const OFFICERS = ["collective_director", "village_officer", "collective_supervisor", "bookkeeper", "cashier"] as const;

/** By what something was decided: to be looked at by whoever may read matters. */
export const Decided = ({ by }: { by: string }) =>
  holds("village_officer", "town_officer", "county_officer", "county_admin") ? <a href={href("matter/" + by)}>{t("lookAtDecision")}</a> : <>{t("decidedBy")}</>;

/** The accounts in force, to choose from and to name. */
export function useChart(): { accounts: readonly Shape<"AccountView">[]; name: (code: string) => string } {
  const asked = useAsked(() => ask(api.GET("/v1/economy/accounts")), [language.value]);
  const accounts = asked.data?.accounts || [];
  return { accounts, name: (code) => accounts.find((one) => one.code === code)?.name || code };
}

/** Whether one keeps the books of a village's collective. */
export const keepsBooks = (village: string): boolean =>
  (me.value?.posts || []).some((post) => post.role === "bookkeeper" && post.unit === village);

import { useState } from "preact/hooks";
import { api, ask, type Shape } from "../api/client.ts";
import { incidents_incident } from "../api/forms.ts";
import { href, type Place, replace } from "../router.ts";
import { Button, Card, Empty, Further, Input, Page, Select, Shown } from "../ui/components.tsx";
import { useAsked, useList } from "../ui/data.ts";
import { optionsOf } from "../ui/labels.ts";
import { language } from "../ui/language.ts";
import { t as all } from "../ui/words.ts";
import { CaseLines } from "./line.tsx";
import { deskOf, desks } from "./posts.ts";
import { t } from "./words.ts";

type Status = Shape<"IncidentLine">["status"];
type Tier = Shape<"Tier">;

/** Find cases by code, or by place, category, status and tier; what is looked for stands in the address. */
export function Search({ query }: Place) {
  const code = query.get("code") || "";
  const unit = deskOf(query.get("unit"));
  const said = {
    status: query.get("status") || "",
    tier: query.get("tier") || "",
    category: query.get("category") || "",
  };
  const list = useList(
    (cursor) =>
      ask(
        api.GET("/v1/incidents", {
          params: {
            query: {
              ...(code ? { case_code: code } : unit && { unit }),
              ...(!code && said.status && { status: said.status as Status }),
              ...(!code && said.tier && { tier: said.tier as Tier }),
              ...(!code && said.category && { category: said.category }),
              limit: 25,
              ...(cursor && { cursor }),
            },
          },
        }),
      ),
    [code, unit, said.status, said.tier, said.category, language.value],
  );
  const categories = useAsked(() => ask(api.GET("/v1/incidents/categories")), [language.value]);
  const set = (change: Record<string, string>): void =>
    replace(href("search", { code, unit, ...said, ...change }));
  return (
    <Page title={t("search")}>
      <ByCode begin={code} look={(typed) => (typed === code ? void list.again() : set({ code: typed }))} />
      {!code && (
        <div class="filters">
          {desks().length > 1 && (
            <Select label={t("unit")} options={desks()} value={unit || ""} onChange={(e) => set({ unit: e.currentTarget.value })} />
          )}
          <Select
            label={t("status")}
            options={[["", t("all")], ...optionsOf(incidents_incident)]}
            value={said.status}
            onChange={(e) => set({ status: e.currentTarget.value })}
          />
          <Select
            label={t("tier")}
            options={[["", t("all")], ["village", t("village")], ["town", t("town")], ["county", t("county")]]}
            value={said.tier}
            onChange={(e) => set({ tier: e.currentTarget.value })}
          />
          <Select
            label={t("category")}
            options={[["", t("all")], ...(categories.data?.items || []).map((one) => [one.code, one.name] as const)]}
            value={said.category}
            onChange={(e) => set({ category: e.currentTarget.value })}
          />
        </div>
      )}
      <Shown asked={list}>
        {(lines) =>
          lines.length ? (
            <Card>
              <CaseLines lines={lines} />
            </Card>
          ) : (
            <Empty>{t("nothingFound")}</Empty>
          )
        }
      </Shown>
      <Further list={list} />
    </Page>
  );
}

function ByCode({ begin, look }: { begin: string; look: (code: string) => void }) {
  const [code, type] = useState(begin);
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault();
        look(code.trim());
      }}
    >
      <Input label={t("caseCode")} value={code} autoComplete="off" onInput={(event) => type(event.currentTarget.value)} />
      <div class="field">
        <Button kind="main" type="submit">
          {all("search")}
        </Button>
        {begin && (
          <Button
            onClick={() => {
              type("");
              look("");
            }}
          >
            {t("all")}
          </Button>
        )}
      </div>
    </form>
  );
}

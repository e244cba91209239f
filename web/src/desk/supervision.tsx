import { api, ask, type Shape } from "../api/client.ts";
import { href, type Place } from "../router.ts";
import { Card, Empty, Further, Page, Select, Shown, Table } from "../ui/components.tsx";
import { useAsked, useList } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { length } from "../ui/time.ts";
import { unitName } from "../session/units.ts";
import { replace } from "../router.ts";
import { CaseLines } from "./line.tsx";
import { deskOf, desks } from "./posts.ts";
import { t } from "./words.ts";

const VIEWS = ["overdue", "near_due", "orders", "punctuality"] as const;
type View = (typeof VIEWS)[number];

/** What somebody above has to see to: what is late, what soon will be, what was ordered, and how each office keeps its limits. */
export function Supervision({ query }: Place) {
  const unit = deskOf(query.get("unit"));
  const view = (VIEWS as readonly string[]).includes(query.get("view") || "") ? (query.get("view") as View) : "overdue";
  return (
    <Page title={t("supervision")}>
      {desks().length > 1 && (
        <div class="filters">
          <Select
            label={t("unit")}
            options={desks()}
            value={unit || ""}
            onChange={(event) => replace(href("supervision", { unit: event.currentTarget.value, view }))}
          />
        </div>
      )}
      <nav class="tabs" aria-label={t("supervision")}>
        {VIEWS.map((one) => (
          <a key={one} href={href("supervision", { unit, view: one })} aria-current={one === view ? "page" : undefined}>
            {t(one)}
          </a>
        ))}
      </nav>
      {unit && (view === "punctuality" ? <Punctuality unit={unit} /> : <Cases unit={unit} view={view} />)}
    </Page>
  );
}

function Cases({ unit, view }: { unit: string; view: Exclude<View, "punctuality"> }) {
  const list = useList(
    (cursor) => {
      const params = { query: { unit, limit: 25, ...(cursor && { cursor }) } };
      if (view === "overdue") return ask(api.GET("/v1/supervision/overdue", { params }));
      if (view === "orders") return ask(api.GET("/v1/supervision/orders", { params }));
      return ask(api.GET("/v1/supervision/near-due", { params }));
    },
    [unit, view, language.value],
  );
  return (
    <>
      <Shown asked={list}>
        {(lines) => (lines.length ? <Card><CaseLines lines={lines} /></Card> : <Empty>{t("noneLate")}</Empty>)}
      </Shown>
      <Further list={list} />
    </>
  );
}

function Punctuality({ unit }: { unit: string }) {
  const last = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const first = last.slice(0, 8) + "01";
  const asked = useAsked(
    () => ask(api.GET("/v1/supervision/punctuality", { params: { query: { unit, first, last } } })),
    [unit, language.value],
  );
  const head = [t("office"), t("cases"), t("solved"), t("late"), t("escalated"), t("reopened"), t("median")];
  const figures = (one: Shape<"PunctualityOfTier"> | Shape<"PunctualityOfUnit">): string[] => [
    String(one.cases),
    String(one.solved),
    String(one.late),
    String(one.escalated),
    String(one.reopened),
    one.median_seconds === null ? "—" : length(one.median_seconds * 1000, language.value),
  ];
  return (
    <Shown asked={asked}>
      {(told) => (
        <Card>
          <p class="hint">{t("punctualityHint", { n: told.least_cases })}</p>
          <Table shown caption={t("byTier")} head={head} rows={told.tiers.map((one) => [one.tier_name, ...figures(one)])} />
          <Table shown caption={t("byUnit")} head={head} rows={told.units.map((one) => [unitName(one.unit), ...figures(one)])} />
        </Card>
      )}
    </Shown>
  );
}

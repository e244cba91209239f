import { api, ask, type Shape } from "../../api/client.ts";
import { type Place, refine } from "../../router.ts";
import { unitName } from "../../session/units.ts";
import { Button, Page, Select, Shown, Table } from "../../ui/components.tsx";
import { useAsked } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { day } from "../../ui/time.ts";
import { t as all } from "../../ui/words.ts";
import { yuan } from "../things.tsx";
import { useWhere } from "../where.tsx";
import { lastDay, monthOf, monthsOf, years } from "./months.ts";
import { Tabs } from "./shared.tsx";
import { t } from "./words.ts";

/** Both sheets of a collective, of a year or of the part of it that has gone by, as they are printed. */
export function Statements({ query }: Place) {
  const { code, picker } = useWhere("village", "statements", query);
  const today = day(new Date().toISOString());
  const month = monthOf(query.get("month"), today);
  const [year, which] = month.split("-") as [string, string];
  const asked = useAsked(
    async () => (code ? ask(api.GET("/v1/economy/statements", { params: { query: { village: code, month } } })) : undefined),
    [code, month, language.value],
  );
  const set = (to: string): void => refine("statements", query, { month: monthOf(to, today) });
  return (
    <Page title={t("statements")} aside={<Button onClick={() => print()}>{all("print")}</Button>}>
      <Tabs at="statements" query={query} />
      <div class="filters no-print">
        {picker}
        <Select
          label={t("year")}
          options={years(today).map((one) => [one, one] as const)}
          value={year}
          onChange={(event) => set(event.currentTarget.value + "-12")}
        />
        <Select
          label={t("month")}
          options={monthsOf(year, today).map((one) => [one, one === "12" ? t("yearWhole") : t("monthsTo", { n: Number(one) })] as const)}
          value={which}
          onChange={(event) => set(year + "-" + event.currentTarget.value)}
        />
      </div>
      <Shown asked={asked}>{(told) => told && <Sheets sheets={told} running={month === today.slice(0, 7)} />}</Shown>
    </Page>
  );
}

type Lines = readonly Shape<"SheetLine">[];
type Row = [preact.ComponentChildren, preact.ComponentChildren];

const rows = (lines: Lines): Row[] => (lines.length ? lines.map((one): Row => [one.name, yuan(one.fen)]) : [[t("none"), "—"]]);
const sum = (name: string, fen: number): Row => [<strong>{name}</strong>, <strong>{yuan(fen)}</strong>];
const added = (lines: Lines): number => lines.reduce((total, one) => total + one.fen, 0);

function Sheets({ sheets, running }: { sheets: Shape<"SheetsView">; running: boolean }) {
  const { income, balance, month } = sheets;
  const about = t("statementsOf", { village: unitName(sheets.village), month });
  return (
    <>
      {running && <p class="hint">{t("notClosed")}</p>}
      <article class="paper">
        <h2>{t("incomeSheet")}</h2>
        <p class="faint">
          {about} · {t("cumulative")} · {t("inYuan")}
        </p>
        <Table caption={t("income")} head={[t("income"), t("sum")]} rows={[...rows(income.income), sum(t("incomeTotal"), added(income.income))]} />
        <Table
          caption={t("expense")}
          head={[t("expense"), t("sum")]}
          rows={[...rows(income.expense), sum(t("expenseTotal"), added(income.expense)), sum(t("net"), income.net_fen)]}
        />
        <p class="hint">{t("produced")}</p>
      </article>
      <article class="paper">
        <h2>{t("balanceSheet")}</h2>
        <p class="faint">
          {t("statementsOf", { village: unitName(sheets.village), month: lastDay(month) })} · {t("inYuan")}
        </p>
        <Table caption={t("assets")} head={[t("assets"), t("sum")]} rows={[...rows(balance.assets), sum(t("assetsTotal"), balance.assets_fen)]} />
        <Table caption={t("liabilities")} head={[t("liabilities"), t("sum")]} rows={rows(balance.liabilities)} />
        <Table
          caption={t("equity")}
          head={[t("equity"), t("sum")]}
          rows={[...rows(balance.equity), [t("net"), yuan(balance.year_fen)], sum(t("claimsTotal"), balance.claims_fen)]}
        />
      </article>
    </>
  );
}

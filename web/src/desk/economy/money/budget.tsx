import { api, ask, type Shape } from "../../../api/client.ts";
import { SetBudget } from "../../../api/forms.ts";
import { type Place, refine } from "../../../router.ts";
import { Card, Empty, Page, Select, Shown, Table } from "../../../ui/components.tsx";
import { useAsked } from "../../../ui/data.ts";
import { language } from "../../../ui/language.ts";
import { day } from "../../../ui/time.ts";
import { Make, yuan } from "../../things.tsx";
import { useWhere } from "../../where.tsx";
import { keeps, orNothing, useDecided } from "../decided.ts";
import { years } from "../months.ts";
import { Decided, Tabs, useChart } from "../shared.tsx";
import { t } from "./words.ts";

/** The budget of a year beside what came of it so far. */
export function Budget({ query }: Place) {
  const { code, picker } = useWhere("village", "budget", query);
  const [first, ...before] = years(day(new Date().toISOString())) as [string, ...string[]];
  const choices = [String(Number(first) + 1), first, ...before];
  const year = choices.find((one) => one === query.get("year")) || first;
  const chart = useChart();
  const decided = useDecided(keeps(code) ? code : undefined);
  const asked = useAsked(
    async () => (code ? orNothing(ask(api.GET("/v1/economy/budgets/{village}/{year}", { params: { path: { village: code, year: Number(year) } } }))) : undefined),
    [code, year, language.value],
  );
  return (
    <Page
      title={t("budget")}
      aside={
        code &&
        keeps(code) && (
          <Make
            label={t("setBudget")}
            form={SetBudget}
            without={["village", "year"]}
            begin={{ village: code, year: Number(year) }}
            choices={{ ...decided, account: chart.accounts.map((one) => [one.code, one.code + " " + one.name] as const) }}
            send={async (body) => {
              await ask(api.POST("/v1/economy/budgets", { body: body as Shape<"SetBudget"> }));
              await asked.again();
            }}
          />
        )
      }
    >
      <Tabs at="budget" query={query} />
      <div class="filters">
        {picker}
        <Select
          label={t("year")}
          options={choices.map((one) => [one, one] as const)}
          value={year}
          onChange={(event) => refine("budget", query, { year: event.currentTarget.value })}
        />
      </div>
      <Card>
        <Shown asked={asked}>
          {(one) => (one ? <Lines of={one} name={chart.name} /> : <Empty>{t("noBudget")}</Empty>)}
        </Shown>
      </Card>
    </Page>
  );
}

function Lines({ of, name }: { of: Shape<"BudgetView">; name: (code: string) => string }) {
  return (
    <>
      <Table
        caption={t("budget")}
        head={[t("account"), t("planned"), t("actual"), t("rate")]}
        rows={of.lines.map((one) => [
          one.account + " " + name(one.account),
          yuan(one.fen),
          yuan(one.actual_fen),
          one.fen ? Math.round((one.actual_fen / one.fen) * 100) + "%" : "—",
        ])}
      />
      <p>
        <Decided by={of.decision} />
      </p>
    </>
  );
}

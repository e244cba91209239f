import { api, ask, type Shape } from "../../api/client.ts";
import { DrawFirms, FilePlan } from "../../api/forms.ts";
import { type Place, refine } from "../../router.ts";
import { Card, Empty, Facts, Input, Page, Shown, Table, Tag } from "../../ui/components.tsx";
import { useAsked, useList } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { moment } from "../../ui/time.ts";
import { Cited, Lines, Make, Press } from "../things.tsx";
import { useWhere } from "../where.tsx";
import { LISTED } from "./forms.ts";
import { heldOver, OFFICERS, Tabs, thisYear, yearOf } from "./shared.tsx";
import { t } from "./words.ts";

type Firm = Shape<"FirmView">;

/** All firms on the list of a town. */
export async function firmsOf(town: string): Promise<Firm[]> {
  const found: Firm[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor && { cursor }) };
    const page: Shape<"FirmList"> = await ask(api.GET("/v1/enforcement/towns/{town}/firms", { params: { path: { town }, query } }));
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

/** How often a town may inspect a firm in a year, which firms there are, and which were drawn. */
export function InspectionPlan({ query }: Place) {
  const { code, picker } = useWhere("town", "inspection-plan", query);
  const year = yearOf(query.get("year"));
  return (
    <Page title={t("inspection-plan")}>
      <Tabs at="inspection-plan" query={query} />
      <div class="filters">
        {picker}
        <Input
          label={t("year")}
          type="number"
          min={2020}
          max={thisYear() + 1}
          value={String(year)}
          onChange={(event) => refine("inspection-plan", query, { year: event.currentTarget.value })}
        />
      </div>
      {code && <Plan town={code} year={year} />}
      {code && <Draws town={code} year={year} />}
      {code && <Firms town={code} />}
    </Page>
  );
}

function Plan({ town, year }: { town: string; year: number }) {
  const path = { town, year };
  const asked = useAsked(
    () =>
      ask(api.GET("/v1/enforcement/public/towns/{town}/plans/{year}", { params: { path } })).catch((fault) => {
        if (fault.status === 404) return null; // not filed yet
        throw fault;
      }),
    [town, year, language.value],
  );
  const plan = asked.data;
  return (
    <Card
      title={t("plan")}
      aside={
        asked.data !== undefined &&
        heldOver(town, "enforcement_head") && (
          <Make
            key={plan?.version}
            label={t("filePlan")}
            kind={plan ? "plain" : "main"}
            form={FilePlan}
            {...(plan && { written: { cap: String(plan.cap), focus: plan.focus.join("\n") } })}
            send={async (body) => {
              const header = { "If-Match": `"${plan?.version || 0}"` };
              await ask(api.PUT("/v1/enforcement/towns/{town}/plans/{year}", { params: { path, header }, body: body as Shape<"FilePlan"> }));
              await asked.again();
            }}
          />
        )
      }
    >
      <Shown asked={asked}>
        {(told) =>
          told ? (
            <Facts
              of={[
                [t("cap"), t("capOf", { n: told.cap })],
                [t("focus"), told.focus.join("；")],
                [
                  t("filedOn"),
                  <>
                    {told.filed_on} {told.late && <Tag tone="late">{t("late")}</Tag>}
                  </>,
                ],
                [t("law"), <Cited by={told.rests_on} />],
              ]}
            />
          ) : (
            <Empty>{t("noPlan")}</Empty>
          )
        }
      </Shown>
    </Card>
  );
}

function Draws({ town, year }: { town: string; year: number }) {
  const path = { town, year };
  const firms = useAsked(() => firmsOf(town).catch((): Firm[] => []), [town]);
  const list = useList(
    (cursor) => {
      const query = { limit: 10, ...(cursor && { cursor }) };
      return ask(api.GET("/v1/enforcement/public/towns/{town}/draws/{year}", { params: { path, query } }));
    },
    [town, year, language.value],
  );
  const name = (code: string): string => firms.data?.find((one) => one.code === code)?.name || code;
  return (
    <Card
      title={t("draws")}
      aside={
        heldOver(town, "enforcement_head") && (
          <Make
            label={t("drawNow")}
            kind="plain"
            form={DrawFirms}
            without={["year"]}
            begin={{ year }}
            send={async (body) => {
              await ask(api.POST("/v1/enforcement/towns/{town}/draws", { params: { path: { town } }, body: body as Shape<"DrawFirms"> }));
              await list.again();
            }}
          />
        )
      }
    >
      {list.data?.length === 0 ? (
        <Empty>{t("noDraws")}</Empty>
      ) : (
        <Lines
          list={list}
          line={(one) => ({
            key: one.round,
            title: one.round,
            about: t("drawnOf", { n: one.drawn.length, of: one.listed.length, at: moment(one.drawn_at) }),
            aside: (
              <>
                {t("drawn")}：{one.drawn.map(name).join("、")}
                <details>
                  <summary>{t("drawAgain")}</summary>
                  <p>{one.how}</p>
                  <p class="faint">{one.seed}</p>
                </details>
              </>
            ),
          })}
        />
      )}
    </Card>
  );
}

function Firms({ town }: { town: string }) {
  const asked = useAsked(() => firmsOf(town), [town]);
  const put = async (firm: string, body: Shape<"ListFirm">): Promise<void> => {
    const params = { path: { town, firm } };
    await ask(api.PUT("/v1/enforcement/towns/{town}/firms/{firm}", { params, body }));
    await asked.again();
  };
  const mayList = heldOver(town, ...OFFICERS);
  return (
    <Card
      title={t("firms")}
      aside={
        mayList && (
          <Make
            label={t("listFirm")}
            kind="plain"
            form={LISTED}
            send={({ firm, name }) => put(firm as string, { name: name as string, listed: true })}
          />
        )
      }
    >
      <Shown asked={asked}>
        {(firms) =>
          firms.length ? (
            <Table
              caption={t("firms")}
              head={[t("firm"), t("creditCode"), t("validity")]}
              rows={firms.map((one) => [
                one.name,
                one.code,
                <>
                  {one.listed ? <Tag tone="done">{t("listed")}</Tag> : <Tag>{t("notListed")}</Tag>}{" "}
                  {mayList && (
                    <Press
                      label={one.listed ? t("takeOff") : t("listAgain")}
                      kind="plain"
                      act={() => put(one.code, { name: one.name, listed: !one.listed })}
                    />
                  )}
                </>,
              ])}
            />
          ) : (
            <Empty>{t("noFirms")}</Empty>
          )
        }
      </Shown>
    </Card>
  );
}

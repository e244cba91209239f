import { useState } from "preact/hooks";
import { api, ask, type Shape } from "../../../api/client.ts";
import { Delegated, DistributeIncome, EnterCharter, PayShares } from "../../../api/forms.ts";
import { href, type Place, refine } from "../../../router.ts";
import { Card, Empty, Facts, Page, Select, Shown, Table } from "../../../ui/components.tsx";
import { useAsked } from "../../../ui/data.ts";
import { optionOf } from "../../../ui/labels.ts";
import { language } from "../../../ui/language.ts";
import { day } from "../../../ui/time.ts";
import { useStaff } from "../../people.ts";
import { Make, yuan } from "../../things.tsx";
import { useWhere } from "../../where.tsx";
import { keeps, orNothing, useDecided, usePosted } from "../decided.ts";
import { partOf } from "../forms.ts";
import { years } from "../months.ts";
import { membersOf } from "../people/all.ts";
import { Decided, keepsBooks, Tabs } from "../shared.tsx";
import { t } from "./words.ts";

type Distributed = Shape<"DistributionView">;
interface Of {
  village: string;
  year: number;
}

/** A year's income: as the books would have it distributed, as it was, and who has been paid. */
export function Distribution({ query }: Place) {
  const { code, picker } = useWhere("village", "distribution", query);
  const choices = years(day(new Date().toISOString())).slice(1);
  const year = choices.find((one) => one === query.get("year")) || (choices[0] as string);
  const of = code ? { village: code, year: Number(year) } : undefined;
  const asked = useAsked(
    async () => (of ? orNothing(ask(api.GET("/v1/economy/distributions/{village}/{year}", { params: { path: of } }))) : undefined),
    [code, year, language.value],
  );
  return (
    <Page title={t("distribution")}>
      <Tabs at="distribution" query={query} />
      <div class="filters">
        {picker}
        <Select
          label={t("year")}
          options={choices.map((one) => [one, one] as const)}
          value={year}
          onChange={(event) => refine("distribution", query, { year: event.currentTarget.value })}
        />
      </div>
      <Shown asked={asked}>
        {(one) => (one ? <Done one={one} again={asked.again} /> : of && <Plan key={code + year} of={of} again={asked.again} />)}
      </Shown>
      {code && <Charter key={code} village={code} />}
    </Page>
  );
}

const parts = (one: Pick<Distributed, "income_fen" | "losses_fen" | "reserve_fen" | "shared_fen" | "holders">) =>
  [
    [t("income"), yuan(one.income_fen)],
    [t("losses"), yuan(one.losses_fen)],
    [t("reserve"), yuan(one.reserve_fen)],
    [t("shared"), yuan(one.shared_fen)],
    [t("holders"), t("holdersOf", { n: one.holders })],
  ] as const;

function Plan({ of, again }: { of: Of; again: () => Promise<void> }) {
  const asked = useAsked(
    () => ask(api.GET("/v1/economy/distribution-plans/{village}/{year}", { params: { path: of } })),
    [of.village, of.year, language.value],
  );
  const decided = useDecided(keepsBooks(of.village) ? of.village : undefined);
  const handlers = useStaff(of.village).choices();
  const name = (subject: string): string => {
    const part = partOf(subject);
    return part === "losses" || part === "reserve" || part === "shared" ? t(part) : part;
  };
  return (
    <Card title={t("plan")}>
      <Shown asked={asked}>
        {(plan) => (
          <>
            <Facts of={parts(plan)} />
            <p class="hint">{t("computed")}</p>
            <Table
              caption={t("plan")}
              head={[t("part"), t("sum")]}
              rows={plan.items.map((item) => [name(item.subject), yuan(item.amount)])}
            />
            {keepsBooks(of.village) && (
              <Make
                label={t("distribute")}
                form={DistributeIncome}
                without={["village", "year"]}
                begin={{ ...of }}
                choices={{ ...decided, ...(handlers.length && { handler: handlers }) }}
                send={async (body) => {
                  await ask(api.POST("/v1/economy/distributions", { body: body as Shape<"DistributeIncome"> }));
                  await again();
                }}
              />
            )}
          </>
        )}
      </Shown>
    </Card>
  );
}

function Done({ one, again }: { one: Distributed; again: () => Promise<void> }) {
  const { village, year } = one;
  const members = useAsked(() => membersOf(village), [village, language.value]).data || [];
  const posted = usePosted(keepsBooks(village) ? village : undefined);
  const choices = members.map((member) => [member.id, t("memberOf", { name: member.name, household: member.household })] as const);
  return (
    <>
      <Card
        title={String(year)}
        aside={
          keepsBooks(village) && (
            <Make
              label={t("enterPayout")}
              form={PayShares}
              choices={{ members: choices, voucher: posted }}
              send={async (body) => {
                const path = { village, year };
                await ask(api.POST("/v1/economy/distributions/{village}/{year}/payouts", { params: { path }, body: body as Shape<"PayShares"> }));
                await again();
              }}
            />
          )
        }
      >
        <Facts
          of={[
            ...parts(one),
            [t("paid"), yuan(one.paid_fen)],
            [t("voucher"), <a href={href("voucher/" + one.voucher)}>{t("voucher")}</a>],
            [t("decision"), <Decided by={one.decision} />],
          ]}
        />
      </Card>
      {choices.length > 0 && <Whose key={one.version} of={{ village, year }} choices={choices} />}
    </>
  );
}

function Whose({ of, choices }: { of: Of; choices: readonly (readonly [string, string])[] }) {
  const [member, choose] = useState("");
  const asked = useAsked(
    async () =>
      member ? ask(api.GET("/v1/economy/distributions/{village}/{year}", { params: { path: of, query: { member } } })) : undefined,
    [member, language.value],
  );
  return (
    <Card title={t("whoseShare")}>
      <Select label={t("member")} options={[["", "—"], ...choices]} value={member} onChange={(event) => choose(event.currentTarget.value)} />
      {member && (
        <Shown asked={asked}>
          {(one) =>
            one && (
              <Facts
                of={[
                  [t("due"), yuan(one.member_fen)],
                  [t("paid"), one.member_voucher ? <a href={href("voucher/" + one.member_voucher)}>{t("paidBy")}</a> : t("notPaid")],
                ]}
              />
            )
          }
        </Shown>
      )}
    </Card>
  );
}

function Charter({ village }: { village: string }) {
  const decided = useDecided(keeps(village) ? village : undefined);
  const asked = useAsked(
    () => orNothing(ask(api.GET("/v1/economy/charters/{village}", { params: { path: { village } } }))),
    [village, language.value],
  );
  return (
    <Card
      title={t("charter")}
      aside={
        keeps(village) && (
          <Make
            label={t("enterCharter")}
            kind="plain"
            form={EnterCharter}
            without={["village"]}
            begin={{ village }}
            choices={decided}
            send={async (body) => {
              await ask(api.POST("/v1/economy/charters", { body: body as Shape<"EnterCharter"> }));
              await asked.again();
            }}
          />
        )
      }
    >
      <Shown asked={asked}>
        {(one) =>
          one ? (
            <Facts
              of={[
                [t("reservePercent"), one.reserve_percent + "%"],
                [t("delegated"), one.delegated.map((each) => optionOf(each, Delegated)).join("、")],
                [t("cashLimit"), yuan(one.cash_limit_fen)],
              ]}
            />
          ) : (
            <Empty>{t("noCharter")}</Empty>
          )
        }
      </Shown>
    </Card>
  );
}

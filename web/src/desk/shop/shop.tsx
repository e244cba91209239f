import { api, ask, newKey, type Shape } from "../../api/client.ts";
import { go, href, type Place } from "../../router.ts";
import { Card, Empty, Facts, LinkButton, Page, Select, Shown, Table, Tag } from "../../ui/components.tsx";
import { type Asked, useAsked, useList } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { day } from "../../ui/time.ts";
import { useStaff } from "../people.ts";
import { Lines, Make, Press, yuan } from "../things.tsx";
import { useWhere } from "../where.tsx";
import { overMonths } from "./count.ts";
import { OFFER, settings } from "./forms.ts";
import { goodsOf, keepsShop, runsShop, Tabs } from "./shared.tsx";
import { t, weekdayName } from "./words.ts";
import { useState } from "preact/hooks";

type ShopOf = Shape<"ShopView">;

/** A village's points supermarket: when it is open, what it has, and how its months were settled. */
export function Shop({ query }: Place) {
  const { code, picker } = useWhere("village", "shop", query);
  return (
    <Page title={t("shop")}>
      <Tabs at="shop" query={query} />
      <div class="filters">{picker}</div>
      {code && <OfVillage village={code} />}
    </Page>
  );
}

function OfVillage({ village }: { village: string }) {
  const shop = useAsked(
    () =>
      ask(api.GET("/v1/points/villages/{village}/shop", { params: { path: { village } } })).catch((fault) => {
        if (fault.status === 404) return null; // a village need have none
        throw fault;
      }),
    [village, language.value],
  );
  return (
    <>
      <Shown asked={shop}>{(there) => <Opening village={village} shop={there} again={shop.again} />}</Shown>
      {shop.data && <Stock village={village} shop={shop.data} />}
      {shop.data && keepsShop(village) && (
        <Card title={t("byHand")}>
          <p class="hint">{t("byHandHint")}</p>
          <LinkButton to="#/scan">{t("scan")}</LinkButton>
        </Card>
      )}
      {shop.data && <Settlements village={village} />}
    </>
  );
}

interface Said {
  name: string;
  days?: string[];
  opens: string;
  closes: string;
  extra?: string[];
  closed?: string[];
  merchants: { id?: string; called: string; keepers?: string[] }[];
}

function Opening({ village, shop, again }: { village: string; shop: ShopOf | null; again: () => Promise<void> }) {
  const told = shop?.shop;
  const staff = useStaff(village);
  const send = async (said: Said): Promise<void> => {
    const body: Shape<"ShopBody"> = {
      name: said.name,
      opens: said.opens,
      closes: said.closes,
      weekdays: (said.days || []).map(Number),
      dates: said.extra || [],
      closed_on: said.closed || [],
      merchants: said.merchants.map((one, at) => ({
        id: told?.merchants[at]?.id || "m-" + newKey().slice(0, 8),
        name: one.called,
        keepers: one.keepers || [],
      })),
    };
    const header = { "If-Match": `"${shop?.version || 0}"` };
    await ask(api.PUT("/v1/points/villages/{village}/shop", { params: { path: { village }, header }, body }));
    await again();
  };
  const written = told && {
    name: told.name,
    days: told.weekdays.map(String),
    opens: told.opens,
    closes: told.closes,
    extra: (told.dates || []).join("\n"),
    closed: (told.closed_on || []).join("\n"),
    merchants: told.merchants.map((one) => ({ called: one.name, keepers: one.keepers || [] })),
  };
  return (
    <Card
      title={told?.name || t("shop")}
      aside={
        runsShop(village) &&
        staff.known && (
          <Make choices={{ keepers: staff.choices("shop_keeper", "village_officer") }} label={t("shopSettings")} kind="plain" form={settings()} {...(written && { written })} send={(body) => send(body as unknown as Said)} />
        )
      }
    >
      {shop && told ? (
        <Facts
          of={[
            [t("status"), shop.open_now ? t("openNow") : shop.next_day && t("opensOn", { day: shop.next_day })],
            [t("days"), told.weekdays.map((one) => weekdayName(String(one))).join("、")],
            [t("hours"), told.opens + "—" + told.closes],
            [t("closedOn"), (told.closed_on || []).join("、")],
            [t("merchants"), told.merchants.map((one) => one.name).join("、")],
          ]}
        />
      ) : (
        <Empty>{t("noShop")}</Empty>
      )}
    </Card>
  );
}

function Stock({ village, shop }: { village: string; shop: ShopOf }) {
  const asked = useAsked(() => goodsOf(village), [village]);
  const merchant = shop.shop.merchants.map((one) => [one.id, one.name] as const);
  const make = async (body: Record<string, unknown>): Promise<void> => {
    const goods = "g-" + newKey().slice(0, 8);
    const path = { village, goods };
    await ask(api.PUT("/v1/points/villages/{village}/goods/{goods}", { params: { path }, body: body as Shape<"GoodsBody"> }));
    go(href("stock/" + goods, { village }));
  };
  return (
    <Card
      title={t("goods")}
      aside={
        keepsShop(village) && (
          <Make
            label={t("newGoods")}
            form={OFFER}
            choices={{ merchant }}
            written={merchant.length === 1 ? { merchant: merchant[0]?.[0] } : {}}
            send={make}
          />
        )
      }
    >
      <Shown asked={asked}>
        {(goods) =>
          goods.length ? (
            <Table
              caption={t("goods")}
              head={[t("goodsName"), t("points"), t("left"), t("held"), t("status")]}
              rows={goods.map((one) => [
                <a href={href("stock/" + one.id, { village })}>{one.name}</a>,
                String(one.points),
                String(one.stock),
                String(one.held),
                one.offered ? <Tag tone="done">{t("offered")}</Tag> : <Tag>{t("notOffered")}</Tag>,
              ])}
            />
          ) : (
            <Empty />
          )
        }
      </Shown>
    </Card>
  );
}

function Settlements({ village }: { village: string }) {
  const path = { village };
  const list = useList(
    (cursor) =>
      ask(api.GET("/v1/points/villages/{village}/settlements", { params: { path, query: { limit: 12, ...(cursor && { cursor }) } } })),
    [village, language.value],
  );
  return (
    <Card title={t("settlements")}>
      <p class="hint">{t("settleHint")}</p>
      {keepsShop(village) && list.data && <Settle village={village} list={list} />}
      <Lines
        list={list}
        line={(one) => ({
          key: one.month,
          title: one.month,
          about:
            t("pointsOf", { n: one.points }) +
            " · " +
            t("goodsWorth") +
            " " +
            yuan(one.funding.reduce((sum, part) => sum + part.value_fen, 0)) +
            (one.checked_at ? " · " + t("checkedBy", { day: day(one.checked_at) }) : ""),
          aside: (
            <>
              <Tag tone={one.status === "checked" ? "done" : "active"}>{one.status_name}</Tag>{" "}
              {one.actions.includes("check") && (
                <Press
                  label={t("check")}
                  act={async () => {
                    await ask(
                      api.POST("/v1/points/villages/{village}/settlements/{month}/transitions", {
                        params: { path: { village, month: one.month } },
                        body: { action: "check" },
                      }),
                    );
                    await list.again();
                  }}
                />
              )}
            </>
          ),
        })}
      />
    </Card>
  );
}

/** A month that is over is settled once. */
function Settle({ village, list }: { village: string; list: Asked<{ month: string }[]> }) {
  const months = overMonths(day(new Date().toISOString()), (list.data || []).map((one) => one.month));
  const [chosen, choose] = useState(months[0] || "");
  const month = months.includes(chosen) ? chosen : months[0];
  if (!month) return null;
  return (
    <div class="filters">
      <Select
        label={t("settleMonth")}
        options={months.map((one) => [one, one] as const)}
        value={month}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      <div class="field beside">
        <Press
          label={t("settle")}
          act={async () => {
            await ask(api.POST("/v1/points/villages/{village}/settlements", { params: { path: { village } }, body: { month } }));
            await list.again();
          }}
        />
      </div>
    </div>
  );
}

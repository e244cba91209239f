import { useState } from "preact/hooks";
import { api, ask, newKey, type Shape } from "../../api/client.ts";
import type { Place } from "../../router.ts";
import { Button, Card, Dialog, Empty, Facts, Further, Input, Page, Problem, Shown, Table, Tag, TextArea } from "../../ui/components.tsx";
import { useAsked, useList, useStep } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { day, moment } from "../../ui/time.ts";
import { Make } from "../things.tsx";
import { difference, shouldBe, signed } from "./count.ts";
import { CHANGE, COMING } from "./forms.ts";
import { type Goods, goodsOf, keepsShop, Tabs } from "./shared.tsx";
import { moveName, t } from "./words.ts";

/** One of the goods: what is left, what is set aside, and how its stock moved. */
export function Stock({ params, query }: Place) {
  const id = params["id"] as string;
  const village = query.get("village") || "";
  const asked = useAsked(async () => (await goodsOf(village)).find((one) => one.id === id) || null, [village, id]);
  const path = { village, goods: id };
  const move = async (body: Shape<"StockMove">, key = newKey()): Promise<void> => {
    const header = { "Idempotency-Key": key };
    await ask(api.POST("/v1/points/villages/{village}/goods/{goods}/movements", { params: { path, header }, body }));
    await asked.again();
  };
  const change = async (goods: Goods, said: Record<string, unknown>): Promise<void> => {
    const header = { "If-Match": `"${goods.version}"` };
    const body = { merchant: goods.merchant, offered: false, ...said } as Shape<"GoodsBody">;
    await ask(api.PUT("/v1/points/villages/{village}/goods/{goods}", { params: { path, header }, body }));
    await asked.again();
  };
  return (
    <Page title={t("stock")}>
      <Tabs at="shop" query={query} />
      <Shown asked={asked}>
        {(goods) =>
          goods ? (
            <>
              <Card title={goods.name} aside={goods.offered ? <Tag tone="done">{t("offered")}</Tag> : <Tag>{t("notOffered")}</Tag>}>
                <Facts
                  of={[
                    [t("points"), goods.points],
                    [t("left"), goods.stock],
                    [t("held"), goods.held],
                  ]}
                />
                {keepsShop(village) && (
                  <div class="moves no-print">
                    <Make
                      label={t("goodsIn")}
                      form={COMING}
                      send={(body) => move({ kind: "goods_in", ...body } as Shape<"StockMove">)}
                    />
                    <Count goods={goods} send={move} />
                    <Make
                      label={t("change")}
                      kind="plain"
                      form={CHANGE}
                      written={{ name: goods.name, points: String(goods.points), offered: goods.offered }}
                      send={(body) => change(goods, body)}
                    />
                  </div>
                )}
              </Card>
              <Movements village={village} goods={id} seen={goods.version + ":" + shouldBe(goods)} />
            </>
          ) : (
            <Empty>{t("notThere")}</Empty>
          )
        }
      </Shown>
    </Page>
  );
}

/** Stock-taking: what is on the shelf, and at once by how much that differs from the books. */
function Count({ goods, send }: { goods: Goods; send: (body: Shape<"StockMove">, key: string) => Promise<void> }) {
  const [key, open] = useState<string>();
  const [counted, type] = useState("");
  const [reason, explain] = useState("");
  const { busy, refused, run } = useStep();
  const differs = difference(counted, goods);
  const submit = (event: Event): void => {
    event.preventDefault();
    const body: Shape<"StockMove"> = { kind: "count", counted: Number(counted), reason: reason || t("countSame") };
    void run(() => send(body, key as string)).then((done) => done && open(undefined));
  };
  return (
    <>
      <Button
        aria-haspopup="dialog"
        onClick={() => {
          type("");
          explain("");
          open(newKey());
        }}
      >
        {t("count")}
      </Button>
      {key && (
        <Dialog title={t("count")} close={() => open(undefined)}>
          <form onSubmit={submit}>
            <Input
              label={t("counted")}
              hint={t("countedHint", { n: shouldBe(goods), held: goods.held })}
              type="number"
              min={0}
              max={100_000}
              required
              value={counted}
              onInput={(event) => type(event.currentTarget.value)}
            />
            <p aria-live="polite">
              {differs === 0 && t("countSame")}
              {differs !== undefined && differs > 0 && t("countMore", { n: differs })}
              {differs !== undefined && differs < 0 && <strong class="late-text">{t("countLess", { n: -differs })}</strong>}
            </p>
            <TextArea label={t("reason")} required={!!differs} optional={!differs} value={reason} onInput={(event) => explain(event.currentTarget.value)} />
            <Problem refused={refused} />
            <Button kind="main" type="submit" busy={busy}>
              {t("count")}
            </Button>
          </form>
        </Dialog>
      )}
    </>
  );
}

function Movements({ village, goods, seen }: { village: string; goods: string; seen: string }) {
  const [month, choose] = useState(day(new Date().toISOString()).slice(0, 7));
  const list = useList(
    (cursor) => {
      const query = { month, limit: 100, ...(cursor && { cursor }) };
      return ask(api.GET("/v1/points/villages/{village}/movements", { params: { path: { village }, query } }));
    },
    [village, month, seen, language.value],
  );
  return (
    <Card title={t("movements")}>
      <div class="filters no-print">
        <Input label={t("month")} type="month" value={month} onChange={(event) => event.currentTarget.value && choose(event.currentTarget.value)} />
      </div>
      <Shown asked={list}>
        {(all) => {
          const mine = all.filter((one) => one.goods === goods);
          return mine.length ? (
            <Table
              caption={t("movements")}
              head={[t("when"), t("kind"), t("moves"), t("why")]}
              rows={mine.map((one) => [
                moment(one.at),
                moveName(one.kind),
                signed(one.kind, one.quantity),
                [one.source, one.voucher, one.reason].filter(Boolean).join(" · ") || "—",
              ])}
            />
          ) : (
            <Empty>{t("noMovements")}</Empty>
          );
        }}
      </Shown>
      <Further list={list} />
    </Card>
  );
}

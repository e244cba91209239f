import { useState } from "preact/hooks";
import { api, ask, newKey, type Shape } from "../api/client.ts";
import { go, href, type Place } from "../router.ts";
import { me } from "../session/me.ts";
import { Button, Card, Dialog, Empty, Facts, Further, Input, LinkButton, Page, Problem, Shown, Tag } from "../ui/components.tsx";
import { useAsked, useList, useStep } from "../ui/data.ts";
import { Drawn } from "../ui/drawn.tsx";
import { language } from "../ui/language.ts";
import { moment } from "../ui/time.ts";
import { t } from "./words.ts";

/** What the village's points supermarket has, and for how many points. */
export function Goods({ params, query }: Place) {
  const village = params["village"] as string;
  const household = query.get("household") || me.value?.household || "";
  const shop = useAsked(
    () => ask(api.GET("/v1/points/villages/{village}/shop", { params: { path: { village } } })),
    [village, language.value],
  );
  const list = useList(
    (cursor) =>
      ask(
        api.GET("/v1/points/villages/{village}/goods", {
          params: { path: { village }, query: { limit: 50, ...(cursor && { cursor }) } },
        }),
      ),
    [village, language.value],
  );
  const [wanted, want] = useState<Shape<"GoodsView">>();
  return (
    <Page title={t("goods")}>
      {shop.data && <p>{shop.data.open_now ? t("openNow") : shop.data.next_day && t("opensOn", { day: shop.data.next_day })}</p>}
      <Card>
        <Shown asked={list}>
          {(goods) => {
            const offered = goods.filter((one) => one.offered);
            return offered.length ? (
              <ul class="lines">
                {offered.map((one) => (
                  <li key={one.id}>
                    <strong>{one.name}</strong> {t("pointsOf", { n: one.points })}
                    <p class="faint">{one.stock > 0 ? t("left", { n: one.stock }) : t("soldOut")}</p>
                    {household && one.stock > 0 && (
                      <Button aria-haspopup="dialog" onClick={() => want(one)} aria-label={t("redeemOf", { name: one.name })}>
                        {t("redeem")}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            ) : (
              <Empty>{t("noGoods")}</Empty>
            );
          }}
        </Shown>
        <Further list={list} />
      </Card>
      {wanted && <Redeem goods={wanted} household={household} close={() => want(undefined)} />}
    </Page>
  );
}

function Redeem({ goods, household, close }: { goods: Shape<"GoodsView">; household: string; close: () => void }) {
  const [quantity, count] = useState("1");
  const [key] = useState(newKey);
  const { busy, refused, run } = useStep();
  const send = (event: Event): void => {
    event.preventDefault();
    void run(async () => {
      const body = { household, goods: goods.id, quantity: Number(quantity) };
      const header = { "Idempotency-Key": key };
      const made = await ask(api.POST("/v1/points/redemptions", { body, params: { header } }));
      go(href("redemption/" + made.id));
    });
  };
  return (
    <Dialog title={t("redeemOf", { name: goods.name })} close={close}>
      <form onSubmit={send}>
        <Input
          label={t("quantity")}
          type="number"
          min={1}
          max={goods.stock}
          required
          value={quantity}
          onInput={(event) => count(event.currentTarget.value)}
        />
        <p>{t("costs", { n: goods.points * (Number(quantity) || 0) })}</p>
        <Problem refused={refused} />
        <Button kind="main" type="submit" busy={busy}>
          {t("redeem")}
        </Button>
      </form>
    </Dialog>
  );
}

const useRedemption = (id: string) =>
  useAsked(
    () => ask(api.GET("/v1/points/redemptions/{redemption}", { params: { path: { redemption: id } } })),
    [id, language.value],
    (one) => (one.status === "held" ? 15_000 : undefined),
  );

/** One redemption: the code to be shown at the counter, large enough to be read out. */
export function Redemption({ params }: Place) {
  const id = params["id"] as string;
  const asked = useRedemption(id);
  const { busy, refused, run } = useStep();
  const voided = (version: number): void =>
    void run(async () => {
      await move(id, version, { action: "void", reason: t("voidedBySelf") });
      await asked.again();
    });
  return (
    <Page title={t("redemption")}>
      <Shown asked={asked}>
        {(one) => (
          <Card title={one.goods_name} aside={<Tag tone={one.status === "held" ? "active" : "done"}>{one.status_name}</Tag>}>
            <Facts
              of={[
                [t("quantity"), one.quantity],
                [t("points"), one.points],
                [t("collectUntil"), one.status === "held" ? moment(one.hold_until) : null],
              ]}
            />
            {one.code && (
              <>
                <Drawn
                  of={id}
                  alt={t("qr")}
                  load={() => ask(api.GET("/v1/points/redemptions/{redemption}/qr", { params: { path: { redemption: id } }, parseAs: "text" }))}
                />
                <p>{t("showCode")}</p>
                <p class="large-number">{one.code}</p>
              </>
            )}
            {one.actions.includes("void") && (
              <Button busy={busy} onClick={() => voided(one.version)}>
                {t("voidIt")}
              </Button>
            )}
            <Problem refused={refused} />
          </Card>
        )}
      </Shown>
      <LinkButton to={me.value?.household ? href("household/" + me.value.household) : "#/mine"}>{t("points")}</LinkButton>
    </Page>
  );
}

const move = (redemption: string, version: number, body: Shape<"MoveRedemption">) =>
  ask(
    api.POST("/v1/points/redemptions/{redemption}/transitions", {
      params: { path: { redemption }, header: { "If-Match": `"${version}"` } },
      body,
    }),
  );

/** Where a scanned code leads: the keeper sees what is to be handed over, and hands it over. */
export function HandOver({ params }: Place) {
  const id = params["id"] as string;
  const [code, type] = useState(params["code"] || "");
  const asked = useRedemption(id);
  const { busy, refused, run } = useStep();
  const hand = (event: Event, version: number): void => {
    event.preventDefault();
    void run(async () => {
      await move(id, version, { action: "hand_over", code });
      await asked.again();
    });
  };
  return (
    <Page title={t("handOver")}>
      <Shown asked={asked}>
        {(one) => (
          <Card title={one.goods_name} aside={<Tag tone={one.status === "handed_over" ? "done" : "active"}>{one.status_name}</Tag>}>
            <Facts
              of={[
                [t("quantity"), one.quantity],
                [t("points"), one.points],
              ]}
            />
            {one.actions.includes("hand_over") ? (
              <form onSubmit={(event) => hand(event, one.version)}>
                <Input
                  label={t("code")}
                  hint={t("codeHint")}
                  required
                  autoComplete="off"
                  value={code}
                  onInput={(event) => type(event.currentTarget.value)}
                />
                <Button kind="main" type="submit" busy={busy}>
                  {t("handOver")}
                </Button>
              </form>
            ) : (
              <p aria-live="polite">{one.status === "handed_over" ? t("handedOver") : t("notToHandOver")}</p>
            )}
            <Problem refused={refused} />
          </Card>
        )}
      </Shown>
    </Page>
  );
}

import { api, ask, type Shape } from "../../api/client.ts";
import { points_redemption } from "../../api/forms.ts";
import { href, type Place } from "../../router.ts";
import { LinkButton, Page, Tag } from "../../ui/components.tsx";
import { useList } from "../../ui/data.ts";
import { optionOf } from "../../ui/labels.ts";
import { language } from "../../ui/language.ts";
import { moment } from "../../ui/time.ts";
import { useHomeNames } from "../economy/people/homes.ts";
import { Lines, nothing, StatusFilter } from "../things.tsx";
import { useWhere } from "../where.tsx";
import { keepsShop, Tabs } from "./shared.tsx";
import { t } from "./words.ts";

type Status = Shape<"RedemptionLine">["status"];

/** What was redeemed in a village, by status; who keeps the shop hands over by the code that is shown. */
export function Redemptions({ query }: Place) {
  const { code, picker } = useWhere("village", "redemptions", query);
  const status = (query.get("status") || "held") as Status;
  const list = useList(
    (cursor) => {
      const asked = { village: code || "", status, limit: 25, ...(cursor && { cursor }) };
      return code ? ask(api.GET("/v1/points/redemptions", { params: { query: asked } })) : nothing();
    },
    [code, status, language.value],
  );
  const keeps = !!code && keepsShop(code);
  const home = useHomeNames(code);
  return (
    <Page title={t("redemptions")} aside={keeps && <LinkButton kind="main" to="#/scan">{t("scan")}</LinkButton>}>
      <Tabs at="redemptions" query={query} />
      <div class="filters">
        {picker}
        <StatusFilter
          names={points_redemption}
          value={status}
          path="redemptions"
          query={query}
          any={false}
        />
      </div>
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          ...(keeps && one.status === "held" && { to: href("redeem/" + one.id) }),
          title: one.goods_name,
          about: t("household") + " " + home(one.household) + " · " + moment(one.created_at),
          aside: (
            <>
              <Tag tone={one.status === "handed_over" ? "done" : one.status === "held" ? "active" : "plain"}>
                {optionOf(one.status, points_redemption)}
              </Tag>{" "}
              {t("pointsOf", { n: one.points })}
            </>
          ),
        })}
      />
    </Page>
  );
}

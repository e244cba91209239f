import { api, ask, type Shape } from "../api/client.ts";
import { href, type Place } from "../router.ts";
import { Card, Due, Empty, Facts, Further, LinkButton, Page, Shown, Table, Tag } from "../ui/components.tsx";
import { useAsked, useList } from "../ui/data.ts";
import { language } from "../ui/language.ts";
import { day, moment } from "../ui/time.ts";
import { Consent } from "./consent.tsx";
import { t } from "./words.ts";

/** The points of a household: what it can spend, what is under way, what was said to it, and every entry in plain words. */
export function Household({ params }: Place) {
  const path = { household: params["id"] as string };
  const asked = useAsked(
    () => ask(api.GET("/v1/points/households/{household}", { params: { path } })),
    [path.household, language.value],
  );
  return (
    <Page title={t("points")}>
      <Shown asked={asked}>
        {(page) => (
          <>
            <Balance page={page} />
            {page.note_groups.length > 0 && (
              <Card title={t("reminders")}>
                <ul class="lines">
                  {page.note_groups.map((group) => (
                    <li key={group.kind}>
                      {group.text}
                      <p class="faint">
                        {moment(group.latest_at)}
                        {group.count > 1 && " · " + t("times", { n: group.count })}
                      </p>
                    </li>
                  ))}
                </ul>
              </Card>
            )}
            <Pending claims={page.pending} />
            <Waiting redemptions={page.redemptions} />
            <Entries household={page.household} />
            <Consent standing={page.standing} again={asked.again} />
          </>
        )}
      </Shown>
    </Page>
  );
}

function Balance({ page }: { page: Shape<"PointsHouseholdPage"> }) {
  return (
    <Card title={t("balance")}>
      <p class="large-number">{t("pointsOf", { n: page.spendable })}</p>
      <Facts
        of={[
          [t("honour"), t("pointsOf", { n: page.honour })],
          [t("held"), page.held ? t("pointsOf", { n: page.held }) : null],
        ]}
      />
      {page.lots.length > 0 && (
        <Table
          caption={t("lots")}
          head={[t("until"), t("points")]}
          rows={page.lots.map((lot) => [day(lot.expires_on), lot.points])}
        />
      )}
      <LinkButton kind="main" to={href("goods/" + page.village, { household: page.household })}>
        {t("toGoods")}
      </LinkButton>
    </Card>
  );
}

function Pending({ claims }: { claims: readonly Shape<"PendingView">[] }) {
  if (!claims.length) return null;
  return (
    <Card title={t("pending")}>
      <ul class="lines">
        {claims.map((one) => (
          <li key={one.id}>
            <strong>{one.item_name}</strong> <Tag tone="active">{one.status_name}</Tag>
            <p>{one.next_step}</p>
            {one.due_at && <Due at={one.due_at} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Waiting({ redemptions }: { redemptions: readonly Shape<"WaitingView">[] }) {
  if (!redemptions.length) return null;
  return (
    <Card title={t("redemptions")}>
      <ul class="lines">
        {redemptions.map((one) => (
          <li key={one.id}>
            <a href={href("redemption/" + one.id)}>
              {one.goods_name} × {one.quantity}
            </a>{" "}
            <Tag tone={one.hold_until ? "active" : "plain"}>{one.status_name}</Tag>
            <p class="faint">
              {t("pointsOf", { n: one.points })}
              {one.hold_until && " · " + t("holdUntil", { at: moment(one.hold_until) })}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Entries({ household }: { household: string }) {
  const list = useList(
    (cursor) =>
      ask(
        api.GET("/v1/points/households/{household}/entries", {
          params: { path: { household }, query: { limit: 20, ...(cursor && { cursor }) } },
        }),
      ),
    [household, language.value],
  );
  return (
    <Card title={t("entries")}>
      <Shown asked={list}>
        {(entries) =>
          entries.length ? (
            <ul class="lines">
              {entries.map((one) => (
                <li key={one.id}>
                  <strong>{t("pointsOf", { n: one.points })}</strong> {one.kind_name}
                  <p>{one.text}</p>
                  <p class="faint">{moment(one.at)}</p>
                </li>
              ))}
            </ul>
          ) : (
            <Empty />
          )
        }
      </Shown>
      <Further list={list} />
    </Card>
  );
}

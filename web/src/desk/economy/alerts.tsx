import { api, ask, type Shape } from "../../api/client.ts";
import { MoveEconomyAlert } from "../../api/forms.ts";
import { href, type Place, refine } from "../../router.ts";
import { me } from "../../session/me.ts";
import { unitName } from "../../session/units.ts";
import { Card, Facts, Page, Select, Shown, Tag, type Tone } from "../../ui/components.tsx";
import { useAsked, useList } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { Cited, Lines, nothing, Thing, yuan } from "../things.tsx";
import { History } from "../timeline.tsx";
import { Tabs } from "./shared.tsx";
import { figureName, t } from "./words.ts";

type Alert = Shape<"EconomyAlertView">;
const SHELVES = ["open", "dismissed", "cleared"] as const;
type Shelf = (typeof SHELVES)[number];

const tone = (one: Alert): Tone => (!one.is_open ? "done" : one.status === "raised" ? "late" : "active");

/** The places whose alerts one may see: where one works, a department's being its office's. */
function places(): [string, string][] {
  const found = new Map<string, string>();
  for (const post of me.value?.posts || []) {
    const code = post.unit.split("-")[0] as string;
    if (code.length <= 12) found.set(code, code === post.unit ? post.unit_name || code : unitName(code));
  }
  return Array.from(found);
}

/** What the rules of every night warn of in a village, a town or the county. */
export function Alerts({ query }: Place) {
  const mine = places();
  const unit = mine.find(([code]) => code === query.get("unit"))?.[0] || mine[0]?.[0];
  const shelf = SHELVES.find((one) => one === query.get("shelf")) || "open";
  const list = useList(
    (cursor) => (unit ? ask(api.GET("/v1/economy/alerts", { params: { query: { unit, shelf, limit: 25, ...(cursor && { cursor }) } } })) : nothing()),
    [unit, shelf, language.value],
  );
  const set = (change: Record<string, string>): void => refine("alerts", query, change);
  return (
    <Page title={t("alerts")}>
      <Tabs at="alerts" query={query} />
      <div class="filters">
        {mine.length > 1 && (
          <Select label={t("where")} options={mine} value={unit || ""} onChange={(event) => set({ unit: event.currentTarget.value })} />
        )}
        <Select
          label={t("shelf")}
          options={SHELVES.map((one) => [one, t(`shelf_${one}` as `shelf_${Shelf}`)] as const)}
          value={shelf}
          onChange={(event) => set({ shelf: event.currentTarget.value })}
        />
      </div>
      <Lines
        list={list}
        line={(one) => ({
          key: one.id,
          to: href("alert/" + one.id),
          title: one.code_name,
          about: unitName(one.village) + " · " + one.said + " · " + one.found_on,
          aside: (
            <>
              <Tag tone={tone(one)}>{one.status_name}</Tag> {one.talk_due && <Tag tone="late">{t("talkDue")}</Tag>}
            </>
          ),
        })}
      />
    </Page>
  );
}

/** The value of a figure as people read it: money in yuan, the rest as it is. */
const figure = (name: string, value: string): string => (/(^|_)fen$/.test(name) ? yuan(Number(value)) || value : value);

/** Where what an alert rests on is looked at. */
function leadsTo(evidence: Shape<"EconomyAlertEvidence">, village: string): string {
  if (evidence.path.includes("/contracts/")) return href("contract/" + evidence.id);
  if (evidence.path.includes("/vouchers/")) return href("voucher/" + evidence.id);
  if (evidence.path.includes("/assets/")) return href("contracts", { village });
  return href("vouchers", { village });
}

/** What a thing is called that an alert rests on; its kind stands beside it. */
function Named({ evidence }: { evidence: Shape<"EconomyAlertEvidence"> }) {
  const asked = useAsked(() => nameOf(evidence), [evidence.path, language.value]);
  return <>{asked.data || ""}</>;
}

async function nameOf({ path, id }: Shape<"EconomyAlertEvidence">): Promise<string> {
  if (path.includes("/contracts/")) return (await ask(api.GET("/v1/economy/contracts/{contract}", { params: { path: { contract: id } } }))).title;
  if (path.includes("/vouchers/")) return (await ask(api.GET("/v1/economy/vouchers/{voucher}", { params: { path: { voucher: id } } }))).number;
  if (path.includes("/assets/")) return (await ask(api.GET("/v1/economy/assets/{asset}", { params: { path: { asset: id } } }))).name;
  return id.split("~")[1] || ""; // a period is of a village
}

/** One alert: what it was found by and rests on, who checks it, and what came of it. */
export function AlertPage({ params }: Place) {
  const path = { alert: params["id"] as string };
  const asked = useAsked(() => ask(api.GET("/v1/economy/alerts/{alert}", { params: { path } })), [path.alert, language.value]);
  const rules = useAsked(() => ask(api.GET("/v1/economy/alert-rules")), [language.value]);
  const steps = useAsked(
    () => ask(api.GET("/v1/economy/alerts/{alert}/history", { params: { path, query: { limit: 100 } } })),
    [path.alert, asked.data?.version, language.value],
  );
  const ruleOf = (one: Alert) => rules.data?.items.find((rule) => rule.code === one.code);
  return (
    <Thing
      title={t("alert")}
      asked={asked}
      heading={(one) => one.code_name}
      tag={(one) => [one.status_name, tone(one)]}
      facts={(one) => [
        [t("warned"), one.said],
        [t("where"), unitName(one.village)],
        [t("foundOn"), one.found_on],
        [t("owner"), unitName(one.owner)],
        [t("handling"), one.found],
        [t("obligation"), one.obligation && <a href={href("obligation/" + one.obligation)}>{one.talk_due ? t("talkDue") : t("lookAt")}</a>],
        [t("rule"), ruleOf(one)?.rests_on && <Cited by={ruleOf(one)?.rests_on as Shape<"CitationView">} />],
      ]}
      form={MoveEconomyAlert}
      actions={(one) => one.actions}
      order={["check", "talk", "dismiss"]}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/economy/alerts/{alert}/transitions", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveEconomyAlert">,
          }),
        )
      }
    >
      {(one) => (
        <>
          <Card title={t("figures")}>
            <Facts of={one.figures.map((each) => [figureName(each.name, language.value === "zh"), figure(each.name, each.value)] as const)} />
          </Card>
          <Card title={t("evidence")}>
            <ul class="lines">
              {one.evidence.map((each) => (
                <li key={each.path + each.id}>
                  <a href={leadsTo(each, one.village)}>
                    {each.kind_name} <Named evidence={each} />
                  </a>
                </li>
              ))}
            </ul>
          </Card>
          <Card title={t("happened")}>
            <Shown asked={steps}>
              {(told) => <History steps={told.items} who={(step) => step.actor_name} said={(step) => step.said && <p>{step.said}</p>} />}
            </Shown>
          </Card>
        </>
      )}
    </Thing>
  );
}

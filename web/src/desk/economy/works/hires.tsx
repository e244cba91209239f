import { api, ask, type Shape } from "../../../api/client.ts";
import { BookMachine, MoveHire, PaidHow } from "../../../api/forms.ts";
import { href, type Place, refine } from "../../../router.ts";
import { Card, Empty, Facts, Loading, Page, Select, Table, Tag, type Tone } from "../../../ui/components.tsx";
import { useAsked, useList } from "../../../ui/data.ts";
import { optionOf } from "../../../ui/labels.ts";
import { language } from "../../../ui/language.ts";
import { clock, day } from "../../../ui/time.ts";
import { Lines, Make, nothing, Thing, yuan } from "../../things.tsx";
import { useWhere } from "../../where.tsx";
import { heldAt, usePosted } from "../decided.ts";
import { whole } from "../forms.ts";
import { homeName } from "../people/homes.ts";
import { Tabs } from "../shared.tsx";
import { type Asset, useAssets } from "./assets.ts";
import { t } from "./words.ts";

type Hire = Shape<"HireView">;

const TONES: Record<Hire["status"], Tone> = { booked: "active", done: "soon", paid: "done", cancelled: "plain" };
/** Some hours, told with their day once where they end on the day they began. */
const hours = (one: Hire): string =>
  day(one.begins_at) + " " + clock(one.begins_at) + " — " + (day(one.ends_at) === day(one.begins_at) ? "" : day(one.ends_at) + " ") + clock(one.ends_at);

/** The machines of a collective, and who has them when. */
export function Hires({ query }: Place) {
  const { code, picker } = useWhere("village", "hires", query);
  const machines = useAssets(code)?.filter((one) => one.machine && one.status !== "retired");
  const machine = machines?.find((one) => one.id === query.get("machine")) || machines?.find((one) => one.machine?.prices.length) || machines?.[0];
  const list = useList(
    (cursor) =>
      machine
        ? ask(api.GET("/v1/economy/machines/{machine}/hires", { params: { path: { machine: machine.id }, query: { limit: 25, ...(cursor && { cursor }) } } }))
        : nothing(),
    [machine?.id, language.value],
  );
  return (
    <Page title={t("hires")} aside={machine?.machine?.prices.length && <Book machine={machine} again={list.again} />}>
      <Tabs at="hires" query={query} />
      <div class="filters">
        {picker}
        {machine && (
          <Select
            label={t("machine")}
            options={(machines || []).map((one) => [one.id, one.name + " " + (one.machine?.plate || "")] as const)}
            value={machine.id}
            onChange={(event) => refine("hires", query, { machine: event.currentTarget.value })}
          />
        )}
      </div>
      {code && !machines && <Loading />}
      {machines && !machine && <Empty>{t("noMachine")}</Empty>}
      {machine && <Prices machine={machine} />}
      {machine && (
        <Lines
          list={list}
          line={(one) => ({
            key: one.id,
            to: href("hire/" + one.id),
            title: hours(one),
            about: one.for_whom + " · " + t("priceOf", { money: yuan(one.price_fen) || "", unit: one.unit_name }),
            aside: (
              <>
                <Tag tone={TONES[one.status]}>{one.status_name}</Tag> {one.total_fen !== null && yuan(one.total_fen)}
              </>
            ),
          })}
        />
      )}
    </Page>
  );
}

function Prices({ machine }: { machine: Asset }) {
  const { prices = [], papers_lapsed: lapsed } = machine.machine || {};
  return (
    <Card title={machine.name} aside={lapsed && <Tag tone="late">{t("papersLapsed")}</Tag>}>
      {prices.length ? (
        <Facts of={[[t("price"), prices.map((one) => t("priceOf", { money: yuan(one.fen) || "", unit: one.unit_name })).join("、")]]} />
      ) : (
        <p>{t("noPrices")}</p>
      )}
    </Card>
  );
}

/** Book for somebody who comes to the office; whoever books is the one who hires. */
function Book({ machine, again }: { machine: Asset; again: () => Promise<void> }) {
  const path = { machine: machine.id };
  const units = (machine.machine?.prices || []).map((one) => [one.unit, one.unit_name] as const);
  if (!heldAt(machine.village, "collective_director", "village_officer")) return null;
  return (
    <Make
      label={t("book")}
      form={BookMachine}
      choices={{ unit: units }}
      send={async (body) => {
        await ask(api.POST("/v1/economy/machines/{machine}/hires", { params: { path }, body: body as Shape<"BookMachine"> }));
        await again();
      }}
    />
  );
}

/** One hire: what was done with the machine, what it comes to, and by what it is paid. */
export function HirePage({ params }: Place) {
  const path = { hire: params["id"] as string };
  const asked = useAsked(() => ask(api.GET("/v1/economy/hires/{hire}", { params: { path } })), [path.hire, language.value]);
  const machine = useAsked(
    async () => asked.data && ask(api.GET("/v1/economy/assets/{asset}", { params: { path: { asset: asked.data.machine } } })),
    [asked.data?.machine, language.value],
  ).data;
  const posted = usePosted(asked.data?.actions.includes("pay") ? asked.data.village : undefined);
  return (
    <Thing
      title={t("hire")}
      asked={asked}
      heading={(one) => machine?.name || one.for_whom}
      tag={(one) => [one.status_name, TONES[one.status]]}
      facts={(one) => [
        [t("when"), hours(one)],
        [t("whom"), one.for_whom],
        [t("licence"), one.licence],
        [t("price"), t("priceOf", { money: yuan(one.price_fen) || "", unit: one.unit_name })],
        [t("done"), one.hundredths && t("doneOf", { n: whole(one.hundredths), unit: one.unit_name })],
        [t("total"), yuan(one.total_fen)],
        [t("paid"), one.paid_on && one.paid_on + " " + (one.paid_how ? optionOf(one.paid_how, PaidHow) : "")],
        [t("voucher"), one.voucher && <a href={href("voucher/" + one.voucher)}>{t("voucher")}</a>],
      ]}
      form={MoveHire}
      actions={(one) => one.actions}
      order={["finish", "pay"]}
      choices={() => (posted.length ? { voucher: posted } : {})}
      take={(one, action, said) =>
        ask(
          api.POST("/v1/economy/hires/{hire}/transitions", {
            params: { path, header: { "If-Match": `"${one.version}"` } },
            body: { action, ...said } as Shape<"MoveHire">,
          }),
        )
      }
    >
      {(one) => !!one.parts.length && <Parts parts={one.parts} />}
    </Thing>
  );
}

function Parts({ parts }: { parts: Hire["parts"] }) {
  return (
    <Card title={t("parts")}>
      <Table caption={t("parts")} head={[t("owner"), t("amount")]} rows={parts.map((one) => [<Owner of={one.owner} />, yuan(one.fen)])} />
    </Card>
  );
}

function Owner({ of }: { of: string }) {
  const asked = useAsked(async () => (of === "collective" ? t("collective") : homeName(of)), [of, language.value]);
  return <>{asked.data || ""}</>;
}

import { api, ask, type Shape } from "../../api/client.ts";
import { MoveHire } from "../../api/forms.ts";
import { type AskedOrKept, useKept } from "../../offline/kept.ts";
import { href, type Place } from "../../router.ts";
import { me, ownVillage } from "../../session/me.ts";
import { Card, Empty, Facts, LinkButton, Loading, Page, Problem, Tag, type Tone } from "../../ui/components.tsx";
import { yuan } from "../../ui/money.ts";
import { Moves } from "../../ui/moves.tsx";
import { clock, day } from "../../ui/time.ts";
import { t } from "./words.ts";

type Machine = Shape<"PricedMachine">;
type Hire = Shape<"HireView">;

const TONES: Record<Hire["status"], Tone> = { booked: "active", done: "soon", paid: "done", cancelled: "plain" };

/** The machines of a village with posted prices, as they were last seen while there is no line. */
export const useMachines = (village: string) =>
  useKept("machines " + village, () =>
    ask(api.GET("/v1/economy/public/machines", { params: { query: { village, limit: 100 } } })),
  );

export const prices = (machine: Machine): string =>
  machine.prices.map((one) => t("priceOf", { money: yuan(one.fen), unit: one.unit_name })).join("、");

/** Which machines there are at which prices, and what one has booked. */
export function Machines({ query }: Place) {
  const village = ownVillage();
  return (
    <Page title={t("machines")}>
      {query.get("booked") && <p role="status">{t("bookedNow")}</p>}
      {village ? <Of village={village} /> : <Empty>{t("noVillage")}</Empty>}
    </Page>
  );
}

function Of({ village }: { village: string }) {
  const machines = useMachines(village);
  const items = machines.data?.items;
  return (
    <>
      <p class="hint">{t("rule")}</p>
      <Card title={t("machinesOf")}>
        <AsOf of={machines} />
        {items?.length === 0 && <Empty>{t("noMachines")}</Empty>}
        <ul class="lines">
          {items?.map((one) => (
            <li key={one.id}>
              {one.for_hire ? <a href={href("machines/" + one.id)}>{one.name}</a> : <strong>{one.name}</strong>}
              <p>{prices(one)}</p>
              <p class="faint">{one.for_hire ? one.place + " · " + one.model : t("notForHire")}</p>
            </li>
          ))}
        </ul>
      </Card>
      <Own names={new Map((items || []).map((one) => [one.id, one.name]))} />
    </>
  );
}

function Own({ names }: { names: Map<string, string> }) {
  const list = useKept("hires " + (me.value?.person_id || ""), () =>
    ask(api.GET("/v1/economy/hires", { params: { query: { limit: 50 } } })),
  );
  const cancel = async (one: Hire, action: string, said: object): Promise<void> => {
    const params = { path: { hire: one.id }, header: { "If-Match": `"${one.version}"` } };
    await ask(api.POST("/v1/economy/hires/{hire}/transitions", { params, body: { action, ...said } as Shape<"MoveHire"> }));
    await list.again();
  };
  return (
    <Card title={t("hires")}>
      <AsOf of={list} />
      {list.data?.items.length === 0 && <Empty>{t("noHires")}</Empty>}
      <ul class="lines">
        {list.data?.items.map((one) => (
          <li key={one.id}>
            <strong>{names.get(one.machine) || t("machine")}</strong> <Tag tone={TONES[one.status]}>{one.status_name}</Tag>
            <Facts
              of={[
                [t("when"), hours(one)],
                [t("whom"), one.for_whom],
                [t("price"), t("priceOf", { money: yuan(one.price_fen), unit: one.unit_name })],
                [t("done"), one.hundredths && t("quantity", { n: one.hundredths / 100, unit: one.unit_name })],
                [t("total"), one.total_fen !== null && yuan(one.total_fen)],
                [t("paid"), one.paid_on && one.paid_on + " " + (one.paid_how_name || "")],
              ]}
            />
            {/* What was done and paid is entered at the office. */}
            <Moves form={MoveHire} actions={one.actions.filter((action) => action === "cancel")} take={(action, said) => cancel(one, action, said)} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Some hours, told with their day once where they end on the day they began. */
const hours = (one: Hire): string =>
  day(one.begins_at) + " " + clock(one.begins_at) + "—" + (day(one.ends_at) === day(one.begins_at) ? "" : day(one.ends_at) + " ") + clock(one.ends_at);

/** How old a list is, why there is none, or that it is still being read. */
export function AsOf({ of }: { of: AskedOrKept<unknown> }) {
  return (
    <>
      {of.data === undefined && !of.refused && <Loading />}
      <Problem refused={of.refused} again={() => void of.again()} />
      {of.asOf && <p class="hint" role="status">{of.asOf}</p>}
    </>
  );
}

export const Back = () => <LinkButton to="#/machines">{t("more")}</LinkButton>;

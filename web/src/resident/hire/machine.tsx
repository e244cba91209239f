import { useRef, useState } from "preact/hooks";
import { api, ask, newKey, Refused, type Shape } from "../../api/client.ts";
import { useKept } from "../../offline/kept.ts";
import { go, href, type Place } from "../../router.ts";
import { ownVillage } from "../../session/me.ts";
import { Button, Card, Empty, Facts, Input, Page, Problem, Select } from "../../ui/components.tsx";
import { useStep } from "../../ui/data.ts";
import { language } from "../../ui/language.ts";
import { yuan } from "../../ui/money.ts";
import { day } from "../../ui/time.ts";
import { days, moment, overlaps, type Span, takenOn, weekday } from "./hours.ts";
import { AsOf, Back, prices, useMachines } from "./machines.tsx";
import { t } from "./words.ts";

type Machine = Shape<"PricedMachine">;

/** How many days ahead are shown to choose from. */
const AHEAD = 14;

/** One machine: what it costs, when it is free, and a form to book it. */
export function MachinePage({ params }: Place) {
  const machines = useMachines(ownVillage() || "");
  const machine = machines.data?.items.find((one) => one.id === params["id"]);
  return (
    <Page title={machine?.name || t("machine")}>
      <AsOf of={machines} />
      {machines.data && !machine && <Empty>{t("notHere")}</Empty>}
      {machine && <Of machine={machine} />}
      <Back />
    </Page>
  );
}

function Of({ machine }: { machine: Machine }) {
  const today = day(new Date().toISOString());
  const calendar = useKept("calendar " + machine.id, () =>
    ask(api.GET("/v1/economy/machines/{machine}/calendar", { params: { path: { machine: machine.id }, query: { day: today, days: AHEAD } } })),
  );
  const spans = calendar.data?.items || [];
  const ahead = days(today, AHEAD).map((on) => [on, on.slice(5) + " " + weekday(on)[language.value === "zh" ? 0 : 1] + " · " + taken(on, spans)] as const);
  return (
    <>
      <Card title={machine.model}>
        <Facts of={[[t("price"), prices(machine)]]} />
        {!machine.for_hire && <p>{t("notForHire")}</p>}
      </Card>
      {machine.for_hire && (
        <Card title={t("freeDays")}>
          <AsOf of={calendar} />
          {calendar.asOf && <p class="hint">{t("line")}</p>}
          <Book machine={machine} ahead={ahead} spans={spans} again={calendar.again} />
        </Card>
      )}
    </>
  );
}

const taken = (on: string, spans: readonly Span[]): string => {
  const given = takenOn(on, spans);
  return given.length ? t("booked", { hours: given.map((one) => one.join("—")).join("、") }) : t("free");
};

function Book({ machine, ahead, spans, again }: { machine: Machine; ahead: (readonly [string, string])[]; spans: readonly Span[]; again: () => Promise<void> }) {
  const [on, setOn] = useState(ahead[1]?.[0] || "");
  const [from, setFrom] = useState("08:00");
  const [to, setTo] = useState("12:00");
  const [unit, setUnit] = useState<string>(machine.prices[0]?.unit || "");
  const [whom, setWhom] = useState("");
  const [licence, setLicence] = useState("");
  const { busy, refused, run } = useStep();
  const key = useRef(newKey());
  const wrong = to <= from ? t("wrongHours") : overlaps(on, from, to, spans) ? t("taken") : undefined;
  const send = (event: Event): void => {
    event.preventDefault();
    if (wrong) return;
    void run(async () => {
      const body = {
        begins_at: moment(on, from),
        ends_at: moment(on, to),
        unit: unit as Shape<"BookMachine">["unit"],
        for_whom: whom,
        ...(licence && { licence }),
      };
      try {
        const params = { path: { machine: machine.id }, header: { "Idempotency-Key": key.current } };
        await ask(api.POST("/v1/economy/machines/{machine}/hires", { params, body }));
        go(href("machines", { booked: "yes" }));
      } catch (fault) {
        // What was refused is another booking once it is mended; what got no answer is the same one, sent again.
        if (fault instanceof Refused && fault.status !== 0) {
          key.current = newKey();
          await again();
        }
        throw fault;
      }
    });
  };
  const set = (take: (value: string) => void) => (event: { currentTarget: { value: string } }) => take(event.currentTarget.value);
  return (
    <form onSubmit={send}>
      <Select label={t("day")} options={ahead} value={on} onChange={set(setOn)} />
      <Input label={t("from")} type="time" required value={from} onInput={set(setFrom)} />
      <Input label={t("to")} type="time" required value={to} error={wrong} onInput={set(setTo)} />
      {machine.prices.length > 1 && (
        <Select label={t("unit")} options={machine.prices.map((one) => [one.unit, t("priceOf", { money: yuan(one.fen), unit: one.unit_name })] as const)} value={unit} onChange={set(setUnit)} />
      )}
      <Input label={t("whom")} required maxLength={200} value={whom} onInput={set(setWhom)} />
      {machine.licence && <Input label={t("licence")} hint={t("licenceHint", { licence: machine.licence })} required maxLength={200} value={licence} onInput={set(setLicence)} />}
      <Problem refused={refused} />
      <Button kind="main" type="submit" busy={busy}>
        {t("book")}
      </Button>
    </form>
  );
}

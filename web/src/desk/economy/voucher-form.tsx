import { useState } from "preact/hooks";
import { api, ask, newKey, type Shape } from "../../api/client.ts";
import { DealingKind } from "../../api/forms.ts";
import { go, href } from "../../router.ts";
import { me } from "../../session/me.ts";
import { Button, Dialog, Input, Problem, Select } from "../../ui/components.tsx";
import { useStep } from "../../ui/data.ts";
import { optionsOf } from "../../ui/labels.ts";
import { day } from "../../ui/time.ts";
import { useStaff } from "../people.ts";
import { OFFICERS, useChart } from "./shared.tsx";
import { yuan } from "../things.tsx";
import { t as all } from "../../ui/words.ts";
import { blank, type Fault, fault, further, linesOf, totals, type Typed, typed } from "./balance.ts";
import { t } from "./words.ts";

type Voucher = Shape<"VoucherView">;
type Kind = Shape<"DealingBody">["kind"];

const WHY: Record<Fault, () => string> = {
  account: () => t("accountMissing"),
  amount: () => t("amountMissing"),
  twice: () => t("twice"),
  few: () => t("few"),
  unequal: () => "",
};

/** A voucher to be recorded: a new entry, or one that takes back what is in the books. */
export function Record({ village, reverses, close }: { village: string; reverses?: Voucher; close: () => void }) {
  const staff = useStaff(village);
  const kinds = optionsOf(DealingKind);
  const [said, say] = useState({
    on: day(new Date().toISOString()),
    said: reverses ? t("reverseOf", { number: reverses.number }) : "",
    paper: "",
    handler: "",
    again: "",
    kind: "",
    to: "",
    near: "",
  });
  const [rows, setRows] = useState<Typed[]>([blank(), blank()]);
  const [wrong, find] = useState("");
  const [key] = useState(newKey); // an answer that was lost is not recorded twice
  const { busy, refused, run } = useStep();
  const send = (event: Event): void => {
    event.preventDefault();
    const why = reverses ? undefined : fault(rows);
    find(why ? WHY[why]() || short(rows) : "");
    if (why) return;
    void run(async () => {
      const { again, kind, to, near, ...plain } = said;
      const dealing = kind ? { dealing: { kind: kind as Kind, to, near_to: near ? [near] : [] } } : {};
      const body = {
        village,
        ...plain,
        ...(again && { paper_again: again }),
        ...(reverses ? { reverses: reverses.id } : { lines: linesOf(rows), ...dealing }),
      };
      const made = await ask(api.POST("/v1/economy/vouchers", { body, params: { header: { "Idempotency-Key": key } } }));
      close();
      go(href("voucher/" + made.id));
    });
  };
  const field = (name: keyof typeof said, called: string = name) => ({
    value: said[name],
    required: true,
    error: refused?.errors.find((one) => one.field === called)?.message,
    onInput: (event: { currentTarget: { value: string } }) => say({ ...said, [name]: event.currentTarget.value }),
  });
  // Who records a voucher has not handled it.
  const handlers = staff.choices().filter(([person]) => person !== me.value?.person_id);
  return (
    <Dialog title={reverses ? t("reversal") : t("record")} close={close}>
      <form onSubmit={send}>
        {reverses && <p class="hint">{t("reverseHint")}</p>}
        <Input label={t("on")} type="date" max={day(new Date().toISOString())} {...field("on")} />
        <Input label={t("said")} maxLength={200} {...field("said")} />
        {!reverses && <Lines rows={rows} set={setRows} />}
        <Input label={t("paper")} hint={t("paperHint")} maxLength={200} {...field("paper")} />
        {(said.again || refused?.slug === "paper-used") && (
          <Input label={t("paperAgain")} hint={t("paperAgainHint")} maxLength={200} {...field("again", "paper_again")} />
        )}
        {!reverses && (
          <Select
            label={t("dealing")}
            hint={t("dealingHint")}
            options={[["", t("nobody")], ...kinds]}
            {...field("kind", "dealing")}
            required={false}
          />
        )}
        {said.kind && (
          <>
            <Input label={t("dealingTo")} maxLength={200} {...field("to", "dealing.to")} />
            <Select
              label={t("dealingNear")}
              options={[["", t("nobody")], ...staff.choices(...OFFICERS)]}
              {...field("near", "dealing.near_to")}
              required={false}
            />
          </>
        )}
        {handlers.length || !staff.known ? (
          <Select label={t("handler")} options={[["", "—"], ...handlers]} {...field("handler")} />
        ) : (
          <Input label={t("handler")} {...field("handler")} />
        )}
        {wrong && (
          <p class="error" role="alert">
            {wrong}
          </p>
        )}
        <Problem refused={refused} />
        <Button kind="main" type="submit" busy={busy}>
          {reverses ? t("reverse") : t("record")}
        </Button>
      </form>
    </Dialog>
  );
}

function short(rows: readonly Typed[]): string {
  const { missing } = totals(rows);
  if (missing === 0) return t("balanced");
  return missing > 0 ? t("missingDebit", { money: yuan(missing) || "" }) : t("missingCredit", { money: yuan(-missing) || "" });
}

/** Lines with their sums below, which follow what is typed. */
function Lines({ rows, set }: { rows: readonly Typed[]; set: (rows: Typed[]) => void }) {
  const chart = useChart();
  const accounts = chart.accounts.map((one) => [one.code, one.code + " " + one.name + "（" + one.kind_name + "）"] as const);
  const change = (at: number, said: Partial<Typed>): void => set(rows.map((row, place) => (place === at ? typed(row, said) : row)));
  const sums = totals(rows);
  return (
    <fieldset class="group">
      <legend>{t("lines")}</legend>
      {rows.map((row, at) => (
        <div key={at} class="entry" role="group" aria-label={t("side", { n: at + 1 })}>
          <Select
            label={t("account")}
            options={[["", "—"], ...accounts]}
            value={row.account}
            onChange={(event) => change(at, { account: event.currentTarget.value })}
          />
          <Input
            label={t("debit")}
            inputMode="decimal"
            autoComplete="off"
            value={row.debit}
            onInput={(event) => change(at, { debit: event.currentTarget.value })}
          />
          <Input
            label={t("credit")}
            inputMode="decimal"
            autoComplete="off"
            value={row.credit}
            onInput={(event) => change(at, { credit: event.currentTarget.value })}
          />
          {rows.length > 2 && (
            <Button kind="quiet" onClick={() => set(rows.filter((_, place) => place !== at))}>
              {all("remove")}
            </Button>
          )}
        </div>
      ))}
      <Button onClick={() => set(further(rows))}>{all("addRow")}</Button>
      <p class="sums" aria-live="polite">
        {t("debitTotal")} {yuan(sums.debit)}　{t("creditTotal")} {yuan(sums.credit)}
        <br />
        <strong class={sums.missing ? "late-text" : ""}>{short(rows)}</strong>
      </p>
    </fieldset>
  );
}

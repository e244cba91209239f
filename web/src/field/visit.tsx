import { useState } from "preact/hooks";
import { api, ask, type Shape } from "../api/client.ts";
import { useKept } from "../offline/kept.ts";
import { keep } from "../offline/outbox.ts";
import { useSaving } from "../offline/saving.ts";
import { go, href } from "../router.ts";
import { Button, Card, Facts, Input, Page, Problem, Select, Tag } from "../ui/components.tsx";
import { day } from "../ui/time.ts";
import { ownGrids, whose } from "./own.ts";
import { isAsked, keyOf, type Noted, visitOf, wantsConsent } from "./visited.ts";
import { t } from "./words.ts";

type Home = Shape<"HouseholdInformationView">;
type Field = Home["filled"][number];

/** A visit: whom, by which form; then what is known already, and only what is not known is asked. */
export function Visit() {
  const grids = ownGrids();
  const [grid, chooseGrid] = useState(grids[0]?.[0] || "");
  const [household, choose] = useState("");
  const [form, chooseForm] = useState("");
  const homes = useKept("homes " + whose() + grid, () =>
    ask(api.GET("/v1/registry/households", { params: { query: { unit: grid, limit: 100 } } })),
  );
  const due = useKept("rechecks " + whose() + grid, () =>
    ask(api.GET("/v1/services/information/rechecks", { params: { query: { unit: grid, limit: 50 } } })),
  );
  const forms = useKept("information forms", () => ask(api.GET("/v1/services/information/forms", { params: { query: {} } })));
  const dueFor = new Map((due.data?.items || []).map((one) => [one.household, one.due_for_name]));
  const code = form || forms.data?.items[0]?.code || "";
  const called = (id: string, name: string | null | undefined): string => {
    const why = dueFor.get(id);
    return (name || id) + (why ? "（" + why + "）" : "");
  };
  const first = (one: { household_id: string }): number => (dueFor.has(one.household_id) ? 0 : 1);
  const listed = [...(homes.data?.items || [])].sort((one, other) => first(one) - first(other));
  return (
    <Page title={t("visit")}>
      <Card>
        {homes.asOf && <p class="hint">{homes.asOf}</p>}
        <Problem refused={homes.refused || forms.refused} />
        {grids.length > 1 && (
          <Select label={t("grid")} value={grid} options={grids} onChange={(event) => chooseGrid(event.currentTarget.value)} />
        )}
        <Select
          label={t("household")}
          value={household}
          options={[["", t("choose")], ...listed.map((one) => [one.household_id, called(one.household_id, one.head_name)] as const)]}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        {(forms.data?.items.length || 0) > 1 && (
          <Select
            label={t("form")}
            value={code}
            options={(forms.data?.items || []).map((one) => [one.code, one.title] as const)}
            onChange={(event) => chooseForm(event.currentTarget.value)}
          />
        )}
      </Card>
      {household && code && <Sheet key={household + code} household={household} form={code} />}
    </Page>
  );
}

function Sheet({ household, form }: { household: string; form: string }) {
  const path = { household };
  const home = useKept("home " + whose() + household + " " + form, () =>
    ask(api.GET("/v1/services/information/households/{household}", { params: { path, query: { form } } })),
  );
  const [noted, note] = useState<Record<string, Noted>>({});
  const [how, say] = useState<"paper" | "spoken">("paper");
  const [guardians, guard] = useState<Record<string, string>>({});
  const { busy, said, save } = useSaving();
  const known = home.data;
  if (!known) return <Problem refused={home.refused} />;
  const standing = known.records.flatMap((record) =>
    record.consents
      .filter((one) => one.form === form)
      .map((one) => ({ resident: record.resident, field: one.field })),
  );
  const send = async (): Promise<void> => {
    const at = new Date().toISOString().replace("Z", "+00:00");
    const body = visitOf({ household, form, at, filled: known.filled, noted, standing, how, guardians });
    await keep({ kind: "visit", label: t("visit") + " " + (known.head_name || ""), body: { ...body } });
    go(href("outbox"));
  };
  const asks = known.filled.some((one) => wantsConsent(one, standing));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save(send);
      }}
    >
      <Card title={known.head_name || known.household}>
        {home.asOf && <p class="hint">{home.asOf}</p>}
        <Facts
          of={[
            [t("doorPlate"), known.door_plate],
            [t("lastLookedAt"), known.checked_on && day(known.checked_on)],
            [t("lookAgain"), known.due_on && day(known.due_on) + (known.due_for_name ? "（" + known.due_for_name + "）" : "")],
          ]}
        />
        {known.form && (
          <details>
            <summary>{t("tellFirst")}</summary>
            <p class="hint">{known.form.how_to_ask}</p>
            <ul>
              {known.form.fields.map((one) => (
                <li key={one.name}>{t("purposeOf", { title: one.title, purpose: one.purpose, ground: one.ground_name })}</li>
              ))}
            </ul>
          </details>
        )}
        {asks && (
          <Select
            label={t("agreedHow")}
            value={how}
            options={[["paper", t("onPaper")], ["spoken", t("spoken")]]}
            onChange={(event) => say(event.currentTarget.value as "paper" | "spoken")}
          />
        )}
      </Card>
      {known.records.map((record) => {
        const own = known.filled.filter((one) => one.resident === record.resident);
        if (!own.length) return null;
        return (
          <Card key={record.resident || ""} title={record.name || t("theHousehold")}>
            {record.needs_guardian && record.resident && (
              <Input
                label={t("guardian")}
                value={guardians[record.resident] || ""}
                onInput={(event) => guard({ ...guardians, [record.resident as string]: event.currentTarget.value })}
              />
            )}
            {own.map((one) => (
              <One
                key={one.field.name}
                one={one}
                held={record.values.find((each) => each.field === one.field.name)}
                noted={noted[keyOf(one)] || {}}
                wants={wantsConsent(one, standing)}
                change={(next) => note({ ...noted, [keyOf(one)]: next })}
              />
            ))}
          </Card>
        );
      })}
      <Button kind="main" type="submit" busy={busy}>{t("save")}</Button>
      <p role="status" class="hint">{said}</p>
    </form>
  );
}

interface Line {
  one: Field;
  held: Home["records"][number]["values"][number] | undefined;
  noted: Noted;
  wants: boolean;
  change: (next: Noted) => void;
}

/** One field: what is held with its source, to be found right or corrected; a question where nothing is. */
function One({ one, held, noted, wants, change }: Line) {
  const known = one.value !== null;
  const from = held ? t("heldFrom", { source: held.source_name, day: day(held.seen_at) }) : one.field.origin_name;
  if (known && !isAsked(one))
    return (
      <p>
        {one.field.title}：<strong>{shown(one.value)}</strong> <span class="faint">{from}</span>
      </p>
    );
  return (
    <fieldset class="group">
      <legend>{one.field.title}</legend>
      {known && (
        <>
          <p>
            <strong>{shown(one.value)}</strong> <span class="faint">{from}</span> {noted.same && <Tag tone="done">{t("stillSo")}</Tag>}
          </p>
          <label class="choice">
            <input type="checkbox" checked={!!noted.same} onChange={(event) => change({ ...noted, same: event.currentTarget.checked })} />
            {t("stillSo")}
          </label>
        </>
      )}
      {!noted.same && isAsked(one) && (
        <>
          <Value one={one} label={known ? t("nowIs") : t("answer")} value={noted.value || ""} change={(value) => change({ ...noted, value })} />
          {known && noted.value && (
            <Input label={t("whyCorrected")} required value={noted.why || ""} onInput={(event) => change({ ...noted, why: event.currentTarget.value })} />
          )}
        </>
      )}
      {wants && (noted.value || noted.same) && (
        <label class="choice">
          <input type="checkbox" required checked={!!noted.agreed} onChange={(event) => change({ ...noted, agreed: event.currentTarget.checked })} />
          {t("agreed", { purpose: one.field.purpose })}
        </label>
      )}
    </fieldset>
  );
}

const YES: Record<string, () => string> = { yes: () => t("yes"), no: () => t("no") };
const shown = (value: string | null): string => (value === null ? "—" : (YES[value]?.() ?? value));

function Value({ one, label, value, change }: { one: Field; label: string; value: string; change: (value: string) => void }) {
  const choices = one.field.kind === "yes_no" ? ["yes", "no"] : one.field.choices;
  if (choices.length)
    return (
      <Select
        label={label}
        optional
        value={value}
        options={[["", "—"], ...choices.map((each) => [each, shown(each)] as const)]}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  const types: Partial<Record<Field["field"]["kind"], string>> = { day: "date", number: "number" };
  const type = types[one.field.kind] || "text";
  return <Input label={label} optional type={type} value={value} maxLength={200} onInput={(event) => change(event.currentTarget.value)} />;
}
